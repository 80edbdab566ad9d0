//! What exceptions say: `__str__` of the classes that have one of their own, and `__repr__` of all.

use crate::Thread;
use crate::applevel::app;
use crate::errors::Exception;
use crate::natives::{Args, Tail};
use crate::objects::bytes::Bytes;
use crate::objects::class::Class;
use crate::objects::exception_fields::field;
use crate::objects::sequence::Tuple;
use crate::symbols::{Sym, sym};
use crate::value::{Raised, Res, Value};
use crate::vm::ready;

pub(super) fn str_of<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let values = args.this::<Exception>().get(Exception::args).expect::<Tuple>();
    match values.extent() {
        0 => ready(t.str("")?.value()),
        1 => t.str_of(values.at(0)),
        _ => t.repr(values.value()),
    }
}

pub(super) fn str_of_key_error<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let values = args.this::<Exception>().get(Exception::args).expect::<Tuple>();
    if values.extent() == 1 { t.repr(values.at(0)) } else { str_of(t, args) }
}

pub(super) fn str_of_msg<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let message = field(t, args.this(), sym::msg);
    if t.as_str(message).is_some() { ready(message) } else { str_of(t, args) }
}

pub(super) fn str_of_syntax_error<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Exception>();
    let message = t.text(field(t, this, sym::msg));
    let name = t.text(field(t, this, sym::filename));
    let name = name.rsplit('/').next().unwrap_or("");
    let text = match (name.is_empty(), field(t, this, sym::lineno).as_small_int()) {
        (false, Some(line)) => format!("{message} ({name}, line {line})"),
        (false, None) => format!("{message} ({name})"),
        (true, Some(line)) => format!("{message} (line {line})"),
        (true, None) => return str_of(t, args),
    };
    ready(t.str(&text)?.value())
}

pub(super) fn str_of_os_error<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Exception>();
    let (errno, message) = (field(t, this, sym::errno), field(t, this, sym::strerror));
    if !errno.is_set() || errno.is_none() {
        return str_of(t, args);
    }
    let names = [field(t, this, sym::filename), field(t, this, sym::filename2)];
    let state = t.small_tuple([
        errno,
        message,
        names[0].given().unwrap_or(Value::NONE),
        names[1].given().unwrap_or(Value::NONE),
    ]);
    Ok(Tail::call(t.app(app::os_error_text), &[state.value()]))
}

pub(super) fn str_of_unicode_error<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Exception>();
    let encoding = t.text(field(t, this, sym::encoding));
    let reason = t.text(field(t, this, sym::reason));
    let number = |name: Sym| field(t, this, name).as_small_int().unwrap_or(0);
    let (start, end) = (number(sym::start), number(sym::end));
    let object = field(t, this, sym::object);
    let one = end == start + 1;
    let text = if let Some(bytes) = object.cast::<Bytes>() {
        match bytes.slice().get(start as usize) {
            Some(byte) if one => {
                format!("'{encoding}' codec can't decode byte {byte:#04x} in position {start}: {reason}")
            }
            _ => format!("'{encoding}' codec can't decode bytes in position {start}-{}: {reason}", end - 1),
        }
    } else {
        match t.as_str(object).filter(|s| one && (start as usize) < s.len()) {
            Some(string) => {
                let shown = escaped(string.units().get(start as usize));
                format!("'{encoding}' codec can't encode character '{shown}' in position {start}: {reason}")
            }
            None => format!("'{encoding}' codec can't encode characters in position {start}-{}: {reason}", end - 1),
        }
    };
    Ok(t.str(&text)?.value())
}

pub(super) fn str_of_translate_error<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Exception>();
    let number = |name: Sym| field(t, this, name).as_small_int().unwrap_or(0);
    let (start, end) = (number(sym::start), number(sym::end));
    let reason = t.text(field(t, this, sym::reason));
    let object = t.as_str(field(t, this, sym::object));
    let Some(object) = object else { return Ok(t.str("")?.value()) };
    let only = usize::try_from(start).ok().filter(|start| end - *start as i64 == 1 && *start < object.len());
    let text = match only.map(|start| object.units().get(start)) {
        Some(code) => {
            let shown = escaped(code);
            format!("can't translate character '{shown}' in position {start}: {reason}")
        }
        None => format!("can't translate characters in position {start}-{}: {reason}", end - 1),
    };
    Ok(t.str(&text)?.value())
}

fn escaped(code: u32) -> String {
    match code {
        0..=0xFF => format!("\\x{code:02x}"),
        0x100..=0xFFFF => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    }
}

pub(super) fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Exception>();
    let values = this.get(Exception::args).expect::<Tuple>();
    let name = t.class_of(this.value()).get(Class::name);
    match values.extent() {
        0 => ready(t.str(&format!("{}()", t.text(name)))?.value()),
        1 => Ok(Tail::call(t.app(app::exception_repr), &[name, values.at(0)])),
        _ => Ok(Tail::call(t.app(app::exception_repr_many), &[name, values.value()])),
    }
}
