//! An object is held while the collector runs.

use vm_core::Thread;

fn collects(t: &mut Thread) -> usize {
    let list = t.new_list();
    t.collect_garbage();
    list.len()
}

fn main() {}
