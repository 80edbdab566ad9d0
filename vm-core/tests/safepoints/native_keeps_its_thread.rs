//! A native keeps the thread it was lent.

use std::cell::Cell;

use vm_core::natives::Args;
use vm_core::{Res, Thread, Value};

thread_local! {
    static KEPT: Cell<Option<&'static Thread>> = const { Cell::new(None) };
}

fn native<'t>(t: &'t Thread, _: Args<'t>) -> Res<'t> {
    KEPT.set(Some(t));
    Ok(Value::NONE)
}

fn main() {}
