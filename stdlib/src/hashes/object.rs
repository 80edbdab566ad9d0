//! Hash objects: a state outside the heap, fed and read by methods. One layout for each class, all alike.

use std::cell::{Cell, RefCell};

use gc_api::{Layout, ObjRef, layout};
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, class, getter, leaf};
use vm_core::objects::class::flags;
use vm_core::{Gc, Raised, Res, Thread, Value, header};

use super::state::State;

pub mod ids {
    use gc_api::TypeId;
    use vm_core::classes::ClassKey;

    use crate::ids::HASHES;

    /// Layout and class of the hash function number `kind`.
    pub const fn layout(kind: u32) -> TypeId {
        HASHES.layout(kind)
    }

    pub const fn class(kind: u16) -> ClassKey {
        HASHES.class(kind)
    }

    pub const LAST: u32 = 14;
}

layout! {
    /// What all hash objects are.
    pub struct Hash(ids::layout(0), last ids::layout(ids::LAST)) {
        /// Owned.
        state: Raw<*const RefCell<State>>,
    } destructor drop_state
}

unsafe fn drop_state(object: ObjRef) {
    // SAFETY: the collector runs this once; the pointer came from Box::into_raw, or is null.
    unsafe {
        let state = (*object.as_ptr().cast::<Hash>()).state.get();
        if !state.is_null() {
            drop(Box::from_raw(state.cast_mut()));
        }
    }
}

macro_rules! kinds {
    ($($name:ident $number:literal)*) => { $(
        layout! {
            pub struct $name(ids::layout($number)) extends Hash {} destructor drop_state
        }
    )* };
}

kinds! {
    Md5 1 Sha1 2 Sha224 3 Sha256 4 Sha384 5 Sha512 6
    Sha3224 7 Sha3256 8 Sha3384 9 Sha3512 10 Shake128 11 Shake256 12 Blake2b 13 Blake2s 14
}

/// The state of a hash object.
pub fn state<'t>(hash: Value<'t>) -> &'t RefCell<State> {
    // SAFETY: set when the object was made, freed by its destructor only.
    unsafe { &*hash.expect::<Hash>().get(Hash::state) }
}

/// A new hash object of the state's kind.
pub fn make(t: &Thread, state: State) -> Value<'_> {
    macro_rules! made {
        ($($kind:ident)*) => {
            match &state {
                $(State::$kind(..) => {
                    let state = Cell::new(Box::into_raw(Box::new(RefCell::new(state))).cast_const());
                    own(t, t.new_object($kind { header: Hash { header: header(), state } }))
                })*
            }
        };
    }
    made!(Md5 Sha1 Sha224 Sha256 Sha384 Sha512 Sha3224 Sha3256 Sha3384 Sha3512 Shake128 Shake256 Blake2b Blake2s)
}

fn own<'t, T: Layout>(t: &'t Thread, object: Gc<'t, T>) -> Value<'t> {
    t.set_destructor(object);
    object.value()
}

/// The class of the hash function number `kind`; instances come from the module's function unless `__new__` is among
/// the methods.
pub const fn hash_class(
    kind: u16,
    layouts: &'static [gc_api::TypeId],
    module: &'static str,
    name: &'static str,
) -> ClassDef {
    class(ids::class(kind), name)
        .module(module)
        .layouts(layouts)
        .flags(flags::IMMUTABLE)
        .methods(&METHODS)
        .getsets(&GETSETS)
}

pub static METHODS: [NativeDef; 4] = [
    leaf("update(self, data, /)", update),
    leaf("copy(self, /)", copy),
    leaf("digest(self, /)", |t, args| Ok(t.bytes(&state(args.get(0)).borrow().digest(0))?.value())),
    leaf("hexdigest(self, /)", |t, args| hex(t, &state(args.get(0)).borrow().digest(0))),
];

pub static GETSETS: [GetSetDef; 3] = [
    getter("digest_size", |t, hash| Ok(t.int_usize(state(hash).borrow().digest_size()))),
    getter("block_size", |t, hash| Ok(t.int_usize(state(hash).borrow().block_size()))),
    getter("name", |t, hash| Ok(t.str(state(hash).borrow().name())?.value())),
];

pub fn update<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let data = data_of(t, args.get(1))?;
    state(args.get(0)).borrow_mut().update(&data);
    Ok(Value::NONE)
}

pub fn copy<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let state = state(args.get(0)).borrow().clone();
    Ok(make(t, state))
}

pub fn hex<'t>(t: &'t Thread, bytes: &[u8]) -> Res<'t> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let text: String = bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect();
    Ok(t.str(&text)?.value())
}

/// The bytes of an argument.
pub fn data_of<'t>(t: &'t Thread, value: Value<'t>) -> Result<Vec<u8>, Raised> {
    if t.as_str(value).is_some() {
        return Err(t.type_error("Strings must be encoded before hashing"));
    }
    match t.buffer_of(value) {
        Some(lent) => Ok(lent?.to_vec()),
        None => Err(t.type_error("object supporting the buffer API required")),
    }
}

/// The argument of a constructor, which has two names; empty if it was not given.
pub fn initial<'t>(t: &'t Thread, data: Value<'t>, string: Value<'t>) -> Result<Vec<u8>, Raised> {
    match (data.given(), string.given()) {
        (Some(_), Some(_)) => Err(t.type_error(
            "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal \
             in a future version.",
        )),
        (Some(data), None) | (None, Some(data)) => data_of(t, data),
        (None, None) => Ok(Vec::new()),
    }
}

/// A constructor without options of its own: starts `state` with the data among the arguments from `first` on (data,
/// usedforsecurity, string).
pub fn start<'t>(t: &'t Thread, args: Args<'t>, first: usize, mut state: State) -> Res<'t> {
    state.update(&initial(t, args.get(first), args.get(first + 2))?);
    Ok(make(t, state))
}
