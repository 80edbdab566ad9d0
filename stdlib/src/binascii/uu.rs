//! Lines of uuencoded data: a length, then three bytes as four characters from the blank on.

/// Bytes a line may hold.
const MOST: usize = 45;

pub fn encode(bytes: &[u8], backtick: bool) -> Result<Vec<u8>, &'static str> {
    if bytes.len() > MOST {
        return Err("At most 45 bytes at once");
    }
    let character = |value: u8| if backtick && value == 0 { b'`' } else { b' ' + value };
    let mut out = vec![character(bytes.len() as u8)];
    for chunk in bytes.chunks(3) {
        let group = [chunk[0], chunk.get(1).copied().unwrap_or(0), chunk.get(2).copied().unwrap_or(0)];
        let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        out.extend((0..4).map(|place| character((bits >> (18 - 6 * place)) as u8 & 63)));
    }
    out.push(b'\n');
    Ok(out)
}

/// What is missing at the end counts as zero.
pub fn decode(text: &[u8]) -> Result<Vec<u8>, &'static str> {
    let (&length, rest) = text.split_first().ok_or("Missing length byte")?;
    let length = usize::from(length.wrapping_sub(b' ') & 63);
    let mut characters = rest.iter().copied();
    let mut out = Vec::with_capacity(length);
    let (mut bits, mut held) = (0u32, 0);
    while out.len() < length {
        let value = match characters.next() {
            None | Some(b'\n' | b'\r') => 0,
            Some(character @ b' '..=b'`') => (character - b' ') & 63,
            Some(_) => return Err("Illegal char"),
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    match characters.all(|character| matches!(character, b' ' | b'`' | b'\n' | b'\r')) {
        true => Ok(out),
        false => Err("Trailing garbage"),
    }
}
