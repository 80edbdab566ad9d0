//! What a string lends is held while the collector runs.

use vm_core::{Raised, Thread};

fn collects(t: &mut Thread) -> Result<usize, Raised> {
    let text = t.str("text")?.as_ascii().unwrap_or_default();
    t.collect_garbage();
    Ok(text.len())
}

fn main() {}
