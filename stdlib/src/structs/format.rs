//! Format strings of `struct` taken apart. Knows no values.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// A run of equal elements, or one `s` or `p`.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    pub code: u8,
    /// Of the first element.
    pub offset: usize,
    /// Bytes of one element.
    pub size: usize,
    /// How many values it stands for.
    pub count: usize,
}

/// A format that has been read.
#[derive(Debug)]
pub struct Format {
    pub items: Vec<Item>,
    /// Bytes of the whole.
    pub size: usize,
    /// How many values it takes and gives.
    pub values: usize,
    pub big_endian: bool,
}

impl Format {
    /// The codes of the values, in order.
    pub fn codes(&self) -> impl Iterator<Item = u8> {
        self.items.iter().flat_map(|item| std::iter::repeat_n(item.code, item.count))
    }
}

const TOO_LONG: &str = "total struct size too long";
const LIMIT: usize = isize::MAX as usize;

/// Size and alignment of a code's element; `None` if there is no such code.
fn element(code: u8, native: bool) -> Option<(usize, usize)> {
    let (size, alignment) = match code {
        b'x' | b'c' | b'b' | b'B' | b's' | b'p' | b'?' => (1, 1),
        b'h' | b'H' | b'e' => (2, 2),
        b'i' | b'I' | b'f' => (4, 4),
        b'l' | b'L' if !native => (4, 4),
        b'l' | b'L' | b'q' | b'Q' | b'd' => (8, 8),
        b'F' => (8, 4),
        b'D' => (16, 8),
        b'n' | b'N' | b'P' if native => (8, 8),
        _ => return None,
    };
    Some((size, if native { alignment } else { 1 }))
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | 0x09..=0x0D)
}

/// Reads a format; the error is the message of a `struct.error`.
fn parse(text: &[u8]) -> Result<Format, &'static str> {
    if text.contains(&0) {
        return Err("embedded null character");
    }
    let (native, big_endian, mut at) = match text.first() {
        Some(b'@') => (true, cfg!(target_endian = "big"), 1),
        Some(b'=') => (false, cfg!(target_endian = "big"), 1),
        Some(b'<') => (false, false, 1),
        Some(b'>' | b'!') => (false, true, 1),
        _ => (true, cfg!(target_endian = "big"), 0),
    };
    let mut format = Format { items: Vec::new(), size: 0, values: 0, big_endian };
    while let Some(&first) = text.get(at) {
        at += 1;
        if is_space(first) {
            continue;
        }
        let mut code = first;
        let mut count = 1;
        if first.is_ascii_digit() {
            count = usize::from(first - b'0');
            loop {
                code = *text.get(at).ok_or("repeat count given without format specifier")?;
                at += 1;
                if !code.is_ascii_digit() {
                    break;
                }
                count = count
                    .checked_mul(10)
                    .and_then(|count| count.checked_add(usize::from(code - b'0')))
                    .filter(|&count| count <= LIMIT)
                    .ok_or(TOO_LONG)?;
            }
        }
        format.add(code, count, element(code, native).ok_or("bad char in struct format")?)?;
    }
    Ok(format)
}

impl Format {
    fn add(&mut self, code: u8, count: usize, (size, alignment): (usize, usize)) -> Result<(), &'static str> {
        let offset = self.size.checked_next_multiple_of(alignment).filter(|&offset| offset <= LIMIT).ok_or(TOO_LONG)?;
        let bytes = size.checked_mul(count).ok_or(TOO_LONG)?;
        self.size = offset.checked_add(bytes).filter(|&size| size <= LIMIT).ok_or(TOO_LONG)?;
        let item = match code {
            b'x' => return Ok(()),
            b's' | b'p' => Item { code, offset, size: count, count: 1 },
            _ if count == 0 => return Ok(()),
            _ => Item { code, offset, size, count },
        };
        self.values += item.count;
        self.items.push(item);
        Ok(())
    }
}

/// So many formats are remembered.
const CACHED: usize = 128;

thread_local! {
    static CACHE: RefCell<HashMap<Box<[u8]>, Rc<Format>>> = RefCell::new(HashMap::new());
}

/// The format that a text means, remembered if it was read before.
pub fn of(text: &[u8]) -> Result<Rc<Format>, &'static str> {
    CACHE.with_borrow_mut(|cache| {
        if let Some(known) = cache.get(text) {
            return Ok(known.clone());
        }
        let format = Rc::new(parse(text)?);
        if cache.len() >= CACHED {
            cache.clear();
        }
        cache.insert(text.into(), format.clone());
        Ok(format)
    })
}

pub fn clear_cache() {
    CACHE.with_borrow_mut(HashMap::clear);
}
