//! The constants of a code unit, each once.

use crate::bytecode::Const;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

#[derive(Default)]
pub(super) struct Constants {
    pub(super) values: Vec<Const>,
    numbers: FxHashMap<u64, Vec<u32>>,
}

impl Constants {
    /// The docstring's place; before anything else is added.
    pub(super) fn set_first(&mut self, value: Const) {
        debug_assert!(self.values.is_empty());
        self.add(value);
    }

    /// The number of a constant whose value comes later, by `fill`.
    pub(super) fn reserve(&mut self) -> u32 {
        self.values.push(Const::None);
        self.values.len() as u32 - 1
    }

    pub(super) fn fill(&mut self, number: u32, value: Const) {
        self.values[number as usize] = value;
    }

    pub(super) fn add(&mut self, value: Const) -> u32 {
        let mut hasher = FxHasher::default();
        hash(&value, &mut hasher);
        let same = self.numbers.entry(hasher.finish()).or_default();
        let is_code = matches!(value, Const::Code(_));
        if let Some(&number) = same.iter().find(|&&number| !is_code && self.values[number as usize] == value) {
            return number;
        }
        let number = self.values.len() as u32;
        same.push(number);
        self.values.push(value);
        number
    }
}

fn hash(value: &Const, into: &mut FxHasher) {
    std::mem::discriminant(value).hash(into);
    match value {
        Const::None | Const::Ellipsis => {}
        Const::Bool(value) => value.hash(into),
        Const::Int(value) => value.hash(into),
        Const::BigInt(limbs) => limbs.hash(into),
        Const::Float(bits) | Const::Imaginary(bits) => bits.hash(into),
        Const::Str(text) => text.hash(into),
        Const::Points(points) => points.hash(into),
        Const::Bytes(bytes) => bytes.hash(into),
        Const::Tuple(items) | Const::FrozenSet(items) => items.iter().for_each(|item| hash(item, into)),
        Const::Slice(parts) => parts.iter().for_each(|part| hash(part, into)),
        Const::Code(code) => (code.first_line, code.name.len()).hash(into),
    }
}
