//! The serial form: what is written is read back, and nothing else is read.

use compiler::serial::{SerialError, Stored, Unit, VERSION, positions, read, write};
use compiler::{Code, Const, Mode, Options, compile};
use proptest::prelude::*;

fn sample() -> Code {
    let source = "\
import os as o, sys
BIG = 123456789012345678901234567890
VALUES = (1, -2, 3.5, 2j, 'text', b'bytes', None, True, ..., 'a\\ud800b', {1, 2}, 'x'[1:2])
class C[T](Base, key=1):
    '''doc'''
    field: int = 3
    def method(self, *args: T, k=None, **kw) -> str:
        for i in args:
            try:
                yield super().method(i)
            except* ValueError as e:
                print(f'{e!r:>{k}}')
        return x in {1, 2, 3}
async def g():
    async with a as b:
        return [await z async for z in b]
";
    compile(source, "sample.py", Mode::Exec, &Options::default()).expect("valid source")
}

#[test]
fn what_is_written_is_read() {
    let code = sample();
    assert_eq!(read(&write(&code)), Ok(code));
}

#[test]
fn units_read_one_by_one_are_those_read_together() {
    fn whole(stored: Stored, unit: &'static [u8]) -> Code {
        let Unit { mut code, nested, positions: packed } = stored.unit(unit).expect("well-formed");
        code.positions = positions(packed).expect("well-formed");
        for inner in nested {
            let unit = whole(stored, inner.head.unit);
            assert_eq!((&*unit.name, &*unit.qualname), (inner.head.name, inner.head.qualname));
            assert_eq!(unit.first_line, inner.head.first_line);
            assert_eq!(code.constants[inner.index], Const::None);
            code.constants[inner.index] = Const::Code(Box::new(unit));
        }
        code
    }
    let bytes: &'static [u8] = write(&sample()).leak();
    // SAFETY: written above, for compiled code.
    let stored = unsafe { Stored::new(bytes) }.expect("well-formed");
    assert_eq!(whole(stored, stored.root().expect("well-formed").unit), sample());
}

/// Part of the standard library, so that the test stays short.
#[test]
fn library_files_survive() {
    let mut names: Vec<_> = std::fs::read_dir(rustpython_pylib::LIB_PATH)
        .expect("the library")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    names.sort();
    for path in names.iter().step_by(5) {
        let source = std::fs::read_to_string(path).expect("text");
        let code = compile(&source, "lib.py", Mode::Exec, &Options::default()).expect("valid source");
        assert_eq!(read(&write(&code)), Ok(code), "{}", path.display());
    }
}

#[test]
fn headers_are_checked() {
    let bytes = write(&sample());
    assert_eq!(read(b""), Err(SerialError::Magic));
    assert_eq!(read(b"TenC"), Err(SerialError::Malformed));
    let mut other = bytes.clone();
    other[4] = VERSION as u8 + 1;
    assert_eq!(read(&other), Err(SerialError::Version(VERSION + 1)));
    let mut damaged = bytes.clone();
    *damaged.last_mut().expect("content") ^= 1;
    assert_eq!(read(&damaged), Err(SerialError::Checksum));
    assert_eq!(read(&bytes[..bytes.len() - 1]), Err(SerialError::Checksum));
}

#[test]
fn invalid_code_is_refused() {
    let mut code = sample();
    code.registers = 1;
    assert!(matches!(read(&write(&code)), Err(SerialError::Invalid(_))));
}

#[test]
fn nesting_is_bounded() {
    let mut value = Const::None;
    for _ in 0..1_000 {
        value = Const::Tuple(vec![value]);
    }
    let mut code = sample();
    code.constants.push(value);
    assert_eq!(read(&write(&code)), Err(SerialError::Malformed));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Damaged content with a right checksum is an error, or code that passed the verifier.
    #[test]
    fn damaged_content_is_safe(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
                               cut in any::<prop::sample::Index>(), shorten in any::<bool>()) {
        let mut bytes = write(&sample());
        for (at, value) in changes {
            let at = 14 + at.index(bytes.len() - 14);
            bytes[at] = value;
        }
        if shorten {
            bytes.truncate(14 + cut.index(bytes.len() - 14));
        }
        let sum = compiler::serial::checksum(&bytes[14..]);
        bytes[6..14].copy_from_slice(&sum.to_le_bytes());
        if let Ok(code) = read(&bytes) {
            prop_assert_eq!(compiler::verify::verify(&code), Ok(()));
        }
    }
}
