//! Base64: three bytes as four characters.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// No character of the alphabet.
const NONE: u8 = 0xff;

/// Values of characters.
static VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut at = 0;
    while at < 64 {
        values[ALPHABET[at] as usize] = at as u8;
        at += 1;
    }
    values
};

pub fn encode(bytes: &[u8], newline: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len().div_ceil(3) * 4 + usize::from(newline));
    for chunk in bytes.chunks(3) {
        let group = [chunk[0], chunk.get(1).copied().unwrap_or(0), chunk.get(2).copied().unwrap_or(0)];
        let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        for place in 0..4 {
            let character = ALPHABET[(bits >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= chunk.len() { character } else { b'=' });
        }
    }
    if newline {
        out.push(b'\n');
    }
    out
}

/// What is not Base64 is passed over, or an error when `strict`; the error is the message.
pub fn decode(text: &[u8], strict: bool) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 3);
    // characters of an unfinished group, their bits, and the padding since
    let (mut held, mut bits, mut pads) = (0, 0u32, 0);
    for (at, &character) in text.iter().enumerate() {
        if character == b'=' {
            pads += 1;
            if !strict || held >= 2 && held + pads <= 4 {
                continue;
            }
            match held {
                1 => break,
                _ if at == 0 => return Err("Leading padding not allowed".into()),
                _ => return Err("Excess padding not allowed".into()),
            }
        }
        let value = VALUES[usize::from(character)];
        if value == NONE {
            if strict {
                return Err("Only base64 data is allowed".into());
            }
            continue;
        }
        if strict && pads > 0 {
            let complete = held + pads == 4;
            let what = if complete { "Excess data after padding" } else { "Discontinuous padding not allowed" };
            return Err(what.into());
        }
        pads = 0;
        bits = bits << 6 | u32::from(value);
        held += 1;
        if held == 4 {
            out.extend_from_slice(&bits.to_be_bytes()[1..]);
            (held, bits) = (0, 0);
        }
    }
    match held {
        0 => {}
        1 => {
            let count = out.len() / 3 * 4 + 1;
            return Err(format!(
                "Invalid base64-encoded string: number of data characters ({count}) cannot be 1 more than a multiple of 4"
            ));
        }
        _ if held + pads < 4 => return Err("Incorrect padding".into()),
        _ => {
            let bytes = (bits << (24 - 6 * held)).to_be_bytes();
            out.extend_from_slice(&bytes[1..held]);
        }
    }
    Ok(out)
}
