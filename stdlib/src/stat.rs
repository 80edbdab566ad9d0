//! `_stat`: the bits of `st_mode`, and what they say.

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, leaf};
use vm_core::objects::number::IntRef;
use vm_core::{Raised, Res, Thread, Value, cls};

pub static MODULE: ModuleDef = module("_stat")
    .doc("S_IFMT_: file type bits\nS_IMODE: permission bits")
    .functions(&FUNCTIONS)
    .init(|t, namespace| {
        for (name, value) in CONSTANTS {
            namespace.add_int(t, name, i64::from(*value))?;
        }
        Ok(())
    });

const CONSTANTS: &[(&str, u32)] = &[
    ("S_IFDIR", 0o040_000),
    ("S_IFCHR", 0o020_000),
    ("S_IFBLK", 0o060_000),
    ("S_IFREG", 0o100_000),
    ("S_IFIFO", 0o010_000),
    ("S_IFLNK", 0o120_000),
    ("S_IFSOCK", 0o140_000),
    ("S_IFDOOR", 0),
    ("S_IFPORT", 0),
    ("S_IFWHT", 0),
    ("S_ISUID", 0o4000),
    ("S_ISGID", 0o2000),
    ("S_ISVTX", 0o1000),
    ("S_ENFMT", 0o2000),
    ("S_IREAD", 0o400),
    ("S_IWRITE", 0o200),
    ("S_IEXEC", 0o100),
    ("S_IRWXU", 0o700),
    ("S_IRUSR", 0o400),
    ("S_IWUSR", 0o200),
    ("S_IXUSR", 0o100),
    ("S_IRWXG", 0o070),
    ("S_IRGRP", 0o040),
    ("S_IWGRP", 0o020),
    ("S_IXGRP", 0o010),
    ("S_IRWXO", 0o007),
    ("S_IROTH", 0o004),
    ("S_IWOTH", 0o002),
    ("S_IXOTH", 0o001),
    ("UF_SETTABLE", 0x0000_ffff),
    ("UF_NODUMP", 0x0000_0001),
    ("UF_IMMUTABLE", 0x0000_0002),
    ("UF_APPEND", 0x0000_0004),
    ("UF_OPAQUE", 0x0000_0008),
    ("UF_NOUNLINK", 0x0000_0010),
    ("UF_COMPRESSED", 0x0000_0020),
    ("UF_TRACKED", 0x0000_0040),
    ("UF_DATAVAULT", 0x0000_0080),
    ("UF_HIDDEN", 0x0000_8000),
    ("SF_SETTABLE", 0x3fff_0000),
    ("SF_ARCHIVED", 0x0001_0000),
    ("SF_IMMUTABLE", 0x0002_0000),
    ("SF_APPEND", 0x0004_0000),
    ("SF_NOUNLINK", 0x0010_0000),
    ("SF_SNAPSHOT", 0x0020_0000),
    ("SF_FIRMLINK", 0x0080_0000),
    ("SF_DATALESS", 0x4000_0000),
    ("ST_MODE", 0),
    ("ST_INO", 1),
    ("ST_DEV", 2),
    ("ST_NLINK", 3),
    ("ST_UID", 4),
    ("ST_GID", 5),
    ("ST_SIZE", 6),
    ("ST_ATIME", 7),
    ("ST_MTIME", 8),
    ("ST_CTIME", 9),
];

/// The bits that say what kind of file it is.
const KIND: u32 = 0o170_000;

static FUNCTIONS: [NativeDef; 13] = [
    leaf("S_IMODE(mode, /)", |t, args| Ok(t.int(i64::from(mode(t, args)? & 0o7777))))
        .doc("Return the portion of the file's mode that can be set by os.chmod().")
        .function(),
    leaf("S_IFMT(mode, /)", |t, args| Ok(t.int(i64::from(mode(t, args)? & KIND))))
        .doc("Return the portion of the file's mode that describes the file type.")
        .function(),
    leaf("S_ISDIR(mode, /)", |t, args| is(t, args, 0o040_000)).function(),
    leaf("S_ISCHR(mode, /)", |t, args| is(t, args, 0o020_000)).function(),
    leaf("S_ISBLK(mode, /)", |t, args| is(t, args, 0o060_000)).function(),
    leaf("S_ISREG(mode, /)", |t, args| is(t, args, 0o100_000)).function(),
    leaf("S_ISFIFO(mode, /)", |t, args| is(t, args, 0o010_000)).function(),
    leaf("S_ISLNK(mode, /)", |t, args| is(t, args, 0o120_000)).function(),
    leaf("S_ISSOCK(mode, /)", |t, args| is(t, args, 0o140_000)).function(),
    leaf("S_ISDOOR(mode, /)", never).function(),
    leaf("S_ISPORT(mode, /)", never).function(),
    leaf("S_ISWHT(mode, /)", never).function(),
    leaf("filemode(mode, /)", filemode).doc("Convert a file's mode to a string of the form '-rwxrwxrwx'").function(),
];

fn mode<'t>(t: &'t Thread, args: Args<'t>) -> Result<u32, Raised> {
    let value = args.get(0);
    match t.as_int(value) {
        Some(IntRef::Small(mode)) => u32::try_from(mode).map_err(|_| {
            let message = if mode < 0 { "can't convert negative value to unsigned int" } else { "mode out of range" };
            t.raise(cls::OverflowError, message)
        }),
        Some(IntRef::Big(_)) => Err(t.raise(cls::OverflowError, "Python int too large to convert to C unsigned long")),
        None => Err(t.type_error(format_args!("'{}' object cannot be interpreted as an integer", t.class_name(value)))),
    }
}

fn is<'t>(t: &'t Thread, args: Args<'t>, kind: u32) -> Res<'t> {
    Ok(Value::bool(mode(t, args)? & KIND == kind))
}

/// Kinds of files this system does not have.
fn never<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    mode(t, args)?;
    Ok(Value::FALSE)
}

fn filemode<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let mode = mode(t, args)?;
    let kind = match mode & KIND {
        0o100_000 => '-',
        0o040_000 => 'd',
        0o120_000 => 'l',
        0o060_000 => 'b',
        0o020_000 => 'c',
        0o010_000 => 'p',
        0o140_000 => 's',
        _ => '?',
    };
    let mut text = String::from(kind);
    // Who, where their bits lie, the bit that changes what execution means, and how it shows.
    for (shift, special, marked) in [(6, 0o4000, 's'), (3, 0o2000, 's'), (0, 0o1000, 't')] {
        let bits = mode >> shift;
        text.push(if bits & 4 != 0 { 'r' } else { '-' });
        text.push(if bits & 2 != 0 { 'w' } else { '-' });
        text.push(match (mode & special != 0, bits & 1 != 0) {
            (true, true) => marked,
            (true, false) => marked.to_ascii_uppercase(),
            (false, true) => 'x',
            (false, false) => '-',
        });
    }
    Ok(t.str(&text)?.value())
}
