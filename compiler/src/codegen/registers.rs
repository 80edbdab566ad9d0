//! A set of registers.

use super::Reg;

/// Which registers surely hold a value here.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct RegSet(Vec<u64>);

impl RegSet {
    pub(super) fn insert(&mut self, reg: Reg) {
        let word = reg as usize / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (reg % 64);
    }

    pub(super) fn remove(&mut self, reg: Reg) {
        if let Some(word) = self.0.get_mut(reg as usize / 64) {
            *word &= !(1 << (reg % 64));
        }
    }

    pub(super) fn contains(&self, reg: Reg) -> bool {
        self.0.get(reg as usize / 64).is_some_and(|word| word >> (reg % 64) & 1 != 0)
    }

    pub(super) fn intersect(&mut self, other: &RegSet) {
        self.0.truncate(other.0.len());
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    pub(super) fn subtract(&mut self, other: &RegSet) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
    }
}
