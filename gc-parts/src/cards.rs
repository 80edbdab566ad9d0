//! Cards beside the heap: one byte per [`CARD_BYTES`] of addresses, set when something in them is written to.
//!
//! For objects so large that scanning one whole because of a write would be a pause. Whoever uses cards keeps a list of the objects
//! that have dirty ones.

use core::cell::Cell;
use core::ops::Range;
use std::io;

use crate::region::BLOCK_BYTES;
use crate::system::Reservation;

/// Bytes of the heap that share a card.
pub const CARD_BYTES: usize = 1024;

const CARDS_PER_BLOCK: usize = BLOCK_BYTES / CARD_BYTES;

/// The cards of one range of addresses.
#[derive(Debug)]
pub struct Cards {
    memory: Reservation,
    /// First address covered.
    start: usize,
}

impl Cards {
    /// Cards for `bytes` of addresses from `start`, none usable yet.
    pub fn new(start: usize, bytes: usize) -> io::Result<Cards> {
        let cards = (bytes / CARD_BYTES).next_multiple_of(1 << 16);
        Ok(Cards { memory: Reservation::new(cards, 1 << 16)?, start })
    }

    /// Makes the cards of these blocks usable.
    pub fn commit(&self, first_block: usize, blocks: usize) -> io::Result<()> {
        let page = crate::system::page_bytes();
        let from = first_block * CARDS_PER_BLOCK / page * page;
        let to = ((first_block + blocks) * CARDS_PER_BLOCK).next_multiple_of(page);
        self.memory.commit(from, to - from)
    }

    /// The cards of a range of addresses, which lie in blocks whose cards are committed.
    #[inline]
    fn of(&self, addresses: &Range<usize>) -> &[Cell<u8>] {
        let first = (addresses.start - self.start) / CARD_BYTES;
        let end = (addresses.end - self.start).div_ceil(CARD_BYTES);
        assert!(first <= end && end <= self.memory.bytes());
        // SAFETY: in the reservation, as asserted; blocks in use have committed cards. Cells, as the mutator writes while others look.
        unsafe { core::slice::from_raw_parts(self.memory.start().as_ptr().cast::<Cell<u8>>().add(first), end - first) }
    }

    /// Notes that these addresses are written to.
    #[inline]
    pub fn mark(&self, addresses: Range<usize>) {
        self.of(&addresses).iter().for_each(|card| card.set(1));
    }

    pub fn is_marked(&self, address: usize) -> bool {
        self.of(&(address..address + 1))[0].get() != 0
    }

    /// Cleans the cards of a range, and calls `visit` with the addresses of each group of adjacent dirty ones.
    pub fn take(&self, addresses: Range<usize>, mut visit: impl FnMut(Range<usize>)) {
        let cards = self.of(&addresses);
        let base = addresses.start - (addresses.start - self.start) % CARD_BYTES;
        let mut index = 0;
        while let Some(clean) = cards[index..].iter().position(|card| card.get() != 0) {
            let first = index + clean;
            index = first;
            while index < cards.len() && cards[index].replace(0) != 0 {
                index += 1;
            }
            visit((base + first * CARD_BYTES).max(addresses.start)..(base + index * CARD_BYTES).min(addresses.end));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dirty_cards_are_taken_once_in_groups_and_cut_to_the_range() {
        let start = 1 << 30;
        let cards = Cards::new(start, 4 << 20).unwrap();
        cards.commit(0, 8).unwrap();
        let taken = |range: Range<usize>| {
            let mut taken = Vec::new();
            cards.take(start + range.start..start + range.end, |part| taken.push(part.start - start..part.end - start));
            taken
        };
        assert_eq!(taken(0..200_000), []);
        cards.mark(start + 1024..start + 1032);
        cards.mark(start + 2047..start + 2049);
        cards.mark(start + 9000..start + 9001);
        cards.mark(start + 100_000..start + 100_008);
        assert!(cards.is_marked(start + 1500) && !cards.is_marked(start + 3072));
        assert_eq!(taken(1200..9500), [1200..3072, 8192..9216]);
        let last = taken(0..200_000);
        assert_eq!((last.len(), last[0].clone()), (1, 99_328..100_352));
    }
}
