//! Incremental decoding of UTF-8, Latin-1 and ASCII for text streams, without the registry of codecs.

use std::cell::Cell;

use gc_api::layout;
use text::codecs::{self, Encoding, Errors};
use vm_core::classes::ClassKey;
use vm_core::natives::{Args, ClassDef, NativeDef, class, leaf};
use vm_core::{Res, Thread, Value, header};

use crate::ids;

layout! {
    /// What a decoder of `codecs` is to Python, for the encodings known here.
    pub struct Decoder(ids::IO.layout(6)) {
        encoding: Raw<u64>,
        errors: Raw<u64>,
        /// The bytes of an incomplete character, least significant first, and how many there are.
        pending: Raw<u64>,
        count: Raw<usize>,
    }
}

const KEY: ClassKey = ids::IO.class(12);

pub static DECODER: ClassDef = class(KEY, "_Decoder").module("_io").layouts(&[ids::IO.layout(6)]).methods(&METHODS);

static METHODS: [NativeDef; 5] = [
    leaf("__new__(cls, encoding, errors, /)", new).static_method(),
    leaf("decode(self, input, final=False)", decode),
    leaf("reset(self, /)", |_, args| {
        args.this::<Decoder>().set_raw(Decoder::count, 0);
        Ok(Value::NONE)
    }),
    leaf("getstate(self, /)", |t, args| {
        let this = args.this::<Decoder>();
        let pending = this.get(Decoder::pending).to_le_bytes();
        let kept = t.bytes(&pending[..this.get(Decoder::count)])?;
        Ok(t.small_tuple([kept.value(), Value::small(0)]).value())
    }),
    leaf("setstate(self, state, /)", |t, args| {
        use vm_core::objects::sequence::Tuple;
        let kept = args.get(1).cast::<Tuple>().filter(|state| state.extent() == 2).and_then(|s| t.as_bytes(s.at(0)));
        let Some(kept) = kept else { return Err(t.type_error("state argument must be a tuple")) };
        keep(args, kept.slice());
        Ok(Value::NONE)
    }),
];

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Latin1, Encoding::Ascii];

/// Number of an encoding that text streams treat natively, from 1; 0 for others.
pub fn number_of(name: &str) -> u64 {
    let encoding = Encoding::of_name(name);
    ENCODINGS.iter().position(|known| Some(*known) == encoding).map_or(0, |at| at as u64 + 1)
}

/// The encoding with this number.
pub fn encoding_of(number: u64) -> Encoding {
    ENCODINGS[(number as usize).clamp(1, 3) - 1]
}

const HANDLERS: [Errors; 7] = [
    Errors::Strict,
    Errors::Ignore,
    Errors::Replace,
    Errors::BackslashReplace,
    Errors::XmlCharRefReplace,
    Errors::SurrogateEscape,
    Errors::SurrogatePass,
];

/// None for what is not native.
fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let encoding = number_of(&t.text(args.get(1)));
    let errors = Errors::of_name(&t.text(args.get(2)));
    let errors = HANDLERS.iter().position(|known| Some(*known) == errors && *known != Errors::XmlCharRefReplace);
    let (1.., Some(errors)) = (encoding, errors) else { return Ok(Value::NONE) };
    let made = t.new_object(Decoder {
        header: header(),
        encoding: Cell::new(encoding),
        errors: Cell::new(errors as u64),
        pending: Cell::new(0),
        count: Cell::new(0),
    });
    Ok(made.value())
}

fn keep(args: Args<'_>, bytes: &[u8]) {
    let this = args.this::<Decoder>();
    let mut pending = [0; 8];
    let count = bytes.len().min(8);
    pending[..count].copy_from_slice(&bytes[..count]);
    this.set_raw(Decoder::pending, u64::from_le_bytes(pending));
    this.set_raw(Decoder::count, count);
}

fn decode<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Decoder>();
    let is_final = args.opt(2).is_some_and(|given| t.leaf_truth(given).unwrap_or(true));
    let encoding = encoding_of(this.get(Decoder::encoding));
    let errors = HANDLERS[this.get(Decoder::errors) as usize];
    let count = this.get(Decoder::count);
    let given;
    let owned;
    let bytes: &[u8] = match (t.as_bytes(args.get(1)), count) {
        (Some(bytes), 0) => {
            given = bytes;
            given.slice()
        }
        _ => {
            let mut all = this.get(Decoder::pending).to_le_bytes()[..count].to_vec();
            all.extend(t.bytes_like(args.get(1))?.cells.iter().map(Cell::get));
            owned = all;
            &owned
        }
    };
    if bytes.is_ascii() {
        this.set_raw(Decoder::count, 0);
        return Ok(t.str_units(text::Units::Latin1(bytes))?.value());
    }
    let mut decoder = codecs::Decoder::new(encoding, bytes, is_final);
    while let Err(error) = decoder.run() {
        match errors.handle_decode(encoding, bytes, &error) {
            Some((text, at)) => decoder.resume(text.as_units(), at),
            None => return Err(t.decode_error(&error, bytes)),
        }
    }
    let (text, used) = decoder.finish();
    keep(args, &bytes[used..]);
    Ok(t.str_text(text)?.value())
}
