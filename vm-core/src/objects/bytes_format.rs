//! `template % values` of bytes and bytearrays.

use crate::Thread;
use crate::natives::Tail;
use crate::value::{Raised, Value};

impl Thread {
    pub(crate) fn percent_bytes<'t>(&'t self, _template: Value<'t>, _values: Value<'t>) -> Result<Tail<'t>, Raised> {
        Ok(Tail::Value(Value::NOT_IMPLEMENTED))
    }
}
