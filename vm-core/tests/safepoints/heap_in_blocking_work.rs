//! Work that lets other threads run reads the heap.

use vm_core::Thread;

fn blocks(t: &mut Thread) -> usize {
    let list = t.new_list();
    t.blocking(|| list.len())
}

fn main() {}
