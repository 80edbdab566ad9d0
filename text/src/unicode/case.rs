//! Case maps of single characters; one character may become up to three.

use super::{Record, SpecialCase, is_case_ignorable, is_cased, record, t};
use crate::units::Units;

/// The characters that one character becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapped {
    codes: [u32; 3],
    len: u8,
}

impl Mapped {
    fn one(code: u32) -> Mapped {
        Mapped { codes: [code, 0, 0], len: 1 }
    }

    fn many(codes: &[u32]) -> Mapped {
        let mut out = Mapped { codes: [0; 3], len: codes.len() as u8 };
        out.codes[..codes.len()].copy_from_slice(codes);
        out
    }

    pub fn as_slice(&self) -> &[u32] {
        &self.codes[..usize::from(self.len)]
    }
}

fn map(code: u32, delta: fn(&Record) -> i32, special: fn(&SpecialCase) -> &'static [u32]) -> Mapped {
    let r = record(code);
    if r.has(t::SPECIAL_CASE)
        && let Ok(at) = t::CASES.binary_search_by_key(&code, |e| e.code)
    {
        return Mapped::many(special(&t::CASES[at]));
    }
    Mapped::one(code.wrapping_add_signed(delta(r)))
}

pub fn to_upper(code: u32) -> Mapped {
    map(code, |r| r.upper, |e| e.upper)
}

pub fn to_lower(code: u32) -> Mapped {
    map(code, |r| r.lower, |e| e.lower)
}

pub fn to_title(code: u32) -> Mapped {
    map(code, |r| r.title, |e| e.title)
}

pub fn casefold(code: u32) -> Mapped {
    if record(code).has(t::SPECIAL_FOLD)
        && let Ok(at) = t::FOLDS.binary_search_by_key(&code, |e| e.0)
    {
        return Mapped::many(t::FOLDS[at].1);
    }
    to_lower(code)
}

const CAPITAL_SIGMA: u32 = 0x3A3;
const SMALL_SIGMA: u32 = 0x3C3;
const FINAL_SIGMA: u32 = 0x3C2;

/// Lower form of the character at `at`: a capital sigma that ends a word becomes the final form.
pub fn lower_with_context(text: Units<'_>, at: usize) -> Mapped {
    let code = text.get(at);
    if code != CAPITAL_SIGMA {
        return to_lower(code);
    }
    let cased =
        |mut codes: &mut dyn Iterator<Item = u32>| (&mut codes).find(|&c| !is_case_ignorable(c)).is_some_and(is_cased);
    let after_word = cased(&mut text.slice(0, at).iter().rev());
    let before_word = cased(&mut text.slice(at + 1, text.len()).iter());
    Mapped::one(if after_word && !before_word { FINAL_SIGMA } else { SMALL_SIGMA })
}
