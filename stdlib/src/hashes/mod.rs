//! `_md5`, `_sha1`, `_sha2`, `_sha3`, `_blake2`: hash functions, which are those of crates.

mod blake;
mod keccak;
mod object;
mod state;

use md5::Digest as _;
use vm_core::layout_table;
use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{ClassDef, NativeDef, leaf};

use object::{hash_class, ids, start};
use state::State;

pub static LAYOUTS: Layouts = layout_table![
    object::Md5,
    object::Sha1,
    object::Sha224,
    object::Sha256,
    object::Sha384,
    object::Sha512,
    object::Sha3224,
    object::Sha3256,
    object::Sha3384,
    object::Sha3512,
    object::Shake128,
    object::Shake256,
    object::Blake2b,
    object::Blake2s,
];

/// From how many bytes on CPython lets other threads run.
const GIL_MINSIZE: i64 = 2048;

pub static MD5: ModuleDef = module("_md5")
    .functions(&MD5_FUNCTIONS)
    .classes(&[&MD5_CLASS])
    .init(|t, namespace| namespace.add_int(t, "_GIL_MINSIZE", GIL_MINSIZE));

pub static SHA1: ModuleDef = module("_sha1")
    .functions(&SHA1_FUNCTIONS)
    .classes(&[&SHA1_CLASS])
    .init(|t, namespace| namespace.add_int(t, "_GIL_MINSIZE", GIL_MINSIZE));

pub static SHA2: ModuleDef = module("_sha2")
    .functions(&SHA2_FUNCTIONS)
    .classes(&[&SHA224_CLASS, &SHA256_CLASS, &SHA384_CLASS, &SHA512_CLASS])
    .init(|t, namespace| namespace.add_int(t, "_GIL_MINSIZE", GIL_MINSIZE));

pub static SHA3: ModuleDef = module("_sha3").classes(&keccak::CLASSES).init(|t, namespace| {
    namespace.add_text(t, "implementation", "sha3")?;
    namespace.add_int(t, "_GIL_MINSIZE", GIL_MINSIZE)
});

pub static BLAKE2: ModuleDef = module("_blake2").classes(&blake::CLASSES).init(|t, namespace| {
    blake::add_constants(t, namespace)?;
    namespace.add_int(t, "_GIL_MINSIZE", GIL_MINSIZE)
});

static MD5_CLASS: ClassDef = hash_class(1, &[ids::layout(1)], "_md5", "MD5Type");
static SHA1_CLASS: ClassDef = hash_class(2, &[ids::layout(2)], "_sha1", "SHA1Type");
static SHA224_CLASS: ClassDef = hash_class(3, &[ids::layout(3)], "_sha2", "SHA224Type");
static SHA256_CLASS: ClassDef = hash_class(4, &[ids::layout(4)], "_sha2", "SHA256Type");
static SHA384_CLASS: ClassDef = hash_class(5, &[ids::layout(5)], "_sha2", "SHA384Type");
static SHA512_CLASS: ClassDef = hash_class(6, &[ids::layout(6)], "_sha2", "SHA512Type");

/// A module's function that starts a hash.
macro_rules! constructor {
    ($name:literal, $kind:ident, $hash:ty) => {
        leaf(concat!($name, "(data=b'', *, usedforsecurity=True, string=None)"), |t, args| {
            start(t, args, 0, State::$kind(<$hash>::new()))
        })
        .function()
    };
}

static MD5_FUNCTIONS: [NativeDef; 1] = [constructor!("md5", Md5, md5::Md5)];
static SHA1_FUNCTIONS: [NativeDef; 1] = [constructor!("sha1", Sha1, sha1::Sha1)];
static SHA2_FUNCTIONS: [NativeDef; 4] = [
    constructor!("sha224", Sha224, sha2::Sha224),
    constructor!("sha256", Sha256, sha2::Sha256),
    constructor!("sha384", Sha384, sha2::Sha384),
    constructor!("sha512", Sha512, sha2::Sha512),
];
