//! `csv.writer`: rows become lines.

use ::text::TextBuf;
use gc_api::{Slot, layout};
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getter, leaf, tail};
use vm_core::objects::class::flags;
use vm_core::objects::number::Complex;
use vm_core::objects::sequence::{List, Tuple};
use vm_core::objects::string::Str;
use vm_core::{Gc, Raised, Res, Thread, Value, header, sym};

use super::dialect::{Dialect, Quoting, Rules};
use super::{IDS, error};
use crate::imp;

layout! {
    pub struct Writer(IDS.layout(2)) {
        /// The file's method.
        write: Ref,
        dialect: Ref,
    }
}

pub static WRITER: ClassDef = class(IDS.class(2), "writer")
    .module("_csv")
    .doc("CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.")
    .layouts(&[IDS.layout(2)])
    .flags(flags::NO_NEW | flags::IMMUTABLE)
    .methods(&METHODS)
    .getsets(&GETSETS);

static METHODS: [NativeDef; 1] = [tail("writerow(self, row, /)", write_row)
    .doc("writerow(iterable)\n\nConstruct and write a CSV record from an iterable of fields.  Non-string\nelements will be converted to string.")];

static GETSETS: [GetSetDef; 1] = [getter("dialect", |_, this| Ok(this.expect::<Writer>().get(Writer::dialect)))];

/// For the Python part: the line of a row, some of whose fields were made text.
pub static JOIN: NativeDef = leaf("join_row(writer, fields, texts, /)", |t, args| {
    let (fields, texts) = (args.get(1).expect::<List>(), args.get(2).expect::<List>());
    let pairs = fields.iter().zip(texts.iter()).map(|(field, text)| Ok((field, t.as_str(text))));
    join(t, args.this(), pairs)
})
.function();

/// `csv.writer(fileobj, dialect, **fmtparams)`.
pub fn writer<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static MAKE: Then = Then::new(|t, _, made| {
        let made = made.expect::<Tuple>();
        let (write, dialect) = (Slot::new(made.at(0).word()), Slot::new(made.at(1).word()));
        Ok(Tail::Value(t.new_object(Writer { header: header(), write, dialect }).value()))
    });
    let dialect = match args.opt(1) {
        Some(dialect) => t.tuple(&[dialect])?,
        None => t.tuple(&[])?,
    };
    let keywords = args.opt(2).unwrap_or(Value::NONE);
    Tail::call(imp::part(t, "_csv", "writer_parts"), &[args.get(0), dialect.value(), keywords]).then(
        t,
        &MAKE,
        Value::NONE,
    )
}

fn write_row<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (this, row) = (args.this::<Writer>(), args.get(1));
    let items: Option<Vec<Value<'t>>> = match (row.cast_exact::<List>(), row.cast_exact::<Tuple>()) {
        (Some(list), _) => Some(list.iter().collect()),
        (_, Some(tuple)) => Some((0..tuple.extent()).map(|at| tuple.at(at)).collect()),
        _ => None,
    };
    let texts =
        items.as_ref().and_then(|items| items.iter().map(|&item| leaf_text(t, item)).collect::<Option<Vec<_>>>());
    let (Some(items), Some(texts)) = (items, texts) else {
        return Ok(Tail::call(imp::part(t, "_csv", "write_row"), &[this.value(), this.get(Writer::write), row]));
    };
    let line = join(t, this, items.into_iter().zip(texts).map(|(item, text)| Ok((item, text?))))?;
    t.call(this.get(Writer::write), &[line])
}

/// What is written for a field: its text, or nothing for None. `None`: Python has to be asked.
fn leaf_text<'t>(t: &'t Thread, field: Value<'t>) -> Option<Result<Option<Gc<'t, Str>>, Raised>> {
    if let Some(text) = field.cast::<Str>() {
        return Some(Ok(Some(text)));
    }
    if field.is_none() {
        return Some(Ok(None));
    }
    let simple = field.is_small_int() || field.is_bool() || field.as_exact_float().is_some();
    let text = if simple { t.leaf_repr(field)? } else { return None };
    Some(text.map(Some))
}

fn is_number<'t>(t: &'t Thread, value: Value<'t>) -> bool {
    t.as_int(value).is_some()
        || t.as_float(value).is_some()
        || value.is::<Complex>()
        || [sym::__index__, sym::__int__, sym::__float__].iter().any(|&name| t.lookup_special(value, name).is_some())
}

/// The line of a row of fields and their texts.
fn join<'t>(
    t: &'t Thread,
    this: Gc<'t, Writer>,
    fields: impl Iterator<Item = Result<(Value<'t>, Option<Gc<'t, Str>>), Raised>>,
) -> Res<'t> {
    let rules = Rules::of(this.get(Writer::dialect).expect::<Dialect>());
    let mut line = Line { t, rules, out: TextBuf::new() };
    let (mut count, mut last_is_null) = (0, false);
    for field in fields {
        let (field, text) = field?;
        let quoted = match rules.quoting {
            Quoting::All => true,
            Quoting::NonNumeric => !is_number(t, field),
            Quoting::Strings => t.as_str(field).is_some(),
            Quoting::NotNull => !field.is_none(),
            Quoting::Minimal | Quoting::None => false,
        };
        if count > 0 {
            line.out.push(rules.delimiter);
        }
        line.field(text, quoted)?;
        last_is_null = field.is_none();
        count += 1;
    }
    if count > 0 && line.out.is_empty() {
        if rules.quoting == Quoting::None
            || last_is_null && matches!(rules.quoting, Quoting::Strings | Quoting::NotNull)
        {
            return Err(error(t, "single empty field record must be quoted"));
        }
        line.field(None, true)?;
    }
    line.out.push_units(rules.line_terminator.units());
    Ok(t.str_units(line.out.as_units())?.value())
}

struct Line<'t> {
    t: &'t Thread,
    rules: Rules<'t>,
    out: TextBuf,
}

impl<'t> Line<'t> {
    fn field(&mut self, text: Option<Gc<'t, Str>>, quoted: bool) -> Result<(), Raised> {
        let rules = self.rules;
        let mut quoted = quoted;
        let empty = text.is_none_or(|text| text.is_empty());
        if empty && rules.delimiter == u32::from(' ') && rules.skip_space {
            let null = text.is_none() && matches!(rules.quoting, Quoting::Strings | Quoting::NotNull);
            if rules.quoting == Quoting::None || null {
                let message = "empty field must be quoted if delimiter is a space and skipinitialspace is true";
                return Err(error(self.t, message));
            }
            quoted = true;
        }
        let mut body = TextBuf::new();
        if let Some(text) = text {
            quoted |= self.escaped(&mut body, text)?;
        }
        let quote = rules.quote.filter(|_| quoted);
        self.out.extend(quote);
        self.out.push_units(body.as_units());
        self.out.extend(quote);
        Ok(())
    }

    /// The text with its special characters doubled or escaped; whether it has to be quoted.
    fn escaped(&self, body: &mut TextBuf, text: Gc<'t, Str>) -> Result<bool, Raised> {
        let rules = self.rules;
        let terminator = rules.line_terminator.units();
        let special = |code: u32| {
            code == rules.delimiter
                || Some(code) == rules.escape
                || Some(code) == rules.quote
                || code == u32::from('\n')
                || code == u32::from('\r')
                || terminator.iter().any(|end| end == code)
        };
        let units = text.units();
        let mut quoted = false;
        let mut rest = units;
        while let Some(at) = rest.iter().position(special) {
            body.push_units(rest.slice(0, at));
            let code = rest.get(at);
            let mut escape = rules.quoting == Quoting::None;
            if !escape {
                if Some(code) == rules.quote {
                    if rules.double_quote {
                        body.push(code);
                    } else {
                        escape = true;
                    }
                } else if Some(code) == rules.escape {
                    escape = true;
                }
                quoted |= !escape;
            }
            if escape {
                match rules.escape {
                    Some(escape) => body.push(escape),
                    None => return Err(error(self.t, "need to escape, but no escapechar set")),
                }
            }
            body.push(code);
            rest = rest.slice(at + 1, rest.len());
        }
        body.push_units(rest);
        Ok(quoted)
    }
}
