"""What arrays do with arbitrary iterables, files and pickles."""

from _collections_abc import MutableSequence

MutableSequence.register(array)
del MutableSequence

_append = array.append
_iter = array.__iter__
_length = array.__len__
_delete = array.__delitem__
_from_bytes = array.frombytes
_to_bytes = array.tobytes
_BLOCK = 64 * 1024


def _warn_of_u():
    import warnings
    warnings.warn(
        "The 'u' type code is deprecated and will be removed in Python 3.16", DeprecationWarning, stacklevel=2
    )


def _extend(self, iterable):
    for item in iterable:
        _append(self, item)


def _contains(self, value):
    for item in _iter(self):
        if item == value:
            return True
    return False


def _count(self, value):
    count = 0
    for item in _iter(self):
        if item == value:
            count += 1
    return count


def _index(self, value, start, stop):
    index = start
    while index < stop and index < _length(self):
        if array.__getitem__(self, index) == value:
            return index
        index += 1
    raise ValueError("array.index(x): x not in array")


def _remove(self, value):
    index = 0
    while index < _length(self):
        if array.__getitem__(self, index) == value:
            return _delete(self, index)
        index += 1
    raise ValueError("array.remove(x): x not in array")


def _reduce_iterator(items, index):
    import builtins
    if items is None:
        return (builtins.iter, ((),))
    return (builtins.iter, (items,), index)


def tofile(self, f, /):
    """Write all items (as machine values) to the file object f."""
    write = f.write
    contents = _to_bytes(self)
    for start in range(0, len(contents), _BLOCK):
        write(contents[start:start + _BLOCK])


def fromfile(self, f, n, /):
    """Read n objects from the file object f and append them to the end of the array."""
    n = n.__index__()
    if n < 0:
        raise ValueError("negative count")
    wanted = n * self.itemsize
    contents = f.read(wanted)
    if not isinstance(contents, bytes):
        raise TypeError("read() didn't return bytes")
    short = len(contents) != wanted
    _from_bytes(self, contents)
    if short:
        raise EOFError("read() didn't return enough bytes")


def __reduce_ex__(self, value, /):
    """Return state information for pickling."""
    if not isinstance(value, int):
        raise TypeError("__reduce_ex__ argument should be an integer")
    state = getattr(self, "__dict__", None)
    if value < 3:
        return (type(self), (self.typecode, array.tolist(self)), state)
    contents = (type(self), self.typecode, _machine_format(self), _to_bytes(self))
    return (_array_reconstructor, contents, state)


_extend_class(array, "tofile", tofile)
_extend_class(array, "fromfile", fromfile)
del tofile, fromfile
_extend_class(array, "__reduce_ex__", __reduce_ex__)
