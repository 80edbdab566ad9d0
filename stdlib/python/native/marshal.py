"""Values as bytes and back. The bytes are CPython's, but for code, which is in the machine's own form."""

_code = type((lambda: 0).__code__)
# How deep values may nest.
_DEPTH = 2000


def dumps(value, version=version, /, *, allow_code=True):
    """Return the bytes object that would be written to a file by dump(value, file)."""
    out = bytearray()
    _write(value, out, version, allow_code, 0, {})
    return bytes(out)


def dump(value, file, version=version, /, *, allow_code=True):
    """Write the value on the open file."""
    return file.write(dumps(value, version, allow_code=allow_code))


def loads(data, /, *, allow_code=True):
    """Convert the bytes-like object to a value."""
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return _top(_Reader(data if type(data) is bytes else bytes(memoryview(data)), allow_code))


def load(file, /, *, allow_code=True):
    """Read one value from the open file and return it."""
    data = file.read(0)
    if not isinstance(data, bytes):
        raise TypeError(f"file.read() returned not bytes but {type(data).__name__}")
    return _top(_FileReader(file, allow_code))


def _top(reader):
    value = reader.value(0)
    if value is _NULL:
        raise TypeError("NULL object in marshal data for object")
    return value


def _number(value, size, out, signed=False):
    out += value.to_bytes(size, "little", signed=signed)


def _write(value, out, version, allow_code, depth, seen):
    if depth > _DEPTH:
        raise ValueError("object too deeply nested to marshal")
    atom = _ATOMS.get(id(value))
    if atom is not None:
        out += atom
        return
    cls = type(value)
    if cls is int:
        _write_int(value, out)
        return
    if version >= 3 and cls is not _code:
        # What was written before is named by its number; numbers are given in the order of writing.
        known = seen.get(id(value))
        if known is not None:
            out += b"r"
            _number(known[0], 4, out)
            return
        seen[id(value)] = (len(seen), value)
        flag = 0x80
    else:
        flag = 0
    place = len(out)
    write = _WRITERS.get(cls)
    if write is not None:
        write(value, out, version, allow_code, depth, seen)
    elif cls is _code and allow_code:
        data = _dump_code(value)
        out += b"c"
        _number(len(data), 4, out)
        out += data
    elif cls is _code:
        raise ValueError("marshalling code objects is disallowed")
    else:
        _write_buffer(value, out)
    out[place] |= flag


def _write_int(value, out):
    if -1 << 31 <= value < 1 << 31:
        out += b"i"
        _number(value, 4, out, True)
        return
    digits = []
    rest = abs(value)
    while rest:
        digits.append(rest & 0x7FFF)
        rest >>= 15
    out += b"l"
    _number(len(digits) if value > 0 else -len(digits), 4, out, True)
    for digit in digits:
        _number(digit, 2, out)


def _pack_float(value):
    """The eight bytes of a double."""
    import _struct
    return _struct.pack("<d", value)


def _unpack_float(data):
    import _struct
    return _struct.unpack("<d", data)[0]


def _write_float(value, out, version, *rest):
    if version > 1:
        out += b"g" + _pack_float(value)
    else:
        _write_short(b"f", f"{value:.17g}".encode(), out)


def _write_complex(value, out, version, *rest):
    if version > 1:
        out += b"y" + _pack_float(value.real) + _pack_float(value.imag)
    else:
        text = f"{value.imag:.17g}".encode()
        _write_short(b"x", f"{value.real:.17g}".encode(), out)
        out.append(len(text))
        out += text


def _write_short(code, data, out):
    out += code
    out.append(len(data))
    out += data


def _write_bytes(value, out, *rest):
    out += b"s"
    _number(len(value), 4, out)
    out += value


def _write_text(value, out, version, *rest):
    if version >= 4 and value.isascii():
        data = value.encode("ascii")
        if len(data) < 256:
            _write_short(b"Z" if _is_name(value) else b"z", data, out)
            return
        out += b"a"
    else:
        data = value.encode("utf-8", "surrogatepass")
        out += b"u"
    _number(len(data), 4, out)
    out += data


def _is_name(text):
    """Interned, so that the reader interns it too."""
    import sys
    return sys._is_interned(text)


def _write_tuple(value, out, version, allow_code, depth, seen):
    if version >= 4 and len(value) < 256:
        out += b")"
        out.append(len(value))
    else:
        out += b"("
        _number(len(value), 4, out)
    for item in value:
        _write(item, out, version, allow_code, depth + 1, seen)


def _write_items(code):
    def write(value, out, version, allow_code, depth, seen):
        out += code
        _number(len(value), 4, out)
        items = value if code == b"[" else _in_stable_order(value, version, allow_code)
        for item in items:
            _write(item, out, version, allow_code, depth + 1, seen)
    return write


def _in_stable_order(items, version, allow_code):
    """In an order that does not depend on hashes."""
    keyed = [(dumps(item, version, allow_code=allow_code), index, item) for index, item in enumerate(items)]
    keyed.sort(key=lambda entry: entry[:2])
    return [item for _, _, item in keyed]


def _write_dict(value, out, version, allow_code, depth, seen):
    out += b"{"
    for key, item in value.items():
        _write(key, out, version, allow_code, depth + 1, seen)
        _write(item, out, version, allow_code, depth + 1, seen)
    out += b"0"


def _write_slice(value, out, version, allow_code, depth, seen):
    if version < 5:
        raise ValueError("unmarshallable object")
    out += b":"
    for part in (value.start, value.stop, value.step):
        _write(part, out, version, allow_code, depth + 1, seen)


def _write_buffer(value, out):
    try:
        data = bytes(memoryview(value))
    except TypeError:
        raise ValueError("unmarshallable object") from None
    _write_bytes(data, out)


_ATOMS = {id(None): b"N", id(True): b"T", id(False): b"F", id(...): b".", id(StopIteration): b"S"}
_WRITERS = {
    float: _write_float, complex: _write_complex, bytes: _write_bytes, str: _write_text, tuple: _write_tuple,
    list: _write_items(b"["), set: _write_items(b"<"), frozenset: _write_items(b">"), dict: _write_dict,
    slice: _write_slice,
}

# What ends a dict.
_NULL = object()
# Stands for a value that is being read, and may be referred to only when it is there.
_PENDING = object()


class _Reader:
    """Reads values off bytes."""

    def __init__(self, data, allow_code):
        self.data = data
        self.position = 0
        self.allow_code = allow_code
        self.references = []

    def take(self, count):
        end = self.position + count
        if end > len(self.data):
            raise EOFError("marshal data too short")
        taken = self.data[self.position:end]
        self.position = end
        return taken

    def number(self, size, signed=True):
        return int.from_bytes(self.take(size), "little", signed=signed)

    def length(self, what="bytes object"):
        length = self.number(4)
        if length < 0:
            raise ValueError(f"bad marshal data ({what} size out of range)")
        return length

    def value(self, depth):
        if depth > _DEPTH:
            raise ValueError("recursion limit exceeded")
        try:
            code = self.take(1)[0]
        except EOFError:
            raise EOFError("EOF read where object expected") from None
        kind = chr(code & 0x7F)
        if kind in _CONSTANTS:
            return _CONSTANTS[kind]
        if kind == "r":
            return self.reference()
        place = None
        if code & 0x80:
            place = len(self.references)
            self.references.append(_PENDING)
        read = _READERS.get(kind)
        if read is None:
            raise ValueError("bad marshal data (unknown type code)")
        made = read(self, depth, place)
        if place is not None:
            self.references[place] = made
        return made

    def reference(self):
        index = self.number(4)
        if not 0 <= index < len(self.references) or self.references[index] is _PENDING:
            raise ValueError("bad marshal data (invalid reference)")
        return self.references[index]

    def item(self, depth, what):
        item = self.value(depth + 1)
        if item is _NULL:
            raise TypeError(f"NULL object in marshal data for {what}")
        return item

    def items(self, count, depth, what):
        return [self.item(depth, what) for _ in range(count)]

    def made_first(self, place, container):
        """Containers can contain themselves: they are known before their items."""
        if place is not None:
            self.references[place] = container
        return container


class _FileReader(_Reader):
    """Reads values off a file, no more than is needed."""

    def __init__(self, file, allow_code):
        super().__init__(b"", allow_code)
        self.file = file

    def take(self, count):
        taken = self.file.read(count)
        if len(taken) > count:
            raise ValueError(f"read() returned too much data: {count} bytes requested, {len(taken)} returned")
        if len(taken) < count:
            raise EOFError("EOF read where not expected")
        return bytes(taken)


def _read_long(reader, depth, place):
    count = reader.number(4)
    value = 0
    for index in range(abs(count)):
        digit = reader.number(2)
        if not 0 <= digit < 1 << 15:
            raise ValueError("bad marshal data (digit out of range in long)")
        if digit == 0 and index == abs(count) - 1:
            raise ValueError("bad marshal data (unnormalized long data)")
        value |= digit << (15 * index)
    return -value if count < 0 else value


def _read_list(reader, depth, place):
    count = reader.length("list")
    made = reader.made_first(place, [])
    for _ in range(count):
        made.append(reader.item(depth, "list"))
    return made


def _read_dict(reader, depth, place):
    made = reader.made_first(place, {})
    while True:
        key = reader.value(depth + 1)
        if key is _NULL:
            return made
        value = reader.value(depth + 1)
        if value is _NULL:
            return made
        made[key] = value


def _read_set(reader, depth, place):
    count = reader.length("set")
    made = reader.made_first(place, set())
    for _ in range(count):
        made.add(reader.item(depth, "set"))
    return made


def _read_code(reader, depth, place):
    data = reader.take(reader.length())
    if not reader.allow_code:
        raise ValueError("unmarshalling code objects is disallowed")
    return _load_code(data)


def _interned(text):
    import sys
    return sys.intern(text)


_CONSTANTS = {"0": _NULL, "N": None, "T": True, "F": False, ".": ..., "S": StopIteration}
_READERS = {
    "i": lambda r, d, p: r.number(4),
    "I": lambda r, d, p: r.number(8),
    "l": _read_long,
    "f": lambda r, d, p: float(r.take(r.number(1, False))),
    "g": lambda r, d, p: _unpack_float(r.take(8)),
    "x": lambda r, d, p: complex(float(r.take(r.number(1, False))), float(r.take(r.number(1, False)))),
    "y": lambda r, d, p: complex(_unpack_float(r.take(8)), _unpack_float(r.take(8))),
    "s": lambda r, d, p: r.take(r.length()),
    "u": lambda r, d, p: r.take(r.length("string")).decode("utf-8", "surrogatepass"),
    "t": lambda r, d, p: _interned(r.take(r.length("string")).decode("utf-8", "surrogatepass")),
    "a": lambda r, d, p: r.take(r.length("string")).decode("latin-1"),
    "A": lambda r, d, p: _interned(r.take(r.length("string")).decode("latin-1")),
    "z": lambda r, d, p: r.take(r.number(1, False)).decode("latin-1"),
    "Z": lambda r, d, p: _interned(r.take(r.number(1, False)).decode("latin-1")),
    ")": lambda r, d, p: tuple(r.items(r.number(1, False), d, "tuple")),
    "(": lambda r, d, p: tuple(r.items(r.length("tuple"), d, "tuple")),
    "[": _read_list,
    "{": _read_dict,
    "<": _read_set,
    ">": lambda r, d, p: frozenset(r.items(r.length("set"), d, "set")),
    ":": lambda r, d, p: slice(*r.items(3, d, "slice")),
    "c": _read_code,
}
