//! The hash functions behind one face. It knows no heap.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use sha3::digest::{ExtendableOutput, Update, XofReader};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512, Shake128, Shake256};

/// A hash under way.
#[derive(Clone)]
pub enum State {
    Md5(Md5),
    Sha1(Sha1),
    Sha224(Sha224),
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
    Sha3224(Sha3_224),
    Sha3256(Sha3_256),
    Sha3384(Sha3_384),
    Sha3512(Sha3_512),
    Shake128(Shake128),
    Shake256(Shake256),
    Blake2b(Box<blake2b_simd::State>, usize),
    Blake2s(Box<blake2s_simd::State>, usize),
}

/// Where each kind of hash has an equal.
macro_rules! each_digest {
    ($state:expr, $hash:ident => $result:expr, $shake:ident => $extendable:expr, $blake:ident => $keyed:expr) => {
        match $state {
            State::Md5($hash) => $result,
            State::Sha1($hash) => $result,
            State::Sha224($hash) => $result,
            State::Sha256($hash) => $result,
            State::Sha384($hash) => $result,
            State::Sha512($hash) => $result,
            State::Sha3224($hash) => $result,
            State::Sha3256($hash) => $result,
            State::Sha3384($hash) => $result,
            State::Sha3512($hash) => $result,
            State::Shake128($shake) => $extendable,
            State::Shake256($shake) => $extendable,
            State::Blake2b($blake, _) => $keyed,
            State::Blake2s($blake, _) => $keyed,
        }
    };
}

impl State {
    pub fn update(&mut self, data: &[u8]) {
        each_digest!(self,
            hash => Digest::update(hash, data),
            shake => Update::update(shake, data),
            blake => { blake.update(data); })
    }

    /// The hash of what came so far; `length` bytes for the functions that give any number.
    pub fn digest(&self, length: usize) -> Vec<u8> {
        each_digest!(self,
            hash => hash.clone().finalize().to_vec(),
            shake => {
                let mut out = vec![0; length];
                shake.clone().finalize_xof().read(&mut out);
                out
            },
            blake => blake.finalize().as_bytes().to_vec())
    }

    /// Bytes of the hash; 0 where it is for the caller to say.
    pub fn digest_size(&self) -> usize {
        match self {
            State::Md5(_) => 16,
            State::Sha1(_) => 20,
            State::Sha224(_) | State::Sha3224(_) => 28,
            State::Sha256(_) | State::Sha3256(_) => 32,
            State::Sha384(_) | State::Sha3384(_) => 48,
            State::Sha512(_) | State::Sha3512(_) => 64,
            State::Shake128(_) | State::Shake256(_) => 0,
            State::Blake2b(_, size) | State::Blake2s(_, size) => *size,
        }
    }

    /// Bytes that are worked on at a time.
    pub fn block_size(&self) -> usize {
        match self {
            State::Md5(_) | State::Sha1(_) | State::Sha224(_) | State::Sha256(_) | State::Blake2s(..) => 64,
            State::Sha384(_) | State::Sha512(_) | State::Blake2b(..) => 128,
            State::Sha3224(_) => 144,
            State::Sha3256(_) | State::Shake256(_) => 136,
            State::Sha3384(_) => 104,
            State::Sha3512(_) => 72,
            State::Shake128(_) => 168,
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            State::Md5(_) => "md5",
            State::Sha1(_) => "sha1",
            State::Sha224(_) => "sha224",
            State::Sha256(_) => "sha256",
            State::Sha384(_) => "sha384",
            State::Sha512(_) => "sha512",
            State::Sha3224(_) => "sha3_224",
            State::Sha3256(_) => "sha3_256",
            State::Sha3384(_) => "sha3_384",
            State::Sha3512(_) => "sha3_512",
            State::Shake128(_) => "shake_128",
            State::Shake256(_) => "shake_256",
            State::Blake2b(..) => "blake2b",
            State::Blake2s(..) => "blake2s",
        }
    }
}
