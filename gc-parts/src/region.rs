//! The region: one reserved range of addresses cut into blocks, with mark bits beside it.
//!
//! Everything a heap allocates lies in its region, so "is it ours" is one comparison and the block of an address is
//! one shift. Blocks are handed out in runs, lowest address first, which lets the upper end empty. It knows what kind of
//! thing a run holds, and nothing of what is inside.

use core::ptr::NonNull;
use std::collections::BTreeMap;

use gc_api::ConfigError;

use crate::cards::Cards;
use crate::marks::MarkBits;
use crate::system::{Cushion, HUGE_PAGE_BYTES, Reservation};

/// Unit of allocation; blocks are aligned to it.
pub const BLOCK_BYTES: usize = 32 << 10;

/// Blocks made usable at a time.
const COMMIT_BLOCKS: usize = HUGE_PAGE_BYTES / BLOCK_BYTES;

/// From this size on a heap uses huge pages; below, they would be a noticeable part of it.
const HUGE_FROM_BLOCKS: usize = (16 << 20) / BLOCK_BYTES;

/// What a block is used for.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum BlockKind {
    Free,
    /// Cells of this size class.
    Cells(u8),
    /// The first block of a large object.
    LargeHead,
    LargeTail,
    /// Immortal objects, one after the other.
    Immortal,
}

#[derive(Copy, Clone, Debug)]
struct Block {
    kind: BlockKind,
    /// Has been written to since the system gave it.
    dirty: bool,
}

/// A run of blocks just handed out.
#[derive(Copy, Clone, Debug)]
pub struct BlockRun {
    pub first: usize,
    pub start: NonNull<u8>,
    /// All its memory reads as zero.
    pub zeroed: bool,
}

/// What a region has beside it for a heap that is marked in steps.
#[derive(Debug)]
pub struct Incremental {
    /// The marks being made; [`Region::marks`] says meanwhile what the marking before found. Clear unless marking goes on or is just over.
    pub next_marks: MarkBits,
    pub cards: Cards,
}

#[derive(Debug)]
pub struct Region {
    memory: Reservation,
    pub marks: MarkBits,
    /// For a heap that is marked while it is used.
    pub incremental: Option<Incremental>,
    /// One entry per block ever used.
    blocks: Vec<Block>,
    /// Free runs below `blocks.len()`: first block and length, never adjacent.
    free: BTreeMap<usize, usize>,
    free_blocks: usize,
    /// No free run is longer; saves searching for one in vain.
    longest_free: usize,
    committed: usize,
    scarce: bool,
    cushion: Cushion,
    /// Blocks handed out since [`Region::trim`].
    taken: usize,
}

impl Region {
    /// Reserves room for a heap of up to `bytes`, or for as much as the system grants.
    pub fn new(bytes: usize) -> Result<Region, ConfigError> {
        let refuse = |error: std::io::Error| ConfigError(format!("cannot reserve address space for the heap: {error}"));
        let bytes = bytes.next_multiple_of(HUGE_PAGE_BYTES);
        let memory = Reservation::up_to(bytes, 64 << 20, HUGE_PAGE_BYTES).map_err(refuse)?;
        let marks = MarkBits::new(memory.address(), memory.bytes()).map_err(refuse)?;
        Ok(Region {
            memory,
            marks,
            incremental: None,
            blocks: Vec::new(),
            free: BTreeMap::new(),
            free_blocks: 0,
            longest_free: 0,
            committed: 0,
            scarce: false,
            cushion: Cushion::default(),
            taken: 0,
        })
    }

    /// As [`Region::new`], with a second set of mark bits and with cards.
    pub fn incremental(bytes: usize) -> Result<Region, ConfigError> {
        let refuse = |error: std::io::Error| ConfigError(format!("cannot reserve address space for the heap: {error}"));
        let mut region = Region::new(bytes)?;
        let (start, bytes) = (region.memory.address(), region.memory.bytes());
        let next_marks = MarkBits::new(start, bytes).map_err(refuse)?;
        region.incremental = Some(Incremental { next_marks, cards: Cards::new(start, bytes).map_err(refuse)? });
        Ok(region)
    }

    /// Blocks that are or have been in use: marks lie in these only.
    pub fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// Makes sure that so many more blocks can be taken one by one. False if the system refuses.
    pub fn make_ready(&mut self, count: usize) -> bool {
        let more = count.saturating_sub(self.free_blocks);
        let end = (self.blocks.len() + more).min(self.memory.bytes() / BLOCK_BYTES);
        let target = (end + COMMIT_BLOCKS).next_multiple_of(COMMIT_BLOCKS).min(self.memory.bytes() / BLOCK_BYTES);
        let wanted = more > 0 && end + COMMIT_BLOCKS > self.committed && target > self.committed;
        // No attempt to get the last bit: others in the process need memory too, and there is a margin.
        if wanted && self.commit_exactly(target).is_none() {
            self.note_refusal();
        }
        !self.scarce
    }

    /// Hands out `count` adjacent blocks. `None` if the address space is used up or the system has no memory.
    pub fn take(&mut self, count: usize, kind: BlockKind) -> Option<BlockRun> {
        debug_assert!(count > 0 && kind != BlockKind::Free);
        let found =
            (count <= self.longest_free).then(|| self.free.iter().find(|&(_, &length)| length >= count)).flatten();
        let first = match found {
            Some((&first, &length)) => {
                self.free.remove(&first);
                if length > count {
                    self.free.insert(first + count, length - count);
                }
                self.free_blocks -= count;
                first
            }
            None => {
                self.longest_free = self.longest_free.min(count - 1);
                self.extend(count)?
            }
        };
        self.taken += count;
        let run = &mut self.blocks[first..first + count];
        let zeroed = run.iter().all(|block| !block.dirty);
        run.fill(Block { kind, dirty: true });
        if kind == BlockKind::LargeHead {
            run[1..].fill(Block { kind: BlockKind::LargeTail, dirty: true });
        }
        Some(BlockRun { first, start: self.start_of(first), zeroed })
    }

    /// Appends `count` blocks (fewer if the last ones are free already) and returns the first of `count` at the end.
    fn extend(&mut self, count: usize) -> Option<usize> {
        let tail = match self.free.last_key_value() {
            Some((&first, &length)) if first + length == self.blocks.len() => length,
            _ => 0,
        };
        let first = self.blocks.len() - tail;
        let end = first.checked_add(count)?;
        if end > self.memory.bytes() / BLOCK_BYTES {
            return None;
        }
        self.commit_to(end)?;
        if tail > 0 {
            self.free.remove(&first);
            self.free_blocks -= tail;
        }
        self.blocks.resize(end, Block { kind: BlockKind::Free, dirty: false });
        Some(first)
    }

    /// Makes all blocks below `end` usable, and a margin beyond, so that a system that refuses is noticed while there is still room.
    fn commit_to(&mut self, end: usize) -> Option<()> {
        let all = self.memory.bytes() / BLOCK_BYTES;
        if end + COMMIT_BLOCKS <= self.committed {
            return Some(());
        }
        let target = (end + COMMIT_BLOCKS).next_multiple_of(COMMIT_BLOCKS).min(all);
        if target > self.committed && self.commit_exactly(target).is_none() {
            if end - self.blocks.len() <= COMMIT_BLOCKS {
                self.note_refusal();
            }
            if end > self.committed {
                return self.commit_exactly(end);
            }
        }
        Some(())
    }

    fn commit_exactly(&mut self, end: usize) -> Option<()> {
        let more = end - self.committed;
        self.marks.commit(self.committed, more).ok()?;
        if let Some(Incremental { next_marks, cards }) = &self.incremental {
            next_marks.commit(self.committed, more).ok()?;
            cards.commit(self.committed, more).ok()?;
        }
        // Last: when the system refuses some of this, the large part should not be what is gone.
        self.memory.commit(self.committed * BLOCK_BYTES, more * BLOCK_BYTES).ok()?;
        if self.committed >= HUGE_FROM_BLOCKS {
            self.memory.prefer_huge_pages(self.committed * BLOCK_BYTES, more * BLOCK_BYTES);
        }
        self.committed = end;
        Some(())
    }

    /// The system has refused memory, to the heap or to what belongs to it.
    pub fn note_refusal(&mut self) {
        self.scarce = true;
        self.cushion.let_go();
    }

    /// The system has refused memory, and only a margin is left.
    pub fn is_scarce(&self) -> bool {
        self.scarce
    }

    /// Somebody has taken note of that.
    pub fn clear_scarce(&mut self) {
        self.scarce = false;
    }

    /// Takes back blocks handed out by [`Region::take`]. Their pages stay until [`Region::trim`].
    pub fn give_back(&mut self, first: usize, count: usize) {
        for block in &mut self.blocks[first..first + count] {
            debug_assert!(block.kind != BlockKind::Free);
            block.kind = BlockKind::Free;
        }
        self.free_blocks += count;
        let (mut first, mut count) = (first, count);
        if let Some((&before, &length)) = self.free.range(..first).next_back()
            && before + length == first
        {
            self.free.remove(&before);
            (first, count) = (before, length + count);
        }
        if let Some(length) = self.free.remove(&(first + count)) {
            count += length;
        }
        self.free.insert(first, count);
        self.longest_free = self.longest_free.max(count);
    }

    /// Returns free pages to the system, highest addresses first, until at most `keep` free blocks hold pages, or as many as
    /// were handed out since this was last called: that many are likely to be wanted again.
    pub fn trim(&mut self, keep: usize) {
        let keep = keep.max(std::mem::take(&mut self.taken));
        self.trim_some(keep, usize::MAX);
    }

    /// Returns at most so many free blocks to the system, until at most `keep` hold pages. True if no more are to be returned.
    pub fn trim_some(&mut self, keep: usize, most: usize) -> bool {
        let all = self.free_blocks_with_pages().saturating_sub(keep);
        let mut excess = all.min(most);
        for (&first, &count) in self.free.iter().rev() {
            let mut end = first + count;
            while end > first && excess > 0 {
                end -= 1;
                excess -= usize::from(self.blocks[end].dirty);
            }
            let released = &mut self.blocks[end..first + count];
            if released.iter().any(|block| block.dirty) {
                released.iter_mut().for_each(|block| block.dirty = false);
                // SAFETY: the blocks are free, so no object lies in them.
                unsafe { self.memory.release(end * BLOCK_BYTES, (first + count - end) * BLOCK_BYTES) };
            }
            if excess == 0 {
                break;
            }
        }
        all <= most
    }

    fn free_blocks_with_pages(&self) -> usize {
        let dirty =
            |first: usize, count: usize| self.blocks[first..first + count].iter().filter(|block| block.dirty).count();
        self.free.iter().map(|(&first, &count)| dirty(first, count)).sum()
    }

    /// Calls `visit` with every free run whose memory has been written to.
    pub fn for_each_dirty_free_block(&self, mut visit: impl FnMut(NonNull<u8>)) {
        for (&first, &count) in &self.free {
            for block in first..first + count {
                if self.blocks[block].dirty {
                    visit(self.start_of(block));
                }
            }
        }
    }

    /// Clears the mark of everything.
    pub fn clear_marks(&mut self) {
        self.marks.clear(0, self.blocks.len());
    }

    /// Is the table of blocks consistent with the table of free runs?
    pub fn check(&self) -> Result<(), String> {
        let mut free = 0;
        let mut end = 0;
        for (&first, &count) in &self.free {
            if first < end
                || (first == end && first > 0)
                || first + count > self.blocks.len()
                || count == 0
                || count > self.longest_free
            {
                return Err(format!(
                    "free run of {count} blocks at {first} overlaps, touches another or is not accounted for"
                ));
            }
            end = first + count;
            free += count;
        }
        let marked_free = self.blocks.iter().filter(|block| block.kind == BlockKind::Free).count();
        let in_runs = self.free.iter().all(|(&first, &count)| {
            self.blocks[first..first + count].iter().all(|block| block.kind == BlockKind::Free)
        });
        if !in_runs || marked_free != free || self.free_blocks != free {
            return Err(format!("{free} blocks in free runs, {marked_free} marked free, {} counted", self.free_blocks));
        }
        Ok(())
    }

    #[inline]
    pub fn start_of(&self, block: usize) -> NonNull<u8> {
        debug_assert!(block * BLOCK_BYTES <= self.memory.bytes());
        // SAFETY: the block lies in the reservation.
        unsafe { self.memory.start().add(block * BLOCK_BYTES) }
    }

    /// The block an address lies in, whatever its kind; `None` outside the region.
    #[inline]
    pub fn block_of(&self, address: usize) -> Option<usize> {
        self.memory.contains(address).then(|| (address - self.memory.address()) / BLOCK_BYTES)
    }

    pub fn kind_of(&self, block: usize) -> BlockKind {
        self.blocks.get(block).map_or(BlockKind::Free, |block| block.kind)
    }

    /// Bytes of the run of blocks of a large object.
    pub fn bytes_of_large(&self, head: usize) -> usize {
        let tail = self.blocks[head + 1..].iter().take_while(|block| block.kind == BlockKind::LargeTail).count();
        (1 + tail) * BLOCK_BYTES
    }

    /// Bytes of blocks handed out.
    pub fn used_bytes(&self) -> usize {
        (self.blocks.len() - self.free_blocks) * BLOCK_BYTES
    }

    /// Bytes of blocks that may hold pages of the system.
    pub fn reserved_bytes(&self) -> usize {
        self.blocks.iter().filter(|block| block.dirty).count() * BLOCK_BYTES
    }

    /// Bytes this region can grow to.
    pub fn address_space(&self) -> usize {
        self.memory.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region() -> Region {
        Region::new(64 << 20).unwrap()
    }

    #[test]
    fn freed_blocks_merge_and_are_reused_lowest_first() {
        let mut region = region();
        let runs: Vec<_> = (0..4).map(|_| region.take(2, BlockKind::LargeHead).unwrap()).collect();
        for index in [1, 3, 2] {
            region.give_back(runs[index].first, 2);
        }
        assert_eq!(region.free.iter().collect::<Vec<_>>(), [(&2, &6)]);
        region.check().unwrap();
        assert_eq!(region.take(6, BlockKind::LargeHead).unwrap().first, 2);
        region.check().unwrap();
        assert_eq!(region.used_bytes(), 8 * BLOCK_BYTES);
    }

    #[test]
    fn a_large_run_uses_the_free_tail() {
        let mut region = region();
        region.take(1, BlockKind::Immortal).unwrap();
        let tail = region.take(3, BlockKind::LargeHead).unwrap();
        region.give_back(tail.first, 3);
        assert_eq!(region.take(10, BlockKind::LargeHead).unwrap().first, 1);
        assert_eq!(region.used_bytes(), 11 * BLOCK_BYTES);
        assert!(region.free.is_empty());
    }

    #[test]
    fn trimmed_blocks_read_as_zero_again() {
        let mut region = region();
        let run = region.take(1, BlockKind::Cells(0)).unwrap();
        assert!(run.zeroed);
        // SAFETY: the block has just been handed out.
        unsafe { run.start.as_ptr().write(9) };
        region.give_back(run.first, 1);
        assert!(!region.take(1, BlockKind::Cells(0)).unwrap().zeroed);
        region.give_back(run.first, 1);
        region.trim(0);
        assert_eq!(region.reserved_bytes(), BLOCK_BYTES);
        region.trim(0);
        let again = region.take(1, BlockKind::Cells(0)).unwrap();
        assert!(again.zeroed);
        // SAFETY: as above.
        assert_eq!(unsafe { again.start.as_ptr().read() }, 0);
    }

    #[test]
    fn trimming_stops_at_what_is_to_be_kept() {
        let mut region = region();
        let run = region.take(10, BlockKind::LargeHead).unwrap();
        region.trim(7);
        region.give_back(run.first, 10);
        region.trim(7);
        assert_eq!(region.reserved_bytes(), 7 * BLOCK_BYTES);
        assert!(!region.take(1, BlockKind::Cells(0)).unwrap().zeroed);
    }

    #[test]
    fn any_sequence_of_takes_and_returns_is_consistent() {
        let mut region = region();
        let mut random = crate::testing::Random(5);
        let mut taken = Vec::new();
        for _ in 0..3000 {
            if random.below(2) == 0 || taken.is_empty() {
                let count = 1 + random.below(9);
                let kind = if count == 1 { BlockKind::Cells(0) } else { BlockKind::LargeHead };
                match region.take(count, kind) {
                    Some(run) => taken.push((run.first, count)),
                    None => assert!(region.blocks.len() + 9 > region.memory.bytes() / BLOCK_BYTES),
                }
            } else {
                let (first, count) = taken.swap_remove(random.below(taken.len()));
                region.give_back(first, count);
            }
            region.check().unwrap();
        }
        assert_eq!(region.used_bytes(), taken.iter().map(|&(_, count)| count * BLOCK_BYTES).sum::<usize>());
    }

    #[test]
    fn exhaustion_is_an_answer() {
        let mut region = region();
        assert!(region.take(1 << 20, BlockKind::LargeHead).is_none());
        assert!(region.take(1, BlockKind::LargeHead).is_some());
    }
}
