//! `str.format` where each field names an argument and no Python is needed: the templates most programs have. All others
//! go to the application level.

use text::template::Pieces;
use text::{TextBuf, Units};

use crate::Thread;
use crate::natives::Tail;
use crate::objects::dict::Dict;
use crate::objects::sequence::Tuple;
use crate::objects::string::Str;
use crate::symbols::sym;
use crate::value::{Gc, Res, Value};

/// Which arguments the fields without a name have had so far.
#[derive(Copy, Clone)]
enum Numbering {
    Open,
    /// `{}`, and the number of the next one.
    Automatic(usize),
    /// `{0}`
    Manual,
}

impl Thread {
    /// `template.format(*args, **keywords)`; `None`: the general way decides.
    pub(crate) fn leaf_format_template<'t>(
        &'t self,
        template: Gc<'t, Str>,
        args: Gc<'t, Tuple>,
        keywords: Option<Gc<'t, Dict>>,
    ) -> Option<Res<'t>> {
        let mut out = TextBuf::with_capacity(template.len() + 16);
        let mut numbering = Numbering::Open;
        for piece in Pieces::new(template.units()) {
            let piece = piece.ok()?;
            out.push_units(piece.literal);
            let Some(field) = piece.field else { continue };
            if field.nested || field.conversion.is_some() {
                return None;
            }
            let value = match position(field.name, &mut numbering)? {
                Some(index) if index < args.extent() => args.at(index),
                Some(_) => return None,
                None => keywords?.get_str(self, self.str_units(field.name).ok()?)?,
            };
            out.push_units(self.leaf_formatted(value, field.spec)?.units());
        }
        Some(self.str_text(out.finish()).map(Gc::value))
    }

    /// `format(value, spec)` of exact text and numbers.
    fn leaf_formatted<'t>(&'t self, value: Value<'t>, spec: Units<'_>) -> Option<Gc<'t, Str>> {
        let number = value.is_small_int() || value.as_exact_float().is_some();
        match value.cast::<Str>() {
            Some(text) if spec.is_empty() => Some(text),
            None if spec.is_empty() && (number || !value.is_ref()) => self.leaf_repr(value)?.ok(),
            None if !number => None,
            _ => {
                let method = self.lookup_special(value, sym::__format__)?;
                let spec = self.str_units(spec).ok()?;
                match self.call_now(method, &[value, spec.value()]) {
                    Ok(Tail::Value(text)) => text.cast::<Str>(),
                    Ok(Tail::Call(_)) => None,
                    Err(raised) => {
                        // The general way raises it again.
                        self.take_exception(raised);
                        None
                    }
                }
            }
        }
    }
}

/// The number of the argument that a field is for; `Some(None)` if it has a name, `None` if it is more than that.
fn position(name: Units<'_>, numbering: &mut Numbering) -> Option<Option<usize>> {
    if name.is_empty() {
        let next = match *numbering {
            Numbering::Open => 0,
            Numbering::Automatic(next) => next,
            Numbering::Manual => return None,
        };
        *numbering = Numbering::Automatic(next + 1);
        return Some(Some(next));
    }
    let digit = |code: u32| char::from_u32(code).and_then(|c| c.to_digit(10));
    if digit(name.get(0)).is_none() {
        let plain = name.iter().all(|code| ![u32::from('.'), u32::from('[')].contains(&code));
        return plain.then_some(None);
    }
    if matches!(numbering, Numbering::Automatic(_)) || name.len() > 6 {
        return None;
    }
    *numbering = Numbering::Manual;
    let number = name.iter().try_fold(0, |number, code| Some(number * 10 + digit(code)? as usize))?;
    Some(Some(number))
}
