//! `_blake2`: the classes `blake2b` and `blake2s`, with all their parameters.

use vm_core::natives::{Args, ClassDef, NativeDef, class, leaf};
use vm_core::objects::class::flags;
use vm_core::objects::dict::Dict;
use vm_core::objects::number::IntRef;
use vm_core::{Gc, Raised, Res, Thread, Value, cls};

use super::object::{GETSETS, copy, hex, ids, initial, make, state, update};
use super::state::State;

pub static CLASSES: [&ClassDef; 2] = [&BLAKE2B, &BLAKE2S];

/// What differs between the two.
struct Variant {
    name: &'static str,
    title: &'static str,
    class: u16,
    max_digest: i64,
    max_salt: usize,
    /// Node offsets end here.
    offset_bits: u32,
}

static B: Variant =
    Variant { name: "blake2b", title: "Blake2b", class: 13, max_digest: 64, max_salt: 16, offset_bits: 64 };
static S: Variant =
    Variant { name: "blake2s", title: "Blake2s", class: 14, max_digest: 32, max_salt: 8, offset_bits: 48 };

macro_rules! blake {
    ($def:ident $methods:ident $name:literal $number:literal $variant:ident) => {
        static $def: ClassDef = class(ids::class($number), $name)
            .module("_blake2")
            .layouts(&[ids::layout($number)])
            .flags(flags::IMMUTABLE)
            .methods(&$methods)
            .getsets(&GETSETS);

        static $methods: [NativeDef; 5] = [
            leaf(
                "__new__(cls, data=b'', *, digest_size=0, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, \
                 node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, string=None)",
                |t, args| new(t, args, &$variant),
            )
            .static_method(),
            leaf("update(self, data, /)", update),
            leaf("copy(self, /)", copy),
            leaf("digest(self, /)", |t, args| Ok(t.bytes(&state(args.get(0)).borrow().digest(0))?.value())),
            leaf("hexdigest(self, /)", |t, args| hex(t, &state(args.get(0)).borrow().digest(0))),
        ];
    };
}

blake!(BLAKE2B BLAKE2B_METHODS "blake2b" 13 B);
blake!(BLAKE2S BLAKE2S_METHODS "blake2s" 14 S);

/// The limits, as constants of the module and of the classes.
pub fn add_constants<'t>(t: &'t Thread, namespace: Gc<'t, Dict>) -> Result<(), Raised> {
    for variant in [&B, &S] {
        let class = t.class(ids::class(variant.class));
        let (digest, salt) = (variant.max_digest, variant.max_salt as i64);
        for (name, value) in
            [("SALT_SIZE", salt), ("PERSON_SIZE", salt), ("MAX_KEY_SIZE", digest), ("MAX_DIGEST_SIZE", digest)]
        {
            t.extend_class(class, t.intern_text(name), t.int(value))?;
            namespace.add_int(t, &format!("{}_{name}", variant.name.to_uppercase()), value)?;
        }
    }
    Ok(())
}

/// The parameters of a hash, checked.
struct Parameters {
    digest_size: usize,
    key: Vec<u8>,
    salt: Vec<u8>,
    person: Vec<u8>,
    fanout: u8,
    depth: u8,
    leaf_size: u32,
    node_offset: u64,
    node_depth: u8,
    inner_size: usize,
    last_node: bool,
}

fn new<'t>(t: &'t Thread, args: Args<'t>, variant: &Variant) -> Res<'t> {
    t.class_argument(args.get(0), ids::class(variant.class))?;
    let data = initial(t, args.get(1), args.get(14))?;
    let parameters = parameters(t, args, variant)?;
    let mut state = if variant.class == B.class { parameters.start_b() } else { parameters.start_s() };
    state.update(&data);
    Ok(make(t, state))
}

macro_rules! start {
    ($name:ident, $crate_name:ident, $kind:ident) => {
        fn $name(&self) -> State {
            let mut params = $crate_name::Params::new();
            params
                .hash_length(self.digest_size)
                .key(&self.key)
                .salt(&self.salt)
                .personal(&self.person)
                .fanout(self.fanout)
                .max_depth(self.depth)
                .max_leaf_length(self.leaf_size)
                .node_offset(self.node_offset)
                .node_depth(self.node_depth)
                .inner_hash_length(self.inner_size)
                .last_node(self.last_node);
            State::$kind(Box::new(params.to_state()), self.digest_size)
        }
    };
}

impl Parameters {
    start!(start_b, blake2b_simd, Blake2b);
    start!(start_s, blake2s_simd, Blake2s);
}

fn parameters<'t>(t: &'t Thread, args: Args<'t>, variant: &Variant) -> Result<Parameters, Raised> {
    let int = |index: usize, default: i64| match args.opt(index) {
        Some(value) => c_int(t, value),
        None => Ok(default),
    };
    let digest_size = int(2, variant.max_digest)?;
    if !(1..=variant.max_digest).contains(&digest_size) {
        let (title, most) = (variant.title, variant.max_digest);
        return Err(t.value_error(format_args!(
            "digest_size for {title} must be between 1 and {most} bytes, here it is {digest_size}"
        )));
    }
    let salt = bytes(t, args.get(4), "salt", variant.max_salt)?;
    let person = bytes(t, args.get(5), "person", variant.max_salt)?;
    let fanout = byte(t, int(6, 1)?, "fanout", 0)?;
    let depth = byte(t, int(7, 1)?, "depth", 1)?;
    let leaf_size = unsigned(t, args.get(8), "unsigned long")?;
    let Ok(leaf_size) = u32::try_from(leaf_size) else {
        return Err(t.raise(cls::OverflowError, "leaf_size is too large"));
    };
    let node_offset = unsigned(t, args.get(9), "unsigned long long")?;
    if variant.offset_bits < 64 && node_offset >> variant.offset_bits != 0 {
        return Err(t.raise(cls::OverflowError, "node_offset is too large"));
    }
    let node_depth = byte(t, int(10, 0)?, "node_depth", 0)?;
    let inner_size = int(11, 0)?;
    if !(0..=variant.max_digest).contains(&inner_size) {
        let most = variant.max_digest;
        return Err(t.value_error(format_args!("inner_size must be between 0 and is {most}")));
    }
    Ok(Parameters {
        digest_size: digest_size as usize,
        key: bytes(t, args.get(3), "key", variant.max_digest as usize)?,
        salt,
        person,
        fanout,
        depth,
        leaf_size,
        node_offset,
        node_depth,
        inner_size: inner_size as usize,
        last_node: args.opt(12).is_some_and(|value| t.leaf_truth(value).unwrap_or(true)),
    })
}

fn c_int<'t>(t: &'t Thread, value: Value<'t>) -> Result<i64, Raised> {
    crate::convert::c_int(t, value).map(i64::from)
}

fn byte(t: &Thread, value: i64, name: &str, least: u8) -> Result<u8, Raised> {
    match u8::try_from(value) {
        Ok(byte) if byte >= least => Ok(byte),
        _ => Err(t.value_error(format_args!("{name} must be between {least} and 255"))),
    }
}

fn bytes<'t>(t: &'t Thread, value: Value<'t>, name: &str, most: usize) -> Result<Vec<u8>, Raised> {
    let Some(value) = value.given() else { return Ok(Vec::new()) };
    let bytes = t.bytes_like(value)?.to_vec();
    if bytes.len() > most {
        return Err(t.value_error(format_args!("maximum {name} length is {most} bytes")));
    }
    Ok(bytes)
}

/// 0 where it was not given.
fn unsigned<'t>(t: &'t Thread, value: Value<'t>, kind: &str) -> Result<u64, Raised> {
    let Some(value) = value.given() else { return Ok(0) };
    match t.as_int(value) {
        Some(int) if int.is_negative() => Err(t.value_error("Cannot convert negative int")),
        Some(IntRef::Small(int)) => Ok(int as u64),
        Some(IntRef::Big(big)) if big.limbs().len() == 1 => Ok(big.limbs()[0]),
        Some(IntRef::Big(_)) => Err(t.raise(cls::OverflowError, format_args!("Python int too large for C {kind}"))),
        None => Err(t.index_of(value).err().unwrap_or_else(|| t.type_error("an integer is required"))),
    }
}
