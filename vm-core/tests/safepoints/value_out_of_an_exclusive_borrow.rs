//! A function that may collect returns a reference that was made before it did.

use vm_core::{Thread, Value};

fn makes<'t>(t: &'t mut Thread) -> Value<'t> {
    let made = t.int(1);
    t.collect_garbage();
    made
}

fn main() {}
