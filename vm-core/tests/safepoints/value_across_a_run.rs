//! A value is held while Python runs.

use vm_core::natives::Tail;
use vm_core::{Raised, Thread, Value};

fn runs(t: &mut Thread) -> Result<bool, Raised> {
    let before = t.int(1);
    t.run_tail(|_| Ok(Tail::Value(Value::NONE)))?;
    Ok(before == t.result())
}

fn main() {}
