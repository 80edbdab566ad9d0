//! Universal newlines: `IncrementalNewlineDecoder`, and what it does to text.

use std::cell::Cell;

use gc_api::{Slot, layout};
use text::{Text, TextBuf, Units};
use vm_core::classes::ClassKey;
use vm_core::natives::{ClassDef, GetSetDef, NativeDef, class, getter, leaf};
use vm_core::objects::class::{Class, flags};
use vm_core::{Res, Thread, Value, header};

use super::wanted_class;
use crate::ids;

/// What has been seen and what is held back.
#[derive(Copy, Clone, Default)]
pub struct Newlines {
    pub translate: bool,
    /// A carriage return that ended the last part: a line feed may follow.
    pub pending: bool,
    /// Of `CR`, `LF`, `CRLF`.
    pub seen: u8,
}

const CR: u8 = 1;
const LF: u8 = 2;
const CRLF: u8 = 4;

impl Newlines {
    /// The next part of a text; `None`: it stays as it is.
    pub fn decode(&mut self, part: Units<'_>, is_final: bool) -> Option<Text> {
        let given_back = self.pending && (is_final || !part.is_empty());
        let ends_open = !is_final && (part.last() == Some(13) || (given_back && part.is_empty()));
        if !given_back && !ends_open && !contains(part, 13) {
            if contains(part, 10) {
                self.seen |= LF;
            }
            return None;
        }
        if given_back {
            self.pending = false;
        }
        let mut out = TextBuf::with_capacity(part.len() + 1);
        let mut codes = given_back.then_some(13).into_iter().chain(part.iter()).peekable();
        while let Some(code) = codes.next() {
            match code {
                10 => {
                    self.seen |= LF;
                    out.push(10);
                }
                13 if codes.peek() == Some(&10) => {
                    codes.next();
                    self.seen |= CRLF;
                    if !self.translate {
                        out.push(13);
                    }
                    out.push(10);
                }
                13 if codes.peek().is_none() && !is_final => self.pending = true,
                13 => {
                    self.seen |= CR;
                    out.push(if self.translate { 10 } else { 13 });
                }
                _ => out.push(code),
            }
        }
        Some(out.finish())
    }

    /// The attribute `newlines`.
    pub fn value<'t>(&self, t: &'t Thread) -> Res<'t> {
        let kinds = [(CR, "\r"), (LF, "\n"), (CRLF, "\r\n")];
        let mut found = Vec::new();
        for (bit, text) in kinds {
            if self.seen & bit != 0 {
                found.push(t.str(text)?.value());
            }
        }
        match found[..] {
            [] => Ok(Value::NONE),
            [one] => Ok(one),
            _ => Ok(t.tuple(&found)?.value()),
        }
    }

    /// As one number, for a field of an object.
    pub fn pack(self) -> u64 {
        u64::from(self.seen) | u64::from(self.pending) << 8 | u64::from(self.translate) << 9
    }

    pub fn unpack(bits: u64) -> Newlines {
        Newlines { seen: (bits & 7) as u8, pending: bits >> 8 & 1 != 0, translate: bits >> 9 & 1 != 0 }
    }
}

/// Does the text hold this ASCII character?
pub fn contains(text: Units<'_>, code: u8) -> bool {
    match text {
        Units::Latin1(bytes) => bytes.contains(&code),
        Units::Ucs2(units) => units.contains(&code.into()),
        Units::Ucs4(units) => units.contains(&code.into()),
    }
}

layout! {
    pub struct NewlineDecoder(ids::IO.layout(5)) {
        /// The decoder of the bytes, or None.
        decoder: Ref,
        errors: Ref,
        /// `Newlines`, packed.
        state: Raw<u64>,
        map: Ref,
        attrs: Ref,
    }
}

const KEY: ClassKey = ids::IO.class(11);

/// Decoding, and what asks the inner decoder, is in the Python part.
pub static NEWLINE_DECODER: ClassDef = class(KEY, "IncrementalNewlineDecoder")
    .module("_io")
    .layouts(&[ids::IO.layout(5)])
    .subclassable(ids::IO.layout(5))
    .flags(flags::WEAKREFABLE)
    .methods(&METHODS)
    .getsets(&GETSETS);

static METHODS: [NativeDef; 2] = [
    leaf("__new__(cls, /, *args, **kwargs)", |t, args| {
        let class = wanted_class(t, args, KEY)?;
        let made = t.new_object(NewlineDecoder {
            header: header(),
            decoder: Slot::default(),
            errors: Slot::default(),
            state: Cell::new(0),
            map: Slot::new(class.get(Class::root_map).word()),
            attrs: Slot::default(),
        });
        t.finalisable(class, made.obj());
        Ok(made.value())
    })
    .static_method(),
    leaf("__init__(self, /, decoder, translate, errors='strict')", |t, args| {
        let this = args.this::<NewlineDecoder>();
        this.set(t, NewlineDecoder::decoder, args.get(1));
        this.set(t, NewlineDecoder::errors, args.get(3));
        let translate = t.leaf_truth(args.get(2)).unwrap_or(true);
        this.set_raw(NewlineDecoder::state, Newlines { translate, ..Newlines::default() }.pack());
        Ok(Value::NONE)
    }),
];

static GETSETS: [GetSetDef; 1] = [getter("newlines", |t, this| {
    Newlines::unpack(this.expect::<NewlineDecoder>().get(NewlineDecoder::state)).value(t)
})];

/// For the Python part.
pub static HELPERS: [NativeDef; 4] = [
    leaf("_newline_inner(decoder, /)", |t, args| {
        match args.this::<NewlineDecoder>().get(NewlineDecoder::decoder).given() {
            Some(inner) => Ok(inner),
            None => Err(t.value_error("IncrementalNewlineDecoder.__init__() not called")),
        }
    })
    .function(),
    leaf("_newline_translate(decoder, text, final, /)", |t, args| {
        let this = args.this::<NewlineDecoder>();
        let Some(text) = t.as_str(args.get(1)) else {
            let name = t.class_name(args.get(1));
            return Err(t.type_error(format_args!("decoder should return a string result, not '{name}'")));
        };
        let mut newlines = Newlines::unpack(this.get(NewlineDecoder::state));
        let changed = newlines.decode(text.units(), args.get(2).is_true());
        this.set_raw(NewlineDecoder::state, newlines.pack());
        match changed {
            Some(changed) => Ok(t.str_text(changed)?.value()),
            None => Ok(text.value()),
        }
    })
    .function(),
    leaf("_newline_pending(decoder, /)", |_, args| {
        Ok(Value::bool(Newlines::unpack(args.this::<NewlineDecoder>().get(NewlineDecoder::state)).pending))
    })
    .function(),
    leaf("_newline_restore(decoder, pending, forget, /)", |_, args| {
        let this = args.this::<NewlineDecoder>();
        let old = Newlines::unpack(this.get(NewlineDecoder::state));
        let seen = if args.get(2).is_true() { 0 } else { old.seen };
        let new = Newlines { pending: args.get(1).is_true(), seen, ..old };
        this.set_raw(NewlineDecoder::state, new.pack());
        Ok(Value::NONE)
    })
    .function(),
];
