//! Presentation type `n` with separators of a locale, and sizes that no memory can hold.

use text::format::{FormatSpec, Locale, format_float, format_int};
use text::int::Int;
use text::{Fault, Kind, Text, TextBuf, strings};

fn locale(sizes: &[u8]) -> Locale {
    Locale { decimal_point: ",".into(), thousands_separator: "\u{202f}".into(), grouping: sizes.to_vec() }
}

fn int(value: i64, spec: &str, locale: &Locale) -> Result<String, Fault> {
    let spec = FormatSpec::parse(Text::from(spec).as_units(), "int")?;
    let mut out = TextBuf::new();
    format_int(&mut out, &Int::Small(value), &spec, "int", locale, 0)?;
    Ok(out.as_units().to_utf8_escaped().replace('\u{202f}', "'"))
}

fn float(value: f64, spec: &str, locale: &Locale) -> String {
    let spec = FormatSpec::parse(Text::from(spec).as_units(), "float").expect("a specification");
    let mut out = TextBuf::new();
    format_float(&mut out, value, &spec, "float", locale).expect("formats");
    out.as_units().to_utf8_escaped().replace('\u{202f}', "'")
}

#[test]
fn groups_of_a_locale() {
    assert_eq!(int(-1234567, "n", &locale(&[3])).expect("formats"), "-1'234'567");
    assert_eq!(int(123456789, "n", &locale(&[3, 2])).expect("formats"), "12'34'56'789");
    assert_eq!(int(123456789, "n", &locale(&[3, 127])).expect("formats"), "123456'789");
    assert_eq!(int(1234, "10n", &locale(&[3])).expect("formats"), "     1'234");
    assert_eq!(int(1234, "010n", &locale(&[3])).expect("formats"), "00'001'234");
    assert_eq!(int(1234, "n", &Locale::default()).expect("formats"), "1234");
    assert_eq!(float(12345.5, ".7n", &locale(&[3])), "12'345,5");
}

#[test]
fn too_large_is_a_memory_error() {
    let kind = |spec: &str| int(5, spec, &Locale::default()).map_err(|fault| fault.kind);
    assert_eq!(kind("9000000000000000000"), Err(Kind::Memory));
    assert_eq!(kind("09000000000000000000,"), Err(Kind::Memory));
    assert_eq!(kind("^9000000000000000000"), Err(Kind::Memory));
    let a = Text::from("a");
    assert!(strings::center(a.as_units(), usize::MAX, 0x20).is_err());
    assert!(strings::zfill(a.as_units(), usize::MAX).is_err());
    assert!(strings::expand_tabs(Text::from("\t").as_units(), i64::MAX).is_err());
}
