"""What deques and counting do with objects that need Python, and `defaultdict`."""

_generic_alias = type(list[int])
_deque_iter = deque.__iter__
_append = deque.append
_append_left = deque.appendleft
_length = deque.__len__
_delete = deque.__delitem__



def _deque_extend(self, iterator):
    for item in iterator:
        _append(self, item)


def _deque_extend_left(self, iterator):
    for item in iterator:
        _append_left(self, item)


def _deque_contains(self, value):
    for item in _deque_iter(self):
        if item is value or item == value:
            return True
    return False


def _deque_count(self, value):
    count = 0
    for item in _deque_iter(self):
        if item is value or item == value:
            count += 1
    return count


def _deque_remove(self, value):
    changes = _changes(self)
    index = 0
    for item in _deque_iter(self):
        found = item is value or item == value
        if _changes(self) != changes:
            raise IndexError("deque mutated during iteration")
        if found:
            _delete(self, index)
            return
        index += 1
    raise ValueError("deque.remove(x): x not in deque")


def _bound(value, length):
    if not hasattr(type(value), "__index__"):
        raise TypeError("slice indices must be integers or have an __index__ method")
    return range(length)[value:].start


def _deque_index(self, value, start, stop):
    length = _length(self)
    start = 0 if start is None else _bound(start, length)
    stop = length if stop is None else _bound(stop, length)
    index = 0
    for item in _deque_iter(self):
        if index >= stop:
            break
        if index >= start and (item is value or item == value):
            return index
        index += 1
    raise ValueError("deque.index(x): x not in deque")


def _deque_equal(a, b, wanted):
    if _length(a) != _length(b):
        return not wanted
    others = iter(b)
    for x in iter(a):
        for y in others:
            break
        else:
            return not wanted
        if not (x is y or x == y):
            return not wanted
    for y in others:
        return not wanted
    return wanted


def _ordering(name, decide):
    def compare(self, value, /):
        if not isinstance(value, deque):
            return NotImplemented
        others = iter(value)
        for x in iter(self):
            for y in others:
                break
            else:
                return decide(1, 0)
            if not (x is y or x == y):
                return decide(x, y)
        for y in others:
            return decide(0, 1)
        return decide(0, 0)
    compare.__name__ = name
    compare.__qualname__ = f"deque.{name}"
    return compare


def _deque_repr(self):
    name = type(self).__name__
    if not _repr_enter(self):
        return "[...]"
    try:
        items = repr([item for item in iter(self)])
        if self.maxlen is None:
            return f"{name}({items})"
        return f"{name}({items}, maxlen={self.maxlen})"
    finally:
        _repr_leave(self)


def _deque_reduce(self):
    args = () if self.maxlen is None else ((), self.maxlen)
    return type(self), args, self.__getstate__(), iter(self)


for _name, _decide in (("__lt__", lambda x, y: x < y), ("__le__", lambda x, y: x <= y),
                       ("__gt__", lambda x, y: x > y), ("__ge__", lambda x, y: x >= y)):
    _extend_class(deque, _name, _ordering(_name, _decide))
_extend_class(deque, "__repr__", _deque_repr)
_extend_class(deque, "__reduce__", _deque_reduce)


def _count_in_dict(mapping, iterable):
    get = dict.get
    store = dict.__setitem__
    for item in iterable:
        try:
            count = get(mapping, item, 0)
        except TypeError:
            # What cannot be hashed says only that.
            hash(item)
            raise
        store(mapping, item, count + 1)


def _count_rest_in_dict(mapping, item, iterator):
    hash(item)
    dict.__setitem__(mapping, item, dict.get(mapping, item, 0) + 1)
    _count_in_dict(mapping, iterator)


def _count_in_mapping(mapping, iterable):
    get = mapping.get
    for item in iterable:
        mapping[item] = get(item, 0) + 1


@_seal_class
class defaultdict(dict):
    """defaultdict(default_factory=None, /, [...]) --> dict with default factory

The default factory is called without arguments to produce
a new value when a key is not present, in __getitem__ only.
A defaultdict compares equal to a dict with the same items.
All remaining arguments are treated the same as if they were
passed to the dict constructor, including keyword arguments.
"""

    __module__ = "collections"
    __slots__ = ("_default_factory",)

    @property
    def default_factory(self):
        """Factory for default value called by __missing__()."""
        try:
            return self._default_factory
        except AttributeError:
            return None

    @default_factory.setter
    def default_factory(self, value):
        self._default_factory = value

    @default_factory.deleter
    def default_factory(self):
        self._default_factory = None

    def __init__(self, default_factory=None, /, *args, **kwargs):
        if default_factory is not None and not callable(default_factory):
            raise TypeError("first argument must be callable or None")
        self.default_factory = default_factory
        dict.__init__(self, *args, **kwargs)

    def __missing__(self, key, /):
        """Called by __getitem__ when a key is missing."""
        try:
            factory = self._default_factory
        except AttributeError:
            factory = None
        if factory is None:
            raise KeyError(key)
        # The factory itself may have stored something.
        return dict.setdefault(self, key, factory())

    def __repr__(self):
        items = dict.__repr__(self)
        factory = self.default_factory
        if factory is None:
            return f"{type(self).__name__}(None, {items})"
        if not _repr_enter(factory):
            return f"{type(self).__name__}(..., {items})"
        try:
            return f"{type(self).__name__}({factory!r}, {items})"
        finally:
            _repr_leave(factory)

    def copy(self):
        """D.copy() -> a shallow copy of D."""
        return type(self)(self.default_factory, self)

    __copy__ = copy

    def __reduce__(self):
        args = () if self.default_factory is None else (self.default_factory,)
        return type(self), args, None, None, iter(self.items())

    def __class_getitem__(cls, item, /):
        """See PEP 585"""
        return _generic_alias(cls, item)

    def __or__(self, value, /):
        if not isinstance(value, dict):
            return NotImplemented
        new = self.copy()
        new.update(value)
        return new

    def __ror__(self, value, /):
        if not isinstance(value, dict):
            return NotImplemented
        new = type(self)(self.default_factory, value)
        new.update(self)
        return new


_absent = object()


@_seal_class
class OrderedDict(dict):
    """Dictionary that remembers insertion order"""

    __module__ = "collections"

    def __init__(self, /, *args, **kwds):
        if len(args) > 1:
            raise TypeError(f"expected at most 1 argument, got {len(args)}")
        _store_all(self, args, kwds)

    def update(self, /, *args, **kwds):
        if len(args) > 1:
            raise TypeError(f"update() takes at most 1 positional argument ({len(args)} given)")
        _store_all(self, args, kwds)

    def popitem(self, last=True):
        """Remove and return a (key, value) pair from the dictionary.

Pairs are returned in LIFO order if last is true or FIFO order if false."""
        if not self:
            raise KeyError("dictionary is empty")
        if last:
            return dict.popitem(self)
        for key in dict.__iter__(self):
            break
        return key, dict.pop(self, key)

    def pop(self, key, default=_absent):
        """od.pop(key[,default]) -> v, remove specified key and return the corresponding value.

If the key is not found, return the default if given; otherwise,
raise a KeyError."""
        return dict.pop(self, key) if default is _absent else dict.pop(self, key, default)

    def setdefault(self, key, default=None):
        """Insert key with a value of default if key is not in the dictionary.

Return the value for key if key is in the dictionary, else default."""
        if type(self) is OrderedDict:
            return dict.setdefault(self, key, default)
        if key in self:
            return self[key]
        self[key] = default
        return default

    def move_to_end(self, key, last=True):
        """Move an existing element to the end (or beginning if last is false).

Raise KeyError if the element does not exist."""
        value = dict.pop(self, key)
        if last:
            dict.__setitem__(self, key, value)
            return
        rest = list(dict.items(self))
        dict.clear(self)
        dict.__setitem__(self, key, value)
        dict.update(self, rest)

    def __eq__(self, value, /):
        if not isinstance(value, dict):
            return NotImplemented
        if not dict.__eq__(self, value):
            return False
        if isinstance(value, OrderedDict):
            others = dict.__iter__(value)
            for key in dict.__iter__(self):
                for other in others:
                    break
                if not (key is other or key == other):
                    return False
        return True

    def __ne__(self, value, /):
        equal = OrderedDict.__eq__(self, value)
        return equal if equal is NotImplemented else not equal

    __hash__ = None

    def __repr__(self):
        name = type(self).__name__
        if not self:
            return f"{name}()"
        if not _repr_enter(self):
            return "..."
        try:
            items = self.items() if type(self) is not OrderedDict else dict.items(self)
            return f"{name}({dict(items)!r})"
        finally:
            _repr_leave(self)

    def __reduce__(self):
        """Return state information for pickling"""
        return type(self), (), self.__getstate__(), None, iter(self.items())

    def copy(self):
        """A shallow copy of ordered dict."""
        if type(self) is OrderedDict:
            new = OrderedDict()
            dict.update(new, self)
        else:
            new = type(self)()
            for key in self:
                new[key] = self[key]
        if self.__dict__:
            new.__dict__.update(self.__dict__)
        return new

    @classmethod
    def fromkeys(cls, iterable, value=None):
        """Create a new ordered dictionary with keys from iterable and values set to value."""
        new = cls()
        for key in iterable:
            new[key] = value
        return new

    def __or__(self, value, /):
        if not isinstance(value, dict):
            return NotImplemented
        new = type(self)(self)
        new.update(value)
        return new

    def __ror__(self, value, /):
        if not isinstance(value, dict):
            return NotImplemented
        new = type(self)(value)
        new.update(self)
        return new

    def __ior__(self, value, /):
        _store_all(self, (value,), {})
        return self


def _store_all(self, args, kwds):
    """What `MutableMapping.update` does."""
    plain = type(self).__setitem__ is dict.__setitem__
    if plain and args and type(args[0]) is dict:
        dict.update(self, args[0])
    elif args:
        other = args[0]
        if isinstance(other, dict):
            for key in other:
                self[key] = other[key]
        elif hasattr(other, "keys"):
            for key in other.keys():
                self[key] = other[key]
        elif hasattr(other, "items"):
            for key, value in other.items():
                self[key] = value
        else:
            for pair in other:
                _store_pair(self, pair)
    for key, value in kwds.items():
        self[key] = value


def _store_pair(self, pair):
    try:
        items = iter(pair)
    except TypeError:
        raise TypeError(f"'{type(pair).__name__}' object is not iterable") from None
    items = tuple(items)
    if len(items) < 2:
        raise ValueError(f"need more than {len(items)} value{'s' if len(items) != 1 else ''} to unpack")
    if len(items) > 2:
        raise ValueError("too many values to unpack (expected 2)")
    self[items[0]] = items[1]
