"""Streams: the abstract classes, files, opening. The buffered and text streams are in parts of their own."""

import _imp
import posix as _posix
import sys as _sys

BlockingIOError = BlockingIOError


class UnsupportedOperation(OSError, ValueError):
    __module__ = "io"


_not_methods = frozenset(object.__dict__) | {
    "__module__", "__qualname__", "__dict__", "__weakref__", "__doc__", "__firstlineno__", "__static_attributes__"}
_kept_methods = {"__init__", "__repr__", "__getstate__"}


def _extends(cls):
    """Adds to a native class what the decorated class defines."""
    def add(methods):
        for name, value in methods.__dict__.items():
            if name not in _not_methods or name in _kept_methods:
                _extend_class(cls, name, value)
        return methods
    return add


def _full_name(stream):
    cls = type(stream)
    return f"_io.{cls.__name__}" if cls.__module__ == "_io" else cls.__name__


def _cannot_pickle(self):
    raise TypeError(f"cannot pickle '{_full_name(self)}' instances")


def _check_open(stream):
    if stream.closed:
        raise ValueError("I/O operation on closed file.")


@_extends(_IOBase)
class _IOBaseMethods:
    def seek(self, offset, whence=0, /):
        raise UnsupportedOperation("seek")

    def tell(self, /):
        return self.seek(0, 1)

    def truncate(self, size=None, /):
        raise UnsupportedOperation("truncate")

    def fileno(self, /):
        raise UnsupportedOperation("fileno")

    def flush(self, /):
        if "__IOBase_closed" in self.__dict__:
            raise ValueError("I/O operation on closed file.")

    def close(self, /):
        if "__IOBase_closed" not in self.__dict__:
            try:
                self.flush()
            finally:
                setattr(self, "__IOBase_closed", True)

    @property
    def closed(self):
        return "__IOBase_closed" in self.__dict__

    def seekable(self, /):
        return False

    def readable(self, /):
        return False

    def writable(self, /):
        return False

    def isatty(self, /):
        _check_open(self)
        return False

    def _checkClosed(self, msg=None, /):
        _check_open(self)

    def _checkReadable(self, msg=None, /):
        if self.readable() is not True:
            raise UnsupportedOperation("File or stream is not readable.")
        return True

    def _checkWritable(self, msg=None, /):
        if self.writable() is not True:
            raise UnsupportedOperation("File or stream is not writable.")
        return True

    def _checkSeekable(self, msg=None, /):
        if self.seekable() is not True:
            raise UnsupportedOperation("File or stream is not seekable.")
        return True

    def __enter__(self, /):
        _check_open(self)
        return self

    def __exit__(self, /, *exception):
        self.close()

    def __iter__(self, /):
        _check_open(self)
        return self

    def __next__(self, /):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def __del__(self, /):
        try:
            closed = self.closed
        except Exception:
            return
        if not closed:
            self.close()

    def readline(self, size=-1, /):
        limit = -1 if size is None else size.__index__()
        peek = getattr(self, "peek", None)
        parts = []
        length = 0
        while limit < 0 or length < limit:
            wanted = 1
            if peek is not None:
                ahead = peek(1)
                if not isinstance(ahead, bytes):
                    raise OSError(f"peek() should have returned a bytes object, not '{type(ahead).__name__}'")
                if ahead:
                    wanted = ahead.find(b"\n") + 1 or len(ahead)
                    if limit >= 0:
                        wanted = min(wanted, limit - length)
            piece = self.read(wanted)
            if not isinstance(piece, bytes):
                raise OSError(f"read() should have returned a bytes object, not '{type(piece).__name__}'")
            if not piece:
                break
            parts.append(piece)
            length += len(piece)
            if piece.endswith(b"\n"):
                break
        return b"".join(parts)

    def readlines(self, hint=-1, /):
        if hint is not None and not hasattr(hint, "__index__"):
            raise TypeError(f"argument should be integer or None, not '{type(hint).__name__}'")
        hint = -1 if hint is None else hint.__index__()
        lines = []
        length = 0
        for line in self:
            lines.append(line)
            if 0 < hint < length + len(line):
                break
            length += len(line)
        return lines

    def writelines(self, lines, /):
        _check_open(self)
        for line in lines:
            self.write(line)


@_extends(_RawIOBase)
class _RawIOBaseMethods:
    def read(self, size=-1, /):
        size = -1 if size is None else size.__index__()
        if size < 0:
            return self.readall()
        place = bytearray(size)
        count = self.readinto(place)
        if count is None:
            return None
        if not 0 <= count <= size:
            raise ValueError(f"readinto returned {count} outside buffer size {size}")
        return bytes(place[:count])

    def readinto(self, buffer, /):
        raise NotImplementedError

    def write(self, b, /):
        raise NotImplementedError

    def readall(self, /):
        chunks = []
        while True:
            chunk = self.read(DEFAULT_BUFFER_SIZE)
            if chunk is None and not chunks:
                return None
            if not chunk:
                return b"".join(chunks)
            if not isinstance(chunk, bytes):
                raise TypeError("read() should return bytes")
            chunks.append(chunk)


def _fill_from(read, buffer):
    """The `readinto` of a stream that reads with `read`."""
    size = _buffer_length(buffer)
    data = read(size)
    if data is None:
        return None
    if not isinstance(data, bytes):
        raise TypeError("read() should return bytes")
    if len(data) > size:
        raise ValueError(f"read() returned too much data: {size} bytes requested, {len(data)} returned")
    _store_bytes(buffer, data)
    return len(data)


@_extends(_BufferedIOBase)
class _BufferedIOBaseMethods:
    def detach(self, /):
        raise UnsupportedOperation("detach")

    def read(self, size=-1, /):
        raise UnsupportedOperation("read")

    def read1(self, size=-1, /):
        raise UnsupportedOperation("read1")

    def write(self, b, /):
        raise UnsupportedOperation("write")

    def readinto(self, buffer, /):
        return _fill_from(self.read, buffer)

    def readinto1(self, buffer, /):
        return _fill_from(self.read1, buffer)


@_extends(_TextIOBase)
class _TextIOBaseMethods:
    encoding = property(lambda self: None)
    errors = property(lambda self: None)
    newlines = property(lambda self: None)

    def detach(self, /):
        raise UnsupportedOperation("detach")

    def read(self, size=-1, /):
        raise UnsupportedOperation("read")

    def readline(self, size=-1, /):
        raise UnsupportedOperation("readline")

    def write(self, s, /):
        if not isinstance(s, str):
            raise TypeError(f"write() argument 1 must be str, not {type(s).__name__}")
        raise UnsupportedOperation("write")


# Bits of a file: how it was opened.
_CREATED, _READABLE, _WRITABLE, _APPENDING, _CLOSE_FD = 1, 2, 4, 8, 16
_MODES = {
    "r": (_READABLE, 0),
    "w": (_WRITABLE, _posix.O_CREAT | _posix.O_TRUNC),
    "x": (_WRITABLE | _CREATED, _posix.O_CREAT | _posix.O_EXCL),
    "a": (_WRITABLE | _APPENDING, _posix.O_CREAT | _posix.O_APPEND),
}
_ACCESS = {_READABLE: _posix.O_RDONLY, _WRITABLE: _posix.O_WRONLY, _READABLE | _WRITABLE: _posix.O_RDWR}


def _parse_mode(mode):
    """The bits, and the flags of open(2)."""
    bits = flags = 0
    plus = False
    for letter in mode:
        if letter in _MODES:
            if bits:
                break
            bits, flags = _MODES[letter]
        elif letter == "+":
            if plus:
                break
            plus = True
        elif letter != "b":
            raise ValueError(f"invalid mode: {mode}")
    else:
        if bits:
            if plus:
                bits |= _READABLE | _WRITABLE
            return bits, flags | _ACCESS[bits & (_READABLE | _WRITABLE)] | _posix.O_CLOEXEC
    raise ValueError("Must have exactly one of create/read/write/append mode and at most one plus")


def _open_descriptor(file, flags, opener):
    if opener is None:
        file = _posix.fspath(file)
        if (b"\0" if isinstance(file, bytes) else "\0") in file:
            raise ValueError("embedded null byte")
        return _posix.open(file, flags, 0o666)
    fd = opener(file, flags)
    if not isinstance(fd, int):
        raise TypeError("expected integer from opener")
    if fd < 0:
        raise ValueError(f"opener returned {fd}")
    _posix.set_inheritable(fd, False)
    return fd


@_extends(FileIO)
class _FileIOMethods:
    def flush(self, /):
        _check_open(self)

    def __init__(self, /, file, mode="r", closefd=True, opener=None):
        if not self.closed:
            _file_release(self)
        if isinstance(file, bool):
            import warnings
            warnings.warn("bool is used as a file descriptor", RuntimeWarning, 1)
            file = int(file)
        given = isinstance(file, int)
        if given and file < 0:
            raise ValueError("negative file descriptor")
        if not isinstance(mode, str):
            raise TypeError(f"FileIO() argument 'mode' must be str, not {type(mode).__name__}")
        bits, flags = _parse_mode(mode)
        if not given and not closefd:
            raise ValueError("Cannot use closefd=False with file name")
        fd = file if given else _open_descriptor(file, flags, opener)
        try:
            is_folder, block_size = _file_kind(fd)
            if is_folder:
                raise IsADirectoryError(21, _posix.strerror(21), file)
            self.name = file
            if bits & _APPENDING:
                try:
                    _posix.lseek(fd, 0, 2)
                except OSError:
                    if not given:
                        raise
        except BaseException:
            if not given:
                _posix.close(fd)
            raise
        _file_set(self, fd, bits | (_CLOSE_FD if closefd else 0), block_size)

    def truncate(self, size=None, /):
        return _file_truncate(self, size)

    def __repr__(self):
        if self.closed:
            return f"<{_full_name(self)} [closed]>"
        try:
            name = f"name={self.name!r}"
        except AttributeError:
            name = f"fd={self.fileno()}"
        return f"<{_full_name(self)} {name} mode={self.mode!r} closefd={self.closefd}>"

    __getstate__ = _cannot_pickle


def _close_file(self):
    """`close` of a subclass of FileIO."""
    try:
        _RawIOBase.close(self)
    finally:
        _file_release(self)


@_extends(BytesIO)
class _BytesIOMethods:
    def __getstate__(self):
        return (self.getvalue(), self.tell(), self.__dict__.copy() or None)

    def __setstate__(self, state):
        if not isinstance(state, tuple) or len(state) < 3:
            raise TypeError(
                f"{_full_name(self)}.__setstate__ argument should be 3-tuple, got {type(state).__name__}")
        _check_open(self)
        value, position, attributes = state[:3]
        BytesIO.__init__(self, value)
        if not isinstance(position, int):
            raise TypeError(f"second item of state must be an integer, not {type(position).__name__}")
        if position < 0:
            raise ValueError("position value cannot be negative")
        self.seek(position)
        _restore_attributes(self, attributes, "third")

    def readinto1(self, buffer, /):
        return self.readinto(buffer)


@_extends(StringIO)
class _StringIOMethods:
    def __getstate__(self):
        return (self.getvalue(), self._newline, self.tell(), self.__dict__.copy() or None)

    def __setstate__(self, state):
        if not isinstance(state, tuple) or len(state) < 4:
            raise TypeError(
                f"{_full_name(self)}.__setstate__ argument should be 4-tuple, got {type(state).__name__}")
        if not _is_new_text(self):
            _check_open(self)
        value, newline, position, attributes = state[:4]
        StringIO.__init__(self, "", newline)
        _string_insert(self, value)
        self.seek(0)
        if not isinstance(position, int):
            raise TypeError(f"third item of state must be an integer, got {type(position).__name__}")
        if position < 0:
            raise ValueError("position value cannot be negative")
        self.seek(position)
        _restore_attributes(self, attributes, "fourth")


def _is_new_text(stream):
    """Was `__init__` not there yet?"""
    try:
        stream.closed
    except ValueError:
        return True
    return False


def _restore_attributes(stream, attributes, place):
    if attributes is None:
        return
    if not isinstance(attributes, dict):
        raise TypeError(f"{place} item of state should be a dict, got a {type(attributes).__name__}")
    stream.__dict__.update(attributes)


def _check_text(function, name, value):
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{function}() argument '{name}' must be str or None, not {type(value).__name__}")


def _open(file, mode, buffering, encoding, errors, newline, closefd, opener):
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    _check_text("open", "encoding", encoding)
    _check_text("open", "errors", errors)
    _check_text("open", "newline", newline)
    if not isinstance(file, int):
        file = _posix.fspath(file)
    letters = set(mode)
    if letters - _open_letters or len(letters) < len(mode):
        raise ValueError(f"invalid mode: '{mode}'")
    binary = "b" in letters
    buffering = buffering.__index__()
    if binary and "t" in letters:
        raise ValueError("can't have text and binary mode at once")
    if len(letters & _kind_letters) > 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if binary:
        for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if value is not None:
                raise ValueError(f"binary mode doesn't take {'a' if name == 'newline' else 'an'} {name} argument")
        if buffering == 1:
            import warnings
            warnings.warn(
                "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
                RuntimeWarning, 2)
    stream = raw = FileIO(file, mode.replace("t", "") if "t" in letters else mode, closefd, opener)
    try:
        line_buffering = buffering == 1 or (buffering < 0 and raw.isatty())
        if line_buffering:
            buffering = -1
        if buffering < -1:
            raise ValueError("invalid buffering size")
        if buffering < 0:
            buffering = max(min(raw._blksize, 8 << 20), DEFAULT_BUFFER_SIZE)
        if buffering == 0:
            if not binary:
                raise ValueError("can't have unbuffered text I/O")
            return raw
        if "+" in letters:
            stream = BufferedRandom(raw, buffering)
        elif "r" in letters:
            stream = BufferedReader(raw, buffering)
        else:
            stream = BufferedWriter(raw, buffering)
        if binary:
            return stream
        stream = TextIOWrapper(stream, encoding, errors, newline, line_buffering)
        stream.mode = mode
        return stream
    except BaseException:
        stream.close()
        raise


_open_letters = frozenset("rwxab+t")
_kind_letters = frozenset("rwxa")


def open_code(path):
    """Opens the provided file with the intent to import the contents."""
    if not isinstance(path, str):
        raise TypeError(f"open_code() argument 'path' must be str, not {type(path).__name__}")
    return open(path, "rb")


def text_encoding(encoding, stacklevel=2, /):
    """The encoding a library function passes on when its caller gave none."""
    if encoding is None:
        if _sys.flags.warn_default_encoding:
            import warnings
            warnings.warn("'encoding' argument not specified", EncodingWarning, stacklevel + 1)
        return "utf-8" if _sys.flags.utf8_mode else "locale"
    return encoding


# Streams with text or bytes that wait to be written, by id: written at exit when nobody closed them.
_waiting = {}


def _flush_forgotten():
    """Writes what open streams hold; text first, as it goes to buffers."""
    streams = [reference() for reference in _waiting.values()]
    for cls in (TextIOWrapper, _BufferedIOBase):
        for stream in streams:
            if isinstance(stream, cls):
                try:
                    if not stream.closed:
                        stream.flush()
                except Exception:
                    pass


def _standard(unbuffered):
    """Makes sys.stdin, sys.stdout and sys.stderr."""
    encoding, errors = "utf-8", None
    if not _sys.flags.ignore_environment:
        wanted = _posix.environ.get(b"PYTHONIOENCODING", b"").decode()
        encoding, _, errors = wanted.partition(":")
        encoding = encoding or "utf-8"
    errors = errors or "strict"
    _sys.stdin = _sys.__stdin__ = _standard_stream(0, "stdin", "r", encoding, errors, False)
    _sys.stdout = _sys.__stdout__ = _standard_stream(1, "stdout", "w", encoding, errors, unbuffered)
    _sys.stderr = _sys.__stderr__ = _standard_stream(2, "stderr", "w", encoding, "backslashreplace", unbuffered)


def _standard_stream(fd, name, mode, encoding, errors, unbuffered):
    try:
        raw = FileIO(fd, mode, False)
    except OSError:
        return None
    raw.name = f"<{name}>"
    if mode == "r":
        buffer = BufferedReader(raw)
    else:
        buffer = raw if unbuffered else BufferedWriter(raw)
    line_buffering = not unbuffered and (name == "stderr" or raw.isatty())
    stream = TextIOWrapper(buffer, encoding, errors, "\n", line_buffering, unbuffered)
    stream.mode = mode
    return stream


for _name in ("_io_buffered", "_io_text"):
    _imp._run_part("_io", _name)

__builtins__.open = open
