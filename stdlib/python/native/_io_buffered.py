"""Part of `_io`: how buffered streams fill and empty their buffers."""


def _raw_of(self, action, ahead=0):
    """The raw stream; what was read already can be read from a closed one."""
    raw = _buffered_raw(self)
    if not ahead and raw.closed:
        raise ValueError(f"{action} closed file")
    return raw


def _raw_read(raw, size):
    """Up to `size` bytes, or None if there is nothing now."""
    if type(raw) is FileIO:
        return raw.read(size)
    place = bytearray(size)
    while True:
        try:
            count = raw.readinto(memoryview(place))
            break
        except InterruptedError:
            pass
    if count is None:
        return None
    try:
        count = count.__index__()
    except AttributeError:
        raise OSError("raw readinto() failed") from TypeError(
            f"'{type(count).__name__}' object cannot be interpreted as an integer")
    if not 0 <= count <= size:
        raise OSError(f"raw readinto() returned invalid length {count} (should have been between 0 and {size})")
    return bytes(place[:count])


def _begin_reading(self, raw):
    """What was written goes first."""
    if _pending(self):
        _write_pending(self, raw)


def _buffered_read(self, size):
    size = -1 if size is None else size.__index__()
    if size < -1:
        raise ValueError("read length must be non-negative or -1")
    raw = _raw_of(self, "read of", _ahead(self))
    _begin_reading(self, raw)
    if size == -1:
        return _read_rest(self, raw)
    return _read_counted(self, raw, size)


def _read_counted(self, raw, size):
    parts = [_take(self, size)]
    missing = size - len(parts[0])
    block = _buffer_size(self)
    while missing > 0:
        chunk = _raw_read(raw, missing - missing % block or block)
        if not chunk:
            if chunk is None and not any(parts):
                return None
            break
        if len(chunk) > missing:
            _refill(self, chunk)
            chunk = _take(self, missing)
        parts.append(chunk)
        missing -= len(chunk)
    return b"".join(parts)


def _read_rest(self, raw):
    data = _take(self, -1)
    if hasattr(raw, "readall"):
        rest = raw.readall()
        if rest is None:
            return data or None
        if not isinstance(rest, bytes):
            raise TypeError("readall() should return bytes")
        return data + rest if data else rest
    parts = [data]
    while True:
        chunk = raw.read()
        if chunk is not None and not isinstance(chunk, bytes):
            raise TypeError("read() should return bytes")
        if not chunk:
            data = b"".join(parts)
            return data if data or chunk is not None else None
        parts.append(chunk)


def _buffered_read1(self, size):
    size = size.__index__()
    if size < 0:
        size = _buffer_size(self)
    ahead = _ahead(self)
    raw = _raw_of(self, "read of", ahead)
    _begin_reading(self, raw)
    if size == 0:
        return b""
    if ahead:
        return _take(self, size)
    return _raw_read(raw, size) or b""


def _buffered_readline(self, limit):
    limit = -1 if limit is None else limit.__index__()
    raw = _raw_of(self, "readline of", _ahead(self))
    _begin_reading(self, raw)
    parts = []
    while limit:
        line = _buffered_line(self, limit)
        if line is not None:
            parts.append(line)
            break
        part = _take(self, -1)
        parts.append(part)
        if limit > 0:
            limit -= len(part)
        chunk = _raw_read(raw, _buffer_size(self))
        if not chunk:
            break
        _refill(self, chunk)
    return b"".join(parts)


def _next_line(self):
    line = self.readline()
    if not line:
        raise StopIteration
    return line


def _write_pending(self, raw):
    while _pending(self):
        count = _raw_write(raw, _unwritten(self))
        if count is None:
            raise BlockingIOError(11, "write could not complete without blocking", 0)
        _wrote(self, count)


def _raw_write(raw, data):
    """How many bytes were written; None if none can be now."""
    while True:
        try:
            count = raw.write(data)
            break
        except InterruptedError:
            pass
    if count is None:
        return None
    if not 0 <= count <= len(data):
        raise OSError(
            f"raw write() returned invalid length {count} (should have been between 0 and {len(data)})")
    return count


def _buffered_write(self, data):
    raw = _buffered_raw(self)
    data = _as_bytes(data)
    if raw.closed:
        raise ValueError("write to closed file")
    _forget_ahead(self, raw)
    size = _buffer_size(self)
    length = len(data)
    if _pending(self) + length <= size:
        _hold(self, data)
        return length
    try:
        _write_pending(self, raw)
    except BlockingIOError as error:
        room = size - _pending(self)
        _hold(self, data[:room])
        if length > room:
            raise BlockingIOError(error.errno, "write could not complete without blocking", room)
        return length
    done = 0
    while length - done > size:
        count = _raw_write(raw, data[done:])
        if count is None:
            _hold(self, data[done:done + size])
            raise BlockingIOError(11, "write could not complete without blocking", done + size)
        done += count
    _hold(self, data[done:])
    return length


def _forget_ahead(self, raw):
    """Moves the raw stream back to where its reader is."""
    ahead = _ahead(self)
    if ahead:
        raw.seek(-ahead, 1)
    _refill(self, None)


def _position(self, raw):
    position = raw.tell()
    if position < 0:
        raise OSError(f"Raw stream returned invalid position {position}")
    return position


def _named(self):
    try:
        name = self.name
    except (AttributeError, ValueError):
        return f"<{_full_name(self)}>"
    return f"<{_full_name(self)} name={name!r}>"


class _BufferedMethods:
    """What all three have."""

    name = property(lambda self: _buffered_raw(self).name)
    mode = property(lambda self: _buffered_raw(self).mode)

    def seekable(self, /):
        return _buffered_raw(self).seekable()

    def fileno(self, /):
        return _buffered_raw(self).fileno()

    def isatty(self, /):
        return _buffered_raw(self).isatty()

    def tell(self, /):
        raw = _buffered_raw(self)
        return _position(self, raw) - _ahead(self) + _pending(self)

    def seek(self, target, whence=0, /):
        raw = _buffered_raw(self)
        if whence not in (0, 1, 2, 3, 4):
            raise ValueError(f"whence value {whence} unsupported")
        if raw.closed:
            raise ValueError("seek of closed file")
        if raw.seekable() is not True:
            raise UnsupportedOperation("File or stream is not seekable.")
        target = target.__index__()
        ahead = _ahead(self)
        if ahead and whence < 2:
            here = _position(self, raw) - ahead
            if _reposition(self, target - (0 if whence else here)):
                return target + here if whence else target
            if whence == 1:
                target -= ahead
        _write_pending(self, raw)
        position = raw.seek(target, whence)
        _refill(self, None)
        return position

    def detach(self, /):
        raw = _buffered_raw(self)
        self.flush()
        _waiting.pop(id(self), None)
        _buffered_detach(self)
        return raw

    def close(self, /):
        raw = _buffered_raw(self)
        if raw.closed:
            return
        _waiting.pop(id(self), None)
        try:
            self.flush()
        finally:
            try:
                raw.close()
            finally:
                _refill(self, None)
                _wrote(self, _pending(self))

    def __repr__(self):
        return _named(self)

    def __sizeof__(self):
        return object.__sizeof__(self) + _buffer_size(self)

    def _dealloc_warn(self, source, /):
        pass

    __getstate__ = _cannot_pickle


class _ReaderMethods:
    def readable(self, /):
        return _buffered_raw(self).readable()

    def peek(self, size=0, /):
        raw = _raw_of(self, "peek of", _ahead(self))
        _begin_reading(self, raw)
        if not _ahead(self):
            _refill(self, _raw_read(raw, _buffer_size(self)))
        return _look(self)

    def readinto(self, buffer, /):
        _raw_of(self, "readinto of", _ahead(self))
        return _fill_from(lambda size: _buffered_read(self, size), buffer)

    def readinto1(self, buffer, /):
        _raw_of(self, "readinto of", _ahead(self))
        return _fill_from(lambda size: _buffered_read1(self, size), buffer)


class _WriterMethods:
    def writable(self, /):
        return _buffered_raw(self).writable()

    def flush(self, /):
        raw = _buffered_raw(self)
        if raw.closed:
            raise ValueError("flush of closed file")
        _write_pending(self, raw)
        _forget_ahead(self, raw)

    def truncate(self, pos=None, /):
        raw = _raw_of(self, "truncate of")
        if raw.writable() is not True:
            raise UnsupportedOperation("truncate")
        _write_pending(self, raw)
        _forget_ahead(self, raw)
        return raw.truncate(pos)


def _start_buffered(self, raw, size):
    size = size.__index__()
    if size <= 0:
        raise ValueError("buffer size must be strictly positive")
    _buffered_start(self, raw, size)


def _check_can(raw, *abilities):
    for ability in abilities:
        if getattr(raw, ability)() is not True:
            raise UnsupportedOperation(f"File or stream is not {ability}.")


@_extends(BufferedReader)
class _BufferedReaderMethods(_BufferedMethods):
    def __init__(self, /, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        _check_can(raw, "readable")
        _start_buffered(self, raw, buffer_size)

    def flush(self, /):
        return _buffered_raw(self).flush()

    def truncate(self, pos=None, /):
        _raw_of(self, "truncate of")
        raise UnsupportedOperation("truncate")


@_extends(BufferedWriter)
class _BufferedWriterMethods(_BufferedMethods):
    def __init__(self, /, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        _check_can(raw, "writable")
        _start_buffered(self, raw, buffer_size)
        _waiting[id(self)] = _weak(self)


@_extends(BufferedRandom)
class _BufferedRandomMethods(_BufferedMethods):
    def __init__(self, /, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        _check_can(raw, "seekable", "readable", "writable")
        _start_buffered(self, raw, buffer_size)
        _waiting[id(self)] = _weak(self)


_extends(BufferedReader)(_BufferedMethods)
_extends(BufferedReader)(_ReaderMethods)
_extends(BufferedWriter)(_BufferedMethods)
_extends(BufferedWriter)(_WriterMethods)
_extends(BufferedRandom)(_BufferedMethods)
_extends(BufferedRandom)(_ReaderMethods)
_extends(BufferedRandom)(_WriterMethods)


class BufferedRWPair(_BufferedIOBase):
    """A reader and a writer as one stream, for two ends such as those of pipes."""

    __module__ = "_io"

    def __init__(self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /):
        _check_can(reader, "readable")
        _check_can(writer, "writable")
        self.__dict__["__reader"] = BufferedReader(reader, buffer_size)
        self.__dict__["__writer"] = BufferedWriter(writer, buffer_size)

    def _end(self, which):
        try:
            return self.__dict__[which]
        except KeyError:
            raise ValueError("I/O operation on uninitialized object") from None

    def read(self, size=-1, /):
        return self._end("__reader").read(size)

    def read1(self, size=-1, /):
        return self._end("__reader").read1(size)

    def readinto(self, buffer, /):
        return self._end("__reader").readinto(buffer)

    def readinto1(self, buffer, /):
        return self._end("__reader").readinto1(buffer)

    def peek(self, size=0, /):
        return self._end("__reader").peek(size)

    def readable(self, /):
        return self._end("__reader").readable()

    def write(self, b, /):
        return self._end("__writer").write(b)

    def flush(self, /):
        return self._end("__writer").flush()

    def writable(self, /):
        return self._end("__writer").writable()

    def close(self, /):
        try:
            self._end("__writer").close()
        finally:
            self._end("__reader").close()

    def isatty(self, /):
        return self._end("__writer").isatty() or self._end("__reader").isatty()

    @property
    def closed(self):
        return self._end("__writer").closed
