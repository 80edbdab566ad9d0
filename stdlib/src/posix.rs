//! `posix`: the system. Calls are here; `stat_result` and other classes are in the module's Python part.

use std::ffi::CStr;
use std::io::Error;

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, Tail, Then, leaf, tail};
use vm_core::objects::bytes::Bytes;
use vm_core::objects::dict::Dict;
use vm_core::objects::sequence::Tuple;
use vm_core::{Gc, Raised, Res, Thread, Value, cls};

use crate::convert::{self, c_int, fs_path, fs_text, fspath};

pub static MODULE: ModuleDef = module("posix").functions(&FUNCTIONS).init(init);

static FUNCTIONS: [NativeDef; 45] = [
    tail("_stat(path, follow_symlinks=True, dir_fd=None)", |t, args| on_path(t, args, &STAT)).function(),
    leaf("_fstat(fd)", fstat).function(),
    tail("_open(path, flags, mode=511)", |t, args| on_path(t, args, &OPEN)).function(),
    leaf("close(fd)", |t, args| call(t, unsafe_close, args)).function(),
    leaf("read(fd, length, /)", read).function(),
    leaf("write(fd, data, /)", write).function(),
    leaf("lseek(fd, position, whence, /)", lseek).function(),
    leaf("ftruncate(fd, length, /)", ftruncate).function(),
    leaf("isatty(fd, /)", isatty).function(),
    leaf("fsync(fd)", fsync).function(),
    leaf("dup(fd, /)", dup).function(),
    leaf("pipe()", pipe).function(),
    tail("_listdir(path, /)", |t, args| on_path(t, args, &LISTDIR)).function(),
    tail("mkdir(path, mode=511, *, dir_fd=None)", |t, args| on_path(t, args, &MKDIR)).function(),
    tail("rmdir(path, *, dir_fd=None)", |t, args| on_path(t, args, &RMDIR)).function(),
    tail("unlink(path, *, dir_fd=None)", |t, args| on_path(t, args, &UNLINK)).function(),
    tail("remove(path, *, dir_fd=None)", |t, args| on_path(t, args, &UNLINK)).function(),
    tail("chdir(path)", |t, args| on_path(t, args, &CHDIR)).function(),
    tail("readlink(path, *, dir_fd=None)", |t, args| on_path(t, args, &READLINK)).function(),
    tail("chmod(path, mode, *, dir_fd=None, follow_symlinks=True)", |t, args| on_path(t, args, &CHMOD)).function(),
    tail("access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", |t, args| {
        on_path(t, args, &ACCESS)
    })
    .function(),
    tail("rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", |t, args| on_two(t, args, &RENAME)).function(),
    tail("replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", |t, args| on_two(t, args, &RENAME)).function(),
    tail("link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", |t, args| on_two(t, args, &LINK))
        .function(),
    tail("symlink(src, dst, target_is_directory=False, *, dir_fd=None)", |t, args| on_two(t, args, &SYMLINK))
        .function(),
    tail("fspath(path)", |t, args| {
        if t.as_int(args.get(0)).is_some() {
            let name = t.class_name(args.get(0));
            return Err(t.type_error(format_args!("expected str, bytes or os.PathLike object, not {name}")));
        }
        fspath(t, args.get(0))
    })
    .function(),
    leaf("getcwd()", getcwd).function(),
    leaf("getcwdb()", |t, _| {
        let folder = current_folder(t)?;
        Ok(t.bytes(&folder)?.value())
    })
    .function(),
    leaf("getpid()", |t, _| Ok(t.int(std::process::id().into()))).function(),
    leaf("getppid()", |t, _| Ok(t.int(std::os::unix::process::parent_id().into()))).function(),
    // SAFETY: takes nothing and cannot fail.
    leaf("getuid()", |t, _| Ok(t.int(unsafe { libc::getuid() }.into()))).function(),
    // SAFETY: takes nothing and cannot fail.
    leaf("geteuid()", |t, _| Ok(t.int(unsafe { libc::geteuid() }.into()))).function(),
    // SAFETY: takes nothing and cannot fail.
    leaf("getgid()", |t, _| Ok(t.int(unsafe { libc::getgid() }.into()))).function(),
    // SAFETY: takes nothing and cannot fail.
    leaf("getegid()", |t, _| Ok(t.int(unsafe { libc::getegid() }.into()))).function(),
    leaf("urandom(size, /)", urandom).function(),
    leaf("strerror(code, /)", strerror).function(),
    leaf("_exit(status)", exit).function(),
    leaf("kill(pid, signal, /)", kill).function(),
    leaf("umask(mask, /)", umask).function(),
    leaf("putenv(name, value, /)", putenv).function(),
    leaf("unsetenv(name, /)", unsetenv).function(),
    leaf("cpu_count()", |t, _| Ok(t.int_usize(std::thread::available_parallelism().map_or(1, |count| count.get()))))
        .function(),
    leaf("_terminal_size(fd)", terminal_size).function(),
    leaf("_uname()", uname).function(),
    leaf("get_inheritable(fd, /)", |_, _| Ok(Value::FALSE)).function(),
];

fn init<'t>(t: &'t Thread, namespace: Gc<'t, Dict>) -> Result<(), Raised> {
    let environ = t.new_dict();
    for (name, value) in std::env::vars_os() {
        use std::os::unix::ffi::OsStrExt as _;
        let (name, value) = (t.bytes(name.as_bytes())?.value(), t.bytes(value.as_bytes())?.value());
        if let Some(hash) = t.leaf_hash(name) {
            environ.insert_new(t, name, hash, value)?;
        }
    }
    namespace.add(t, "environ", environ.value())?;
    namespace.add(t, "error", t.class(cls::OSError).value())?;
    for (name, value) in CONSTANTS {
        namespace.add_int(t, name, i64::from(*value))?;
    }
    Ok(())
}

const CONSTANTS: &[(&str, i32)] = &[
    ("O_RDONLY", libc::O_RDONLY),
    ("O_WRONLY", libc::O_WRONLY),
    ("O_RDWR", libc::O_RDWR),
    ("O_APPEND", libc::O_APPEND),
    ("O_CREAT", libc::O_CREAT),
    ("O_EXCL", libc::O_EXCL),
    ("O_TRUNC", libc::O_TRUNC),
    ("O_NONBLOCK", libc::O_NONBLOCK),
    ("O_CLOEXEC", libc::O_CLOEXEC),
    ("O_DIRECTORY", libc::O_DIRECTORY),
    ("O_NOFOLLOW", libc::O_NOFOLLOW),
    ("O_SYNC", libc::O_SYNC),
    ("O_NOCTTY", libc::O_NOCTTY),
    ("F_OK", libc::F_OK),
    ("R_OK", libc::R_OK),
    ("W_OK", libc::W_OK),
    ("X_OK", libc::X_OK),
    ("WNOHANG", libc::WNOHANG),
    ("WUNTRACED", libc::WUNTRACED),
    ("EX_OK", 0),
    ("EX_USAGE", 64),
];

/// What a call on a path does, once the path is a str, bytes or int: the other arguments come in a tuple.
type OnPath = for<'t> fn(&'t Thread, Value<'t>, Gc<'t, Tuple>) -> Res<'t>;

/// Resolves argument 0 through `__fspath__`, then makes the call.
fn on_path<'t>(t: &'t Thread, args: Args<'t>, then: &'static Then) -> Result<Tail<'t>, Raised> {
    let all: Vec<Value<'t>> = args.iter().collect();
    fspath(t, args.get(0))?.then(t, then, t.tuple(&all)?.value())
}

/// The same for two paths.
fn on_two<'t>(t: &'t Thread, args: Args<'t>, then: &'static Then) -> Result<Tail<'t>, Raised> {
    let all: Vec<Value<'t>> = args.iter().collect();
    let state = t.tuple(&all)?;
    fspath(t, args.get(0))?.then(t, &SECOND, state.value())?.then(t, then, state.value())
}

/// Keeps the first path, resolves the second.
static SECOND: Then = Then::new(|t, state, path| {
    let state = state.expect::<Tuple>();
    state.put(t, 0, path);
    fspath(t, state.at(1))
});

macro_rules! path_calls {
    ($($name:ident = $function:expr;)*) => {
        $(static $name: Then = Then::new(|t, state, path| {
            const CALL: OnPath = $function;
            CALL(t, path, state.expect()).map(Tail::Value)
        });)*
    };
}

path_calls! {
    STAT = stat;
    OPEN = open;
    LISTDIR = listdir;
    READLINK = readlink;
    ACCESS = access;
    MKDIR = |t, path, rest| simple(t, path, |p| {
        let mode = rest_mode(t, rest, 1, 0o777);
        c_mkdir(p, mode)
    });
    RMDIR = |t, path, _| simple(t, path, c_rmdir);
    UNLINK = |t, path, _| simple(t, path, c_unlink);
    CHDIR = |t, path, _| simple(t, path, c_chdir);
    CHMOD = |t, path, rest| simple(t, path, |p| c_chmod(p, rest_mode(t, rest, 1, 0o777)));
    RENAME = |t, path, rest| double(t, path, rest, c_rename);
    LINK = |t, path, rest| double(t, path, rest, c_link);
    SYMLINK = |t, path, rest| double(t, path, rest, c_symlink);
}

fn rest_mode(t: &Thread, rest: Gc<'_, Tuple>, index: usize, default: u32) -> u32 {
    rest.at(index).given().and_then(|mode| t.as_int(mode)).map_or(default, |mode| match mode {
        vm_core::objects::number::IntRef::Small(mode) => mode as u32,
        _ => default,
    })
}

/// A call on one path whose result says only whether it failed.
fn simple<'t>(t: &'t Thread, path: Value<'t>, work: impl FnOnce(&CStr) -> i32) -> Res<'t> {
    match work(&fs_path(t, path)?) {
        0 => Ok(Value::NONE),
        _ => Err(t.os_error(&Error::last_os_error(), Some(path))),
    }
}

/// The second path is what the continuation got; the first lies in the state.
fn double<'t>(
    t: &'t Thread,
    second: Value<'t>,
    rest: Gc<'t, Tuple>,
    work: impl FnOnce(&CStr, &CStr) -> i32,
) -> Res<'t> {
    let first = rest.at(0);
    if work(&fs_path(t, first)?, &fs_path(t, second)?) == 0 {
        return Ok(Value::NONE);
    }
    let error = Error::last_os_error();
    let errno = error.raw_os_error().unwrap_or(0);
    let class = vm_core::objects::exception::os_error_class(errno.into());
    let text = t.str(&message(errno))?.value();
    Err(t.raise_with(class, &[t.int(errno.into()), text, first, Value::NONE, second]))
}

fn message(errno: i32) -> String {
    // SAFETY: strerror returns a valid string for any number.
    unsafe { std::ffi::CStr::from_ptr(libc::strerror(errno)) }.to_string_lossy().into_owned()
}

/// mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime (ns), blksize, blocks, rdev.
fn stat_tuple<'t>(t: &'t Thread, stat: &libc::stat) -> Value<'t> {
    let ns = |seconds: i64, rest: i64| t.int(seconds.saturating_mul(1_000_000_000).saturating_add(rest));
    t.small_tuple([
        t.int(stat.st_mode.into()),
        t.int_u64(stat.st_ino),
        t.int_u64(stat.st_dev),
        t.int_u64(stat.st_nlink),
        t.int(stat.st_uid.into()),
        t.int(stat.st_gid.into()),
        t.int(stat.st_size),
        ns(stat.st_atime, stat.st_atime_nsec),
        ns(stat.st_mtime, stat.st_mtime_nsec),
        ns(stat.st_ctime, stat.st_ctime_nsec),
        t.int(stat.st_blksize),
        t.int(stat.st_blocks),
        t.int_u64(stat.st_rdev),
    ])
    .value()
}

fn stat<'t>(t: &'t Thread, path: Value<'t>, rest: Gc<'t, Tuple>) -> Res<'t> {
    // SAFETY: a stat of zeros is valid; the calls fill it.
    let mut found: libc::stat = unsafe { std::mem::zeroed() };
    let follow = rest.at(1).given().is_none_or(|follow| !follow.word().eq(&Value::FALSE.word()));
    let status = match t.as_int(path) {
        // SAFETY: fills the struct.
        Some(_) => unsafe { libc::fstat(c_int(t, path)?, &mut found) },
        None => {
            let name = fs_path(t, path)?;
            // SAFETY: a NUL-terminated path; fills the struct.
            unsafe {
                match follow {
                    true => libc::stat(name.as_ptr(), &mut found),
                    false => libc::lstat(name.as_ptr(), &mut found),
                }
            }
        }
    };
    match status {
        0 => Ok(stat_tuple(t, &found)),
        _ => Err(t.os_error(&Error::last_os_error(), Some(path))),
    }
}

fn fstat<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let fd = c_int(t, args.get(0))?;
    // SAFETY: a stat of zeros is valid; the call fills it.
    let (status, found) = unsafe {
        let mut found: libc::stat = std::mem::zeroed();
        (libc::fstat(fd, &mut found), found)
    };
    match status {
        0 => Ok(stat_tuple(t, &found)),
        _ => Err(t.os_error(&Error::last_os_error(), None)),
    }
}

fn open<'t>(t: &'t Thread, path: Value<'t>, rest: Gc<'t, Tuple>) -> Res<'t> {
    let flags = c_int(t, rest.at(1))? | libc::O_CLOEXEC;
    let mode = rest_mode(t, rest, 2, 0o777);
    let name = fs_path(t, path)?;
    // SAFETY: a NUL-terminated path.
    let fd = unsafe { libc::open(name.as_ptr(), flags, mode) };
    match fd {
        -1 => Err(t.os_error(&Error::last_os_error(), Some(path))),
        fd => Ok(t.int(fd.into())),
    }
}

/// A call on a descriptor whose result says only whether it failed.
fn call<'t>(t: &'t Thread, work: impl FnOnce(i32) -> i32, args: Args<'t>) -> Res<'t> {
    match work(c_int(t, args.get(0))?) {
        0 => Ok(Value::NONE),
        _ => Err(t.os_error(&Error::last_os_error(), None)),
    }
}

fn unsafe_close(fd: i32) -> i32 {
    // SAFETY: closing a descriptor the program names; the machine keeps none of its own.
    unsafe { libc::close(fd) }
}

fn read<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let fd = c_int(t, args.get(0))?;
    let length = t.index_of(args.get(1))?;
    if length < 0 {
        return Err(t.os_error(&Error::from_raw_os_error(libc::EINVAL), None));
    }
    let mut buffer = vec![0u8; (length as usize).min(1 << 30)];
    // SAFETY: the buffer has this length.
    let count = unsafe { libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len()) };
    match usize::try_from(count) {
        Ok(count) => Ok(t.bytes(&buffer[..count])?.value()),
        Err(_) => Err(t.os_error(&Error::last_os_error(), None)),
    }
}

fn write<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let fd = c_int(t, args.get(0))?;
    let Some(bytes) = args.get(1).cast::<Bytes>() else {
        let name = t.class_name(args.get(1));
        return Err(t.type_error(format_args!("a bytes-like object is required, not '{name}'")));
    };
    let data = bytes.slice();
    // SAFETY: the bytes have this length.
    let count = unsafe { libc::write(fd, data.as_ptr().cast(), data.len()) };
    match usize::try_from(count) {
        Ok(count) => Ok(t.int_usize(count)),
        Err(_) => Err(t.os_error(&Error::last_os_error(), None)),
    }
}

fn lseek<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (fd, position, whence) = (c_int(t, args.get(0))?, t.index_of(args.get(1))?, c_int(t, args.get(2))?);
    // SAFETY: no memory is involved.
    match unsafe { libc::lseek(fd, position, whence) } {
        -1 => Err(t.os_error(&Error::last_os_error(), None)),
        position => Ok(t.int(position)),
    }
}

fn ftruncate<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let length = t.index_of(args.get(1))?;
    // SAFETY: no memory is involved.
    call(t, |fd| unsafe { libc::ftruncate(fd, length) }, args)
}

fn fsync<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    // SAFETY: no memory is involved.
    call(t, |fd| unsafe { libc::fsync(fd) }, args)
}

fn isatty<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let fd = c_int(t, args.get(0))?;
    // SAFETY: no memory is involved.
    Ok(Value::bool(unsafe { libc::isatty(fd) } == 1))
}

fn dup<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let fd = c_int(t, args.get(0))?;
    // SAFETY: no memory is involved.
    match unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) } {
        -1 => Err(t.os_error(&Error::last_os_error(), None)),
        fd => Ok(t.int(fd.into())),
    }
}

fn pipe<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    let mut ends = [0; 2];
    // SAFETY: the array takes two descriptors.
    match unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) } {
        0 => Ok(t.small_tuple([t.int(ends[0].into()), t.int(ends[1].into())]).value()),
        _ => Err(t.os_error(&Error::last_os_error(), None)),
    }
}

/// Pairs (name, kind): kind is `d`, `f`, `l` or `?`.
fn listdir<'t>(t: &'t Thread, path: Value<'t>, _rest: Gc<'t, Tuple>) -> Res<'t> {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = convert::os_string(t, path)?;
    let entries = std::fs::read_dir(&folder).map_err(|error| t.os_error(&error, Some(path)))?;
    let list = t.new_list();
    let as_bytes = path.is::<Bytes>();
    for entry in entries {
        let entry = entry.map_err(|error| t.os_error(&error, Some(path)))?;
        let kind = match entry.file_type() {
            Ok(kind) if kind.is_dir() => "d",
            Ok(kind) if kind.is_file() => "f",
            Ok(kind) if kind.is_symlink() => "l",
            _ => "?",
        };
        let name = entry.file_name();
        let name = match as_bytes {
            true => t.bytes(name.as_bytes())?.value(),
            false => fs_text(t, name.as_bytes())?,
        };
        list.push(t, t.small_tuple([name, t.intern_text(kind).value()]).value())?;
    }
    Ok(list.value())
}

fn readlink<'t>(t: &'t Thread, path: Value<'t>, _rest: Gc<'t, Tuple>) -> Res<'t> {
    let target = std::fs::read_link(convert::os_string(t, path)?).map_err(|error| t.os_error(&error, Some(path)))?;
    convert::os_text(t, target.as_os_str())
}

fn access<'t>(t: &'t Thread, path: Value<'t>, rest: Gc<'t, Tuple>) -> Res<'t> {
    let (name, mode) = (fs_path(t, path)?, c_int(t, rest.at(1))?);
    // SAFETY: a NUL-terminated path.
    Ok(Value::bool(unsafe { libc::access(name.as_ptr(), mode) } == 0))
}

fn current_folder(t: &Thread) -> Result<Vec<u8>, Raised> {
    use std::os::unix::ffi::OsStringExt as _;
    std::env::current_dir().map(|path| path.into_os_string().into_vec()).map_err(|error| t.os_error(&error, None))
}

fn getcwd<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    fs_text(t, &current_folder(t)?)
}

fn urandom<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let size = t.index_of(args.get(0))?;
    if size < 0 {
        return Err(t.value_error("negative argument not allowed"));
    }
    let mut buffer = vec![0u8; size as usize];
    for chunk in buffer.chunks_mut(256) {
        // SAFETY: the chunk has this length; requests of up to 256 bytes are not interrupted.
        if unsafe { libc::getrandom(chunk.as_mut_ptr().cast(), chunk.len(), 0) } < 0 {
            return Err(t.os_error(&Error::last_os_error(), None));
        }
    }
    Ok(t.bytes(&buffer)?.value())
}

fn strerror<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(t.str(&message(c_int(t, args.get(0))?))?.value())
}

fn exit<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    // SAFETY: ends the process at once, as the program asks.
    unsafe { libc::_exit(c_int(t, args.get(0))?) }
}

fn kill<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (pid, signal) = (c_int(t, args.get(0))?, c_int(t, args.get(1))?);
    // SAFETY: no memory is involved.
    match unsafe { libc::kill(pid, signal) } {
        0 => Ok(Value::NONE),
        _ => Err(t.os_error(&Error::last_os_error(), None)),
    }
}

fn umask<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let mask = c_int(t, args.get(0))?;
    // SAFETY: cannot fail.
    Ok(t.int(unsafe { libc::umask(mask as u32) }.into()))
}

fn putenv<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (name, value) = (fs_path(t, args.get(0))?, fs_path(t, args.get(1))?);
    if name.as_bytes().contains(&b'=') {
        return Err(t.value_error("illegal environment variable name"));
    }
    // SAFETY: two NUL-terminated strings; there is one thread.
    match unsafe { libc::setenv(name.as_ptr(), value.as_ptr(), 1) } {
        0 => Ok(Value::NONE),
        _ => Err(t.os_error(&Error::last_os_error(), None)),
    }
}

fn unsetenv<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let name = fs_path(t, args.get(0))?;
    // SAFETY: a NUL-terminated string; there is one thread.
    match unsafe { libc::unsetenv(name.as_ptr()) } {
        0 => Ok(Value::NONE),
        _ => Err(t.os_error(&Error::last_os_error(), None)),
    }
}

fn terminal_size<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let fd = c_int(t, args.get(0))?;
    // SAFETY: a winsize of zeros is valid; the call fills it.
    let (status, size) = unsafe {
        let mut size: libc::winsize = std::mem::zeroed();
        (libc::ioctl(fd, libc::TIOCGWINSZ, &mut size), size)
    };
    match status {
        0 => Ok(t.small_tuple([t.int(size.ws_col.into()), t.int(size.ws_row.into())]).value()),
        _ => Err(t.os_error(&Error::last_os_error(), None)),
    }
}

fn uname<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    // SAFETY: a utsname of zeros is valid; the call fills it with NUL-terminated strings.
    let found = unsafe {
        let mut found: libc::utsname = std::mem::zeroed();
        if libc::uname(&mut found) != 0 {
            return Err(t.os_error(&Error::last_os_error(), None));
        }
        found
    };
    let text = |field: &[libc::c_char]| {
        let bytes: Vec<u8> = field.iter().map(|&c| c as u8).take_while(|&c| c != 0).collect();
        fs_text(t, &bytes)
    };
    let parts = [&found.sysname, &found.nodename, &found.release, &found.version, &found.machine];
    let mut texts = [Value::NONE; 5];
    for (place, part) in texts.iter_mut().zip(parts) {
        *place = text(part)?;
    }
    Ok(t.small_tuple(texts).value())
}

// The calls on paths. A CStr is what they take: a NUL-terminated path.

fn c_mkdir(path: &CStr, mode: libc::mode_t) -> libc::c_int {
    // SAFETY: as said above.
    unsafe { libc::mkdir(path.as_ptr(), mode) }
}

fn c_chmod(path: &CStr, mode: libc::mode_t) -> libc::c_int {
    // SAFETY: as said above.
    unsafe { libc::chmod(path.as_ptr(), mode) }
}

fn c_rmdir(path: &CStr) -> libc::c_int {
    // SAFETY: as said above.
    unsafe { libc::rmdir(path.as_ptr()) }
}

fn c_unlink(path: &CStr) -> libc::c_int {
    // SAFETY: as said above.
    unsafe { libc::unlink(path.as_ptr()) }
}

fn c_chdir(path: &CStr) -> libc::c_int {
    // SAFETY: as said above.
    unsafe { libc::chdir(path.as_ptr()) }
}

fn c_rename(from: &CStr, to: &CStr) -> libc::c_int {
    // SAFETY: as said above.
    unsafe { libc::rename(from.as_ptr(), to.as_ptr()) }
}

fn c_link(from: &CStr, to: &CStr) -> libc::c_int {
    // SAFETY: as said above.
    unsafe { libc::link(from.as_ptr(), to.as_ptr()) }
}

fn c_symlink(from: &CStr, to: &CStr) -> libc::c_int {
    // SAFETY: as said above.
    unsafe { libc::symlink(from.as_ptr(), to.as_ptr()) }
}
