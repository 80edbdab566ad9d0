//! `FileIO`: a descriptor as a stream of bytes. Opening, and what calls methods that may be overridden, is in the
//! Python part.

use std::cell::Cell;

use gc_api::{ObjRef, Slot, layout};
use vm_core::classes::ClassKey;
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Window, class, getter, leaf, reentrant, tail};
use vm_core::objects::class::{Class, flags};
use vm_core::{Gc, Raised, Res, Thread, Value, header};

use super::{RAW_BASE_KEY, is_exactly, part, size_argument, unsupported, wanted_class};
use crate::{convert, descriptor, ids};

layout! {
    pub struct FileIO(ids::IO.layout(0)) {
        /// Negative when closed.
        fd: Raw<i64>,
        /// Of [`bits`].
        bits: Raw<u64>,
        block_size: Raw<i64>,
        map: Ref,
        attrs: Ref,
    } destructor close_forgotten
}

/// How the file was opened; the Python part knows these numbers.
mod bits {
    pub const CREATED: u64 = 1;
    pub const READABLE: u64 = 2;
    pub const WRITABLE: u64 = 4;
    pub const APPENDING: u64 = 8;
    pub const CLOSE_FD: u64 = 16;
    /// `seekable()` is known, and its answer.
    pub const ASKED: u64 = 32;
    pub const SEEKABLE: u64 = 64;
}

/// A file that nobody closed is closed when it dies.
///
/// # Safety
/// The collector runs this once, on a dead object of the layout.
unsafe fn close_forgotten(object: ObjRef) {
    // SAFETY: as said above; the descriptor is the object's own.
    unsafe {
        let file = &*object.as_ptr().cast::<FileIO>();
        let fd = file.fd.get();
        if fd >= 0 && file.bits.get() & bits::CLOSE_FD != 0 {
            libc::close(fd as i32);
        }
    }
}

pub const KEY: ClassKey = ids::IO.class(4);

pub static FILE_IO: ClassDef = class(KEY, "FileIO")
    .module("_io")
    .base(RAW_BASE_KEY)
    .layouts(&[ids::IO.layout(0)])
    .subclassable(ids::IO.layout(0))
    .flags(flags::WEAKREFABLE)
    .methods(&METHODS)
    .getsets(&GETSETS);

static METHODS: [NativeDef; 13] = [
    leaf("__new__(cls, /, *args, **kwargs)", new).static_method(),
    reentrant("read(self, size=-1, /)", read),
    reentrant("readall(self, /)", |t, window| {
        readable(t, window)?;
        read_rest(t, window)
    }),
    reentrant("readinto(self, buffer, /)", read_into),
    reentrant("write(self, b, /)", write),
    leaf("seek(self, pos, whence=0, /)", seek),
    leaf("tell(self, /)", |t, args| position(t, args.this::<FileIO>().open_fd(t)?, 0, libc::SEEK_CUR)),
    tail("close(self, /)", close),
    leaf("fileno(self, /)", |t, args| Ok(t.int(args.this::<FileIO>().open_fd(t)?.into()))),
    leaf("readable(self, /)", |t, args| has(t, args, bits::READABLE)),
    leaf("writable(self, /)", |t, args| has(t, args, bits::WRITABLE)),
    leaf("seekable(self, /)", seekable),
    leaf("isatty(self, /)", |t, args| {
        let fd = args.this::<FileIO>().open_fd(t)?;
        // SAFETY: no memory is involved.
        Ok(Value::bool(unsafe { libc::isatty(fd) } == 1))
    }),
];

static GETSETS: [GetSetDef; 4] = [
    getter("closed", |_, this| Ok(Value::bool(!this.expect::<FileIO>().is_open()))),
    getter("closefd", |_, this| Ok(Value::bool(this.expect::<FileIO>().has(bits::CLOSE_FD)))),
    getter("mode", |t, this| Ok(t.intern_text(mode(this.expect())).value())),
    getter("_blksize", |t, this| Ok(t.int(this.expect::<FileIO>().get(FileIO::block_size)))),
];

/// For the Python part.
pub static HELPERS: [NativeDef; 4] = [
    leaf("_file_kind(fd, /)", kind).function(),
    leaf("_file_set(file, fd, bits, block_size, /)", |t, args| {
        let file = args.this::<FileIO>();
        file.set_raw(FileIO::fd, args.index(t, 1)?);
        file.set_raw(FileIO::bits, args.index(t, 2)? as u64);
        file.set_raw(FileIO::block_size, args.index(t, 3)?);
        Ok(Value::NONE)
    })
    .function(),
    leaf("_file_release(file, /)", release).function(),
    leaf("_file_truncate(file, size, /)", |t, args| {
        let file = args.this::<FileIO>();
        let fd = file.open_fd(t)?;
        if !file.has(bits::WRITABLE) {
            return Err(unsupported(t, "File not open for writing"));
        }
        let size = match args.get(1).not_none() {
            Some(size) => size,
            None => position(t, fd, 0, libc::SEEK_CUR)?,
        };
        let length = t.index_of(size)?;
        // SAFETY: no memory is involved.
        if unsafe { libc::ftruncate(fd, length) } != 0 {
            return Err(t.last_os_error());
        }
        Ok(size)
    })
    .function(),
];

/// A file read.
pub trait FileObject: Copy {
    fn is_open(self) -> bool;
    fn has(self, bit: u64) -> bool;
    /// The descriptor, or ValueError if the file is closed.
    fn open_fd(self, t: &Thread) -> Result<i32, Raised>;
}

impl FileObject for Gc<'_, FileIO> {
    fn is_open(self) -> bool {
        self.get(FileIO::fd) >= 0
    }

    fn has(self, bit: u64) -> bool {
        self.get(FileIO::bits) & bit != 0
    }

    fn open_fd(self, t: &Thread) -> Result<i32, Raised> {
        match self.get(FileIO::fd) {
            0.. => Ok(self.get(FileIO::fd) as i32),
            _ => Err(t.value_error("I/O operation on closed file")),
        }
    }
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let class = wanted_class(t, args, KEY)?;
    let file = t.new_object(FileIO {
        header: header(),
        fd: Cell::new(-1),
        bits: Cell::new(bits::CLOSE_FD),
        block_size: Cell::new(0),
        map: Slot::new(class.get(Class::root_map).word()),
        attrs: Slot::default(),
    });
    t.set_destructor(file);
    if class != t.class(KEY) {
        t.finalisable(class, file.obj());
    }
    Ok(file.value())
}

/// Whether a descriptor is of a folder, and its block size.
fn kind<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let fd = convert::c_int(t, args.get(0))?;
    // SAFETY: a stat of zeros is valid, and the call fills it.
    let (status, stat) = unsafe {
        let mut stat: libc::stat = std::mem::zeroed();
        (libc::fstat(fd, &mut stat), stat)
    };
    if status != 0 {
        return Err(t.last_os_error());
    }
    let is_folder = stat.st_mode & libc::S_IFMT == libc::S_IFDIR;
    Ok(t.small_tuple([Value::bool(is_folder), t.int(stat.st_blksize)]).value())
}

fn mode(file: Gc<'_, FileIO>) -> &'static str {
    let readable = file.has(bits::READABLE);
    if file.has(bits::CREATED) {
        return if readable { "xb+" } else { "xb" };
    }
    if file.has(bits::APPENDING) {
        return if readable { "ab+" } else { "ab" };
    }
    match (readable, file.has(bits::WRITABLE)) {
        (true, true) => "rb+",
        (true, false) => "rb",
        (false, _) => "wb",
    }
}

fn has<'t>(t: &'t Thread, args: Args<'t>, bit: u64) -> Res<'t> {
    let file = args.this::<FileIO>();
    file.open_fd(t)?;
    Ok(Value::bool(file.has(bit)))
}

fn seekable<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let file = args.this::<FileIO>();
    let fd = file.open_fd(t)?;
    if !file.has(bits::ASKED) {
        // SAFETY: no memory is involved.
        let can = unsafe { libc::lseek(fd, 0, libc::SEEK_CUR) } >= 0;
        let answer = bits::ASKED | if can { bits::SEEKABLE } else { 0 };
        file.set_raw(FileIO::bits, file.get(FileIO::bits) | answer);
    }
    Ok(Value::bool(file.has(bits::SEEKABLE)))
}

fn seek<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let fd = args.this::<FileIO>().open_fd(t)?;
    let whence = args.opt(2).map_or(Ok(0), |whence| convert::c_int(t, whence))?;
    position(t, fd, t.index_of(args.get(1))?, whence)
}

fn position(t: &Thread, fd: i32, offset: i64, whence: i32) -> Res<'_> {
    // SAFETY: no memory is involved.
    match unsafe { libc::lseek(fd, offset, whence) } {
        -1 => Err(t.last_os_error()),
        position => Ok(t.int(position)),
    }
}

/// The descriptor of the file in the window, if it can be read.
fn readable(t: &Thread, window: Window) -> Result<i32, Raised> {
    let file = t.window_arg(window, 0).expect::<FileIO>();
    let fd = file.open_fd(t)?;
    if file.has(bits::READABLE) { Ok(fd) } else { Err(unsupported(t, "File not open for reading")) }
}

fn read(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let fd = readable(t, window)?;
    let Some(size) = size_argument(t, t.window_arg(window, 1))? else { return read_rest(t, window) };
    descriptor::read(t, fd, size, |t, found| {
        match found {
            Ok(bytes) => t.set_window_result(window, t.bytes(bytes)?.value()),
            Err(error) if error.raw_os_error() == Some(libc::EAGAIN) => t.set_window_result(window, Value::NONE),
            Err(error) => return Err(t.os_error(&error, None)),
        }
        Ok(())
    })
}

fn read_rest(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let fd = readable(t, window)?;
    match descriptor::read_all(t, fd)? {
        Ok(Some(bytes)) => t.set_window_result(window, t.bytes(&bytes)?.value()),
        Ok(None) => t.set_window_result(window, Value::NONE),
        Err(error) => return Err(t.os_error(&error, None)),
    }
    Ok(())
}

fn read_into(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let fd = readable(t, window)?;
    let size = writable(t, t.window_arg(window, 1))?.len();
    descriptor::read(t, fd, size, |t, found| {
        match found {
            Ok(bytes) => {
                // The buffer may have shrunk in a signal handler.
                let buffer = writable(t, t.window_arg(window, 1))?;
                buffer.write(0, &bytes[..bytes.len().min(buffer.len())]);
                t.set_window_result(window, t.int_usize(bytes.len()));
            }
            Err(error) if error.raw_os_error() == Some(libc::EAGAIN) => t.set_window_result(window, Value::NONE),
            Err(error) => return Err(t.os_error(&error, None)),
        }
        Ok(())
    })
}

/// A buffer to read into.
pub fn writable<'t>(t: &'t Thread, value: Value<'t>) -> Result<vm_core::protocols::Lent<'t>, Raised> {
    match t.buffer_of(value) {
        Some(Err(raised)) => Err(raised),
        Some(Ok(lent)) if lent.writable => Ok(lent),
        _ => {
            let name = t.class_name(value);
            Err(t.type_error(format_args!("readinto() argument must be read-write bytes-like object, not {name}")))
        }
    }
}

fn write(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let file = t.window_arg(window, 0).expect::<FileIO>();
    let fd = file.open_fd(t)?;
    if !file.has(bits::WRITABLE) {
        return Err(unsupported(t, "File not open for writing"));
    }
    let bytes = t.bytes_like(t.window_arg(window, 1))?.to_vec();
    match descriptor::write(t, fd, &bytes)? {
        Ok(count) => t.set_window_result(window, t.int_usize(count)),
        Err(error) if error.raw_os_error() == Some(libc::EAGAIN) => t.set_window_result(window, Value::NONE),
        Err(error) => return Err(t.os_error(&error, None)),
    }
    Ok(())
}

fn close<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    if is_exactly(t, args.get(0), KEY) {
        return release(t, args).map(Tail::Value);
    }
    Ok(Tail::call(part(t, "_close_file"), &[args.get(0)]))
}

/// Closes the descriptor, if it is the file's own.
fn release<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let file = args.this::<FileIO>();
    let fd = file.get(FileIO::fd);
    file.set_raw(FileIO::fd, -1);
    // SAFETY: the descriptor is the file's own, and the file has let go of it.
    if fd >= 0 && file.has(bits::CLOSE_FD) && unsafe { libc::close(fd as i32) } != 0 {
        return Err(t.last_os_error());
    }
    Ok(Value::NONE)
}
