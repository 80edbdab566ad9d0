//! Two hexadecimal digits for a byte.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The digits, with `separator` every `every` bytes, counted from the end or, if negative, from the start.
pub fn encode(bytes: &[u8], separator: Option<u8>, every: i64) -> Vec<u8> {
    let group = usize::try_from(every.unsigned_abs()).unwrap_or(usize::MAX);
    let mut out = Vec::with_capacity(bytes.len() * 3);
    for (at, &byte) in bytes.iter().enumerate() {
        if let Some(separator) = separator
            && group > 0
            && at > 0
        {
            let before = if every < 0 { at } else { bytes.len() - at };
            if before.is_multiple_of(group) {
                out.push(separator);
            }
        }
        out.extend_from_slice(&digits(byte));
    }
    out
}

fn digits(byte: u8) -> [u8; 2] {
    [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]
}

/// As two upper-case digits.
pub fn upper(byte: u8) -> [u8; 2] {
    digits(byte).map(|digit| digit.to_ascii_uppercase())
}

pub fn value(digit: u8) -> Option<u8> {
    Some(char::from(digit).to_digit(16)? as u8)
}

pub fn decode(text: &[u8]) -> Result<Vec<u8>, &'static str> {
    if !text.len().is_multiple_of(2) {
        return Err("Odd-length string");
    }
    let bytes = text.chunks_exact(2).map(|pair| Some(value(pair[0])? << 4 | value(pair[1])?));
    bytes.collect::<Option<Vec<u8>>>().ok_or("Non-hexadecimal digit found")
}
