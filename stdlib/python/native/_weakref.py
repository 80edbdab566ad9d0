"""Proxies: objects that pass everything on to what they refer to weakly."""

_get = object.__getattribute__


def _referent(proxy):
    found = _get(proxy, "_ref")()
    if found is None:
        raise ReferenceError("weakly-referenced object no longer exists")
    return found


def _value(operand):
    return _referent(operand) if type(operand) in (ProxyType, CallableProxyType) else operand


class ProxyType:
    __slots__ = ("_ref", "__weakref__")
    __module__ = "weakref"
    __hash__ = None

    def __getattribute__(self, name):
        return getattr(_referent(self), name)

    def __setattr__(self, name, value):
        setattr(_referent(self), name, value)

    def __delattr__(self, name):
        delattr(_referent(self), name)

    def __str__(self):
        return str(_referent(self))

    def __repr__(self):
        found = _get(self, "_ref")()
        if found is None:
            return f"<weakproxy at {id(self):#x}; dead>"
        return f"<weakproxy at {id(self):#x}; to '{type(found).__name__}' at {id(found):#x}>"

    def __bool__(self):
        return bool(_referent(self))

    def __len__(self):
        return len(_referent(self))

    def __iter__(self):
        return iter(_referent(self))

    def __next__(self):
        found = _referent(self)
        if not hasattr(type(found), "__next__"):
            raise TypeError("Weakref proxy referenced a non-iterator "
                            f"'{type(found).__name__}' object")
        return next(found)

    def __reversed__(self):
        return reversed(_referent(self))

    def __contains__(self, item):
        return item in _referent(self)

    def __getitem__(self, key):
        return _referent(self)[key]

    def __setitem__(self, key, value):
        _referent(self)[key] = value

    def __delitem__(self, key):
        del _referent(self)[key]

    def __bytes__(self):
        return bytes(_referent(self))

    def __int__(self):
        return int(_referent(self))

    def __float__(self):
        return float(_referent(self))

    def __index__(self):
        import operator
        return operator.index(_referent(self))

    def __neg__(self):
        return -_referent(self)

    def __pos__(self):
        return +_referent(self)

    def __abs__(self):
        return abs(_referent(self))

    def __invert__(self):
        return ~_referent(self)


def _define(cls):
    import operator

    def binary(function):
        def forward(self, other):
            return function(_value(self), _value(other))

        def backward(self, other):
            return function(_value(other), _value(self))
        return forward, backward

    for name, function in (
            ("add", operator.add), ("sub", operator.sub), ("mul", operator.mul),
            ("truediv", operator.truediv), ("floordiv", operator.floordiv), ("mod", operator.mod),
            ("divmod", divmod), ("lshift", operator.lshift), ("rshift", operator.rshift),
            ("and", operator.and_), ("xor", operator.xor), ("or", operator.or_),
            ("matmul", operator.matmul)):
        forward, backward = binary(function)
        setattr(cls, f"__{name}__", forward)
        setattr(cls, f"__r{name}__", backward)
    for name in ("iadd", "isub", "imul", "itruediv", "ifloordiv", "imod", "ipow", "ilshift", "irshift",
                 "iand", "ixor", "ior", "imatmul"):
        setattr(cls, f"__{name}__", binary(getattr(operator, name))[0])
    def power(self, other, mod=None):
        return pow(_value(self), _value(other), _value(mod))

    def power_of(self, other, mod=None):
        return pow(_value(other), _value(self), _value(mod))

    cls.__pow__, cls.__rpow__ = power, power_of
    for name in ("lt", "le", "gt", "ge", "eq", "ne"):
        setattr(cls, f"__{name}__", binary(getattr(operator, name))[0])


def _define_all():
    # What an operator is called and what it does: the module operator is at hand when the first proxy is made.
    if "__add__" not in ProxyType.__dict__:
        _define(ProxyType)


class CallableProxyType(ProxyType):
    __slots__ = ()
    __module__ = "weakref"
    __hash__ = None

    def __call__(self, *args, **kwargs):
        return _referent(self)(*args, **kwargs)


def proxy(object, callback=None, /):
    """Create a proxy object that weakly references 'object'."""
    _define_all()
    cls = CallableProxyType if callable(object) else ProxyType
    made = cls.__new__(cls)
    if callback is None:
        reference = ref(object)
    else:
        reference = ref(object, lambda _: callback(made))
    cls._ref.__set__(made, reference)
    return made


def _remove_dead_weakref(dct, key, /):
    """Atomically remove key from dict if it points to a dead weakref."""
    found = dct.get(key)
    if found is not None and found() is None:
        del dct[key]
