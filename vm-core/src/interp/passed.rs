//! What a call passes: keyword arguments, and arguments in its window that have to leave it before parameters are written over
//! them. Which parameters they are for is the binders' business.

use std::ops::Range;

use gc_api::Slot;

use super::call::read;
use crate::Thread;
use crate::objects::dict::Dict;
use crate::objects::sequence::Tuple;
use crate::objects::string::Str;
use crate::value::{Gc, Raised, Value};

/// How keyword arguments come.
#[derive(Copy, Clone)]
pub(crate) enum Keywords<'t> {
    None,
    /// Names of the last arguments in the window.
    Names(Gc<'t, Tuple>),
    /// Apart from the window.
    Dict(Gc<'t, Dict>),
}

impl<'t> Keywords<'t> {
    /// How many of the window's values are keyword arguments.
    pub(crate) fn in_window(self) -> usize {
        match self {
            Keywords::Names(names) => names.extent(),
            _ => 0,
        }
    }

    /// Names and values. `given`: positional arguments in the window.
    pub(super) fn pairs(
        self,
        t: &'t Thread,
        window: *const Slot,
        given: usize,
    ) -> Result<Vec<(Gc<'t, Str>, Value<'t>)>, Raised> {
        match self {
            Keywords::None => Ok(Vec::new()),
            Keywords::Names(names) => Ok((0..names.extent())
                .map(|index| (names.at(index).expect::<Str>(), read(window, 1 + given + index)))
                .collect()),
            Keywords::Dict(dict) => dict
                .iter()
                .map(|(key, value)| match t.as_str(key) {
                    Some(name) => Ok((name, value)),
                    None => Err(t.type_error("keywords must be strings")),
                })
                .collect(),
        }
    }

    /// The same as a dict; unset if there are none.
    pub(super) fn dict(self, t: &'t Thread, window: *const Slot, nargs: usize) -> Result<Value<'t>, Raised> {
        match self {
            Keywords::None => Ok(Value::UNSET),
            Keywords::Dict(dict) => Ok(dict.value()),
            Keywords::Names(names) => {
                let dict = t.new_dict();
                let first = nargs - names.extent();
                for index in 0..names.extent() {
                    dict.set_str(t, names.at(index).expect(), read(window, 1 + first + index))?;
                }
                Ok(dict.value())
            }
        }
    }
}

/// The arguments at these positions, for `*args`.
pub(super) fn surplus<'t>(
    t: &'t Thread,
    window: *const Slot,
    positions: Range<usize>,
) -> Result<Gc<'t, Tuple>, Raised> {
    let values: Vec<Value<'t>> = positions.map(|index| read(window, 1 + index)).collect();
    t.tuple(&values)
}
