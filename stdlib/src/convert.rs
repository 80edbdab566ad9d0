//! Arguments of natives as Rust values, and results as Python's.

use std::ffi::CString;
use std::os::unix::ffi::OsStrExt as _;

use vm_core::natives::{Tail, Then};
use vm_core::objects::bytes::Bytes;
use vm_core::objects::number::IntRef;
use vm_core::objects::string::Str;
use vm_core::{Gc, Raised, Res, Thread, Value, cls};

/// The first code point of the range in which `surrogateescape` keeps bytes that are not text.
const ESCAPED: u32 = 0xDC00;

/// A str argument as Rust text.
pub fn text<'t>(t: &'t Thread, value: Value<'t>, function: &str, position: usize) -> Result<String, Raised> {
    match t.as_str(value) {
        Some(string) => Ok(string.to_text()),
        None => {
            Err(t.type_error(format_args!("{function}() argument {position} must be str, not {}", t.class_name(value))))
        }
    }
}

/// An int argument that fits a C int.
pub fn c_int<'t>(t: &'t Thread, value: Value<'t>) -> Result<i32, Raised> {
    match t.as_int(value) {
        Some(IntRef::Small(small)) => i32::try_from(small).map_err(|_| too_large(t)),
        Some(IntRef::Big(_)) => Err(too_large(t)),
        None => Err(t.type_error(format_args!("'{}' object cannot be interpreted as an integer", t.class_name(value)))),
    }
}

fn too_large(t: &Thread) -> Raised {
    t.raise(cls::OverflowError, "Python int too large to convert to C int")
}

/// An int as an index-sized number; anything else is a TypeError.
pub fn ssize<'t>(t: &'t Thread, value: Value<'t>) -> Result<i64, Raised> {
    t.index_of(value).map_err(|raised| {
        if !t.pending_is(cls::IndexError) {
            return raised;
        }
        let _ = t.take_exception(raised);
        t.raise(cls::OverflowError, "Python int too large to convert to C ssize_t")
    })
}

/// The bytes a str stands for in the file system's encoding: UTF-8 with `surrogateescape`.
pub fn fs_bytes<'t>(t: &'t Thread, value: Value<'t>) -> Result<Vec<u8>, Raised> {
    if let Some(bytes) = value.cast::<Bytes>() {
        return Ok(bytes.slice().to_vec());
    }
    let Some(string) = t.as_str(value) else {
        return Err(
            t.type_error(format_args!("expected str, bytes or os.PathLike object, not {}", t.class_name(value)))
        );
    };
    let mut bytes = Vec::with_capacity(string.len());
    for code in string.units().iter() {
        match char::from_u32(code) {
            Some(c) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            None if (ESCAPED + 0x80..ESCAPED + 0x100).contains(&code) => bytes.push((code - ESCAPED) as u8),
            None => return Err(surrogate_error(t, value, code)),
        }
    }
    Ok(bytes)
}

fn surrogate_error<'t>(t: &'t Thread, value: Value<'t>, code: u32) -> Raised {
    let string = t.as_str(value).map(|s| s.units().iter().position(|c| c == code).unwrap_or(0)).unwrap_or(0);
    let (encoding, reason) = match (t.str("utf-8"), t.str("surrogates not allowed")) {
        (Ok(encoding), Ok(reason)) => (encoding, reason),
        (Err(raised), _) | (_, Err(raised)) => return raised,
    };
    let (start, end) = (t.int_usize(string), t.int_usize(string + 1));
    t.raise_with(cls::UnicodeEncodeError, &[encoding.value(), value, start, end, reason.value()])
}

/// The error for a str that was to be ASCII.
pub fn not_ascii<'t>(t: &'t Thread, string: Gc<'t, Str>) -> Raised {
    let refused = |code: &u32| *code >= 0x80;
    let start = string.units().iter().position(|code| refused(&code)).unwrap_or(0);
    let run = string.units().slice(start, string.len()).iter().take_while(refused).count();
    let (encoding, reason) = match (t.str("ascii"), t.str("ordinal not in range(128)")) {
        (Ok(encoding), Ok(reason)) => (encoding, reason),
        (Err(raised), _) | (_, Err(raised)) => return raised,
    };
    let (start, end) = (t.int_usize(start), t.int_usize(start + run));
    t.raise_with(cls::UnicodeEncodeError, &[encoding.value(), string.value(), start, end, reason.value()])
}

/// The same without NUL, for the system.
pub fn fs_path<'t>(t: &'t Thread, value: Value<'t>) -> Result<CString, Raised> {
    CString::new(fs_bytes(t, value)?).map_err(|_| t.value_error("embedded null byte"))
}

/// A name the system gave, as str.
pub fn fs_text<'t>(t: &'t Thread, name: &[u8]) -> Res<'t> {
    if let Ok(text) = std::str::from_utf8(name) {
        return Ok(t.str(text)?.value());
    }
    let mut buffer = text::TextBuf::new();
    for chunk in name.utf8_chunks() {
        buffer.push_str(chunk.valid());
        for byte in chunk.invalid() {
            buffer.push(ESCAPED + u32::from(*byte));
        }
    }
    Ok(t.str_text(buffer.finish())?.value())
}

/// An [`OsString`] as str.
pub fn os_text<'t>(t: &'t Thread, name: &std::ffi::OsStr) -> Res<'t> {
    fs_text(t, name.as_bytes())
}

/// `os.fspath`: what names a file, through `__fspath__` if need be. Ints (file descriptors) pass.
pub fn fspath<'t>(t: &'t Thread, value: Value<'t>) -> Result<Tail<'t>, Raised> {
    if t.as_str(value).is_some() || value.is::<Bytes>() || t.as_int(value).is_some() {
        return Ok(Tail::Value(value));
    }
    let name = t.intern_text("__fspath__");
    let Some(method) = t.lookup(t.class_of(value), name).filter(|method| !method.is_none()) else {
        return Err(
            t.type_error(format_args!("expected str, bytes or os.PathLike object, not {}", t.class_name(value)))
        );
    };
    static CHECK: Then = Then::new(|t, object, path| {
        if t.as_str(path).is_some() || path.is::<Bytes>() {
            return Ok(Tail::Value(path));
        }
        Err(t.type_error(format_args!(
            "expected {}.__fspath__() to return str or bytes, not {}",
            t.class_name(object),
            t.class_name(path)
        )))
    });
    t.call_bound(method, value, &[])?.then(t, &CHECK, value)
}
