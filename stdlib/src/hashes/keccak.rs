//! `_sha3`: the classes of the Keccak family.

use sha3::Digest as _;
use vm_core::natives::{ClassDef, GetSetDef, NativeDef, Tail, Then, class, getter, leaf, tail};
use vm_core::objects::class::flags;
use vm_core::objects::number::IntRef;
use vm_core::{Raised, Thread, Value};

use super::object::{copy, hex, ids, start, state, update};
use super::state::State;

pub static CLASSES: [&ClassDef; 6] = [&SHA3_224, &SHA3_256, &SHA3_384, &SHA3_512, &SHAKE_128, &SHAKE_256];

macro_rules! keccak {
    ($def:ident $methods:ident $name:literal $number:literal $kind:ident $hash:expr, $count:literal, [$($method:expr),*]) => {
        static $def: ClassDef = class(ids::class($number), $name)
            .module("_sha3")
            .layouts(&[ids::layout($number)])
            .flags(flags::IMMUTABLE)
            .methods(&$methods)
            .getsets(&GETSETS);

        static $methods: [NativeDef; $count] = [
            leaf("__new__(cls, data=b'', *, usedforsecurity=True, string=None)", |t, args| {
                t.class_argument(args.get(0), ids::class($number))?;
                start(t, args, 1, State::$kind($hash))
            })
            .static_method(),
            leaf("update(self, data, /)", update),
            leaf("copy(self, /)", copy),
            $($method),*
        ];
    };
}

macro_rules! fixed {
    ($def:ident $methods:ident $name:literal $number:literal $kind:ident $hash:expr) => {
        keccak!($def $methods $name $number $kind $hash, 5, [
            leaf("digest(self, /)", |t, args| Ok(t.bytes(&state(args.get(0)).borrow().digest(0))?.value())),
            leaf("hexdigest(self, /)", |t, args| hex(t, &state(args.get(0)).borrow().digest(0)))
        ]);
    };
}

macro_rules! extendable {
    ($def:ident $methods:ident $name:literal $number:literal $kind:ident $hash:expr) => {
        keccak!($def $methods $name $number $kind $hash, 5, [
            tail("digest(self, length)", |t, args| t.index(args.get(1))?.then(t, &DIGEST, args.get(0))),
            tail("hexdigest(self, length)", |t, args| t.index(args.get(1))?.then(t, &HEX_DIGEST, args.get(0)))
        ]);
    };
}

fixed!(SHA3_224 SHA3_224_METHODS "sha3_224" 7 Sha3224 sha3::Sha3_224::new());
fixed!(SHA3_256 SHA3_256_METHODS "sha3_256" 8 Sha3256 sha3::Sha3_256::new());
fixed!(SHA3_384 SHA3_384_METHODS "sha3_384" 9 Sha3384 sha3::Sha3_384::new());
fixed!(SHA3_512 SHA3_512_METHODS "sha3_512" 10 Sha3512 sha3::Sha3_512::new());
extendable!(SHAKE_128 SHAKE_128_METHODS "shake_128" 11 Shake128 sha3::Shake128::default());
extendable!(SHAKE_256 SHAKE_256_METHODS "shake_256" 12 Shake256 sha3::Shake256::default());

/// Bits of Keccak's state.
const STATE_BITS: usize = 1600;

static GETSETS: [GetSetDef; 6] = [
    getter("digest_size", |t, hash| Ok(t.int_usize(state(hash).borrow().digest_size()))),
    getter("block_size", |t, hash| Ok(t.int_usize(state(hash).borrow().block_size()))),
    getter("name", |t, hash| Ok(t.str(state(hash).borrow().name())?.value())),
    getter("_rate_bits", |t, hash| Ok(t.int_usize(state(hash).borrow().block_size() * 8))),
    getter("_capacity_bits", |t, hash| Ok(t.int_usize(STATE_BITS - state(hash).borrow().block_size() * 8))),
    getter("_suffix", |t, hash| {
        let suffix = if state(hash).borrow().digest_size() == 0 { b"\x1f" } else { b"\x06" };
        Ok(t.bytes(suffix)?.value())
    }),
];

static DIGEST: Then = Then::new(|t, hash, length| Ok(Tail::Value(t.bytes(&digest(t, hash, length)?)?.value())));
static HEX_DIGEST: Then = Then::new(|t, hash, length| hex(t, &digest(t, hash, length)?).map(Tail::Value));

/// Lengths from here on are refused.
const TOO_LONG: i64 = 1 << 29;

fn digest<'t>(t: &'t Thread, hash: Value<'t>, length: Value<'t>) -> Result<Vec<u8>, Raised> {
    match t.as_int(length) {
        Some(length) if length.is_negative() => Err(t.value_error("Cannot convert negative int")),
        Some(IntRef::Small(length)) if length < TOO_LONG => Ok(state(hash).borrow().digest(length as usize)),
        _ => Err(t.value_error("length is too large")),
    }
}
