"""The classes of `posix`, and calls that are best said in Python."""

_record = __import__("sys")._record

stat_result = _record(
    "os.stat_result",
    ("st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "_atime", "_mtime", "_ctime",
     "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks",
     "st_rdev"),
    hidden=9)
terminal_size = _record("os.terminal_size", ("columns", "lines"))
uname_result = _record("posix.uname_result", ("sysname", "nodename", "release", "version", "machine"))
times_result = _record("posix.times_result", ("user", "system", "children_user", "children_system", "elapsed"))

_have_functions = ["HAVE_FSTATAT", "HAVE_LSTAT", "HAVE_FDOPENDIR"]


def _stat_result(fields):
    mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime, blksize, blocks, rdev = fields
    return stat_result((
        mode, ino, dev, nlink, uid, gid, size, atime // 1000000000, mtime // 1000000000, ctime // 1000000000,
        atime / 1e9, mtime / 1e9, ctime / 1e9, atime, mtime, ctime, blksize, blocks, rdev))


def stat(path, *, dir_fd=None, follow_symlinks=True):
    """The status of a file."""
    return _stat_result(_stat(path, bool(follow_symlinks)))


def lstat(path, *, dir_fd=None):
    """The status of a file; of a symbolic link itself."""
    return _stat_result(_stat(path, False))


def fstat(fd):
    """The status of an open file."""
    return _stat_result(_fstat(fd))


def open(path, flags, mode=0o777, *, dir_fd=None):
    """Open a file; returns its descriptor."""
    return _open(path, flags, mode)


def listdir(path=None):
    """The names in a folder."""
    return [name for name, kind in _listdir("." if path is None else path)]


def get_terminal_size(fd=1, /):
    return terminal_size(_terminal_size(fd))


def uname():
    return uname_result(_uname())


class DirEntry:
    """An entry of a folder, as `scandir` finds it."""

    __slots__ = ("name", "path", "_kind", "_status", "_link_status")

    def __init__(self, folder, name, kind):
        self.name = name
        separator = b"/" if isinstance(name, bytes) else "/"
        self.path = folder + name if folder.endswith(separator) else folder + separator + name
        self._kind = kind
        self._status = self._link_status = None

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"

    def __fspath__(self):
        return self.path

    def inode(self):
        return self.stat(follow_symlinks=False).st_ino

    def stat(self, *, follow_symlinks=True):
        if follow_symlinks and self._kind in ("l", "?"):
            if self._status is None:
                self._status = stat(self.path)
            return self._status
        if self._link_status is None:
            self._link_status = lstat(self.path)
        return self._link_status

    def _is(self, kind, bits, follow_symlinks):
        if self._kind == kind:
            return True
        if self._kind == "?" or (self._kind == "l" and follow_symlinks):
            try:
                return self.stat(follow_symlinks=follow_symlinks).st_mode & 0o170000 == bits
            except FileNotFoundError:
                return False
        return False

    def is_dir(self, *, follow_symlinks=True):
        return self._is("d", 0o040000, follow_symlinks)

    def is_file(self, *, follow_symlinks=True):
        return self._is("f", 0o100000, follow_symlinks)

    def is_symlink(self):
        return self._is("l", 0o120000, False)

    def is_junction(self):
        return False


class ScandirIterator:
    def __init__(self, entries):
        self._entries = entries

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def close(self):
        self._entries = iter(())

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def scandir(path=None):
    """An iterator of DirEntry objects for a folder."""
    folder = fspath("." if path is None else path)
    return ScandirIterator(iter([DirEntry(folder, name, kind) for name, kind in _listdir(folder)]))
