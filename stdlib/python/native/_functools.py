"""Texts and pickling of `partial`, and the loop of `reduce`."""


def _reduce(function, iterable):
    iterator = _iterate(iterable)
    for value in iterator:
        break
    else:
        raise TypeError("reduce() of empty iterable with no initial value")
    for item in iterator:
        value = function(value, item)
    return value


def _reduce_from(function, iterable, value):
    for item in _iterate(iterable):
        value = function(value, item)
    return value


def _iterate(iterable):
    try:
        return iter(iterable)
    except TypeError:
        raise TypeError("reduce() arg 2 must support iteration") from None


def _partial_repr(self):
    cls = type(self)
    name = f"{cls.__module__}.{cls.__qualname__}"
    # Showing one of them may change the object.
    function, args, keywords = self.func, self.args, self.keywords
    if not _repr_enter(self):
        return "..."
    try:
        parts = [repr(function)]
        parts += [repr(arg) for arg in args]
        parts += [f"{key}={value!r}" for key, value in keywords.items()]
        return f"{name}({', '.join(parts)})"
    finally:
        _repr_leave(self)


def _partial_reduce(self):
    return type(self), (self.func,), (self.func, self.args, self.keywords, self.__dict__ or None)


def _partial_setstate(self, state):
    if not isinstance(state, tuple) or len(state) != 4:
        raise TypeError("invalid partial state")
    function, args, keywords, namespace = state
    if (not callable(function) or not isinstance(args, tuple)
            or not (keywords is None or isinstance(keywords, dict))
            or not (namespace is None or isinstance(namespace, dict))):
        raise TypeError("invalid partial state")
    if args and args[-1] is Placeholder:
        raise TypeError("trailing Placeholders are not allowed")
    if type(keywords) is not dict:
        keywords = {} if keywords is None else dict(keywords)
    _set_partial(self, function, tuple(args), keywords)
    if namespace is None:
        self.__dict__.clear()
    else:
        self.__dict__ = namespace


_extend_class(partial, "__repr__", _partial_repr)
_extend_class(partial, "__reduce__", _partial_reduce)
_extend_class(partial, "__setstate__", _partial_setstate)
