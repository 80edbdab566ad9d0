//! The result of one run is held during the next one.

use vm_core::natives::Tail;
use vm_core::{Raised, Thread, Value};

fn runs_twice(t: &mut Thread) -> Result<bool, Raised> {
    t.run_tail(|_| Ok(Tail::Value(Value::NONE)))?;
    let first = t.result();
    t.run_tail(|_| Ok(Tail::Value(Value::NONE)))?;
    Ok(first == t.result())
}

fn main() {}
