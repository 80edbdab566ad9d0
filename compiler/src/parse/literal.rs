//! What is wrong with the content of a string or bytes literal.

/// The message about a literal's first bad escape or character, if it has one. `prefix` is in lower case.
pub fn fault(prefix: &str, literal: &str) -> Option<String> {
    let body = body(&literal[prefix.len()..]);
    let (bytes, raw) = (prefix.contains('b'), prefix.contains('r'));
    if bytes && !body.is_ascii() {
        return Some("bytes can only contain ASCII literal characters".to_owned());
    }
    if raw {
        return None;
    }
    if bytes { bad_bytes_escape(body) } else { text_fault(body) }
}

/// What lies between the quotes.
fn body(quoted: &str) -> &str {
    let width = if quoted.len() >= 6 && (quoted.starts_with("\"\"\"") || quoted.starts_with("'''")) { 3 } else { 1 };
    quoted.get(width..quoted.len().saturating_sub(width)).unwrap_or("")
}

fn bad_bytes_escape(body: &str) -> Option<String> {
    let bytes = body.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte != b'\\' {
            at += 1;
            continue;
        }
        let hex = |distance: usize| bytes.get(at + distance).is_some_and(u8::is_ascii_hexdigit);
        if bytes.get(at + 1) == Some(&b'x') && !(hex(2) && hex(3)) {
            return Some(format!("(value error) invalid \\x escape at position {at}"));
        }
        at += 2;
    }
    None
}

/// The message about the first bad escape in a text that is not raw, without its quotes.
pub fn text_fault(body: &str) -> Option<String> {
    let mut rest = body.chars().peekable();
    // CPython counts positions in a form where every character beyond ASCII takes ten bytes.
    let mut position = 0;
    while let Some(character) = rest.next() {
        if character != '\\' {
            position += if character.is_ascii() { 1 } else { 10 };
            continue;
        }
        let start = position;
        let letter = rest.next()?;
        position += 1 + if letter.is_ascii() { 1 } else { 10 };
        let digits = match letter {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            'N' => {
                let (length, reason) = named_escape(&mut rest);
                position += length;
                match reason {
                    Some(reason) => return Some(unicode_error(start, position - 1, reason)),
                    None => continue,
                }
            }
            _ => continue,
        };
        let mut value = 0u32;
        for _ in 0..digits {
            match rest.peek().and_then(|digit| digit.to_digit(16)) {
                Some(digit) => value = value << 4 | digit,
                None => {
                    let shape = format!("truncated \\{letter}{} escape", "X".repeat(digits));
                    return Some(unicode_error(start, position - 1, &shape));
                }
            }
            rest.next();
            position += 1;
        }
        if value > 0x10_ffff {
            return Some(unicode_error(start, position - 1, "illegal Unicode character"));
        }
    }
    None
}

/// Reads the braces of a named escape: how long they are, and what is wrong.
fn named_escape(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> (usize, Option<&'static str>) {
    const MALFORMED: Option<&str> = Some("malformed \\N character escape");
    if rest.peek() != Some(&'{') {
        return (0, MALFORMED);
    }
    rest.next();
    let mut name = String::new();
    for character in rest.by_ref() {
        if character == '}' {
            let length = name.len() + 2;
            return match unicode_names2::character(&name) {
                _ if name.is_empty() => (length, MALFORMED),
                Some(_) => (length, None),
                None => (length, Some("unknown Unicode character name")),
            };
        }
        name.push(character);
    }
    (name.len() + 1, MALFORMED)
}

fn unicode_error(start: usize, end: usize, reason: &str) -> String {
    format!("(unicode error) 'unicodeescape' codec can't decode bytes in position {start}-{end}: {reason}")
}
