//! Operators of sets without Python, and what is done once an item has been looked up.

use crate::Thread;
use crate::cls;
use crate::natives::Tail;
use crate::objects::dict::{Dict, Probe};
use crate::objects::set::Set;
use crate::protocols::{BinaryOp, Compare, Keyed, Outcome, Search};
use crate::value::{Gc, Raised, Res, Value};

impl Thread {
    /// Ends an operation on a set whose item has been looked up.
    pub(crate) fn finish_set<'t>(
        &'t self,
        set: Gc<'t, Set>,
        search: Search<'t>,
        found: Outcome,
    ) -> Result<Tail<'t>, Raised> {
        let result = match (search.what, found) {
            (Keyed::SetContains, _) => Value::bool(found.is_some()),
            (Keyed::SetAdd, None) => {
                set.insert_new(self, search.key, search.hash)?;
                Value::NONE
            }
            (Keyed::SetDiscard | Keyed::SetRemove, Some(index)) => {
                set.remove_at(self, index);
                Value::NONE
            }
            // A set that its frozenset stood for is what the error names.
            (Keyed::SetRemove, None) => {
                let named = search.value.given().unwrap_or(search.key);
                return Err(self.raise_with(cls::KeyError, &[named]));
            }
            _ => Value::NONE,
        };
        Ok(Tail::Value(result))
    }

    /// Is the item with this hash in the set?
    pub(crate) fn leaf_in_set<'t>(&'t self, set: Gc<'t, Set>, key: Value<'t>, hash: i64) -> Option<bool> {
        match set.find(self, key, hash) {
            Probe::Found(_) => Some(true),
            Probe::Absent => Some(false),
            Probe::Ask(..) => None,
        }
    }

    /// `a | b`, `a & b`, `a - b`, `a ^ b` of exact sets, and `a | b` of exact dicts.
    pub(crate) fn leaf_set_operator<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Option<Res<'t>> {
        if let (Some(a), Some(b)) = (a.cast_exact::<Dict>(), b.cast_exact::<Dict>()) {
            if op != BinaryOp::Or {
                return None;
            }
            let merged = match a.copy(self) {
                Ok(merged) => merged,
                Err(raised) => return Some(Err(raised)),
            };
            return Some(self.leaf_merge(merged, b)?.map(|()| merged.value()));
        }
        let a = a.cast::<Set>().filter(|set| set.is_exact())?;
        let b = b.cast::<Set>().filter(|set| set.is_exact())?;
        let result = match op {
            BinaryOp::Or => self.leaf_union(a, b),
            BinaryOp::And => self.leaf_select(a, b, true),
            BinaryOp::Sub => self.leaf_select(a, b, false),
            BinaryOp::Xor => self.leaf_symmetric(a, b),
            _ => return None,
        }?;
        Some(result.map(Gc::value))
    }

    fn leaf_union<'t>(&'t self, a: Gc<'t, Set>, b: Gc<'t, Set>) -> Option<Result<Gc<'t, Set>, Raised>> {
        let union = match a.copy(self) {
            Ok(union) => union,
            Err(raised) => return Some(Err(raised)),
        };
        Some(self.leaf_add_all(union, b)?.map(|()| union))
    }

    /// Adds the items of `other`.
    pub(crate) fn leaf_add_all<'t>(&'t self, set: Gc<'t, Set>, other: Gc<'t, Set>) -> Option<Result<(), Raised>> {
        for (key, hash) in other.hashed() {
            if let Err(raised) = set.leaf_add(self, key, hash)? {
                return Some(Err(raised));
            }
        }
        Some(Ok(()))
    }

    /// The items of `a` that are in `b` (or are not), as a set of the kind of `a`.
    pub(crate) fn leaf_select<'t>(
        &'t self,
        a: Gc<'t, Set>,
        b: Gc<'t, Set>,
        wanted: bool,
    ) -> Option<Result<Gc<'t, Set>, Raised>> {
        if !wanted && b.len() < a.len() / 4 {
            return self.leaf_without(a, b);
        }
        let result = self.new_set_like(a);
        if wanted && a == b {
            return Some(result.copy_items(self, a).map(|()| result));
        }
        // The smaller one decides how long an intersection takes.
        let (source, other) = if wanted && b.len() < a.len() { (b, a) } else { (a, b) };
        for (key, hash) in source.hashed() {
            if self.leaf_in_set(other, key, hash)? == wanted {
                if let Err(raised) = result.insert_new(self, key, hash) {
                    return Some(Err(raised));
                }
            }
        }
        Some(Ok(result))
    }

    /// A copy of `a` without the few items of `b`.
    fn leaf_without<'t>(&'t self, a: Gc<'t, Set>, b: Gc<'t, Set>) -> Option<Result<Gc<'t, Set>, Raised>> {
        let result = self.new_set_like(a);
        if let Err(raised) = result.copy_items(self, a) {
            return Some(Err(raised));
        }
        for (key, hash) in b.hashed() {
            match result.find(self, key, hash) {
                Probe::Found(entry) => drop(result.remove_at(self, entry)),
                Probe::Absent => {}
                Probe::Ask(..) => return None,
            }
        }
        Some(Ok(result))
    }

    fn leaf_symmetric<'t>(&'t self, a: Gc<'t, Set>, b: Gc<'t, Set>) -> Option<Result<Gc<'t, Set>, Raised>> {
        let result = match self.leaf_select(a, b, false)? {
            Ok(result) => result,
            Err(raised) => return Some(Err(raised)),
        };
        for (key, hash) in b.hashed() {
            if !self.leaf_in_set(a, key, hash)? {
                if let Err(raised) = result.insert_new(self, key, hash) {
                    return Some(Err(raised));
                }
            }
        }
        Some(Ok(result))
    }

    /// `a |= b` and so on of two exact sets, the first one mutable.
    pub(crate) fn leaf_set_update<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Option<Res<'t>> {
        let set = a.cast_exact::<Set>()?;
        let other = b.cast::<Set>().filter(|set| set.is_exact())?;
        if op == BinaryOp::Or {
            // What was added before an item that needs Python is there already: adding it again does no harm.
            return Some(self.leaf_add_all(set, other)?.map(|()| a));
        }
        let result = match self.leaf_set_operator(op, a, b)? {
            Ok(result) => result.expect::<Set>(),
            Err(raised) => return Some(Err(raised)),
        };
        set.adopt(self, result);
        Some(Ok(a))
    }

    /// Stores the entries of `other` in `dict`.
    pub(crate) fn leaf_merge<'t>(&'t self, dict: Gc<'t, Dict>, other: Gc<'t, Dict>) -> Option<Result<(), Raised>> {
        if dict == other {
            return Some(Ok(()));
        }
        for index in 0..other.filled() {
            let Some((key, value)) = other.entry(index) else { continue };
            let hash = other.hash_at(index);
            match dict.find(self, key, hash) {
                Probe::Found(index) => dict.set_value_at(self, index, value),
                Probe::Absent => {
                    if let Err(raised) = dict.insert_new(self, key, hash, value) {
                        return Some(Err(raised));
                    }
                }
                Probe::Ask(..) => return None,
            }
        }
        Some(Ok(()))
    }

    /// `a == b` of two sets.
    pub(crate) fn leaf_set_eq<'t>(&'t self, a: Gc<'t, Set>, b: Gc<'t, Set>) -> Option<bool> {
        if a.len() != b.len() {
            return Some(false);
        }
        self.leaf_subset(a, b)
    }

    /// Is one set part of the other, and perhaps smaller?
    pub(crate) fn leaf_inclusion<'t>(&'t self, op: Compare, a: Gc<'t, Set>, b: Gc<'t, Set>) -> Option<bool> {
        let (part, whole, proper) = match op {
            Compare::Le => (a, b, false),
            Compare::Lt => (a, b, true),
            Compare::Ge => (b, a, false),
            Compare::Gt => (b, a, true),
            Compare::Eq | Compare::Ne => return None,
        };
        if part.len() > whole.len() || proper && part.len() == whole.len() {
            return Some(false);
        }
        self.leaf_subset(part, whole)
    }

    /// Is every item of `a` in `b`?
    pub(crate) fn leaf_subset<'t>(&'t self, a: Gc<'t, Set>, b: Gc<'t, Set>) -> Option<bool> {
        if a.len() > b.len() {
            return Some(false);
        }
        for (key, hash) in a.hashed() {
            if !self.leaf_in_set(b, key, hash)? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// The hash of a frozenset: independent of the order of its items.
    pub(crate) fn hash_frozen(&self, set: Gc<'_, Set>) -> i64 {
        let known = set.get(Set::hash);
        if known != 0 {
            return known;
        }
        let mut hash = 0u64;
        for (item, kept) in set.hashed() {
            // `collections.abc.Set._hash` computes the same in Python; the table's hashes lack a bit
            let item = self.leaf_hash(item).unwrap_or(kept) as u64;
            hash ^= (item ^ 89_869_747 ^ (item << 16)).wrapping_mul(3_644_798_167);
        }
        hash ^= (set.len() as u64 + 1).wrapping_mul(1_927_868_237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
        let hash = match hash as i64 {
            -1 | 0 => 590_923_713,
            hash => hash,
        };
        set.set_raw(Set::hash, hash);
        hash
    }
}
