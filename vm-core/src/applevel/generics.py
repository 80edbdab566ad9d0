"""Parameterised classes (`list[int]`) and unions (`int | None`)."""


def _parameters(args):
    """The type variables in these arguments, each once, in order of appearance."""
    found = []
    for arg in args:
        if isinstance(arg, type):
            continue
        if hasattr(type(arg), "__typing_subst__"):
            inner = (arg,)
        elif isinstance(arg, (list, tuple)):
            inner = _parameters(arg)
        else:
            inner = getattr(arg, "__parameters__", ())
        for parameter in inner:
            if parameter not in found:
                found.append(parameter)
    return tuple(found)


def _shown(item):
    if item is ...:
        return "..."
    if item is None or item is type(None):
        return "None"
    if isinstance(item, (list, tuple)):
        return "[" + ", ".join([_shown(inner) for inner in item]) + "]"
    if isinstance(item, GenericAlias):
        return repr(item)
    if isinstance(item, type):
        return item.__qualname__ if item.__module__ == "builtins" else f"{item.__module__}.{item.__qualname__}"
    return repr(item)


def _substituted(args, mapping):
    result = []
    for arg in args:
        if arg in mapping:
            result.append(mapping[arg])
        elif getattr(arg, "__parameters__", ()) and not isinstance(arg, type):
            result.append(arg[tuple([mapping[p] for p in arg.__parameters__])])
        else:
            result.append(arg)
    return tuple(result)


class GenericAlias:
    """A class with type arguments; behaves like the class in most respects."""

    __slots__ = ("__origin__", "__args__", "__parameters__", "__unpacked__", "__weakref__")

    def __new__(cls, origin, args, /):
        self = object.__new__(cls)
        if not isinstance(args, tuple):
            args = (args,)
        object.__setattr__(self, "__origin__", origin)
        object.__setattr__(self, "__args__", args)
        object.__setattr__(self, "__parameters__", _parameters(args))
        object.__setattr__(self, "__unpacked__", False)
        return self

    def __repr__(self):
        args = ", ".join([_shown(arg) for arg in self.__args__]) or "()"
        return f"{_shown(self.__origin__)}[{args}]"

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__") and name not in ("__name__", "__qualname__", "__module__", "__doc__"):
            if name in ("__copy__", "__deepcopy__", "__mro_entries__"):
                raise AttributeError(name)
        return getattr(self.__origin__, name)

    def __call__(self, *args, **kwargs):
        made = self.__origin__(*args, **kwargs)
        try:
            made.__orig_class__ = self
        except (AttributeError, TypeError):
            pass
        return made

    def __getitem__(self, items):
        parameters = self.__parameters__
        if not parameters:
            raise TypeError(f"{self!r} is not a generic class")
        if not isinstance(items, tuple):
            items = (items,)
        if len(items) != len(parameters):
            few = "Too few" if len(items) < len(parameters) else "Too many"
            raise TypeError(f"{few} arguments for {self!r}; actual {len(items)}, expected {len(parameters)}")
        mapping = dict(zip(parameters, items))
        return GenericAlias(self.__origin__, _substituted(self.__args__, mapping))

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __instancecheck__(self, instance):
        raise TypeError("isinstance() argument 2 cannot be a parameterized generic")

    def __subclasscheck__(self, cls):
        raise TypeError("issubclass() argument 2 cannot be a parameterized generic")

    def __eq__(self, other):
        if not isinstance(other, GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash(self.__origin__) ^ hash(self.__args__)

    def __or__(self, other):
        return union_of(self, other)

    def __ror__(self, other):
        return union_of(other, self)

    def __reduce__(self):
        return GenericAlias, (self.__origin__, self.__args__)

    def __iter__(self):
        unpacked = GenericAlias(self.__origin__, self.__args__)
        object.__setattr__(unpacked, "__unpacked__", True)
        yield unpacked


GenericAlias.__module__ = "types"


def generic_alias(cls, item):
    return GenericAlias(cls, item)


class Union:
    """`X | Y`."""

    __slots__ = ("__args__", "__parameters__", "__weakref__")

    def __new__(cls, *args):
        raise TypeError("cannot create 'typing.Union' instances")

    def __repr__(self):
        return " | ".join([_shown(arg) for arg in self.__args__])

    def __eq__(self, other):
        if not isinstance(other, Union):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __or__(self, other):
        return union_of(self, other)

    def __ror__(self, other):
        return union_of(other, self)

    def __instancecheck__(self, instance):
        return any([isinstance(instance, arg) for arg in self.__args__])

    def __subclasscheck__(self, cls):
        return any([issubclass(cls, arg) for arg in self.__args__])

    @property
    def __origin__(self):
        return Union

    def __getitem__(self, items):
        if not isinstance(items, tuple):
            items = (items,)
        mapping = dict(zip(self.__parameters__, items))
        result = None
        for arg in _substituted(self.__args__, mapping):
            result = arg if result is None else union_of(result, arg)
        return result


Union.__module__ = "typing"


def union_of(left, right):
    """The union of two types, flat and without repetition; NotImplemented for anything else."""
    members = []
    for side in (left, right):
        if side is None:
            side = type(None)
        if isinstance(side, Union):
            candidates = side.__args__
        elif isinstance(side, (type, GenericAlias)) or hasattr(type(side), "__typing_subst__"):
            candidates = (side,)
        else:
            return NotImplemented
        for candidate in candidates:
            if candidate not in members:
                members.append(candidate)
    if len(members) == 1:
        return members[0]
    union = object.__new__(Union)
    object.__setattr__(union, "__args__", tuple(members))
    object.__setattr__(union, "__parameters__", _parameters(members))
    return union
