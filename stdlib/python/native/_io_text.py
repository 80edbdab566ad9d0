"""Part of `_io`: how text streams read, decode, encode and write their chunks."""

_CHUNK = 8192
# Bits of a text stream; the natives know them.
_LINE_BUFFERING, _WRITE_THROUGH, _COLLECTS, _ITERATING = 1, 2, 4, 8


class _TextState:
    """What a text stream knows beside the text it holds."""

    __slots__ = ("buffer", "encoding", "errors", "decoder", "encoder", "snapshot", "newline", "seekable", "has_read1",
                 "ratio", "chunk_size")


@_extends(IncrementalNewlineDecoder)
class _NewlineDecoderMethods:
    def decode(self, /, input, final=False):
        inner = _newline_inner(self)
        return _newline_translate(self, input if inner is None else inner.decode(input, final), bool(final))

    def getstate(self, /):
        inner = _newline_inner(self)
        data, flag = (b"", 0) if inner is None else inner.getstate()
        return data, flag << 1 | _newline_pending(self)

    def setstate(self, state, /):
        if not isinstance(state, tuple):
            raise TypeError("state argument must be a tuple")
        data, flag = state
        inner = _newline_inner(self)
        _newline_restore(self, bool(flag & 1), False)
        if inner is not None:
            inner.setstate((data, flag >> 1))

    def reset(self, /):
        inner = _newline_inner(self)
        _newline_restore(self, False, True)
        if inner is not None:
            inner.reset()


def _codec_info(encoding):
    import codecs
    info = codecs.lookup(encoding)
    if not info._is_text_encoding:
        raise LookupError(f"'{encoding}' is not a text encoding; use codecs.open() to handle arbitrary codecs")
    return info


def _make_decoder(encoding, errors, newline):
    decoder = _Decoder(encoding, errors)
    if decoder is None:
        decoder = _codec_info(encoding).incrementaldecoder(errors)
    if newline is None or newline == "":
        decoder = IncrementalNewlineDecoder(decoder, newline is None)
    return decoder


def _start_text(self, state, line_buffering, write_through):
    """Makes decoder and encoder for what the state says."""
    encoding, errors, buffer = state.encoding, state.errors, state.buffer
    number = _encoding_number(encoding)
    if not number:
        _codec_info(encoding)
    newline = state.newline
    state.decoder = _make_decoder(encoding, errors, newline) if buffer.readable() else None
    state.encoder = None
    bits = (_LINE_BUFFERING if line_buffering else 0) | (_WRITE_THROUGH if write_through else 0)
    if buffer.writable():
        if not number:
            info = _codec_info(encoding)
            state.encoder = info.incrementalencoder(errors)
            # No byte order mark in the middle of a file; nor, in these two, where the place cannot be told.
            if buffer.tell() if state.seekable else info.name in ("utf-16", "utf-32"):
                state.encoder.setstate(0)
        else:
            state.encoder = _TextEncoder(encoding, errors)
            if state.decoder is None:
                bits |= _COLLECTS
    state.snapshot = None
    _text_start(self, buffer, state, number, bits, newline, newline, state.chunk_size)


class _TextEncoder:
    """An incremental encoder of an encoding without state."""

    __slots__ = ("encoding", "errors")

    def __init__(self, encoding, errors):
        self.encoding = encoding
        self.errors = errors

    def encode(self, text):
        return text.encode(self.encoding, self.errors)

    def setstate(self, state):
        pass

    def reset(self):
        pass


def _check_newline(newline):
    if newline not in (None, "", "\n", "\r", "\r\n"):
        raise ValueError(f"illegal newline value: {newline}")


def _open_state(self):
    state = _text_state(self)
    if state.buffer.closed:
        raise ValueError("I/O operation on closed file.")
    return state


def _write_waiting(self, state):
    while _text_pending(self):
        data = _text_unwritten(self)
        while True:
            try:
                state.buffer.write(data)
                break
            except InterruptedError:
                pass


def _text_write_out(self, flush, length):
    """The end of a native write that filled the chunk, or a line."""
    state = _text_state(self)
    _write_waiting(self, state)
    if flush:
        state.buffer.flush()
    return length


def _text_write(self, text):
    state = _open_state(self)
    if state.encoder is None:
        raise UnsupportedOperation("not writable")
    bits = _text_bits(self)
    has_end = "\n" in text
    flush = bits & _LINE_BUFFERING and (has_end or "\r" in text)
    length = len(text)
    if has_end and state.newline in ("\r", "\r\n"):
        text = text.replace("\n", state.newline)
    _text_hold(self, state.encoder.encode(text))
    if flush or bits & _WRITE_THROUGH or _text_pending(self) >= state.chunk_size:
        _write_waiting(self, state)
    if flush:
        state.buffer.flush()
    _text_put(self, None)
    state.snapshot = None
    if state.decoder is not None:
        state.decoder.reset()
    return length


def _read_chunk(self, state, hint=0):
    """Decodes the next chunk; false at the end of the file."""
    decoder = state.decoder
    if decoder is None:
        raise UnsupportedOperation("not readable")
    telling = state.seekable and not _text_bits(self) & _ITERATING
    if telling:
        kept, flags = decoder.getstate()
        if not isinstance(kept, bytes):
            raise TypeError(f"illegal decoder state: the first item should be a bytes object, not '{type(kept).__name__}'")
    size = state.chunk_size
    if hint > 0:
        size = max(size, int(max(state.ratio, 1.0) * hint))
    data = state.buffer.read1(size) if state.has_read1 else state.buffer.read(size)
    if not isinstance(data, bytes):
        try:
            data = _as_bytes(data)
        except TypeError:
            name = "read1" if state.has_read1 else "read"
            raise TypeError(
                f"underlying {name}() should have returned a bytes-like object, not '{type(data).__name__}'") from None
    text = decoder.decode(data, not data)
    if not isinstance(text, str):
        raise TypeError(f"decoder should return a string result, not '{type(text).__name__}'")
    _text_put(self, text)
    state.ratio = len(data) / len(text) if text else 0.0
    if telling:
        state.snapshot = (flags, kept + data)
    return bool(data or text)


def _text_read(self, size):
    size = -1 if size is None else size.__index__()
    state = _open_state(self)
    if state.decoder is None:
        raise UnsupportedOperation("not readable")
    _write_waiting(self, state)
    text = _text_take(self, size)
    if size < 0:
        data = state.buffer.read()
        if data is None:
            raise BlockingIOError("Read returned None.")
        rest = state.decoder.decode(data, True)
        if not isinstance(rest, str):
            raise TypeError(f"decoder should return a string result, not '{type(rest).__name__}'")
        _text_put(self, None)
        state.snapshot = None
        return text + rest if text else rest
    parts = [text]
    missing = size - len(text)
    while missing > 0 and _read_chunk(self, state, missing):
        part = _text_take(self, missing)
        parts.append(part)
        missing -= len(part)
    return "".join(parts)


def _text_readline(self, limit):
    limit = -1 if limit is None else limit.__index__()
    state = _open_state(self)
    _write_waiting(self, state)
    parts = []
    while limit:
        line = _text_line(self, limit)
        if line is not None:
            parts.append(line)
            break
        part = _text_take(self, -1)
        parts.append(part)
        if limit > 0:
            limit -= len(part)
        if not _read_chunk(self, state):
            _text_put(self, None)
            state.snapshot = None
            break
        # A two-character end may lie across two chunks.
        if part.endswith("\r") and state.newline == "\r\n" and limit and _text_starts_with_feed(self):
            parts.append(_text_take(self, 1))
            break
    return "".join(parts)


def _text_next(self):
    state = _text_state(self)
    _text_bits(self, _ITERATING)
    if type(self) is TextIOWrapper:
        line = _text_readline(self, -1)
    else:
        line = self.readline()
        if not isinstance(line, str):
            raise OSError(f"readline() should have returned a str object, not '{type(line).__name__}'")
    if not line:
        state.snapshot = None
        _text_bits(self, 0, _ITERATING)
        raise StopIteration
    return line


# Positions: one number that says where in the bytes a decoder can start, in which state, how many bytes it must be fed
# and how many of the characters that gives come before the position.

def _pack_position(start, flags=0, fed=0, skipped=0, at_end=False):
    return start | flags << 64 | fed << 96 | skipped << 128 | at_end << 160


def _unpack_position(position):
    mask = (1 << 32) - 1
    return (position & (1 << 64) - 1, position >> 64 & mask, position >> 96 & mask, position >> 128 & mask,
            bool(position >> 160))


def _find_position(decoder, start, flags, data, used):
    """The position after `used` characters of what `data` decodes to."""
    def decoded(count):
        decoder.setstate((b"", flags))
        return len(decoder.decode(data[:count]))

    # The longest beginning of the bytes that gives no more than these characters ...
    low, high = 0, len(data)
    while low < high:
        middle = (low + high + 1) // 2
        if decoded(middle) <= used:
            low = middle
        else:
            high = middle - 1
    # ... and, from there back, the first place where the decoder holds nothing back.
    while True:
        count = decoded(low)
        kept, safe_flags = decoder.getstate()
        if not kept and count <= used:
            break
        low -= 1
    skipped = used - count
    if not skipped:
        return _pack_position(start + low, safe_flags)
    for fed in range(1, len(data) - low + 1):
        if decoded(low + fed) >= used:
            return _pack_position(start + low, safe_flags, fed, skipped)
    if decoded(len(data)) + len(decoder.decode(b"", True)) < used:
        raise OSError("can't reconstruct logical file position")
    return _pack_position(start + low, safe_flags, len(data) - low, skipped, True)


def _reset_encoder(state, position):
    if state.encoder is not None:
        if position:
            state.encoder.setstate(0)
        else:
            state.encoder.reset()


@_extends(TextIOWrapper)
class _TextIOWrapperMethods:
    def __init__(self, /, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False):
        _check_text("TextIOWrapper", "encoding", encoding)
        _check_text("TextIOWrapper", "errors", errors)
        _check_text("TextIOWrapper", "newline", newline)
        _check_newline(newline)
        state = _TextState()
        if encoding is None:
            encoding = "utf-8"
        elif encoding == "locale":
            encoding = "UTF-8"
        state.buffer = buffer
        state.encoding = encoding
        state.errors = "strict" if errors is None else errors
        state.newline = newline
        state.seekable = buffer.seekable()
        state.has_read1 = hasattr(buffer, "read1")
        state.ratio = 0.0
        state.chunk_size = _CHUNK
        _start_text(self, state, line_buffering, write_through)
        if state.encoder is not None:
            _waiting[id(self)] = _weak(self)

    encoding = property(lambda self: _text_state(self).encoding)
    errors = property(lambda self: _text_state(self).errors)
    name = property(lambda self: _text_state(self).buffer.name)
    write_through = property(lambda self: _text_state(self) and bool(_text_bits(self) & _WRITE_THROUGH))

    @property
    def newlines(self):
        return getattr(_text_state(self).decoder, "newlines", None)

    @property
    def _CHUNK_SIZE(self):
        return _text_state(self).chunk_size

    @_CHUNK_SIZE.setter
    def _CHUNK_SIZE(self, size):
        if size <= 0:
            raise ValueError("a strictly positive integer is required")
        _text_state(self).chunk_size = size
        _text_set_chunk(self, size)

    def reconfigure(self, /, *, encoding=None, errors=None, newline=..., line_buffering=None, write_through=None):
        state = _text_state(self)
        _check_text("reconfigure", "encoding", encoding)
        _check_text("reconfigure", "errors", errors)
        changes = encoding is not None or errors is not None or newline is not ...
        if changes and state.decoder is not None and _text_has_decoded(self):
            raise UnsupportedOperation(
                "It is not possible to set the encoding or newline of stream after the first read")
        if newline is not ...:
            _check_text("reconfigure", "newline", newline)
            _check_newline(newline)
        bits = _text_bits(self)
        if line_buffering is None:
            line_buffering = bits & _LINE_BUFFERING
        if write_through is None:
            write_through = bits & _WRITE_THROUGH
        self.flush()
        if not changes:
            _text_bits(self, 0, _LINE_BUFFERING | _WRITE_THROUGH)
            _text_bits(self, (_LINE_BUFFERING if line_buffering else 0) | (_WRITE_THROUGH if write_through else 0))
            return
        if encoding is not None:
            if encoding == "locale":
                encoding = "UTF-8"
            if not _encoding_number(encoding):
                _codec_info(encoding)
            state.encoding = encoding
            state.errors = "strict" if errors is None else errors
        elif errors is not None:
            state.errors = errors
        if newline is not ...:
            state.newline = newline
        _start_text(self, state, line_buffering, write_through)

    def detach(self, /):
        state = _text_state(self)
        self.flush()
        _waiting.pop(id(self), None)
        _text_detach(self)
        return state.buffer

    def seekable(self, /):
        return _text_state(self).buffer.seekable()

    def readable(self, /):
        return _text_state(self).buffer.readable()

    def writable(self, /):
        return _text_state(self).buffer.writable()

    def fileno(self, /):
        return _text_state(self).buffer.fileno()

    def isatty(self, /):
        return _text_state(self).buffer.isatty()

    def flush(self, /):
        state = _open_state(self)
        _text_bits(self, 0, _ITERATING)
        _write_waiting(self, state)
        state.buffer.flush()

    def close(self, /):
        state = _text_state(self)
        if state.buffer.closed:
            return
        _waiting.pop(id(self), None)
        try:
            self.flush()
        finally:
            state.buffer.close()

    def truncate(self, pos=None, /):
        self.flush()
        return _text_state(self).buffer.truncate(pos)

    def tell(self, /):
        state = _open_state(self)
        if not state.seekable:
            raise UnsupportedOperation("underlying stream is not seekable")
        if _text_bits(self) & _ITERATING:
            raise OSError("telling position disabled by next() call")
        _write_waiting(self, state)
        self.flush()
        start = state.buffer.tell()
        decoder = state.decoder
        if decoder is None or state.snapshot is None:
            return start
        flags, data = state.snapshot
        start -= len(data)
        used = _text_taken(self)
        if not used:
            return _pack_position(start, flags)
        saved = decoder.getstate()
        try:
            return _find_position(decoder, start, flags, data, used)
        finally:
            decoder.setstate(saved)

    def seek(self, cookie, whence=0, /):
        state = _open_state(self)
        if not state.seekable:
            raise UnsupportedOperation("underlying stream is not seekable")
        if whence == 1:
            if cookie != 0:
                raise UnsupportedOperation("can't do nonzero cur-relative seeks")
            cookie = self.tell()
        elif whence == 2:
            if cookie != 0:
                raise UnsupportedOperation("can't do nonzero end-relative seeks")
            self.flush()
            _text_put(self, None)
            state.snapshot = None
            if state.decoder is not None:
                state.decoder.reset()
            position = state.buffer.seek(0, 2)
            _reset_encoder(state, position)
            return position
        elif whence != 0:
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        if cookie < 0:
            raise ValueError(f"negative seek position {cookie!r}")
        self.flush()
        start, flags, fed, skipped, at_end = _unpack_position(cookie.__index__())
        state.buffer.seek(start)
        _text_put(self, None)
        state.snapshot = None
        decoder = state.decoder
        if decoder is not None:
            if cookie == 0:
                decoder.reset()
            else:
                decoder.setstate((b"", flags))
                state.snapshot = (flags, b"")
        if skipped:
            data = state.buffer.read(fed)
            text = decoder.decode(data, at_end)
            state.snapshot = (flags, data)
            if len(text) < skipped:
                raise OSError("can't restore logical file position")
            _text_put(self, text)
            _text_take(self, skipped)
        _reset_encoder(state, cookie)
        return cookie

    def __repr__(self):
        fields = []
        for name in ("name", "mode"):
            try:
                fields.append(f" {name}={getattr(self, name)!r}")
            except (AttributeError, ValueError):
                pass
        return f"<{_full_name(self)}{''.join(fields)} encoding={_text_state(self).encoding!r}>"

    __getstate__ = _cannot_pickle
