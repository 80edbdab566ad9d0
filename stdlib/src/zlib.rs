//! `zlib`: compression. A stream's state is here; the objects and functions a program sees are in the Python part.

use std::cell::{Cell, RefCell};

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use gc_api::{ObjRef, layout};
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, ClassDef, NativeDef, class, leaf};
use vm_core::objects::class::flags;
use vm_core::{Res, Thread, Value, header};

use crate::binascii::crc;
use crate::convert::c_int;

pub mod ids {
    use gc_api::TypeId;
    use vm_core::classes::ClassKey;

    use crate::ids::ZLIB;

    pub const STREAM: TypeId = ZLIB.layout(0);
    pub const STREAM_CLASS: ClassKey = ZLIB.class(0);
}

pub static MODULE: ModuleDef = module("zlib")
    .doc("The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.")
    .functions(&FUNCTIONS)
    .classes(&[&STREAM]);

pub static LAYOUTS: vm_core::layouts::Layouts = vm_core::layout_table![Stream];

static STREAM: ClassDef =
    class(ids::STREAM_CLASS, "_Stream").module("zlib").layouts(&[ids::STREAM]).flags(flags::IMMUTABLE);

/// A stream under way, in one of the two directions.
pub enum State {
    In(Decompress),
    Out(Compress),
}

layout! {
    pub struct Stream(ids::STREAM) {
        /// Owned.
        state: Raw<*const RefCell<State>>,
    } destructor drop_state
}

unsafe fn drop_state(object: ObjRef) {
    // SAFETY: the collector runs this once; the pointer came from Box::into_raw, or is null.
    unsafe {
        let state = (*object.as_ptr().cast::<Stream>()).state.get();
        if !state.is_null() {
            drop(Box::from_raw(state.cast_mut()));
        }
    }
}

fn make(t: &Thread, state: State) -> Value<'_> {
    let state = Cell::new(Box::into_raw(Box::new(RefCell::new(state))).cast_const());
    let stream = t.new_object(Stream { header: header(), state });
    t.set_destructor(stream);
    stream.value()
}

fn state_of(stream: Value<'_>) -> &RefCell<State> {
    // SAFETY: set when the object was made, freed by its destructor only.
    unsafe { &*stream.expect::<Stream>().get(Stream::state) }
}

static FUNCTIONS: [NativeDef; 6] = [
    leaf("_crc32(data, value, /)", |t, args| {
        let bytes = t.bytes_like(args.get(0))?.to_vec();
        Ok(t.int(i64::from(crc::crc32(&bytes, t.index_of(args.get(1))? as u32))))
    })
    .function(),
    leaf("_adler32(data, value, /)", |t, args| {
        let bytes = t.bytes_like(args.get(0))?.to_vec();
        Ok(t.int(i64::from(adler32(&bytes, t.index_of(args.get(1))? as u32))))
    })
    .function(),
    leaf("_deflater(level, kind, bits, /)", |t, args| {
        let (level, kind, bits) = (c_int(t, args.get(0))?, c_int(t, args.get(1))?, c_int(t, args.get(2))? as u8);
        let level = u32::try_from(level).map_or(Compression::default(), Compression::new);
        Ok(make(
            t,
            State::Out(match kind {
                RAW => Compress::new_with_window_bits(level, false, bits),
                GZIP => Compress::new_gzip(level, bits),
                _ => Compress::new_with_window_bits(level, true, bits),
            }),
        ))
    })
    .function(),
    leaf("_inflater(kind, bits, /)", |t, args| {
        let (kind, bits) = (c_int(t, args.get(0))?, c_int(t, args.get(1))? as u8);
        Ok(make(
            t,
            State::In(match kind {
                RAW => Decompress::new_with_window_bits(false, bits),
                GZIP => Decompress::new_gzip(bits),
                _ => Decompress::new_with_window_bits(true, bits),
            }),
        ))
    })
    .function(),
    leaf("_dictionary(stream, data, /)", |t, args| {
        let bytes = t.bytes_like(args.get(1))?.to_vec();
        let known = match &mut *state_of(args.get(0)).borrow_mut() {
            State::In(stream) => stream.set_dictionary(&bytes).is_ok(),
            State::Out(stream) => stream.set_dictionary(&bytes).is_ok(),
        };
        Ok(Value::bool(known))
    })
    .function(),
    leaf("_step(stream, data, most, flush, /)", step).function(),
];

/// How a stream is wrapped: as the Python part numbers it.
const RAW: i32 = 0;
const GZIP: i32 = 2;

/// How a step ended: as the Python part numbers it.
const MORE: i64 = 0;
const ENDED: i64 = 1;
const WRONG: i64 = 2;
const WANTS_DICTIONARY: i64 = 3;

/// What a step gives is at first, and at least, so large.
const ROOM: usize = 1 << 14;

/// Feeds bytes and takes at most so many (-1: all there are): (output, bytes consumed, how it ended, what is wrong).
fn step<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let data = t.bytes_like(args.get(1))?.to_vec();
    let most = usize::try_from(t.index_of(args.get(2))?).unwrap_or(usize::MAX);
    let flush = c_int(t, args.get(3))?;
    let (mut out, mut used, mut ended) = (Vec::new(), 0, MORE);
    let mut flaw = Value::NONE;
    let state = &mut *state_of(args.get(0)).borrow_mut();
    while ended == MORE && out.len() < most {
        let before = out.len();
        out.resize(before + before.max(ROOM).min(most - before), 0);
        let room = &mut out[before..];
        let space = room.len();
        let (status, took, gave) = match state {
            State::In(stream) => {
                let (took, gave) = (stream.total_in(), stream.total_out());
                let status = match stream.decompress(&data[used..], room, FlushDecompress::None) {
                    Ok(Status::StreamEnd) => ENDED,
                    Ok(_) => MORE,
                    Err(error) if error.needs_dictionary().is_some() => WANTS_DICTIONARY,
                    Err(error) => {
                        flaw = error.message().map_or(Ok(flaw), |message| t.str(message).map(Into::into))?;
                        WRONG
                    }
                };
                (status, stream.total_in() - took, stream.total_out() - gave)
            }
            State::Out(stream) => {
                let (took, gave) = (stream.total_in(), stream.total_out());
                let status = match stream.compress(&data[used..], room, flush_of(flush)) {
                    Ok(Status::StreamEnd) => ENDED,
                    Ok(_) => MORE,
                    Err(_) => WRONG,
                };
                (status, stream.total_in() - took, stream.total_out() - gave)
            }
        };
        used += took as usize;
        out.truncate(before + gave as usize);
        ended = status;
        if (gave as usize) < space {
            break;
        }
    }
    Ok(t.small_tuple([t.bytes(&out)?.value(), t.int_usize(used), t.int(ended), flaw]).value())
}

fn flush_of(number: i32) -> FlushCompress {
    match number {
        1 => FlushCompress::Partial,
        2 => FlushCompress::Sync,
        3 => FlushCompress::Full,
        4 => FlushCompress::Finish,
        _ => FlushCompress::None,
    }
}

fn adler32(bytes: &[u8], start: u32) -> u32 {
    const PRIME: u32 = 65_521;
    /// So many sums fit a word.
    const RUN: usize = 5552;
    let (mut low, mut high) = (start & 0xffff, start >> 16);
    for run in bytes.chunks(RUN) {
        for byte in run {
            low += u32::from(*byte);
            high += low;
        }
        low %= PRIME;
        high %= PRIME;
    }
    high << 16 | low
}
