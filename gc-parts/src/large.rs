//! Large objects: each has blocks of its own and never moves.
//!
//! For a generational heap, new ones can be kept apart until it is known whether they survive.

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
    /// Objects the sweep has not looked at.
    pending: Vec<Large>,
    /// New objects of which it is not known whether they survive.
    young: Vec<Large>,
    /// Survivors of the last marking found so far.
    counted: Live,
    /// Bytes in pages at the ends of blocks that no object uses, so no page stands behind them.
    unused: usize,
}

impl LargeObjects {
    /// Zeroed memory for an object. `None` if the region has no room.
    pub fn alloc(&mut self, bytes: usize, region: &mut Region) -> Option<NonNull<u8>> {
        let large = self.take(bytes, region)?;
        self.objects.push(large);
        Some(large.object.as_non_null().cast())
    }

    /// As [`LargeObjects::alloc`], for an object that [`LargeObjects::settle_young`] decides upon.
    pub fn alloc_young(&mut self, bytes: usize, region: &mut Region) -> Option<NonNull<u8>> {
        let large = self.take(bytes, region)?;
        self.young.push(large);
        Some(large.object.as_non_null().cast())
    }

    fn take(&mut self, bytes: usize, region: &mut Region) -> Option<Large> {
        let blocks = bytes.div_ceil(BLOCK_BYTES);
        let run = region.take(blocks, BlockKind::LargeHead)?;
        if !run.zeroed {
            // SAFETY: the run has just been handed out and has at least `bytes`.
            unsafe { run.start.as_ptr().write_bytes(0, bytes) };
        }
        self.unused += unused_bytes(blocks, bytes);
        Some(Large { object: ObjRef::new(run.start.cast::<Header>()), first: run.first, blocks, bytes })
    }

    fn free(&mut self, large: Large, region: &mut Region) {
        region.give_back(large.first, large.blocks);
        self.unused -= unused_bytes(large.blocks, large.bytes);
    }

    /// Are there any new objects that nobody has decided upon?
    pub fn has_young(&self) -> bool {
        !self.young.is_empty()
    }

    /// The new objects.
    pub fn for_each_young(&self, visit: impl FnMut(ObjRef)) {
        self.young.iter().map(|large| large.object).for_each(visit);
    }

    /// The new objects that survive become like the others, the rest is freed. Returns what survived.
    pub fn settle_young(&mut self, region: &mut Region, survives: impl Fn(ObjRef) -> bool) -> Live {
        let mut live = Live::default();
        for large in core::mem::take(&mut self.young) {
            if survives(large.object) {
                live.objects += 1;
                live.bytes += large.bytes;
                self.objects.push(large);
            } else {
                self.free(large, region);
            }
        }
        live
    }

    /// After marking: frees the blocks of unmarked objects.
    pub fn after_marking(&mut self, region: &mut Region) -> Live {
        self.begin_sweep();
        self.sweep_some(usize::MAX, region);
        self.counted
    }

    /// After marking: no object has been looked at.
    pub fn begin_sweep(&mut self) {
        self.counted = Live::default();
        self.pending.append(&mut self.objects);
    }

    /// Does what [`LargeObjects::after_marking`] does with so many more objects. True if none is left.
    pub fn sweep_some(&mut self, objects: usize, region: &mut Region) -> bool {
        for _ in 0..objects.min(self.pending.len()) {
            let Some(large) = self.pending.pop() else { break };
            if region.marks.is_marked(large.object) {
                self.counted.objects += 1;
                self.counted.bytes += large.bytes;
                self.objects.push(large);
            } else {
                self.free(large, region);
            }
        }
        self.pending.is_empty()
    }

    /// What the sweep has found alive so far.
    pub fn counted(&self) -> Live {
        self.counted
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
    fn young_ones_are_decided_upon_apart_and_swept_in_steps() {
        let mut heap = Heap::new();
        let bytes = Array::INFO.bytes_for(10_000);
        let starts: Vec<_> = (0..4).map(|_| heap.large.alloc_young(bytes, &mut heap.region).unwrap()).collect();
        let objects: Vec<_> = starts.iter().map(|start| ObjRef::new(start.cast())).collect();
        let live = heap.large.settle_young(&mut heap.region, |object| object != objects[1]);
        assert_eq!((live.objects, heap.large.has_young()), (3, false));
        heap.region.marks.mark(objects[2]);
        heap.large.begin_sweep();
        assert!(!heap.large.sweep_some(2, &mut heap.region));
        assert!(heap.large.sweep_some(2, &mut heap.region));
        assert_eq!(heap.large.counted(), Live { objects: 1, bytes });
        assert_eq!(heap.region.used_bytes(), 3 * BLOCK_BYTES);
    }

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
