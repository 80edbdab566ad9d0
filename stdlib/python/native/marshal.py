"""Code objects as bytes, in the machine's own form."""


def dumps(value, version=5, /, *, allow_code=True):
    """The bytes of a code object."""
    if not isinstance(value, _code):
        raise ValueError("unmarshallable object")
    if not allow_code:
        raise ValueError("marshalling code objects is disallowed")
    return _dump_code(value)


def loads(data, /, *, allow_code=True):
    """The code object of bytes that `dumps` gave."""
    if not allow_code:
        raise ValueError("unmarshalling code objects is disallowed")
    return _load_code(bytes(data))


def dump(value, file, version=5, /, *, allow_code=True):
    return file.write(dumps(value, version, allow_code=allow_code))


def load(file, /, *, allow_code=True):
    return loads(file.read(), allow_code=allow_code)


_code = type((lambda: 0).__code__)
