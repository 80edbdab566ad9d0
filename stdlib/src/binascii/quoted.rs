//! Quoted-printable text.

use super::hex;

/// Lines are at most this long, the line end apart.
const LINE: usize = 76;

#[derive(Clone, Copy)]
pub struct Options {
    /// Blanks and tabs are quoted everywhere.
    pub quote_tabs: bool,
    /// Line ends are line ends.
    pub is_text: bool,
    /// The variant for headers: blanks are underscores.
    pub header: bool,
}

pub fn decode(text: &[u8], header: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += 1;
        if byte != b'=' {
            out.push(if header && byte == b'_' { b' ' } else { byte });
            continue;
        }
        match (text.get(at), text.get(at + 1)) {
            (None, _) => {}
            (Some(b'\n' | b'\r'), _) => {
                // a soft line end: nothing up to and including the line feed
                let end = text[at..].iter().position(|&byte| byte == b'\n');
                at = end.map_or(text.len(), |end| at + end + 1);
            }
            (Some(b'='), _) => {
                out.push(b'=');
                at += 1;
            }
            (Some(&high), Some(&low)) => match (hex::value(high), hex::value(low)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    at += 2;
                }
                _ => out.push(b'='),
            },
            _ => out.push(b'='),
        }
    }
    out
}

pub fn encode(bytes: &[u8], options: Options) -> Vec<u8> {
    let mut lines =
        Lines { out: Vec::with_capacity(bytes.len() + bytes.len() / 8), length: 0, crlf: ends_in_crlf(bytes) };
    let mut at = 0;
    while at < bytes.len() {
        let (byte, next) = (bytes[at], bytes.get(at + 1).copied());
        at += 1;
        if lines.must_quote(byte, next, options) {
            lines.quote(byte);
        } else if options.is_text && (byte == b'\n' || byte == b'\r' && next == Some(b'\n')) {
            at += usize::from(byte == b'\r');
            lines.end();
        } else {
            if next.is_some_and(|next| next != b'\n') && lines.length + 1 >= LINE {
                lines.soft_end();
            }
            lines.length += 1;
            lines.out.push(if options.header && byte == b' ' { b'_' } else { byte });
        }
    }
    lines.out
}

/// Are lines ended by two characters? The first one tells.
fn ends_in_crlf(bytes: &[u8]) -> bool {
    bytes.iter().position(|&byte| byte == b'\n').is_some_and(|at| at > 0 && bytes[at - 1] == b'\r')
}

struct Lines {
    out: Vec<u8>,
    /// Of the line so far.
    length: usize,
    crlf: bool,
}

impl Lines {
    fn must_quote(&self, byte: u8, next: Option<u8>, options: Options) -> bool {
        match byte {
            b'=' | 127.. => true,
            b'_' => options.header,
            // a line with nothing but a dot ends a mail
            b'.' => self.length == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0)),
            b'\r' | b'\n' => !options.is_text,
            b' ' | b'\t' => options.quote_tabs || next.is_none(),
            _ => byte < b' ',
        }
    }

    fn quote(&mut self, byte: u8) {
        if self.length + 3 >= LINE {
            self.soft_end();
        }
        self.out.push(b'=');
        self.out.extend_from_slice(&hex::upper(byte));
        self.length += 3;
    }

    fn end(&mut self) {
        if let Some(&blank @ (b' ' | b'\t')) = self.out.last() {
            self.out.pop();
            self.out.push(b'=');
            self.out.extend_from_slice(&hex::upper(blank));
        }
        self.line_end();
    }

    fn soft_end(&mut self) {
        self.out.push(b'=');
        self.line_end();
    }

    fn line_end(&mut self) {
        self.out.extend_from_slice(if self.crlf { b"\r\n" } else { b"\n" });
        self.length = 0;
    }
}
