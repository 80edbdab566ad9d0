"""The functions of `posix` that take paths, have defaults, or results with names; its classes."""

_record = __import__("sys")._record

stat_result = _record(
    "os.stat_result",
    ("st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "_atime", "_mtime", "_ctime",
     "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks",
     "st_rdev"),
    hidden=9)
statvfs_result = _record(
    "os.statvfs_result",
    ("f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_favail", "f_flag",
     "f_namemax", "f_fsid"),
    hidden=1)
terminal_size = _record("os.terminal_size", ("columns", "lines"))
uname_result = _record("posix.uname_result", ("sysname", "nodename", "release", "version", "machine"))
times_result = _record("posix.times_result", ("user", "system", "children_user", "children_system", "elapsed"))

_have_functions = [
    "HAVE_FACCESSAT", "HAVE_FCHDIR", "HAVE_FCHMOD", "HAVE_FCHMODAT", "HAVE_FCHOWN", "HAVE_FCHOWNAT", "HAVE_FDOPENDIR",
    "HAVE_FSTATAT", "HAVE_FSTATVFS", "HAVE_FTRUNCATE", "HAVE_FUTIMENS", "HAVE_LINKAT", "HAVE_LCHOWN", "HAVE_LSTAT",
    "HAVE_LUTIMES", "HAVE_MKDIRAT", "HAVE_MKFIFOAT", "HAVE_MKNODAT", "HAVE_OPENAT", "HAVE_READLINKAT", "HAVE_RENAMEAT",
    "HAVE_SYMLINKAT", "HAVE_UNLINKAT", "HAVE_UTIMENSAT"]

_NOFOLLOW, _REMOVEDIR, _FOLLOW, _EACCESS = 0x100, 0x200, 0x400, 0x200


_index = __import__("_operator").index


def _fs(path, function, argument="path", fd=False, none=False):
    """A path as str or bytes; where `fd` says so also a descriptor."""
    kind = type(path)
    if kind is str or kind is bytes:
        found = path
    elif fd and isinstance(path, int):
        if kind is bool:
            import warnings
            warnings.warn("bool is used as a file descriptor", RuntimeWarning, 1)
        return int(path)
    elif isinstance(path, (str, bytes)):
        found = path
    else:
        method = getattr(kind, "__fspath__", None)
        if method is None:
            wanted = "string, bytes, os.PathLike, integer or None" if none else (
                "string, bytes, os.PathLike or integer" if fd else "string, bytes or os.PathLike")
            raise TypeError(f"{function}: {argument} should be {wanted}, not {kind.__name__}")
        found = fspath(path)
    if ("\0" if isinstance(found, str) else b"\0") in found:
        raise ValueError(f"{function}: embedded null character in {argument}")
    return found


def _at(dir_fd, path=None, function=None):
    if dir_fd is None:
        return _AT_FDCWD
    if not isinstance(dir_fd, int):
        raise TypeError(f"argument should be integer or None, not {type(dir_fd).__name__}")
    if isinstance(path, int):
        raise ValueError(f"{function}: can't specify dir_fd without matching path")
    return int(dir_fd)


def _fail(code, *names):
    raise OSError(code, strerror(code), *names)


def _done(code, path):
    if code:
        raise OSError(code, strerror(code), path)


def _done_two(code, source, target):
    if code:
        raise OSError(code, strerror(code), source, None, target)


def _flags(follow_symlinks):
    return 0 if follow_symlinks else _NOFOLLOW


def _no_follow(function, path, follow_symlinks):
    if isinstance(path, int) and not follow_symlinks:
        raise ValueError(f"{function}: cannot use fd and follow_symlinks together")


def _named_stat(fields, path):
    if isinstance(fields, int):
        raise OSError(fields, strerror(fields), *path)
    mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime, blksize, blocks, rdev = fields
    return stat_result((
        mode, ino, dev, nlink, uid, gid, size, atime // 1000000000, mtime // 1000000000, ctime // 1000000000,
        atime / 1e9, mtime / 1e9, ctime / 1e9, atime, mtime, ctime, blksize, blocks, rdev))


def stat(path, *, dir_fd=None, follow_symlinks=True):
    """Perform a stat system call on the given path."""
    path = _fs(path, "stat", fd=True)
    _no_follow("stat", path, follow_symlinks)
    return _named_stat(_stat(path, bool(follow_symlinks), _at(dir_fd, path, "stat")), (path,))


def lstat(path, *, dir_fd=None):
    """Perform a stat system call on the given path, without following symbolic links."""
    path = _fs(path, "lstat")
    return _named_stat(_stat(path, False, _at(dir_fd)), (path,))


def fstat(fd):
    """Perform a stat system call on the given file descriptor."""
    return _named_stat(_stat(_index(fd), True, _AT_FDCWD), ())


def statvfs(path):
    """Perform a statvfs system call on the given path."""
    path = _fs(path, "statvfs", fd=True)
    fields = _statvfs(path)
    return _fail(fields, path) if isinstance(fields, int) else statvfs_result(fields)


def fstatvfs(fd, /):
    fields = _statvfs(_index(fd))
    return _fail(fields) if isinstance(fields, int) else statvfs_result(fields)


def open(path, flags, mode=0o777, *, dir_fd=None):
    """Open a file for low level IO.  Returns a file descriptor (integer)."""
    path = _fs(path, "open")
    flags = flags.__index__() if hasattr(flags, "__index__") else _not_int(flags)
    while True:
        fd = _open(path, flags, mode, _at(dir_fd))
        if fd >= 0:
            return fd
        if fd != -4:
            raise OSError(-fd, strerror(-fd), path)


def _not_int(value):
    raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")


def listdir(path=None):
    """Return a list containing the names of the files in the directory."""
    path = "." if path is None else _fs(path, "listdir", fd=True, none=True)
    entries = _list(path)
    return _fail(entries, path) if isinstance(entries, int) else [entry[0] for entry in entries]


def mkdir(path, mode=0o777, *, dir_fd=None):
    """Create a directory."""
    path = _fs(path, "mkdir")
    _done(_mkdir(path, mode, _at(dir_fd)), path)


def rmdir(path, *, dir_fd=None):
    """Remove a directory."""
    path = _fs(path, "rmdir")
    _done(_unlink(path, _REMOVEDIR, _at(dir_fd)), path)


def unlink(path, *, dir_fd=None):
    """Remove a file (same as remove())."""
    path = _fs(path, "unlink")
    _done(_unlink(path, 0, _at(dir_fd)), path)


def remove(path, *, dir_fd=None):
    """Remove a file (same as unlink())."""
    path = _fs(path, "remove")
    _done(_unlink(path, 0, _at(dir_fd)), path)


def rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    """Rename a file or directory."""
    src, dst = _fs(src, "rename", "src"), _fs(dst, "rename", "dst")
    _done_two(_rename(src, dst, _at(src_dir_fd), _at(dst_dir_fd)), src, dst)


def replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    """Rename a file or directory, overwriting the destination."""
    src, dst = _fs(src, "replace", "src"), _fs(dst, "replace", "dst")
    _done_two(_rename(src, dst, _at(src_dir_fd), _at(dst_dir_fd)), src, dst)


def link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True):
    """Create a hard link to a file."""
    src, dst = _fs(src, "link", "src"), _fs(dst, "link", "dst")
    flags = _FOLLOW if follow_symlinks else 0
    _done_two(_link(src, dst, _at(src_dir_fd), _at(dst_dir_fd), flags), src, dst)


def symlink(src, dst, target_is_directory=False, *, dir_fd=None):
    """Create a symbolic link pointing to src named dst."""
    src, dst = _fs(src, "symlink", "src"), _fs(dst, "symlink", "dst")
    _done_two(_symlink(src, dst, _at(dir_fd)), src, dst)


def readlink(path, *, dir_fd=None):
    """Return a string representing the path to which the symbolic link points."""
    path = _fs(path, "readlink")
    target = _readlink(path, _at(dir_fd))
    return _fail(target, path) if isinstance(target, int) else target


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    """Use the real uid/gid to test for access to a path."""
    path = _fs(path, "access")
    return not _access(path, mode, _flags(follow_symlinks) | (_EACCESS if effective_ids else 0), _at(dir_fd))


def chmod(path, mode, *, dir_fd=None, follow_symlinks=True):
    """Change the access permissions of a file."""
    path = _fs(path, "chmod", fd=True)
    if isinstance(path, int):
        return fchmod(path, mode)
    _done(_chmod(path, mode, _flags(follow_symlinks), _at(dir_fd)), path)


def chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True):
    """Change the owner and group id of path to the numeric uid and gid."""
    path = _fs(path, "chown", fd=True)
    if isinstance(path, int):
        return fchown(path, uid, gid)
    _done(_chown(path, _uid(uid), _gid(gid), _flags(follow_symlinks), _at(dir_fd)), path)


def lchown(path, uid, gid):
    path = _fs(path, "lchown")
    _done(_chown(path, _uid(uid), _gid(gid), _NOFOLLOW, _AT_FDCWD), path)


def chdir(path):
    """Change the current working directory to the specified path."""
    path = _fs(path, "chdir", fd=True)
    if isinstance(path, int):
        return fchdir(path)
    _done(_chdir(path), path)


def chroot(path):
    path = _fs(path, "chroot")
    _done(_chroot(path), path)


def truncate(path, length):
    """Truncate a file, specified by path, to a specific length."""
    path = _fs(path, "truncate", fd=True)
    if isinstance(path, int):
        return ftruncate(path, length)
    _done(_truncate(path, length), path)


def mkfifo(path, mode=0o666, *, dir_fd=None):
    code = _mkfifo(_fs(path, "mkfifo"), mode, _at(dir_fd))
    if code:
        _fail(code)


def mknod(path, mode=0o600, device=0, *, dir_fd=None):
    code = _mknod(_fs(path, "mknod"), mode, device, _at(dir_fd))
    if code:
        _fail(code)


def major(device, /):
    return (device >> 8 & 0xFFF) | (device >> 32 & ~0xFFF)


def minor(device, /):
    return (device & 0xFF) | (device >> 12 & ~0xFF)


def makedev(major, minor, /):
    return (major & 0xFFF) << 8 | (major & ~0xFFF) << 32 | (minor & 0xFF) | (minor & ~0xFF) << 12


def _nanoseconds(value):
    if isinstance(value, float):
        whole = int(value // 1)
        return whole * 1000000000 + int((value - whole) * 1e9)
    return value.__index__() * 1000000000


def utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True):
    """Set the access and modified time of path."""
    path = _fs(path, "utime", fd=True)
    if times is not None and ns is not None:
        raise ValueError("utime: you may specify either 'times' or 'ns' but not both")
    if times is not None:
        if not isinstance(times, tuple) or len(times) != 2:
            raise TypeError("utime: 'times' must be either a tuple of two ints or None")
        ns = (_nanoseconds(times[0]), _nanoseconds(times[1]))
    elif ns is not None and (not isinstance(ns, tuple) or len(ns) != 2):
        raise TypeError("utime: 'ns' must be a tuple of two ints")
    _no_follow("utime", path, follow_symlinks)
    if isinstance(path, int):
        _done(_futime(path, ns), path)
    else:
        _done(_utime(path, ns, _flags(follow_symlinks), _at(dir_fd)), path)


def _attributed(path, function, follow_symlinks):
    path = _fs(path, function, fd=True)
    if isinstance(path, int) and not follow_symlinks:
        raise ValueError(f"{function}: cannot use fd and follow_symlinks together")
    return path


def getxattr(path, attribute, *, follow_symlinks=True):
    path = _attributed(path, "getxattr", follow_symlinks)
    value = _get_xattr(path, _fs(attribute, "getxattr", "attribute"), bool(follow_symlinks))
    return _fail(value, path) if isinstance(value, int) else value


def setxattr(path, attribute, value, flags=0, *, follow_symlinks=True):
    path = _attributed(path, "setxattr", follow_symlinks)
    _done(_set_xattr(path, _fs(attribute, "setxattr", "attribute"), value, flags, bool(follow_symlinks)), path)


def removexattr(path, attribute, *, follow_symlinks=True):
    path = _attributed(path, "removexattr", follow_symlinks)
    _done(_set_xattr(path, _fs(attribute, "removexattr", "attribute"), None, 0, bool(follow_symlinks)), path)


def listxattr(path=None, *, follow_symlinks=True):
    path = "." if path is None else _attributed(path, "listxattr", follow_symlinks)
    names = _list_xattr(path, bool(follow_symlinks))
    return _fail(names, path) if isinstance(names, int) else names


def sendfile(out_fd, in_fd, offset, count):
    return _sendfile(out_fd, in_fd, offset, count)


def copy_file_range(src, dst, count, offset_src=None, offset_dst=None):
    if count < 0:
        raise ValueError("negative value for 'count' not allowed")
    return _copy_file_range(src, dst, count, offset_src, offset_dst)


def device_encoding(fd):
    return "UTF-8" if isatty(fd) else None


def ctermid():
    return "/dev/tty"


# Folders

_KINDS = {"d": (4, 0o040000), "f": (8, 0o100000), "l": (10, 0o120000)}


class DirEntry:
    """An entry of a folder, as `scandir` finds it."""

    __slots__ = ("name", "path", "_kind", "_inode", "_folder", "_status", "_link_status")
    __module__ = "posix"

    def __reduce_ex__(self, protocol, /):
        raise TypeError("cannot pickle 'posix.DirEntry' object")

    def __new__(cls, *args):
        raise TypeError("cannot create 'posix.DirEntry' instances")

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"

    def __fspath__(self):
        """Returns the path for the entry."""
        return self.path

    def inode(self):
        """Return inode of the entry; cached per entry."""
        return self._inode

    def stat(self, *, follow_symlinks=True):
        """Return stat_result object for the entry; cached per entry."""
        if follow_symlinks and self._kind in (0, 10):
            if self._status is None:
                self._status = self._ask(True)
            return self._status
        if self._link_status is None:
            self._link_status = self._ask(False)
        return self._link_status

    def _ask(self, follow_symlinks):
        if self._folder is None:
            return stat(self.path, follow_symlinks=follow_symlinks)
        return stat(self.name, dir_fd=self._folder, follow_symlinks=follow_symlinks)

    def _is(self, which, follow_symlinks):
        kind, bits = _KINDS[which]
        if self._kind == kind:
            return True
        if self._kind == 0 or (self._kind == 10 and follow_symlinks):
            try:
                return self.stat(follow_symlinks=follow_symlinks).st_mode & 0o170000 == bits
            except FileNotFoundError:
                pass
        return False

    def is_dir(self, *, follow_symlinks=True):
        """Return True if the entry is a directory; cached per entry."""
        return self._is("d", follow_symlinks)

    def is_file(self, *, follow_symlinks=True):
        """Return True if the entry is a file; cached per entry."""
        return self._is("f", follow_symlinks)

    def is_symlink(self):
        """Return True if the entry is a symbolic link; cached per entry."""
        return self._is("l", False)

    def is_junction(self):
        """Return True if the entry is a junction; cached per entry."""
        return False

    @classmethod
    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)


class ScandirIterator:
    """What `scandir` returns."""

    __module__ = "posix"

    def __new__(cls, *args):
        raise TypeError("cannot create 'posix.ScandirIterator' instances")

    def __iter__(self):
        return self

    def __next__(self):
        for name, kind, inode in self._entries:
            entry = object.__new__(DirEntry)
            entry.name = name
            entry.path = self._prefix + name if self._folder is None else name
            entry._kind = kind
            entry._inode = inode
            entry._folder = self._folder
            entry._status = entry._link_status = None
            return entry
        raise StopIteration

    def close(self):
        self._entries = iter(())

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def scandir(path=None):
    """Return an iterator of DirEntry objects for given path."""
    path = "." if path is None else _fs(path, "scandir", fd=True, none=True)
    entries = _list(path)
    if isinstance(entries, int):
        _fail(entries, path)
    found = object.__new__(ScandirIterator)
    found._entries = iter(entries)
    found._folder = path if isinstance(path, int) else None
    if found._folder is None:
        separator = b"/" if isinstance(path, bytes) else "/"
        found._prefix = path if path.endswith(separator) else path + separator
    return found


__import__("_imp")._run_part("posix", "posix_processes")
__import__("_imp")._run_part("posix", "posix_system")
