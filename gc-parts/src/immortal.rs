//! Objects that never move and never die: laid one after the other, and roots themselves.

use core::ptr::NonNull;

use gc_api::{Header, ObjRef};

use crate::region::{BLOCK_BYTES, BlockKind, Region};

/// All immortal objects of a heap.
#[derive(Debug, Default)]
pub struct Immortals {
    objects: Vec<ObjRef>,
    bytes: usize,
    /// What is left of the last block.
    rest: Option<(NonNull<u8>, usize)>,
}

impl Immortals {
    /// Zeroed memory for an object. `None` if the region has no room.
    pub fn alloc(&mut self, bytes: usize, region: &mut Region) -> Option<NonNull<u8>> {
        let start = match self.rest {
            Some((start, left)) if left >= bytes => start,
            _ => {
                let blocks = bytes.div_ceil(BLOCK_BYTES);
                let run = region.take(blocks, BlockKind::Immortal)?;
                if !run.zeroed {
                    // SAFETY: the run has just been handed out.
                    unsafe { run.start.as_ptr().write_bytes(0, blocks * BLOCK_BYTES) };
                }
                self.rest = Some((run.start, blocks * BLOCK_BYTES));
                run.start
            }
        };
        let left = self.rest.map_or(0, |(_, left)| left) - bytes;
        // SAFETY: `bytes` are left from `start`.
        self.rest = Some((unsafe { start.add(bytes) }, left));
        self.bytes += bytes;
        self.objects.push(ObjRef::new(start.cast::<Header>()));
        Some(start)
    }

    /// Bytes of all of them.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Every immortal object, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = ObjRef> + '_ {
        self.objects.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_lie_one_after_the_other_and_may_be_larger_than_a_block() {
        let mut region = Region::new(64 << 20).unwrap();
        let mut immortals = Immortals::default();
        let sizes = [16, 24, 8 * 1024, 3 * BLOCK_BYTES + 8, 16];
        let starts: Vec<usize> =
            sizes.iter().map(|&bytes| immortals.alloc(bytes, &mut region).unwrap().as_ptr() as usize).collect();
        assert_eq!(starts[1], starts[0] + 16);
        assert_eq!(starts[2], starts[1] + 24);
        assert!(starts[3].is_multiple_of(BLOCK_BYTES));
        assert_eq!(starts[4], starts[3] + 3 * BLOCK_BYTES + 8);
        assert_eq!(immortals.bytes(), sizes.iter().sum::<usize>());
        assert_eq!(immortals.iter().map(|object| object.address()).collect::<Vec<_>>(), starts);
    }
}
