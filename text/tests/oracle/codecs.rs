//! Operations of the table `codec`.

use text::codecs::{Decoder, Encoding, Errors, decode, encode, escape_decode};
use text::{Fault, Text, TextBuf};

use crate::table::{Answer, Case};

fn latin1(bytes: &[u8]) -> Text {
    let mut out = TextBuf::new();
    out.push_latin1(bytes);
    out.finish()
}

pub fn run(case: &Case) -> Option<Answer> {
    let encoding = || Encoding::of_name(&case.string(1)).expect("an encoding");
    let errors = || Errors::of_name(&case.string(2)).expect("a handler");
    Some(match case.op.as_str() {
        "decode" => {
            let data = case.bytes(0);
            decode(encoding(), &data, errors()).map_err(|e| Fault::value(format!("decode {}", e.message(&data))))
        }
        "decode_part" => {
            let data = case.bytes(0);
            let mut decoder = Decoder::new(encoding(), &data, false);
            match decoder.run() {
                Ok(()) => Ok(decoder.finish().0),
                Err(e) => Err(Fault::value(format!("decode {}", e.message(&data)))),
            }
        }
        "encode" => {
            let text = case.arg(0);
            encode(encoding(), text, errors())
                .map(|bytes| latin1(&bytes))
                .map_err(|e| Fault::value(format!("encode {}", e.message(text))))
        }
        "escape_decode" => escape_decode(&case.bytes(0), None).map(|(bytes, _)| latin1(&bytes)),
        _ => return None,
    })
}
