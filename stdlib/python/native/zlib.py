"""The functions and objects of `zlib`, on streams that are fed and read step by step."""

ZLIB_VERSION = ZLIB_RUNTIME_VERSION = "1.3.1"
MAX_WBITS, DEFLATED, DEF_MEM_LEVEL, DEF_BUF_SIZE = 15, 8, 8, 16384
Z_NO_COMPRESSION, Z_BEST_SPEED, Z_BEST_COMPRESSION, Z_DEFAULT_COMPRESSION = 0, 1, 9, -1
Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED = 0, 1, 2, 3, 4
Z_NO_FLUSH, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH, Z_BLOCK, Z_TREES = 0, 1, 2, 3, 4, 5, 6

_RAW, _ZLIB, _GZIP = 0, 1, 2
_ENDED, _WRONG, _WANTS_DICTIONARY = 1, 2, 3


_index = __import__("_operator").index


class error(Exception):
    pass


error.__module__ = "zlib"


def _format(wbits, either=False):
    """How a stream is wrapped, and the logarithm of its window."""
    if 9 <= wbits <= 15 or wbits == 8 or wbits == 0 and either:
        return _ZLIB, max(wbits, 9) if wbits else 15
    if -15 <= wbits <= -8:
        return _RAW, max(-wbits, 9)
    if 24 <= wbits <= 31:
        return _GZIP, max(wbits - 16, 9)
    if 40 <= wbits <= 47 and either:
        return None, max(wbits - 32, 9)
    raise ValueError("Invalid initialization option")


def _bytes(data):
    try:
        return bytes(memoryview(data))
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'") from None


def crc32(data, value=0, /):
    """Compute a CRC-32 checksum of data."""
    return _crc32(data, value & 0xFFFFFFFF)


def adler32(data, value=1, /):
    """Compute an Adler-32 checksum of data."""
    return _adler32(data, value & 0xFFFFFFFF)


def compress(data, /, level=-1, wbits=15):
    """Returns a bytes object containing compressed data."""
    if not -1 <= level <= 9:
        raise error("Bad compression level")
    kind, bits = _format(wbits)
    return _step(_deflater(level, kind, bits), data, -1, Z_FINISH)[0]


def decompress(data, /, wbits=15, bufsize=16384):
    """Returns a bytes object containing the uncompressed data."""
    if _index(bufsize) < 0:
        raise ValueError("bufsize must be non-negative")
    try:
        maker = Decompress(wbits)
    except ValueError:
        raise error("Error -2 while preparing to decompress data: inconsistent stream state") from None
    out = maker.decompress(data)
    if not maker.eof:
        raise error("Error -5 while decompressing data: incomplete or truncated stream")
    return out


class Compress:
    """Compresses what it is given bit by bit."""

    __slots__ = ("_stream", "_finished")

    def __init__(self, level, kind, bits, zdict):
        self._stream = _deflater(level, kind, bits)
        self._finished = False
        if zdict is not None and not _dictionary(self._stream, zdict):
            raise ValueError("Invalid dictionary")

    def compress(self, data, /):
        """Returns a bytes object containing compressed data."""
        out = []
        data = _bytes(data)
        while data:
            given, used, ended, _ = _step(self._stream, data, -1, Z_NO_FLUSH)
            if ended == _WRONG or self._finished:
                raise error("Error -2 while compressing data: inconsistent stream state")
            out.append(given)
            data = data[used:]
        return b"".join(out)

    def flush(self, mode=Z_FINISH, /):
        """Return a bytes object containing any remaining compressed data."""
        if mode == Z_NO_FLUSH:
            return b""
        if self._finished or not 0 < mode <= Z_BLOCK:
            raise error("Error -2 while flushing: inconsistent stream state")
        given, _, ended, _ = _step(self._stream, b"", -1, mode)
        if ended == _WRONG:
            raise error("Error -2 while flushing: inconsistent stream state")
        self._finished = mode == Z_FINISH
        return given


class Decompress:
    """Decompresses what it is given bit by bit."""

    __slots__ = ("_stream", "_bits", "_dictionary", "unused_data", "unconsumed_tail", "eof")

    def __init__(self, wbits, zdict=None):
        kind, self._bits = _format(wbits, True)
        self._stream = None if kind is None else _inflater(kind, self._bits)
        self._dictionary = None if zdict is None else _bytes(zdict)
        self.unused_data = self.unconsumed_tail = b""
        self.eof = False
        if kind == _RAW and zdict is not None:
            self._set_dictionary()

    def _set_dictionary(self):
        if self._dictionary is None:
            raise error("Error 2 while decompressing data")
        if not _dictionary(self._stream, self._dictionary):
            raise error("Error -3 while setting zdict")

    def decompress(self, data, /, max_length=0):
        """Return a bytes object containing the decompressed version of the data."""
        max_length = _index(max_length)
        if max_length < 0:
            raise ValueError("max_length must be non-negative")
        return self._take(_bytes(data), max_length or -1)

    def _take(self, data, most):
        if self.eof:
            self.unused_data += data
            return b""
        if self._stream is None:
            if not data:
                return b""
            self._stream = _inflater(_GZIP if data[:1] == b"\x1f" else _ZLIB, self._bits)
        given, used, ended, flaw = _step(self._stream, data, most, Z_NO_FLUSH)
        if ended == _WANTS_DICTIONARY:
            self._set_dictionary()
            data = data[used:]
            given, used, ended, flaw = _step(self._stream, data, most, Z_NO_FLUSH)
        if ended == _WRONG:
            raise error("Error -3 while decompressing data: " + (flaw or (
                "incorrect header check" if not given and used <= 2 else "invalid stored data or check")))
        if ended == _ENDED:
            self.eof = True
            self.unused_data, self.unconsumed_tail = data[used:], b""
        else:
            self.unconsumed_tail = data[used:]
        return given

    def flush(self, length=DEF_BUF_SIZE, /):
        """Return a bytes object containing any remaining decompressed data."""
        if _index(length) <= 0:
            raise ValueError("length must be greater than zero")
        return self._take(self.unconsumed_tail, -1)


def compressobj(level=-1, method=DEFLATED, wbits=15, memLevel=DEF_MEM_LEVEL, strategy=0, zdict=None):
    """Return a compressor object."""
    kind, bits = _format(wbits)
    if method != DEFLATED or not -1 <= level <= 9 or not 1 <= memLevel <= 9 or not 0 <= strategy <= 4:
        raise ValueError("Invalid initialization option")
    return Compress(level, kind, bits, zdict)


def decompressobj(wbits=15, zdict=b""):
    """Return a decompressor object."""
    return Decompress(wbits, zdict or None)


class _ZlibDecompressor:
    """Create a decompressor object for decompressing data incrementally."""

    __slots__ = ("_inner", "_pending", "needs_input")

    def __init__(self, wbits=15, zdict=b""):
        self._inner = Decompress(wbits, zdict or None)
        self._pending, self.needs_input = b"", True

    @property
    def eof(self):
        return self._inner.eof

    @property
    def unused_data(self):
        return self._inner.unused_data

    def decompress(self, data, max_length=-1):
        """Decompress *data*, returning uncompressed data as bytes."""
        if self.eof:
            raise EOFError("End of stream already reached")
        out = self._inner._take(self._pending + _bytes(data), max_length)
        self._pending = self._inner.unconsumed_tail
        self.needs_input = not self.eof and not (0 <= max_length == len(out)) and not self._pending
        return out


def _cannot_pickle(self, protocol, /):
    raise TypeError(f"cannot pickle 'zlib.{type(self).__name__}' object")


for _class in (Compress, Decompress, _ZlibDecompressor):
    _class.__module__ = "zlib"
    _class.__reduce_ex__ = _cannot_pickle
    _seal_class(_class)
del _class
