//! Round trips and laws over generated values; hashes against values recorded with CPython.

use std::cmp::Ordering;

use dashu_int::IBig;
use proptest::prelude::*;
use text::codecs::{Decoder, Encoding, Errors, Order, decode, encode};
use text::hash::{Key, hash_big, hash_bytes, hash_float, hash_int, hash_str};
use text::int::{self, Int, Literal};
use text::repr::{ascii_str, repr_bytes, repr_str};
use text::{Text, TextBuf, Units, float, float_text, search, strings};

fn text_of(codes: &[u32]) -> Text {
    codes.iter().copied().collect::<TextBuf>().finish()
}

/// Text of every width, surrogates included.
fn any_text() -> impl Strategy<Value = Text> {
    let code = prop_oneof![0u32..0x80, 0u32..0x100, 0u32..0x1_0000, 0u32..0x11_0000];
    prop_oneof![proptest::collection::vec(0u32..0x80, 0..40), proptest::collection::vec(code, 0..40)]
        .prop_map(|codes| text_of(&codes))
}

/// Text over few letters in the wide units, where searches have much to compare.
fn repetitive() -> impl Strategy<Value = Vec<u16>> {
    proptest::collection::vec(0x100u16..0x102, 0..120)
}

fn any_big() -> impl Strategy<Value = IBig> {
    proptest::collection::vec(any::<u8>(), 0..200).prop_map(|bytes| IBig::from_le_bytes(&bytes))
}

proptest! {
    #[test]
    fn text_is_narrowest(text in any_text()) {
        let units = text.as_units();
        let widest = units.iter().max().unwrap_or(0);
        prop_assert_eq!(units.width(), if widest > 0xFFFF { 4 } else if widest > 0xFF { 2 } else { 1 });
        let wide: Vec<u32> = units.iter().collect();
        prop_assert_eq!(Units::Ucs4(&wide), units);
        prop_assert_eq!(Units::Ucs4(&wide).to_text(), text.clone());
        if let Ok(utf8) = units.to_utf8() {
            prop_assert_eq!(Text::from_utf8(&utf8), text.clone());
        }
    }

    #[test]
    fn codecs_round_trip(text in any_text()) {
        let order = [Order::Little, Order::Big, Order::Marked];
        let wide = order.iter().flat_map(|&o| [Encoding::Utf16(o), Encoding::Utf32(o)]);
        for encoding in wide.chain([Encoding::Utf8]) {
            let bytes = encode(encoding, text.as_units(), Errors::SurrogatePass).expect("encodes");
            // Two lone halves that meet are one character in UTF-16.
            if !matches!(encoding, Encoding::Utf16(_)) || encode(Encoding::Utf8, text.as_units(), Errors::Strict).is_ok() {
                prop_assert_eq!(decode(encoding, &bytes, Errors::SurrogatePass).expect("decodes"), text.clone());
            }
        }
        let bytes = encode(Encoding::UnicodeEscape, text.as_units(), Errors::Strict).expect("encodes");
        prop_assert_eq!(decode(Encoding::UnicodeEscape, &bytes, Errors::Strict).expect("decodes"), text);
    }

    #[test]
    fn surrogateescape_round_trips(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        for encoding in [Encoding::Utf8, Encoding::Ascii] {
            let text = decode(encoding, &bytes, Errors::SurrogateEscape).expect("decodes");
            prop_assert_eq!(encode(encoding, text.as_units(), Errors::SurrogateEscape).expect("encodes"), bytes.clone());
        }
    }

    #[test]
    fn decoding_in_two_parts(text in any_text(), at in any::<prop::sample::Index>()) {
        let Ok(bytes) = encode(Encoding::Utf8, text.as_units(), Errors::Strict) else { return Ok(()) };
        let cut = at.index(bytes.len() + 1);
        let mut first = Decoder::new(Encoding::Utf8, &bytes[..cut], false);
        prop_assert!(first.run().is_ok());
        let (front, used) = first.finish();
        let back = decode(Encoding::Utf8, &bytes[used..], Errors::Strict).expect("decodes");
        prop_assert_eq!(strings::join(Units::latin1(b""), [front.as_units(), back.as_units()]), text);
    }

    #[test]
    fn decoders_survive_anything(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        for name in ["utf-8", "utf-16", "utf-16-be", "utf-32", "ascii", "unicode-escape", "raw-unicode-escape"] {
            let encoding = Encoding::of_name(name).expect("an encoding");
            for errors in [Errors::Strict, Errors::Replace, Errors::BackslashReplace, Errors::SurrogatePass] {
                let _ = decode(encoding, &bytes, errors);
            }
        }
        let _ = (repr_bytes(&bytes, "b"), text::codecs::escape_decode(&bytes, None));
    }

    #[test]
    fn searches_agree_with_the_naive_ones(hay in repetitive(), needle in repetitive(), cut in any::<prop::sample::Index>()) {
        let needle = if cut.index(2) == 0 { &needle[..needle.len().min(20)] } else { let n = cut.index(hay.len() + 1); &hay[n..hay.len().min(n + 15)] };
        let at = |i: &usize| hay[*i..].starts_with(needle);
        prop_assert_eq!(search::find_in(&hay, needle), (0..=hay.len()).find(at));
        prop_assert_eq!(search::rfind_in(&hay, needle), (0..=hay.len()).rev().find(at));
        if !needle.is_empty() {
            let parts = search::split_at(&hay, needle, usize::MAX);
            prop_assert_eq!(search::count_in(&hay, needle, usize::MAX) + 1, parts.len());
            let joined = parts.iter().map(|r| &hay[r.clone()]).collect::<Vec<_>>().join(needle);
            prop_assert_eq!(&joined, &hay);
            let parts = search::rsplit_at(&hay, needle, usize::MAX);
            let joined = parts.iter().map(|r| &hay[r.clone()]).collect::<Vec<_>>().join(needle);
            prop_assert_eq!(&joined, &hay);
        }
    }

    #[test]
    fn bytes_and_wide_units_search_alike(hay in "[ab]{0,80}", needle in "[ab]{0,12}") {
        let wide: Vec<u16> = hay.encode_utf16().collect();
        let wide_needle: Vec<u16> = needle.encode_utf16().collect();
        prop_assert_eq!(search::find_in(hay.as_bytes(), needle.as_bytes()), search::find_in(&wide, &wide_needle));
        prop_assert_eq!(search::rfind_in(hay.as_bytes(), needle.as_bytes()), search::rfind_in(&wide, &wide_needle));
    }

    #[test]
    fn floats_round_trip(bits in any::<u64>()) {
        let value = f64::from_bits(bits);
        let repr = float_text::repr_float(value);
        let back = float_text::parse_float(Literal::Bytes(repr.as_bytes())).expect("a float");
        prop_assert!(back == value || value.is_nan() && back.is_nan());
        let back = float_text::from_hex(Text::from(float_text::to_hex(value)).as_units()).expect("a float");
        prop_assert!(back == value || value.is_nan() && back.is_nan());
        if let Ok((num, den)) = float::integer_ratio(value) {
            prop_assert_eq!(int::true_divide(&IBig::from(&num), &IBig::from(&den)).expect("a float"), value);
        }
    }

    #[test]
    fn ints_round_trip(value in any_big(), base in 2i64..=36) {
        let value = Int::from(value);
        let decimal = int::to_decimal(&value, 0).expect("no limit");
        prop_assert_eq!(int::parse_int(Literal::Bytes(decimal.as_bytes()), 10, 0).expect("an int"), value.clone());
        let sign = if value.is_negative() { "-" } else { "" };
        let digits = format!("{sign}{}", int::magnitude_digits(&value, base as u32));
        prop_assert_eq!(int::parse_int(Literal::Bytes(digits.as_bytes()), base, 0).expect("an int"), value);
    }

    #[test]
    fn equal_numbers_hash_alike(value in any::<i64>(), float in any::<f64>()) {
        prop_assert_eq!(hash_int(value), hash_big(&IBig::from(value)));
        if let Some(Int::Big(whole)) = float::to_int_exact(float.trunc()) {
            prop_assert_eq!(hash_float(float.trunc()), Some(hash_big(&whole)));
        }
        let rounded = value as f64;
        let exact = int::compare_with_float(value, rounded) == Some(Ordering::Equal);
        prop_assert!(!exact || hash_float(rounded) == Some(hash_int(value)));
    }

    #[test]
    fn repr_reads_back(text in any_text()) {
        for quoted in [repr_str(text.as_units()), ascii_str(text.as_units())] {
            let inner = quoted.as_units().slice(1, quoted.len() - 1);
            let bytes = encode(Encoding::RawUnicodeEscape, inner, Errors::Strict).expect("encodes");
            prop_assert_eq!(decode(Encoding::UnicodeEscape, &bytes, Errors::Strict).expect("decodes"), text.clone());
        }
    }

    #[test]
    fn number_readers_survive_anything(text in any_text(), base in 0i64..40) {
        let units = text.as_units();
        let _ = int::parse_int(Literal::Str(units), base, 0);
        let _ = (float_text::parse_float(Literal::Str(units)), text::complex::parse_complex(units), float_text::from_hex(units));
        let _ = text::format::FormatSpec::parse(units, "int");
        for _ in text::template::Pieces::new(units) {}
        let mut parser = text::percent::Parser::new(units);
        while let Ok(Some(_)) = parser.next_event() {}
    }
}

#[test]
fn hashes_are_those_of_cpython() {
    let samples = [
        text_of(&[]),
        Text::from("a"),
        Text::from("hello world"),
        Text::from("\u{e9}"),
        Text::from("\u{20ac}5"),
        Text::from("\u{1f600}x".repeat(40)),
        Text::from("ab\u{100}".repeat(33)),
    ];
    let recorded: [(u32, [i64; 7]); 3] = [
        (
            0,
            [
                0,
                4644417185603328019,
                -5642461784034726774,
                6047309291227476195,
                -1274322711694425219,
                -1785806030472393254,
                -7727690246520213353,
            ],
        ),
        (
            42,
            [
                0,
                -123207753977932514,
                -3893157060480277979,
                5653850369683463245,
                -3834338422457722165,
                -2774738069799427147,
                -2214861483663527693,
            ],
        ),
        (
            4294967295,
            [
                0,
                -5989683813037840249,
                6208778848576073069,
                -5741392403324874290,
                6324864527114070794,
                -1430307765659306668,
                585743389773925981,
            ],
        ),
    ];
    for (seed, hashes) in recorded {
        let key = Key::from_seed(seed);
        for (text, hash) in samples.iter().zip(hashes) {
            assert_eq!(hash_str(key, text.as_units()), hash, "{seed} {text:?}");
        }
    }
    assert_eq!(hash_bytes(Key::from_seed(0), b"abc"), -4594863902769663758);
}

/// Would take minutes if a search were quadratic.
#[test]
fn searches_are_linear() {
    let hay = vec![0x100u16; 400_000];
    let mut needle = vec![0x100u16; 200_000];
    needle[100_000] = 0x101;
    assert_eq!(search::find_in(&hay, &needle), None);
    assert_eq!(search::rfind_in(&hay, &needle), None);
    needle[0] = 0x101;
    assert_eq!(search::rsplit_at(&hay, &needle, usize::MAX).len(), 1);
    assert_eq!(search::count_in(&hay, &needle[1..100], usize::MAX), 400_000 / 99);
}
