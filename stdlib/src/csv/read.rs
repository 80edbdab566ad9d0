//! `csv.reader`: lines become lists of fields.
//!
//! A record may go on over several lines, and getting a line may need Python: what is read so far lies in the reader
//! between two lines.

use std::cell::Cell;

use ::text::int::Literal;
use ::text::units::Unit;
use ::text::{TextBuf, float_text, with_units};
use gc_api::{Slot, layout};
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getter, leaf, tail};
use vm_core::objects::class::flags;
use vm_core::objects::sequence::List;
use vm_core::objects::string::Str;
use vm_core::{Gc, Raised, Thread, Value, header};

use super::dialect::{Dialect, Quoting, Rules};
use super::{FIELD_LIMIT, IDS, error};
use crate::imp;

layout! {
    pub struct Reader(IDS.layout(1)) {
        input: Ref,
        dialect: Ref,
        /// The record being read: its fields (unset: there is none), and the text of the one that is not complete.
        fields: Ref,
        field: Ref,
        line: Raw<usize>,
        state: Raw<usize>,
        /// 1: the field began without a quote.
        unquoted: Raw<usize>,
    }
}

pub static READER: ClassDef = class(IDS.class(1), "reader")
    .module("_csv")
    .doc("CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.")
    .layouts(&[IDS.layout(1)])
    .flags(flags::NO_NEW | flags::IMMUTABLE)
    .methods(&METHODS)
    .getsets(&GETSETS)
    .next(|t, this| next(t, this.expect()));

static METHODS: [NativeDef; 2] = [
    leaf("__iter__(self, /)", |_, args| Ok(args.get(0))),
    tail("__next__(self, /)", |t, args| next(t, args.this())?.then(t, &STOP, Value::NONE)),
];

static STOP: Then = Then::new(|t, _, fields| match fields {
    Value::MISSING => Err(t.stop_iteration()),
    fields => Ok(Tail::Value(fields)),
});

static GETSETS: [GetSetDef; 2] = [
    getter("dialect", |_, this| Ok(this.expect::<Reader>().get(Reader::dialect))),
    getter("line_num", |t, this| Ok(t.int_usize(this.expect::<Reader>().get(Reader::line)))),
];

/// `csv.reader(iterable, dialect, **fmtparams)`.
pub fn reader<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static MAKE: Then = Then::new(|t, input, dialect| {
        let reader = t.new_object(Reader {
            header: header(),
            input: Slot::new(input.word()),
            dialect: Slot::new(dialect.word()),
            fields: Slot::default(),
            field: Slot::default(),
            line: Cell::new(0),
            state: Cell::new(0),
            unquoted: Cell::new(0),
        });
        Ok(Tail::Value(reader.value()))
    });
    static WITH_INPUT: Then = Then::new(|t, options, input| {
        let options = options.expect::<vm_core::objects::sequence::Tuple>();
        Tail::call(imp::part(t, "_csv", "dialect_of"), &[options.at(0), options.at(1)]).then(t, &MAKE, input)
    });
    let dialect = match args.opt(1) {
        Some(dialect) => t.tuple(&[dialect])?,
        None => t.tuple(&[])?,
    };
    let options = t.small_tuple([dialect.value(), args.opt(2).unwrap_or(Value::NONE)]);
    t.iter(args.get(0))?.then(t, &WITH_INPUT, options.value())
}

/// Where in a record the reader is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    RecordStart,
    FieldStart,
    Escaped,
    Field,
    Quoted,
    EscapedInQuoted,
    /// After a quote in a quoted field: its end, or half of a doubled one.
    QuoteInQuoted,
    /// After a line end.
    LineEnd,
    AfterEscapedLineEnd,
}

const STATES: [State; 9] = [
    State::RecordStart,
    State::FieldStart,
    State::Escaped,
    State::Field,
    State::Quoted,
    State::EscapedInQuoted,
    State::QuoteInQuoted,
    State::LineEnd,
    State::AfterEscapedLineEnd,
];

/// The next record, or MISSING at the end.
fn next<'t>(t: &'t Thread, this: Gc<'t, Reader>) -> Result<Tail<'t>, Raised> {
    this.set(t, Reader::fields, t.new_list().value());
    this.set(t, Reader::field, Value::UNSET);
    this.set_raw(Reader::state, State::RecordStart as usize);
    next_line(t, this)
}

/// Reads lines until the record is complete, or the next line needs Python.
fn next_line<'t>(t: &'t Thread, this: Gc<'t, Reader>) -> Result<Tail<'t>, Raised> {
    static TAKE: Then = Then::new(|t, this, line| {
        let this = this.expect::<Reader>();
        match line_read(t, this, line)? {
            Some(fields) => Ok(Tail::Value(fields)),
            None => next_line(t, this),
        }
    });
    loop {
        match t.next(this.get(Reader::input))? {
            Tail::Value(line) => {
                if let Some(fields) = line_read(t, this, line)? {
                    return Ok(Tail::Value(fields));
                }
            }
            call => return call.then(t, &TAKE, this.value()),
        }
    }
}

/// Takes a line, or MISSING at the end; gives the fields when the record is complete.
fn line_read<'t>(t: &'t Thread, this: Gc<'t, Reader>, line: Value<'t>) -> Result<Option<Value<'t>>, Raised> {
    let Some(mut record) = Record::resume(t, this) else {
        return Err(error(t, "iterator has already advanced the reader"));
    };
    if line == Value::MISSING {
        if record.field.is_empty() && record.state != State::Quoted {
            return Ok(Some(Value::MISSING));
        }
        if record.rules.strict {
            return Err(error(t, "unexpected end of data"));
        }
        record.save()?;
        return Ok(Some(record.complete(this)));
    }
    let Some(line) = t.as_str(line) else {
        let class = t.class_name(line);
        return Err(error(
            t,
            format_args!("iterator should return strings, not {class} (the file should be opened in text mode)"),
        ));
    };
    this.set_raw(Reader::line, this.get(Reader::line) + 1);
    with_units!(line.units(), |units| record.line(units)?);
    if record.state == State::RecordStart {
        return Ok(Some(record.complete(this)));
    }
    record.suspend(this)?;
    Ok(None)
}

/// A record being read.
struct Record<'t> {
    t: &'t Thread,
    rules: Rules<'t>,
    state: State,
    fields: Gc<'t, List>,
    field: TextBuf,
    unquoted: bool,
    limit: usize,
}

/// The end of a line, as a character.
const END: u32 = u32::MAX;

fn is_line_end(code: u32) -> bool {
    code == u32::from('\n') || code == u32::from('\r')
}

impl<'t> Record<'t> {
    /// `None` if it was completed meanwhile, by a line that asked for a record itself.
    fn resume(t: &'t Thread, this: Gc<'t, Reader>) -> Option<Record<'t>> {
        let fields = this.get(Reader::fields).cast::<List>()?;
        let mut field = TextBuf::new();
        if let Some(text) = this.get(Reader::field).cast::<Str>() {
            field.push_units(text.units());
        }
        Some(Record {
            t,
            rules: Rules::of(this.get(Reader::dialect).expect::<Dialect>()),
            state: STATES[this.get(Reader::state) % STATES.len()],
            fields,
            field,
            unquoted: this.get(Reader::unquoted) != 0,
            limit: FIELD_LIMIT.get(),
        })
    }

    fn complete(self, this: Gc<'t, Reader>) -> Value<'t> {
        this.set(self.t, Reader::fields, Value::UNSET);
        self.fields.value()
    }

    fn suspend(self, this: Gc<'t, Reader>) -> Result<(), Raised> {
        this.set(self.t, Reader::field, self.t.str_units(self.field.as_units())?.value());
        this.set_raw(Reader::state, self.state as usize);
        this.set_raw(Reader::unquoted, usize::from(self.unquoted));
        Ok(())
    }

    fn line<U: Unit>(&mut self, units: &[U]) -> Result<(), Raised> {
        let mut at = 0;
        while at < units.len() {
            let plain = self.plain(&units[at..]);
            if plain > 0 {
                if self.field.len() + plain > self.limit {
                    return Err(self.too_large());
                }
                self.field.push_units(U::units(&units[at..at + plain]));
                at += plain;
                continue;
            }
            self.character(units[at].code())?;
            at += 1;
        }
        self.character(END)
    }

    /// How many characters belong to the field as they are.
    fn plain<U: Unit>(&self, units: &[U]) -> usize {
        let rules = &self.rules;
        let ends = |code: u32| match self.state {
            State::Field => code == rules.delimiter || Some(code) == rules.escape || is_line_end(code),
            _ => Some(code) == rules.escape || Some(code) == rules.quote,
        };
        match self.state {
            State::Field | State::Quoted => units.iter().position(|u| ends(u.code())).unwrap_or(units.len()),
            _ => 0,
        }
    }

    fn character(&mut self, code: u32) -> Result<(), Raised> {
        match self.state {
            State::RecordStart if code == END => Ok(()),
            State::RecordStart if is_line_end(code) => self.go(State::LineEnd),
            State::RecordStart | State::FieldStart => self.field_start(code),
            State::Escaped if is_line_end(code) => {
                self.add(code)?;
                self.go(State::AfterEscapedLineEnd)
            }
            State::Escaped => {
                self.add(if code == END { u32::from('\n') } else { code })?;
                self.go(State::Field)
            }
            State::AfterEscapedLineEnd if code == END => Ok(()),
            State::AfterEscapedLineEnd | State::Field => self.in_field(code),
            State::Quoted => self.in_quoted(code),
            State::EscapedInQuoted => {
                self.add(if code == END { u32::from('\n') } else { code })?;
                self.go(State::Quoted)
            }
            State::QuoteInQuoted => self.after_quote(code),
            State::LineEnd if is_line_end(code) => Ok(()),
            State::LineEnd if code == END => self.go(State::RecordStart),
            State::LineEnd => Err(error(
                self.t,
                "new-line character seen in unquoted field - do you need to open the file with newline=''?",
            )),
        }
    }

    fn go(&mut self, state: State) -> Result<(), Raised> {
        self.state = state;
        Ok(())
    }

    fn is_quote(&self, code: u32) -> bool {
        self.rules.quoting != Quoting::None && Some(code) == self.rules.quote
    }

    fn field_start(&mut self, code: u32) -> Result<(), Raised> {
        self.unquoted = true;
        if code == END || is_line_end(code) {
            return self.end_line(code);
        }
        if self.is_quote(code) {
            self.unquoted = false;
            return self.go(State::Quoted);
        }
        if Some(code) == self.rules.escape {
            return self.go(State::Escaped);
        }
        self.state = State::FieldStart;
        if code == u32::from(' ') && self.rules.skip_space {
            return Ok(());
        }
        if code == self.rules.delimiter {
            return self.save();
        }
        self.add(code)?;
        self.go(State::Field)
    }

    fn in_field(&mut self, code: u32) -> Result<(), Raised> {
        if code == END || is_line_end(code) {
            return self.end_line(code);
        }
        if Some(code) == self.rules.escape {
            return self.go(State::Escaped);
        }
        if code == self.rules.delimiter {
            self.save()?;
            return self.go(State::FieldStart);
        }
        self.add(code)?;
        self.go(State::Field)
    }

    fn in_quoted(&mut self, code: u32) -> Result<(), Raised> {
        if code == END {
            return Ok(());
        }
        if Some(code) == self.rules.escape {
            return self.go(State::EscapedInQuoted);
        }
        if self.is_quote(code) {
            return self.go(if self.rules.double_quote { State::QuoteInQuoted } else { State::Field });
        }
        self.add(code)
    }

    fn after_quote(&mut self, code: u32) -> Result<(), Raised> {
        if self.is_quote(code) {
            self.add(code)?;
            return self.go(State::Quoted);
        }
        if code == self.rules.delimiter {
            self.save()?;
            return self.go(State::FieldStart);
        }
        if code == END || is_line_end(code) {
            return self.end_line(code);
        }
        if !self.rules.strict {
            self.add(code)?;
            return self.go(State::Field);
        }
        let shown = |code: u32| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        let (delimiter, quote) = (shown(self.rules.delimiter), shown(self.rules.quote.unwrap_or(0)));
        Err(error(self.t, format_args!("'{delimiter}' expected after '{quote}'")))
    }

    /// The field and the record end here.
    fn end_line(&mut self, code: u32) -> Result<(), Raised> {
        self.save()?;
        self.go(if code == END { State::RecordStart } else { State::LineEnd })
    }

    fn add(&mut self, code: u32) -> Result<(), Raised> {
        if self.field.len() >= self.limit {
            return Err(self.too_large());
        }
        self.field.push(code);
        Ok(())
    }

    fn too_large(&self) -> Raised {
        error(self.t, format_args!("field larger than field limit ({})", self.limit))
    }

    fn save(&mut self) -> Result<(), Raised> {
        let t = self.t;
        let field = std::mem::take(&mut self.field);
        let quoting = self.rules.quoting;
        let value = if !self.unquoted {
            t.str_units(field.as_units())?.value()
        } else if field.is_empty() && matches!(quoting, Quoting::Strings | Quoting::NotNull) {
            Value::NONE
        } else if !field.is_empty() && matches!(quoting, Quoting::Strings | Quoting::NonNumeric) {
            let number = float_text::parse_float(Literal::Str(field.as_units()));
            t.float(number.map_err(|fault| t.raise_fault(fault))?)
        } else {
            t.str_units(field.as_units())?.value()
        };
        self.fields.push(t, value)
    }
}
