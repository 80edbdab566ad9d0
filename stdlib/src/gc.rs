//! `gc`: the program's wishes to the collector.

use vm_core::Value;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{NativeDef, reentrant};

pub static MODULE: ModuleDef = module("gc").functions(&FUNCTIONS);

static FUNCTIONS: [NativeDef; 1] = [reentrant("collect(generation=2)", |t, window| {
    t.collect_garbage();
    t.set_window_result(window, Value::small(0));
    Ok(())
})
.function()];
