//! Source bytes to source text: byte order mark, coding cookie, line ends.

use std::borrow::Cow;

use crate::error::{Stage, SyntaxError, SyntaxErrorKind};

const BOM: &[u8] = b"\xef\xbb\xbf";

/// The text with `\n` for every line end. Positions in syntax trees are positions in this text.
pub fn normalise(source: &str) -> Cow<'_, str> {
    if source.contains('\r') {
        Cow::Owned(source.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(source)
    }
}

/// Decodes bytes in an encoding of this name.
pub type Codec<'c> = dyn FnMut(&str, &[u8]) -> Option<Result<String, String>> + 'c;

/// The text that source bytes stand for, by their byte order mark or coding cookie (PEP 263). UTF-8, Latin-1 and ASCII
/// are known here; `codec` is asked for all other encodings: `None` if there is none of that name, else the text or the
/// reason why the bytes are none.
pub fn decode(bytes: &[u8], filename: &str, codec: &mut Codec<'_>) -> Result<String, SyntaxError> {
    let (content, marked) = match bytes.strip_prefix(BOM) {
        Some(content) => (content, true),
        None => (bytes, false),
    };
    let Some(cookie) = cookie(content) else { return utf8(content, filename) };
    let name = canonical(&cookie.name);
    if name == "utf-8" {
        return utf8(content, filename);
    }
    if marked {
        let mut error = at(cookie.line, 0, filename, format!("encoding problem: {name} with BOM"));
        error.text = Some(String::from_utf8_lossy(cookie.text).into_owned());
        error.end_column = cookie.text.len() as i32;
        return Err(error);
    }
    let decoded = match name.as_str() {
        "iso-8859-1" => Some(Ok(content.iter().map(|&byte| char::from(byte)).collect())),
        "ascii" | "us-ascii" => Some(ascii(content)),
        _ => codec(&cookie.name, content),
    };
    match decoded {
        Some(Ok(text)) => Ok(text),
        Some(Err(reason)) => Err(at(0, 0, filename, reason)),
        None => Err(at(0, 0, filename, format!("unknown encoding: {}", cookie.name))),
    }
}

struct Cookie<'b> {
    name: String,
    line: usize,
    text: &'b [u8],
}

/// The encoding that a comment in one of the first two lines declares; the first of them must be a comment or blank.
fn cookie(content: &[u8]) -> Option<Cookie<'_>> {
    for (index, text) in content.split(|&byte| matches!(byte, b'\n' | b'\r')).take(3).enumerate() {
        let start = text.iter().position(|&byte| !matches!(byte, b' ' | b'\t' | 0x0c));
        let Some(start) = start else { continue };
        if text[start] != b'#' {
            return None;
        }
        if let Some(name) = declared(&text[start..]) {
            return Some(Cookie { name, line: index + 1, text });
        }
        if index == 1 && content.get(..1) != Some(b"\r") {
            return None;
        }
    }
    None
}

/// The name after `coding:` or `coding=` in a comment.
fn declared(comment: &[u8]) -> Option<String> {
    let mut rest = comment;
    while let Some(at) = rest.windows(6).position(|window| window == b"coding") {
        rest = &rest[at + 6..];
        let Some((b':' | b'=', value)) = rest.split_first() else { continue };
        let start = value.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(value.len());
        let fits = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let name: Vec<u8> = value[start..].iter().copied().take_while(fits).collect();
        if !name.is_empty() {
            return String::from_utf8(name).ok();
        }
    }
    None
}

/// One name for each of the encodings known here; other names unchanged.
fn canonical(name: &str) -> String {
    let folded = name.to_ascii_lowercase().replace('_', "-");
    let is = |known: &str| folded == known || folded.strip_prefix(known).is_some_and(|rest| rest.starts_with('-'));
    if is("utf-8") || folded == "utf8" {
        "utf-8".to_owned()
    } else if ["latin-1", "iso-8859-1", "iso-latin-1"].iter().any(|known| is(known)) || folded == "latin1" {
        "iso-8859-1".to_owned()
    } else {
        folded
    }
}

fn utf8(content: &[u8], filename: &str) -> Result<String, SyntaxError> {
    let error = match std::str::from_utf8(content) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error,
    };
    let bad = error.valid_up_to();
    let line = content[..bad].iter().filter(|&&byte| byte == b'\n').count() + 1;
    let start = content[..bad].iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    let end = content[bad..].iter().position(|&byte| byte == b'\n').map_or(content.len(), |newline| bad + newline);
    let column = String::from_utf8_lossy(&content[start..bad]).chars().count() + 1;
    let message = format!(
        "Non-UTF-8 code starting with '\\x{:02x}' on line {line}, but no encoding declared; \
         see https://peps.python.org/pep-0263/ for details",
        content[bad]
    );
    let mut error = at(line, column, filename, message);
    error.text = Some(String::from_utf8_lossy(&content[start..end]).into_owned());
    Err(error)
}

fn ascii(content: &[u8]) -> Result<String, String> {
    match content.iter().position(|byte| !byte.is_ascii()) {
        None => Ok(content.iter().map(|&byte| char::from(byte)).collect()),
        Some(at) => Err(format!(
            "'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
            content[at]
        )),
    }
}

fn at(line: usize, column: usize, filename: &str, message: String) -> SyntaxError {
    SyntaxError {
        message,
        filename: filename.to_owned(),
        line: line as u32,
        column: column as u32,
        end_line: line as u32,
        end_column: column as i32,
        text: None,
        source: None,
        kind: SyntaxErrorKind::Syntax,
        stage: Stage::Reading,
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, normalise};

    fn text(bytes: &[u8]) -> Result<String, String> {
        let mut codec = |name: &str, _: &[u8]| (name == "rot13").then(|| Ok("decoded".to_owned()));
        decode(bytes, "f", &mut codec).map_err(|error| format!("{}:{} {}", error.line, error.column, error.message))
    }

    #[test]
    fn encodings() {
        assert_eq!(text(b"x = '\xc3\xa9'").as_deref(), Ok("x = 'é'"));
        assert_eq!(text(b"\xef\xbb\xbfx").as_deref(), Ok("x"));
        assert_eq!(text(b"#coding: latin-1\n'\xe9'").as_deref(), Ok("#coding: latin-1\n'é'"));
        assert_eq!(
            text(b"\n# vim: set fileencoding=ISO_8859_1 :\n'\xe9'").as_deref().map(|text| text.contains('é')),
            Ok(true)
        );
        assert_eq!(text(b"# coding: rot13\nk").as_deref(), Ok("decoded"));
        assert_eq!(text(b"x\n# coding: none\n").as_deref(), Ok("x\n# coding: none\n"));
    }

    #[test]
    fn errors() {
        assert_eq!(text(b"#coding: none\n"), Err("0:0 unknown encoding: none".to_owned()));
        assert_eq!(
            text(b"\xef\xbb\xbf#coding: latin-1\nx=1\n"),
            Err("1:0 encoding problem: iso-8859-1 with BOM".to_owned())
        );
        let expected = "3:4 Non-UTF-8 code starting with '\\xe9' on line 3, but no encoding declared; \
                        see https://peps.python.org/pep-0263/ for details";
        assert_eq!(text(b"\n\nx=\"\xe9a\"\n"), Err(expected.to_owned()));
    }

    #[test]
    fn line_ends() {
        assert_eq!(normalise("a\r\nb\rc\n"), "a\nb\nc\n");
    }
}
