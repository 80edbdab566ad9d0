//! Decompositions and the four normal forms.

use super::decompositions::{CHARACTERS, MAPPINGS, PAIRS, TAGS};
use super::{combining, old};
use crate::textbuf::TextBuf;
use crate::units::Units;

/// A normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
}

impl Form {
    pub fn of_name(name: &str) -> Option<Form> {
        Some(match name {
            "NFC" => Form::Nfc,
            "NFD" => Form::Nfd,
            "NFKC" => Form::Nfkc,
            "NFKD" => Form::Nfkd,
            _ => return None,
        })
    }

    fn is_compatible(self) -> bool {
        matches!(self, Form::Nfkc | Form::Nfkd)
    }

    fn is_composed(self) -> bool {
        matches!(self, Form::Nfc | Form::Nfkc)
    }
}

/// Hangul syllables are made of a leading consonant, a vowel and perhaps a trailing consonant.
mod hangul {
    pub const SYLLABLE: u32 = 0xAC00;
    pub const LEAD: u32 = 0x1100;
    pub const VOWEL: u32 = 0x1161;
    pub const TRAIL: u32 = 0x11A7;
    pub const LEADS: u32 = 19;
    pub const VOWELS: u32 = 21;
    pub const TRAILS: u32 = 28;
    pub const SYLLABLES: u32 = LEADS * VOWELS * TRAILS;
}

/// The mapping of a character: its tag (empty: canonical) and what it consists of.
fn mapping(code: u32) -> Option<(&'static str, &'static [u32])> {
    let at = MAPPINGS.binary_search_by_key(&code, |mapping| mapping.0).ok()?;
    let (_, tag, start, length) = MAPPINGS[at];
    let start = usize::from(start);
    Some((TAGS[usize::from(tag)], &CHARACTERS[start..start + usize::from(length)]))
}

/// Whose decompositions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    Today,
    /// Unicode 3.2.
    Old,
}

/// `unicodedata.decomposition`.
pub fn decomposition(code: u32, age: Age) -> String {
    if age == Age::Old && old::is_later(code) {
        return String::new();
    }
    let mut jamo = Vec::new();
    let (tag, codes) = match mapping(code) {
        Some(found) => found,
        None => {
            decompose(code, false, age, &mut jamo);
            if jamo == [code] {
                return String::new();
            }
            ("", &jamo[..])
        }
    };
    let codes = codes.iter().map(|code| format!("{code:04X}"));
    let tag = (!tag.is_empty()).then(|| tag.to_owned());
    tag.into_iter().chain(codes).collect::<Vec<_>>().join(" ")
}

/// The text in a normal form.
pub fn normalize(text: Units<'_>, form: Form, age: Age) -> TextBuf {
    let mut codes = Vec::with_capacity(text.len());
    for code in text.iter() {
        decompose(code, form.is_compatible(), age, &mut codes);
    }
    order(&mut codes);
    if form.is_composed() {
        compose(&mut codes);
    }
    codes.into_iter().collect()
}

fn decompose(code: u32, compatible: bool, age: Age, out: &mut Vec<u32>) {
    if age == Age::Old {
        if let Some(kept) = old::decomposed(code).or_else(|| old::is_later(code).then_some(code)) {
            return out.push(kept);
        }
    }
    let syllable = code.wrapping_sub(hangul::SYLLABLE);
    if syllable < hangul::SYLLABLES {
        let (rest, trail) = (syllable / hangul::TRAILS, syllable % hangul::TRAILS);
        out.push(hangul::LEAD + rest / hangul::VOWELS);
        out.push(hangul::VOWEL + rest % hangul::VOWELS);
        out.extend((trail > 0).then_some(hangul::TRAIL + trail));
        return;
    }
    match mapping(code) {
        Some((tag, codes)) if compatible || tag.is_empty() => {
            codes.iter().for_each(|&code| decompose(code, compatible, age, out));
        }
        _ => out.push(code),
    }
}

/// Puts combining characters between two others in the order of their classes.
fn order(codes: &mut [u32]) {
    for run in codes.split_mut(|&code| combining(code) == 0) {
        run.sort_by_key(|&code| combining(code));
    }
}

fn compose(codes: &mut Vec<u32>) {
    // the last character that others may be combined with, and the class of what stands between it and here
    let mut starter: Option<usize> = None;
    let mut between = 0;
    let mut kept = 0;
    for at in 0..codes.len() {
        let code = codes[at];
        let class = combining(code);
        if let Some(place) = starter {
            let adjacent = place + 1 == kept;
            if (adjacent || between < class && between != 0)
                && let Some(whole) = composed(codes[place], code)
            {
                codes[place] = whole;
                continue;
            }
        }
        codes[kept] = code;
        if class == 0 {
            starter = Some(kept);
        }
        between = class;
        kept += 1;
    }
    codes.truncate(kept);
}

/// What two characters are composed to.
fn composed(first: u32, second: u32) -> Option<u32> {
    let (lead, vowel) = (first.wrapping_sub(hangul::LEAD), second.wrapping_sub(hangul::VOWEL));
    if lead < hangul::LEADS && vowel < hangul::VOWELS {
        return Some(hangul::SYLLABLE + (lead * hangul::VOWELS + vowel) * hangul::TRAILS);
    }
    let (syllable, trail) = (first.wrapping_sub(hangul::SYLLABLE), second.wrapping_sub(hangul::TRAIL));
    if syllable < hangul::SYLLABLES && syllable.is_multiple_of(hangul::TRAILS) && (1..hangul::TRAILS).contains(&trail) {
        return Some(first + trail);
    }
    let at = PAIRS.binary_search_by_key(&(first, second), |pair| (pair.0, pair.1)).ok()?;
    Some(PAIRS[at].2)
}
