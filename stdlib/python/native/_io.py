"""Files and text streams over descriptors of `posix`."""

import posix as _posix
import sys as _sys

DEFAULT_BUFFER_SIZE = 131072
SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2


class UnsupportedOperation(OSError, ValueError):
    __module__ = "io"


class _IOBase:
    """The base of all streams."""

    __module__ = "_io"
    _closed = False

    def _unsupported(self, name):
        raise UnsupportedOperation(f"{type(self).__name__}.{name}() not supported")

    def seek(self, pos, whence=0):
        self._unsupported("seek")

    def tell(self):
        return self.seek(0, 1)

    def truncate(self, pos=None):
        self._unsupported("truncate")

    def flush(self):
        self._checkClosed()

    def close(self):
        if not self._closed:
            try:
                self.flush()
            finally:
                self._closed = True

    @property
    def closed(self):
        return self._closed

    def seekable(self):
        return False

    def readable(self):
        return False

    def writable(self):
        return False

    def fileno(self):
        self._unsupported("fileno")

    def isatty(self):
        self._checkClosed()
        return False

    def _checkClosed(self, msg=None):
        if self.closed:
            raise ValueError("I/O operation on closed file." if msg is None else msg)

    def _checkReadable(self, msg=None):
        if not self.readable():
            raise UnsupportedOperation("not readable" if msg is None else msg)

    def _checkWritable(self, msg=None):
        if not self.writable():
            raise UnsupportedOperation("not writable" if msg is None else msg)

    def _checkSeekable(self, msg=None):
        if not self.seekable():
            raise UnsupportedOperation("File or stream is not seekable." if msg is None else msg)

    def __enter__(self):
        self._checkClosed()
        return self

    def __exit__(self, *exception):
        self.close()

    def __iter__(self):
        self._checkClosed()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readline(self, size=-1):
        size = -1 if size is None else size
        parts = []
        count = 0
        while size < 0 or count < size:
            piece = self.read(1)
            if not piece:
                break
            parts.append(piece)
            count += 1
            if piece == b"\n":
                break
        return b"".join(parts)

    def readlines(self, hint=None):
        if hint is None or hint <= 0:
            return list(self)
        count = 0
        lines = []
        for line in self:
            lines.append(line)
            count += len(line)
            if count >= hint:
                break
        return lines

    def writelines(self, lines):
        self._checkClosed()
        for line in lines:
            self.write(line)


class _RawIOBase(_IOBase):
    def read(self, size=-1):
        if size is None or size < 0:
            return self.readall()
        buffer = bytearray(size)
        count = self.readinto(buffer)
        if count is None:
            return None
        return bytes(buffer[:count])

    def readall(self):
        chunks = []
        while chunk := self.read(DEFAULT_BUFFER_SIZE):
            chunks.append(chunk)
        return b"".join(chunks)


class _BufferedIOBase(_IOBase):
    def read(self, size=-1):
        self._unsupported("read")

    def read1(self, size=-1):
        self._unsupported("read1")

    def write(self, data):
        self._unsupported("write")

    def detach(self):
        self._unsupported("detach")

    def readinto(self, buffer):
        data = self.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    readinto1 = readinto


class _TextIOBase(_IOBase):
    encoding = None
    errors = None
    newlines = None

    def read(self, size=-1):
        self._unsupported("read")

    def write(self, text):
        self._unsupported("write")


class FileIO(_RawIOBase):
    """A file without buffer."""

    _fd = -1

    def __init__(self, file, mode="r", closefd=True, opener=None):
        flags = {"r": 0, "w": _posix.O_CREAT | _posix.O_TRUNC, "x": _posix.O_CREAT | _posix.O_EXCL,
                 "a": _posix.O_CREAT | _posix.O_APPEND}
        kinds = [c for c in mode if c in "rwxa"]
        if [c for c in mode if c not in "rwxab+"]:
            raise ValueError(f"invalid mode: {mode}")
        if len(kinds) != 1 or mode.count("+") > 1:
            raise ValueError("Must have exactly one of create/read/write/append mode and at most one plus")
        kind = kinds[0]
        plus = "+" in mode
        self._readable = kind == "r" or plus
        self._writable = kind != "r" or plus
        self._created = kind == "x"
        self._appending = kind == "a"
        flag = flags[kind]
        if plus:
            flag |= _posix.O_RDWR
        elif self._writable:
            flag |= _posix.O_WRONLY
        self._closefd = closefd
        self.name = file
        if isinstance(file, int):
            if file < 0:
                raise ValueError("negative file descriptor")
            self._fd = file
        else:
            if not closefd:
                raise ValueError("Cannot use closefd=False with file name")
            if opener is not None:
                fd = opener(file, flag)
                if not isinstance(fd, int):
                    raise TypeError("expected integer from opener")
                if fd < 0:
                    raise ValueError(f"opener returned {fd}")
                self._fd = fd
            else:
                self._fd = _posix.open(file, flag, 0o666)
        status = _posix.fstat(self._fd)
        if status.st_mode & 0o170000 == 0o040000:
            if not isinstance(file, int):
                _posix.close(self._fd)
            self._fd = -1
            raise IsADirectoryError(21, "Is a directory", file)
        self._blksize = status.st_blksize
        if self._appending:
            try:
                _posix.lseek(self._fd, 0, 2)
            except OSError:
                pass

    @property
    def mode(self):
        if self._created:
            return "xb+" if self._readable else "xb"
        if self._appending:
            return "ab+" if self._readable else "ab"
        if self._readable:
            return "rb+" if self._writable else "rb"
        return "wb"

    @property
    def closefd(self):
        return self._closefd

    @property
    def closed(self):
        return self._fd < 0

    def _checkClosed(self, msg=None):
        if self._fd < 0:
            raise ValueError("I/O operation on closed file")

    def __repr__(self):
        if self._fd < 0:
            return "<_io.FileIO [closed]>"
        return f"<_io.FileIO name={self.name!r} mode={self.mode!r} closefd={self._closefd}>"

    def fileno(self):
        self._checkClosed()
        return self._fd

    def readable(self):
        self._checkClosed()
        return self._readable

    def writable(self):
        self._checkClosed()
        return self._writable

    def seekable(self):
        self._checkClosed()
        try:
            _posix.lseek(self._fd, 0, 1)
            return True
        except OSError:
            return False

    def isatty(self):
        self._checkClosed()
        return _posix.isatty(self._fd)

    def read(self, size=-1):
        self._checkClosed()
        if not self._readable:
            raise UnsupportedOperation("File not open for reading")
        if size is None or size < 0:
            return self.readall()
        try:
            return _posix.read(self._fd, size)
        except BlockingIOError:
            return None

    def readall(self):
        self._checkClosed()
        chunks = []
        while chunk := _posix.read(self._fd, DEFAULT_BUFFER_SIZE):
            chunks.append(chunk)
        return b"".join(chunks)

    def readinto(self, buffer):
        data = self.read(len(buffer))
        if data is None:
            return None
        buffer[:len(data)] = data
        return len(data)

    def write(self, data):
        self._checkClosed()
        if not self._writable:
            raise UnsupportedOperation("File not open for writing")
        try:
            return _posix.write(self._fd, data if type(data) is bytes else bytes(data))
        except BlockingIOError:
            return None

    def seek(self, pos, whence=0):
        self._checkClosed()
        return _posix.lseek(self._fd, pos, whence)

    def tell(self):
        self._checkClosed()
        return _posix.lseek(self._fd, 0, 1)

    def truncate(self, size=None):
        self._checkClosed()
        if not self._writable:
            raise UnsupportedOperation("File not open for writing")
        if size is None:
            size = self.tell()
        _posix.ftruncate(self._fd, size)
        return size

    def close(self):
        fd = self._fd
        if fd >= 0:
            self._fd = -1
            if self._closefd:
                _posix.close(fd)


class _Stream(_TextIOBase):
    """Standard output or error: text, encoded and written when a line or a buffer is full."""

    def __init__(self, raw, name, line_buffering, errors):
        self.buffer = raw
        self.name = name
        self.mode = "w"
        self.encoding = "utf-8"
        self.errors = errors
        self.line_buffering = line_buffering
        self.write_through = False
        self._parts = []
        self._size = 0

    def __repr__(self):
        return f"<_io.TextIOWrapper name={self.name!r} mode='w' encoding='utf-8'>"

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._closed:
            raise ValueError("I/O operation on closed file.")
        self._parts.append(text)
        self._size += len(text)
        if self._size > 8192 or (self.line_buffering and "\n" in text):
            self.flush()
        return len(text)

    def flush(self):
        if self._closed:
            raise ValueError("I/O operation on closed file.")
        if self._parts:
            data = "".join(self._parts).encode("utf-8", self.errors)
            self._parts = []
            self._size = 0
            while data:
                count = self.buffer.write(data)
                data = data[count:]

    def writable(self):
        return True

    def fileno(self):
        return self.buffer.fileno()

    def isatty(self):
        return self.buffer.isatty()

    def reconfigure(self, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None):
        self.flush()
        if errors is not None:
            self.errors = errors
        if line_buffering is not None:
            self.line_buffering = line_buffering


class _Input(_TextIOBase):
    """Standard input as text."""

    def __init__(self, raw, name):
        self.buffer = raw
        self.name = name
        self.mode = "r"
        self.encoding = "utf-8"
        self.errors = "strict"
        self._pending = b""

    def __repr__(self):
        return f"<_io.TextIOWrapper name={self.name!r} mode='r' encoding='utf-8'>"

    def readable(self):
        return True

    def fileno(self):
        return self.buffer.fileno()

    def isatty(self):
        return self.buffer.isatty()

    def readline(self, size=-1):
        pending = self._pending
        while True:
            end = pending.find(b"\n")
            if end >= 0:
                end += 1
                break
            more = self.buffer.read(8192)
            if not more:
                end = len(pending)
                break
            pending += more
        self._pending = pending[end:]
        return pending[:end].decode("utf-8", self.errors)

    def read(self, size=-1):
        if size is None or size < 0:
            data = self._pending + self.buffer.readall()
            self._pending = b""
            return data.decode("utf-8", self.errors)
        text = self.readline()
        while len(text) < size:
            line = self.readline()
            if not line:
                break
            text += line
        self._pending = text[size:].encode() + self._pending
        return text[:size]


def open_code(path):
    """Open a file to run what is in it."""
    return FileIO(path, "rb")


def text_encoding(encoding, stacklevel=2, /):
    return "utf-8" if encoding is None else encoding


def _standard(unbuffered):
    """Makes sys.stdin, sys.stdout and sys.stderr."""
    def exists(fd):
        try:
            _posix._fstat(fd)
            return True
        except OSError:
            return False

    _sys.stdin = _Input(FileIO(0, "r", False), "<stdin>") if exists(0) else None
    if exists(1):
        raw = FileIO(1, "w", False)
        _sys.stdout = _Stream(raw, "<stdout>", unbuffered or raw.isatty(), "strict")
    else:
        _sys.stdout = None
    _sys.stderr = _Stream(FileIO(2, "w", False), "<stderr>", True, "backslashreplace") if exists(2) else None
    _sys.__stdin__, _sys.__stdout__, _sys.__stderr__ = _sys.stdin, _sys.stdout, _sys.stderr
