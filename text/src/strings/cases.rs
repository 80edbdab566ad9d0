//! Upper, lower, title, swapped and folded case of whole texts.

use crate::textbuf::{Text, TextBuf};
use crate::unicode::{self, lower_with_context};
use crate::units::Units;

fn map(text: Units<'_>, mut push: impl FnMut(&mut TextBuf, usize, u32)) -> Text {
    let mut out = TextBuf::with_capacity(text.len());
    for (at, code) in text.iter().enumerate() {
        push(&mut out, at, code);
    }
    out.finish()
}

fn push_all(out: &mut TextBuf, codes: &[u32]) {
    out.extend(codes.iter().copied());
}

pub fn upper(text: Units<'_>) -> Text {
    match text.as_ascii() {
        Some(ascii) => Text::Latin1(ascii.as_bytes().to_ascii_uppercase()),
        None => map(text, |out, _, code| push_all(out, unicode::to_upper(code).as_slice())),
    }
}

pub fn lower(text: Units<'_>) -> Text {
    match text.as_ascii() {
        Some(ascii) => Text::Latin1(ascii.as_bytes().to_ascii_lowercase()),
        None => map(text, |out, at, _| push_all(out, lower_with_context(text, at).as_slice())),
    }
}

pub fn casefold(text: Units<'_>) -> Text {
    match text.as_ascii() {
        Some(ascii) => Text::Latin1(ascii.as_bytes().to_ascii_lowercase()),
        None => map(text, |out, _, code| push_all(out, unicode::casefold(code).as_slice())),
    }
}

pub fn swapcase(text: Units<'_>) -> Text {
    if let Some(ascii) = text.as_ascii() {
        return Text::Latin1(crate::bytes::swapcase(ascii.as_bytes()));
    }
    map(text, |out, at, code| {
        if unicode::is_upper(code) {
            push_all(out, lower_with_context(text, at).as_slice());
        } else if unicode::is_lower(code) {
            push_all(out, unicode::to_upper(code).as_slice());
        } else {
            out.push(code);
        }
    })
}

pub fn capitalize(text: Units<'_>) -> Text {
    if let Some(ascii) = text.as_ascii() {
        return Text::Latin1(crate::bytes::capitalize(ascii.as_bytes()));
    }
    map(text, |out, at, code| {
        let mapped = if at == 0 { unicode::to_title(code) } else { lower_with_context(text, at) };
        push_all(out, mapped.as_slice());
    })
}

pub fn title(text: Units<'_>) -> Text {
    if let Some(ascii) = text.as_ascii() {
        return Text::Latin1(crate::bytes::title(ascii.as_bytes()));
    }
    let mut in_word = false;
    map(text, |out, at, code| {
        let mapped = if in_word { lower_with_context(text, at) } else { unicode::to_title(code) };
        push_all(out, mapped.as_slice());
        in_word = unicode::is_cased(code);
    })
}
