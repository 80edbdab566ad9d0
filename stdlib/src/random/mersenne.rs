//! The Mersenne Twister MT19937 of Matsumoto and Nishimura, on words that lie in the heap. It knows no Python.

use std::cell::Cell;

/// Words of the state.
pub const WORDS: usize = 624;

/// Distance of the word each new one is mixed with.
const MIDDLE: usize = 397;

const UPPER: u32 = 0x8000_0000;
const LOWER: u32 = 0x7FFF_FFFF;

/// A generator: its state, and which word of it comes next.
#[derive(Clone, Copy)]
pub struct Twister<'a> {
    pub words: &'a [Cell<u32>],
    pub next: &'a Cell<usize>,
}

impl Twister<'_> {
    /// 32 random bits.
    #[inline]
    pub fn next_u32(self) -> u32 {
        if self.next.get() >= WORDS {
            self.twist();
        }
        let mut y = self.words[self.next.get()].get();
        self.next.set(self.next.get() + 1);
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C_5680;
        y ^= (y << 15) & 0xEFC6_0000;
        y ^ (y >> 18)
    }

    /// A float of 53 random bits, from 0 to below 1.
    #[inline]
    pub fn next_float(self) -> f64 {
        let (high, low) = (self.next_u32() >> 5, self.next_u32() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// All words anew.
    fn twist(self) {
        for index in 0..WORDS {
            let here = self.words[index].get();
            let y = (here & UPPER) | (self.words[(index + 1) % WORDS].get() & LOWER);
            let mixed = if y & 1 == 0 { 0 } else { 0x9908_B0DF };
            self.words[index].set(self.words[(index + MIDDLE) % WORDS].get() ^ (y >> 1) ^ mixed);
        }
        self.next.set(0);
    }

    fn seed_word(self, seed: u32) {
        let mut word = seed;
        self.words[0].set(word);
        for (index, cell) in self.words.iter().enumerate().skip(1) {
            word = 1_812_433_253u32.wrapping_mul(word ^ (word >> 30)).wrapping_add(index as u32);
            cell.set(word);
        }
        self.next.set(WORDS);
    }

    /// Starts from a key of any length but none.
    pub fn seed(self, key: &[u32]) {
        self.seed_word(19_650_218);
        let mut at = 1;
        let mix = |at: &mut usize, factor: u32, addend: &dyn Fn(u32) -> u32| {
            let before = self.words[*at - 1].get();
            let mixed = self.words[*at].get() ^ (before ^ (before >> 30)).wrapping_mul(factor);
            self.words[*at].set(addend(mixed));
            *at += 1;
            if *at >= WORDS {
                self.words[0].set(self.words[WORDS - 1].get());
                *at = 1;
            }
        };
        for round in 0..WORDS.max(key.len()) {
            let index = round % key.len();
            mix(&mut at, 1_664_525, &|mixed| mixed.wrapping_add(key[index]).wrapping_add(index as u32));
        }
        for _ in 1..WORDS {
            let index = at as u32;
            mix(&mut at, 1_566_083_941, &|mixed| mixed.wrapping_sub(index));
        }
        // The state is not zero, whatever the key.
        self.words[0].set(UPPER);
    }
}
