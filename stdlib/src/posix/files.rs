//! Calls on paths. They take a path as str, bytes or (some) a descriptor, already checked by the Python part, and give
//! the number of the error, 0 if there is none: the Python part raises, as it knows all names.

use std::ffi::{CStr, CString};
use std::io::Error;

use vm_core::natives::{Args, NativeDef, leaf};
use vm_core::objects::bytes::Bytes;
use vm_core::objects::sequence::Tuple;
use vm_core::{Raised, Res, Thread, Value};

use crate::convert::{c_int, fs_path, fs_text};

pub static FUNCTIONS: [NativeDef; 23] = [
    leaf("_stat(path, follow, at, /)", stat).function(),
    leaf("_open(path, flags, mode, at, /)", open).function(),
    leaf("_list(path, /)", list).function(),
    leaf("_readlink(path, at, /)", readlink).function(),
    leaf("_statvfs(path, /)", statvfs).function(),
    leaf("_mkdir(path, mode, at, /)", |t, a| on_path(t, a, |p, n| system!(libc::mkdirat(n[1], p, n[0] as u32))))
        .function(),
    leaf("_unlink(path, flags, at, /)", |t, a| on_path(t, a, |p, n| system!(libc::unlinkat(n[1], p, n[0])))).function(),
    leaf("_access(path, mode, flags, at, /)", |t, a| {
        on_path(t, a, |p, n| system!(libc::faccessat(n[2], p, n[0], n[1])))
    })
    .function(),
    leaf("_chmod(path, mode, flags, at, /)", |t, a| {
        on_path(t, a, |p, n| system!(libc::fchmodat(n[2], p, n[0] as u32, n[1])))
    })
    .function(),
    leaf("_chown(path, uid, gid, flags, at, /)", |t, a| {
        on_path(t, a, |p, n| system!(libc::fchownat(n[3], p, n[0] as u32, n[1] as u32, n[2])))
    })
    .function(),
    leaf("_mkfifo(path, mode, at, /)", |t, a| on_path(t, a, |p, n| system!(libc::mkfifoat(n[1], p, n[0] as u32))))
        .function(),
    leaf("_mknod(path, mode, device, at, /)", |t, a| {
        on_path(t, a, |p, n| system!(libc::mknodat(n[2], p, n[0] as u32, n[1] as u64)))
    })
    .function(),
    leaf("_chdir(path, /)", |t, a| on_path(t, a, |p, _| system!(libc::chdir(p)))).function(),
    leaf("_chroot(path, /)", |t, a| on_path(t, a, |p, _| system!(libc::chroot(p)))).function(),
    leaf("_truncate(path, length, /)", |t, a| {
        let length = t.index_of(a.get(1))?;
        let path = fs_path(t, a.get(0))?;
        // SAFETY: a NUL-terminated path.
        Ok(errno(t, unsafe { libc::truncate(path.as_ptr(), length) }))
    })
    .function(),
    leaf("_rename(source, target, source_at, target_at, /)", |t, a| {
        on_two(t, a, |p, q, n| system!(libc::renameat(n[0], p, n[1], q)))
    })
    .function(),
    leaf("_link(source, target, source_at, target_at, flags, /)", |t, a| {
        on_two(t, a, |p, q, n| system!(libc::linkat(n[0], p, n[1], q, n[2])))
    })
    .function(),
    leaf("_symlink(source, target, at, /)", |t, a| on_two(t, a, |p, q, n| system!(libc::symlinkat(p, n[0], q))))
        .function(),
    leaf("_utime(path, times, flags, at, /)", utime).function(),
    leaf("_futime(fd, times, /)", |t, a| {
        let times = times(t, a.get(1))?;
        let fd = c_int(t, a.get(0))?;
        let times = times.as_ref().map_or(std::ptr::null(), |times| times.as_ptr());
        // SAFETY: null, or two times.
        Ok(errno(t, unsafe { libc::futimens(fd, times) }))
    })
    .function(),
    leaf("_get_xattr(path, name, follow, /)", get_xattr).function(),
    leaf("_set_xattr(path, name, value, flags, follow, /)", set_xattr).function(),
    leaf("_list_xattr(path, follow, /)", list_xattr).function(),
];

/// The number of the error of a call, 0 if it succeeded.
pub fn errno(t: &Thread, status: i32) -> Value<'_> {
    t.int(if status == 0 { 0 } else { Error::last_os_error().raw_os_error().unwrap_or(libc::EIO).into() })
}

fn numbers<'t>(t: &'t Thread, args: Args<'t>, from: usize) -> Result<[i32; 4], Raised> {
    let mut numbers = [0; 4];
    for (number, index) in numbers.iter_mut().zip(from..args.len()) {
        // Modes, owners and devices are unsigned: their bits are what counts.
        *number = t.index_of(args.get(index))? as i32;
    }
    Ok(numbers)
}

fn on_path<'t>(t: &'t Thread, args: Args<'t>, call: fn(*const libc::c_char, [i32; 4]) -> i32) -> Res<'t> {
    let path = fs_path(t, args.get(0))?;
    Ok(errno(t, call(path.as_ptr(), numbers(t, args, 1)?)))
}

fn on_two<'t>(
    t: &'t Thread,
    args: Args<'t>,
    call: fn(*const libc::c_char, *const libc::c_char, [i32; 4]) -> i32,
) -> Res<'t> {
    let (source, target) = (fs_path(t, args.get(0))?, fs_path(t, args.get(1))?);
    Ok(errno(t, call(source.as_ptr(), target.as_ptr(), numbers(t, args, 2)?)))
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

/// A tuple, or the number of an error.
fn stat<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    // SAFETY: a stat of zeros is valid; the calls fill it.
    let mut found: libc::stat = unsafe { std::mem::zeroed() };
    let status = if t.as_int(args.get(0)).is_some() {
        let fd = c_int(t, args.get(0))?;
        // SAFETY: fills the struct.
        unsafe { libc::fstat(fd, &mut found) }
    } else {
        let path = fs_path(t, args.get(0))?;
        let flags = if args.get(1).is_true() { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
        let at = c_int(t, args.get(2))?;
        // SAFETY: a NUL-terminated path; fills the struct.
        unsafe { libc::fstatat(at, path.as_ptr(), &mut found, flags) }
    };
    if status == 0 { Ok(stat_tuple(t, &found)) } else { Ok(errno(t, status)) }
}

/// The descriptor, or an error's number below zero.
fn open<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let path = fs_path(t, args.get(0))?;
    let (flags, mode, at) = (c_int(t, args.get(1))?, t.index_of(args.get(2))? as u32, c_int(t, args.get(3))?);
    // SAFETY: a NUL-terminated path.
    match unsafe { libc::openat(at, path.as_ptr(), flags | libc::O_CLOEXEC, mode) } {
        -1 => Ok(t.int(-i64::from(Error::last_os_error().raw_os_error().unwrap_or(libc::EIO)))),
        fd => Ok(t.int(fd.into())),
    }
}

/// A list of (name, kind, inode) of a folder given by path or descriptor, or the number of an error. The kind is
/// what `d_type` says.
fn list<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let folder = if t.as_int(args.get(0)).is_some() {
        let fd = c_int(t, args.get(0))?;
        // SAFETY: a copy of the descriptor, which the stream closes; the position is the caller's to keep.
        unsafe {
            let copy = libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0);
            let folder = if copy < 0 { std::ptr::null_mut() } else { libc::fdopendir(copy) };
            if folder.is_null() && copy >= 0 {
                let error = Error::last_os_error();
                libc::close(copy);
                return Ok(t.int(error.raw_os_error().unwrap_or(libc::EIO).into()));
            }
            if !folder.is_null() {
                libc::rewinddir(folder);
            }
            folder
        }
    } else {
        let path = fs_path(t, args.get(0))?;
        // SAFETY: a NUL-terminated path.
        unsafe { libc::opendir(path.as_ptr()) }
    };
    if folder.is_null() {
        return Ok(errno(t, -1));
    }
    let entries = read_folder(folder);
    // SAFETY: the stream was opened above.
    unsafe { libc::closedir(folder) };
    let entries = match entries {
        Ok(entries) => entries,
        Err(error) => return Ok(t.int(error.into())),
    };
    let as_bytes = args.get(0).is::<Bytes>();
    let list = t.new_list();
    for (name, kind, inode) in entries {
        let name = if as_bytes { t.bytes(&name)?.value() } else { fs_text(t, &name)? };
        list.push(t, t.small_tuple([name, t.int(kind.into()), t.int_u64(inode)]).value())?;
    }
    Ok(list.value())
}

fn read_folder(folder: *mut libc::DIR) -> Result<Vec<(Vec<u8>, u8, u64)>, i32> {
    let mut entries = Vec::new();
    loop {
        // SAFETY: an open stream; the entry is read before the next call.
        unsafe {
            *libc::__errno_location() = 0;
            let entry = libc::readdir(folder);
            if entry.is_null() {
                return match *libc::__errno_location() {
                    0 => Ok(entries),
                    error => Err(error),
                };
            }
            let name = CStr::from_ptr((*entry).d_name.as_ptr()).to_bytes();
            if name != b"." && name != b".." {
                entries.push((name.to_vec(), (*entry).d_type, (*entry).d_ino));
            }
        }
    }
}

/// The target, or the number of an error.
fn readlink<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (path, at) = (fs_path(t, args.get(0))?, c_int(t, args.get(1))?);
    let mut target = vec![0u8; libc::PATH_MAX as usize + 1];
    // SAFETY: a NUL-terminated path, and a buffer of this length.
    let length = unsafe { libc::readlinkat(at, path.as_ptr(), target.as_mut_ptr().cast(), target.len()) };
    match usize::try_from(length) {
        Err(_) => Ok(errno(t, -1)),
        Ok(length) if args.get(0).is::<Bytes>() => Ok(t.bytes(&target[..length])?.value()),
        Ok(length) => fs_text(t, &target[..length]),
    }
}

/// A tuple, or the number of an error.
fn statvfs<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    // SAFETY: a struct of zeros is valid; the calls fill it.
    let mut found: libc::statvfs = unsafe { std::mem::zeroed() };
    let status = if t.as_int(args.get(0)).is_some() {
        let fd = c_int(t, args.get(0))?;
        // SAFETY: fills the struct.
        unsafe { libc::fstatvfs(fd, &mut found) }
    } else {
        let path = fs_path(t, args.get(0))?;
        // SAFETY: a NUL-terminated path; fills the struct.
        unsafe { libc::statvfs(path.as_ptr(), &mut found) }
    };
    if status != 0 {
        return Ok(errno(t, status));
    }
    let fields = [
        found.f_bsize,
        found.f_frsize,
        found.f_blocks,
        found.f_bfree,
        found.f_bavail,
        found.f_files,
        found.f_ffree,
        found.f_favail,
        found.f_flag,
        found.f_namemax,
        found.f_fsid,
    ];
    Ok(t.small_tuple(fields.map(|field| t.int_u64(field))).value())
}

/// Two times in nanoseconds, from a tuple; None: now.
fn times<'t>(t: &'t Thread, value: Value<'t>) -> Result<Option<[libc::timespec; 2]>, Raised> {
    let Some(pair) = value.cast::<Tuple>() else { return Ok(None) };
    let time = |index: usize| {
        let ns = t.index_of(pair.at(index))?;
        Ok(libc::timespec { tv_sec: ns.div_euclid(1_000_000_000), tv_nsec: ns.rem_euclid(1_000_000_000) })
    };
    Ok(Some([time(0)?, time(1)?]))
}

fn utime<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let path = fs_path(t, args.get(0))?;
    let (flags, at) = (c_int(t, args.get(2))?, c_int(t, args.get(3))?);
    let times = times(t, args.get(1))?;
    let times = times.as_ref().map_or(std::ptr::null(), |times| times.as_ptr());
    // SAFETY: a NUL-terminated path; null, or two times.
    Ok(errno(t, unsafe { libc::utimensat(at, path.as_ptr(), times, flags) }))
}

/// What has the extended attributes: a descriptor or a path.
enum Place {
    Open(i32),
    Path(CString),
}

impl Place {
    fn of<'t>(t: &'t Thread, value: Value<'t>) -> Result<Place, Raised> {
        if t.as_int(value).is_some() { c_int(t, value).map(Place::Open) } else { fs_path(t, value).map(Place::Path) }
    }
}

/// The value, or the number of an error.
fn get_xattr<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (at, name) = (Place::of(t, args.get(0))?, fs_path(t, args.get(1))?);
    let mut value = vec![0u8; 65536];
    let (place, size) = (value.as_mut_ptr().cast(), value.len());
    // SAFETY: two NUL-terminated strings, and a buffer of this length.
    let length = unsafe {
        match (&at, args.get(2).is_true()) {
            (Place::Open(fd), _) => libc::fgetxattr(*fd, name.as_ptr(), place, size),
            (Place::Path(path), true) => libc::getxattr(path.as_ptr(), name.as_ptr(), place, size),
            (Place::Path(path), false) => libc::lgetxattr(path.as_ptr(), name.as_ptr(), place, size),
        }
    };
    match usize::try_from(length) {
        Ok(length) => Ok(t.bytes(&value[..length])?.value()),
        Err(_) => Ok(errno(t, -1)),
    }
}

/// Without a value: removes the attribute.
fn set_xattr<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (at, name) = (Place::of(t, args.get(0))?, fs_path(t, args.get(1))?);
    let follow = args.get(4).is_true();
    let value = args.get(2).not_none().map(|value| t.bytes_like(value)).transpose()?.map(|lent| lent.to_vec());
    let flags = c_int(t, args.get(3))?;
    // SAFETY: two NUL-terminated strings, and bytes of this length.
    let status = unsafe {
        match (&at, &value, follow) {
            (Place::Open(fd), Some(value), _) => {
                libc::fsetxattr(*fd, name.as_ptr(), value.as_ptr().cast(), value.len(), flags)
            }
            (Place::Path(path), Some(value), true) => {
                libc::setxattr(path.as_ptr(), name.as_ptr(), value.as_ptr().cast(), value.len(), flags)
            }
            (Place::Path(path), Some(value), false) => {
                libc::lsetxattr(path.as_ptr(), name.as_ptr(), value.as_ptr().cast(), value.len(), flags)
            }
            (Place::Open(fd), None, _) => libc::fremovexattr(*fd, name.as_ptr()),
            (Place::Path(path), None, true) => libc::removexattr(path.as_ptr(), name.as_ptr()),
            (Place::Path(path), None, false) => libc::lremovexattr(path.as_ptr(), name.as_ptr()),
        }
    };
    Ok(errno(t, status))
}

/// The names, or the number of an error.
fn list_xattr<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let at = Place::of(t, args.get(0))?;
    let mut names = vec![0u8; 65536];
    let (place, size) = (names.as_mut_ptr().cast(), names.len());
    // SAFETY: a NUL-terminated path, and a buffer of this length.
    let length = unsafe {
        match (&at, args.get(1).is_true()) {
            (Place::Open(fd), _) => libc::flistxattr(*fd, place, size),
            (Place::Path(path), true) => libc::listxattr(path.as_ptr(), place, size),
            (Place::Path(path), false) => libc::llistxattr(path.as_ptr(), place, size),
        }
    };
    let Ok(length) = usize::try_from(length) else { return Ok(errno(t, -1)) };
    let list = t.new_list();
    for name in names[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        list.push(t, fs_text(t, name)?)?;
    }
    Ok(list.value())
}
