//! Mark bits beside the heap: one bit per eight bytes, set at the first word of a marked object.
//!
//! Beside rather than inside the objects, so that sweeping touches no dead object and clearing is a fill.

use core::sync::atomic::{AtomicU64, Ordering};
use std::io;

use gc_api::{ObjRef, WORD_BYTES};

use crate::region::BLOCK_BYTES;
use crate::system::Reservation;

/// Mark words that cover one block.
pub const MARK_WORDS_PER_BLOCK: usize = BLOCK_BYTES / WORD_BYTES / 64;
const MARK_BYTES_PER_BLOCK: usize = MARK_WORDS_PER_BLOCK * 8;

/// The mark bits of one range of addresses.
#[derive(Debug)]
pub struct MarkBits {
    memory: Reservation,
    /// First address covered, and how many bytes from there.
    start: usize,
    bytes: usize,
}

// SAFETY: all access after construction is atomic.
unsafe impl Sync for MarkBits {}

impl MarkBits {
    /// Bits for `bytes` of addresses from `start`, none usable yet.
    pub fn new(start: usize, bytes: usize) -> io::Result<MarkBits> {
        let bits = (bytes / BLOCK_BYTES * MARK_BYTES_PER_BLOCK).next_multiple_of(1 << 16);
        Ok(MarkBits { memory: Reservation::new(bits, 1 << 16)?, start, bytes })
    }

    /// Makes the bits of these blocks usable.
    pub fn commit(&self, first_block: usize, blocks: usize) -> io::Result<()> {
        let page = crate::system::page_bytes();
        let from = first_block * MARK_BYTES_PER_BLOCK / page * page;
        let to = ((first_block + blocks) * MARK_BYTES_PER_BLOCK).next_multiple_of(page);
        self.memory.commit(from, to - from)
    }

    /// Whether there is a bit for this address.
    #[inline(always)]
    pub fn covers(&self, object: ObjRef) -> bool {
        object.address().wrapping_sub(self.start) < self.bytes
    }

    #[inline(always)]
    fn word_and_bit(&self, object: ObjRef) -> (&AtomicU64, u64) {
        let index = (object.address() - self.start) / WORD_BYTES;
        debug_assert!(index / 8 < self.memory.bytes(), "{object:?} is not in this heap");
        // SAFETY: objects lie in blocks whose bits are committed.
        let word = unsafe { &*self.memory.start().as_ptr().cast::<AtomicU64>().add(index / 64) };
        (word, 1 << (index % 64))
    }

    #[inline(always)]
    pub fn is_marked(&self, object: ObjRef) -> bool {
        let (word, bit) = self.word_and_bit(object);
        word.load(Ordering::Relaxed) & bit != 0
    }

    /// Marks; true if it was not marked. For one marking thread.
    #[inline(always)]
    pub fn mark(&self, object: ObjRef) -> bool {
        let (word, bit) = self.word_and_bit(object);
        let old = word.load(Ordering::Relaxed);
        if old & bit != 0 {
            return false;
        }
        word.store(old | bit, Ordering::Relaxed);
        true
    }

    /// Marks; true for exactly one of the threads that try.
    #[inline(always)]
    pub fn mark_shared(&self, object: ObjRef) -> bool {
        let (word, bit) = self.word_and_bit(object);
        word.load(Ordering::Relaxed) & bit == 0 && word.fetch_or(bit, Ordering::Relaxed) & bit == 0
    }

    /// Takes the mark back. For one thread.
    pub fn unmark(&self, object: ObjRef) {
        let (word, bit) = self.word_and_bit(object);
        word.store(word.load(Ordering::Relaxed) & !bit, Ordering::Relaxed);
    }

    /// The bits of one block.
    #[inline]
    pub fn of_block(&self, block: usize) -> &[AtomicU64; MARK_WORDS_PER_BLOCK] {
        assert!((block + 1) * MARK_BYTES_PER_BLOCK <= self.memory.bytes());
        // SAFETY: in the reservation, as asserted; blocks in use have committed bits.
        unsafe { &*self.memory.start().as_ptr().add(block * MARK_BYTES_PER_BLOCK).cast() }
    }

    /// Clears the bits of these blocks.
    pub fn clear(&mut self, first_block: usize, blocks: usize) {
        let (from, bytes) = (first_block * MARK_BYTES_PER_BLOCK, blocks * MARK_BYTES_PER_BLOCK);
        assert!(from + bytes <= self.memory.bytes());
        // SAFETY: in the reservation, as asserted, and borrowed exclusively.
        unsafe { self.memory.start().as_ptr().add(from).write_bytes(0, bytes) };
    }
}

/// Marked objects in one block.
pub fn count_marked(bits: &[AtomicU64; MARK_WORDS_PER_BLOCK]) -> usize {
    bits.iter().map(|word| word.load(Ordering::Relaxed).count_ones() as usize).sum()
}

/// The first set bit at or after `from`, or the number of bits.
#[inline]
pub fn next_marked(bits: &[AtomicU64; MARK_WORDS_PER_BLOCK], from: usize) -> usize {
    let mut index = from / 64;
    if index >= bits.len() {
        return bits.len() * 64;
    }
    let mut word = bits[index].load(Ordering::Relaxed) & (!0 << (from % 64));
    while word == 0 {
        index += 1;
        if index == bits.len() {
            return bits.len() * 64;
        }
        word = bits[index].load(Ordering::Relaxed);
    }
    index * 64 + word.trailing_zeros() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_mark_is_found_across_words() {
        let bits: [AtomicU64; MARK_WORDS_PER_BLOCK] = core::array::from_fn(|_| AtomicU64::new(0));
        let all = MARK_WORDS_PER_BLOCK * 64;
        assert_eq!(next_marked(&bits, 0), all);
        for position in [3, 63, 64, 1000, all - 1] {
            bits[position / 64].fetch_or(1 << (position % 64), Ordering::Relaxed);
        }
        let mut found = Vec::new();
        let mut from = 0;
        while from < all {
            let next = next_marked(&bits, from);
            found.push(next);
            from = next + 1;
        }
        assert_eq!(found, [3, 63, 64, 1000, all - 1]);
        assert_eq!(next_marked(&bits, all), all);
        assert_eq!(count_marked(&bits), 5);
    }
}
