//! Codecs of tables: one byte per character.

use gc_api::{Slot, layout};
use text::TextBuf;
use vm_core::natives::{Args, ClassDef, NativeDef, class, leaf};
use vm_core::objects::bytes::Bytes;
use vm_core::{Gc, Res, Thread, header};

use super::text_argument;
use crate::ids;

layout! {
    /// A decoding table turned round.
    pub struct EncodingMap(ids::CODECS.layout(0)) {
        /// Entries of eight bytes in ascending order: the code point shifted left by eight, and the byte.
        entries: Ref,
    }
}

pub static ENCODING_MAP: ClassDef = class(ids::CODECS.class(0), "EncodingMap")
    .layouts(&[ids::CODECS.layout(0)])
    .flags(vm_core::objects::class::flags::NO_NEW);

pub static FUNCTIONS: [NativeDef; 3] = [
    leaf("_encoding_map(table, /)", encoding_map).function(),
    leaf("_charmap_encode_run(text, start, map, /)", encode_run).function(),
    leaf("_charmap_decode_run(data, start, table, /)", decode_run).function(),
];

/// A character that stands for none in tables.
const UNDEFINED: u32 = 0xFFFE;

fn encoding_map<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let table = text_argument(t, "charmap_build", args.get(0))?;
    let codes = table.units().iter().take(256).enumerate();
    let mut entries: Vec<u64> =
        codes.filter(|(_, code)| *code != UNDEFINED).map(|(byte, code)| u64::from(code) << 8 | byte as u64).collect();
    entries.sort_unstable();
    // Of two bytes for one character the later one counts.
    let bytes: Vec<u8> = entries.iter().flat_map(|entry| entry.to_le_bytes()).collect();
    let map = EncodingMap { header: header(), entries: Slot::new(t.bytes(&bytes)?.word()) };
    Ok(t.new_object(map).value())
}

fn byte_for(entries: &[[u8; 8]], code: u32) -> Option<u8> {
    let wanted = u64::from(code) << 8 | 0xFF;
    let after = entries.partition_point(|entry| u64::from_le_bytes(*entry) <= wanted);
    let entry = u64::from_le_bytes(*entries.get(after.checked_sub(1)?)?);
    (entry >> 8 == u64::from(code)).then_some(entry as u8)
}

/// (bytes, where it stopped).
fn encode_run<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let text = text_argument(t, "charmap_encode", args.get(0))?;
    let start = args.index(t, 1)? as usize;
    let map: Gc<'t, EncodingMap> = args.get(2).expect();
    let (entries, _) = map.get(EncodingMap::entries).expect::<Bytes>().slice().as_chunks::<8>();
    let rest = text.units().slice(start.min(text.len()), text.len());
    let bytes: Vec<u8> = rest.iter().map_while(|code| byte_for(entries, code)).collect();
    let stop = t.int_usize(start + bytes.len());
    Ok(t.small_tuple([t.bytes(&bytes)?.value(), stop]).value())
}

/// (text, where it stopped).
fn decode_run<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let bytes = args.get(0).expect::<Bytes>().slice();
    let start = (args.index(t, 1)? as usize).min(bytes.len());
    let table = text_argument(t, "charmap_decode", args.get(2))?.units();
    let mut out = TextBuf::with_capacity(bytes.len() - start);
    for &byte in &bytes[start..] {
        let index = usize::from(byte);
        if index >= table.len() || table.get(index) == UNDEFINED {
            break;
        }
        out.push(table.get(index));
    }
    let stop = t.int_usize(start + out.len());
    Ok(t.small_tuple([t.str_text(out.finish())?.value(), stop]).value())
}
