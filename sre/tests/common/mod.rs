//! Text in the widths it fits, and characters by Rust's own tables.

#![allow(dead_code, reason = "each user needs a part of it")]

use sre::{CharTable, Machine, Program, Stop};

fn only(mut chars: impl Iterator<Item = char>, c: u32) -> u32 {
    match (chars.next(), chars.next()) {
        (Some(one), None) => one as u32,
        _ => c,
    }
}

fn is(c: u32, test: impl Fn(char) -> bool) -> bool {
    char::from_u32(c).is_some_and(test)
}

pub static CHARS: CharTable = CharTable {
    lower: |c| char::from_u32(c).map_or(c, |ch| only(ch.to_lowercase(), c)),
    upper: |c| char::from_u32(c).map_or(c, |ch| only(ch.to_uppercase(), c)),
    is_alnum: |c| is(c, char::is_alphanumeric),
    is_decimal: |c| is(c, |ch| ch.is_numeric() && !ch.is_alphabetic()),
    is_space: |c| is(c, char::is_whitespace),
    is_linebreak: |c| matches!(c, 0x2028 | 0x2029),
    locale_lower: |c| c.to_ascii_lowercase(),
    locale_upper: |c| c.to_ascii_uppercase(),
    locale_is_alnum: |c| c.is_ascii_alphanumeric(),
};

pub enum Text {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

impl Text {
    /// Every width the text fits in.
    pub fn widths(units: &[u32], only_bytes: bool) -> Vec<Text> {
        let mut texts = Vec::new();
        if let Ok(text) = units.iter().map(|&u| u8::try_from(u)).collect() {
            texts.push(Text::One(text));
        }
        if only_bytes {
            return texts;
        }
        if let Ok(text) = units.iter().map(|&u| u16::try_from(u)).collect() {
            texts.push(Text::Two(text));
        }
        texts.push(Text::Four(units.to_vec()));
        texts
    }

    pub fn run(&self, program: &Program, machine: &mut Machine, end: usize) -> Result<bool, Stop> {
        let hook = &mut || Ok(());
        match self {
            Text::One(text) => machine.run(program, &text[..end], hook),
            Text::Two(text) => machine.run(program, &text[..end], hook),
            Text::Four(text) => machine.run(program, &text[..end], hook),
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Text::One(_) => "one byte",
            Text::Two(_) => "two bytes",
            Text::Four(_) => "four bytes",
        }
    }
}
