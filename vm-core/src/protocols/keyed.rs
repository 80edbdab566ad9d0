//! Finding keys in dicts and sets when hashing or comparing them needs Python.
//!
//! One machine serves every operation: hash the key, probe, and where only Python can tell whether a stored key is
//! equal, ask and go on. If the container changed meanwhile the search starts again.

use crate::Thread;
use crate::cls;
use crate::natives::{Tail, Then};
use crate::objects::dict::{Dict, Probe, Prober, table_hash};
use crate::objects::sequence::Tuple;
use crate::objects::set::Set;
use crate::value::{Raised, Value};

/// What to do once it is known where the key is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Keyed {
    /// `d[key]`
    DictGetItem,
    /// `d.get(key, value)`
    DictGet,
    /// `d[key] = value`
    DictSet,
    /// `del d[key]`
    DictDel,
    /// `key in d`
    DictContains,
    /// `d.setdefault(key, value)`
    DictSetDefault,
    /// `d.pop(key[, value])`
    DictPop,
    /// Index of the entry, or None.
    DictFind,
    SetContains,
    SetAdd,
    SetDiscard,
    SetRemove,
}

const ALL: [Keyed; 12] = [
    Keyed::DictGetItem,
    Keyed::DictGet,
    Keyed::DictSet,
    Keyed::DictDel,
    Keyed::DictContains,
    Keyed::DictSetDefault,
    Keyed::DictPop,
    Keyed::DictFind,
    Keyed::SetContains,
    Keyed::SetAdd,
    Keyed::SetDiscard,
    Keyed::SetRemove,
];

impl Keyed {
    fn is_set(self) -> bool {
        matches!(self, Keyed::SetContains | Keyed::SetAdd | Keyed::SetDiscard | Keyed::SetRemove)
    }
}

/// Where the key was found, if it was.
pub type Outcome = Option<usize>;

/// An operation under way.
#[derive(Copy, Clone)]
pub struct Search<'t> {
    pub what: Keyed,
    pub container: Value<'t>,
    pub key: Value<'t>,
    pub hash: i64,
    /// The operation's further argument, or unset.
    pub value: Value<'t>,
}

impl<'t> Search<'t> {
    fn find(self, t: &'t Thread) -> Probe {
        match self.container.cast::<Dict>() {
            Some(dict) => dict.find(t, self.key, self.hash),
            None => self.container.expect::<Set>().find(t, self.key, self.hash),
        }
    }

    fn find_after(self, t: &'t Thread, prober: Prober) -> Probe {
        match self.container.cast::<Dict>() {
            Some(dict) => dict.find_after(t, self.key, self.hash, prober),
            None => self.container.expect::<Set>().find_after(t, self.key, self.hash, prober),
        }
    }

    fn key_at(self, index: usize) -> Value<'t> {
        match self.container.cast::<Dict>() {
            Some(dict) => dict.entry(index).map_or(Value::UNSET, |(key, _)| key),
            None => self.container.expect::<Set>().key_at(index),
        }
    }

    fn changes(self) -> u32 {
        match self.container.cast::<Dict>() {
            Some(dict) => dict.get(Dict::changes),
            None => self.container.expect::<Set>().get(Set::changes),
        }
    }

    fn encode(self, t: &'t Thread, asked: Value<'t>, prober: Prober) -> Value<'t> {
        let (position, step) = prober.parts();
        t.small_tuple([
            Value::small(self.what as i32),
            self.container,
            self.key,
            t.int(self.hash),
            self.value,
            asked,
            t.int(position as i64 & i64::MAX >> 1),
            t.int(step as i64),
            t.int(self.changes() as i64),
        ])
        .value()
    }

    fn decode(state: Value<'t>) -> (Search<'t>, Prober, u32) {
        let state = state.expect::<Tuple>();
        let number = |index: usize| state.at(index).as_small_int().unwrap_or(0);
        let search = Search {
            what: ALL[number(0) as usize],
            container: state.at(1),
            key: state.at(2),
            hash: number(3),
            value: state.at(4),
        };
        (search, Prober::from_parts(number(6) as usize, number(7) as usize), number(8) as u32)
    }
}

impl Thread {
    /// Starts an operation on `container`, a dict or a set (or an instance of a subclass).
    pub fn keyed<'t>(
        &'t self,
        what: Keyed,
        container: Value<'t>,
        key: Value<'t>,
        value: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        if let Some(hash) = self.leaf_hash(key) {
            return self.keyed_hashed(what, container, key, hash, value);
        }
        static HASHED: Then = Then::catching(
            |t, state, hash| {
                let (mut search, ..) = Search::decode(state);
                search.hash = table_hash(t.as_hash(hash));
                t.search(search, search.find(t))
            },
            |t, state, raised| {
                let (search, ..) = Search::decode(state);
                t.unhashable_key(search, raised)
            },
        );
        let search = Search { what, container, key, hash: 0, value };
        let state = search.encode(self, Value::UNSET, Prober::from_parts(0, 0));
        match self.hash(key) {
            Ok(tail) => tail.then(self, &HASHED, state),
            Err(raised) => self.unhashable_key(search, raised),
        }
    }

    /// As [`Thread::keyed`], for a key whose hash is known.
    pub fn keyed_hashed<'t>(
        &'t self,
        what: Keyed,
        container: Value<'t>,
        key: Value<'t>,
        hash: i64,
        value: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        let search = Search { what, container, key, hash: table_hash(hash), value };
        self.search(search, search.find(self))
    }

    /// The TypeError of a key that cannot be hashed says what it was meant to be. A set looked up in a set stands for
    /// the frozenset of its items.
    fn unhashable_key<'t>(&'t self, search: Search<'t>, raised: Raised) -> Result<Tail<'t>, Raised> {
        if !self.pending_is(cls::TypeError) {
            return Err(raised);
        }
        let lookup = matches!(search.what, Keyed::SetContains | Keyed::SetDiscard | Keyed::SetRemove);
        if let (true, Some(set)) = (lookup, search.key.cast::<Set>().filter(|set| !set.is_frozen())) {
            let _ = self.take_exception(raised);
            let frozen = set.copy_as_frozen(self)?.value();
            let what = search.what;
            if let Some(hash) = self.leaf_hash(frozen) {
                let search = Search { what, key: frozen, hash: table_hash(hash), value: search.key, ..search };
                return self.search(search, search.find(self));
            }
            return self.keyed(what, search.container, frozen, search.key);
        }
        let exception = self.slot_value(&self.pending);
        if self.class_of(exception) != self.class(cls::TypeError) {
            return Err(raised);
        }
        let exception = self.take_exception(raised).expect::<crate::errors::Exception>();
        let args = exception.get(crate::errors::Exception::args).expect::<Tuple>();
        let message = if args.extent() == 1 { self.text(args.at(0)) } else { String::new() };
        let role = if search.what.is_set() { "set element" } else { "dict key" };
        Err(self.type_error(format_args!("cannot use '{}' as a {role} ({message})", self.class_name(search.key))))
    }

    /// Goes on until the key is found, known absent, or Python has to be asked.
    fn search<'t>(&'t self, search: Search<'t>, mut probe: Probe) -> Result<Tail<'t>, Raised> {
        static COMPARED: Then = Then::new(|t, state, equal| {
            let (search, prober, changes) = Search::decode(state);
            let asked = state.expect::<Tuple>().at(5);
            if search.changes() != changes {
                return t.search(search, search.find(t));
            }
            if equal.is_true() {
                return match t.place_of(search, prober, asked) {
                    Some(index) => search.finish(t, Some(index)),
                    None => t.search(search, search.find(t)),
                };
            }
            t.search(search, search.find_after(t, prober))
        });
        loop {
            match probe {
                Probe::Found(index) => return search.finish(self, Some(index)),
                Probe::Absent => return search.finish(self, None),
                Probe::Ask(index, prober) => {
                    let asked = search.key_at(index);
                    match self.same_or_equal(asked, search.key)? {
                        Tail::Value(equal) if equal.is_true() => return search.finish(self, Some(index)),
                        Tail::Value(_) => probe = search.find_after(self, prober),
                        call => {
                            // The entry's index is found again from the key: the state stays small.
                            let state = search.encode(self, asked, prober);
                            return call.then(self, &COMPARED, state);
                        }
                    }
                }
            }
        }
    }

    /// The entry of this very key in an unchanged container.
    fn place_of<'t>(&'t self, search: Search<'t>, _prober: Prober, asked: Value<'t>) -> Option<usize> {
        match (Search { key: asked, ..search }).find(self) {
            Probe::Found(index) => Some(index),
            Probe::Absent => None,
            // Other keys of this hash lie before it: look at each entry.
            Probe::Ask(..) => {
                let filled = match search.container.cast::<Dict>() {
                    Some(dict) => dict.filled(),
                    None => search.container.expect::<Set>().get(Set::filled),
                };
                (0..filled).find(|&index| search.key_at(index) == asked)
            }
        }
    }

    /// A hash as `__hash__` gave it, reduced to a machine word.
    pub fn as_hash<'t>(&'t self, hash: Value<'t>) -> i64 {
        use crate::objects::number::IntRef;
        match self.as_int(hash) {
            Some(IntRef::Small(small)) => small,
            Some(IntRef::Big(big)) => match big.as_word() {
                Some(word) => word,
                None => text::hash::hash_limbs(big.is_negative(), big.limbs()),
            },
            None => 0,
        }
    }
}

impl<'t> Search<'t> {
    fn finish(self, t: &'t Thread, found: Outcome) -> Result<Tail<'t>, Raised> {
        match self.container.cast::<Dict>() {
            Some(dict) => t.finish_dict(dict, self, found),
            None => t.finish_set(self.container.expect::<Set>(), self, found),
        }
    }
}
