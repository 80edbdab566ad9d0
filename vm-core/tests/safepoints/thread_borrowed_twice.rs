//! Two parties could collect at once.

use vm_core::Thread;

fn nests(t: &mut Thread) {
    t.handle_scope(|inner| {
        t.collect_garbage();
        inner.collect_garbage();
    });
}

fn main() {}
