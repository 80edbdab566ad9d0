//! A value goes into a run as if it stayed where it was until then.

use vm_core::natives::Tail;
use vm_core::{Raised, Thread};

fn runs(t: &mut Thread) -> Result<(), Raised> {
    let argument = t.int(1);
    t.run_tail(|_| Ok(Tail::Value(argument)))
}

fn main() {}
