//! A native keeps an argument outside the heap.

use std::cell::Cell;

use vm_core::natives::Args;
use vm_core::{Res, Thread, Value};

thread_local! {
    static KEPT: Cell<Value<'static>> = const { Cell::new(Value::NONE) };
}

fn native<'t>(_: &'t Thread, args: Args<'t>) -> Res<'t> {
    KEPT.set(args.get(0));
    Ok(Value::NONE)
}

fn main() {}
