//! Large objects: each has blocks of its own.

use core::ptr::NonNull;

use gc_api::{Header, ObjRef};

use crate::cells::Live;
use crate::region::{BLOCK_BYTES, BlockKind, Region};
use crate::system::page_bytes;

#[derive(Copy, Clone, Debug)]
struct Large {
    object: ObjRef,
    first: usize,
    blocks: usize,
    bytes: usize,
}

/// All large objects of a heap.
#[derive(Debug, Default)]
pub struct LargeObjects {
    objects: Vec<Large>,
    /// Bytes in pages at the ends of blocks that no object uses, so no page stands behind them.
    unused: usize,
}

impl LargeObjects {
    /// Zeroed memory for an object. `None` if the region has no room.
    pub fn alloc(&mut self, bytes: usize, region: &mut Region) -> Option<NonNull<u8>> {
        let blocks = bytes.div_ceil(BLOCK_BYTES);
        let run = region.take(blocks, BlockKind::LargeHead)?;
        if !run.zeroed {
            // SAFETY: the run has just been handed out and has at least `bytes`.
            unsafe { run.start.as_ptr().write_bytes(0, bytes) };
        }
        let object = ObjRef::new(run.start.cast::<Header>());
        self.unused += unused_bytes(blocks, bytes);
        self.objects.push(Large { object, first: run.first, blocks, bytes });
        Some(run.start)
    }

    /// After marking: frees the blocks of unmarked objects. With `poison`, their memory is overwritten first.
    pub fn after_marking(&mut self, region: &mut Region) -> Live {
        let mut live = Live::default();
        let unused = &mut self.unused;
        self.objects.retain(|large| {
            let marked = region.marks.is_marked(large.object);
            if marked {
                live.objects += 1;
                live.bytes += large.bytes;
            } else {
                region.give_back(large.first, large.blocks);
                *unused -= unused_bytes(large.blocks, large.bytes);
            }
            marked
        });
        live
    }

    /// See the field.
    pub fn unused_bytes(&self) -> usize {
        self.unused
    }
}

fn unused_bytes(blocks: usize, bytes: usize) -> usize {
    blocks * BLOCK_BYTES - bytes.next_multiple_of(page_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Array, Heap, set};
    use gc_api::Layout;

    #[test]
    fn dead_ones_leave_and_their_memory_comes_back_zeroed() {
        let mut heap = Heap::new();
        let (first, second) = (heap.array(10_000), heap.array(10_000));
        set(first, 9000, Some(second));
        assert_eq!(heap.large.unused_bytes(), 2 * (3 * BLOCK_BYTES - 81_920));
        heap.region.marks.mark(second);
        let live = heap.large.after_marking(&mut heap.region);
        assert_eq!(live, Live { objects: 1, bytes: Array::INFO.bytes_for(10_000) });
        let memory = heap.large.alloc(80_000, &mut heap.region).unwrap();
        assert_eq!(memory.as_ptr() as usize, first.address());
        // SAFETY: just allocated.
        let words = unsafe { core::slice::from_raw_parts(memory.as_ptr().cast::<u64>(), 10_000) };
        assert!(words.iter().all(|&word| word == 0));
    }
}
