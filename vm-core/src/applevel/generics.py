"""Parameterised classes (`list[int]`) and unions (`int | None`)."""

own_attribute = object.__getattribute__

# What a parameterised class answers itself; everything else is the class's.
ALIAS_OWN = ("__class__", "__origin__", "__args__", "__parameters__", "__unpacked__", "__typing_unpacked_tuple_args__",
             "__mro_entries__", "__reduce__", "__reduce_ex__")
ALIAS_LACKS = ("__bases__", "__copy__", "__deepcopy__")


def is_unpacked_type_var_tuple(arg):
    return not isinstance(arg, type) and getattr(arg, "__typing_is_unpacked_typevartuple__", False) is True


def type_parameters(args):
    """The type variables in these arguments, each once, in order of appearance."""
    found = []
    for arg in args:
        if isinstance(arg, type):
            continue
        if hasattr(arg, "__typing_subst__"):
            inner = (arg,)
        elif isinstance(arg, (list, tuple)):
            inner = type_parameters(arg)
        else:
            inner = getattr(arg, "__parameters__", ())
            if not isinstance(inner, tuple):
                continue
        for parameter in inner:
            if parameter not in found:
                found.append(parameter)
    return tuple(found)


def type_shown(item):
    """An argument as representations of types show it."""
    if item is ...:
        return "..."
    if item is None or item is type(None):
        return "None"
    if isinstance(item, (list, tuple)) and not hasattr(item, "__origin__"):
        return "[" + ", ".join([type_shown(inner) for inner in item]) + "]"
    if isinstance(item, GenericAlias):
        return repr(item)
    name = getattr(item, "__qualname__", None)
    module = getattr(item, "__module__", None)
    if name is None or module is None or hasattr(item, "__origin__") and hasattr(item, "__args__"):
        return repr(item)
    return name if module == "builtins" else f"{module}.{name}"


def unpacked_arguments(items):
    """Type arguments as a tuple, with `*tuple[int, str]` spread out."""
    if not isinstance(items, tuple):
        items = (items,)
    result = []
    for item in items:
        inner = None if isinstance(item, type) else getattr(item, "__typing_unpacked_tuple_args__", None)
        if inner is not None and not (inner and inner[-1] is ...):
            result.extend(inner)
        else:
            result.append(item)
    return tuple(result)


def type_substituted(alias, args, parameters, items):
    """`args` with the parameters replaced by `items`: what subscription of a generic alias does."""
    if not parameters:
        raise TypeError(f"{alias!r} is not a generic class")
    items = unpacked_arguments(items)
    for parameter in parameters:
        prepare = getattr(parameter, "__typing_prepare_subst__", None)
        if prepare is not None:
            items = prepare(alias, items)
            if not isinstance(items, tuple):
                items = (items,)
    if len(items) != len(parameters):
        way = "many" if len(items) > len(parameters) else "few"
        raise TypeError(f"Too {way} arguments for {alias!r}; actual {len(items)}, expected {len(parameters)}")
    return type_replaced(args, parameters, items)


def type_replaced(args, parameters, items):
    result = []
    for arg in args:
        if isinstance(arg, type):
            result.append(arg)
            continue
        if isinstance(arg, (list, tuple)):
            result.append(type(arg)(type_replaced(arg, parameters, items)))
            continue
        substitute = getattr(arg, "__typing_subst__", None)
        if substitute is not None:
            new = substitute(items[parameters.index(arg)])
        else:
            new = inner_replaced(arg, parameters, items)
        if not is_unpacked_type_var_tuple(arg):
            result.append(new)
        elif isinstance(new, tuple):
            result.extend(new)
        else:
            raise TypeError(f"expected __typing_subst__ of {type(arg).__name__} objects to return a tuple, "
                            f"not {type(new).__name__}")
    return tuple(result)


def inner_replaced(arg, parameters, items):
    """An argument that is itself parameterised, subscripted with what its own parameters become."""
    own = getattr(arg, "__parameters__", None)
    if not isinstance(own, tuple) or not own:
        return arg
    inner = []
    for parameter in own:
        if parameter not in parameters:
            inner.append(parameter)
            continue
        item = items[parameters.index(parameter)]
        if hasattr(type(parameter), "__iter__") and isinstance(item, tuple):
            inner.extend(item)
        else:
            inner.append(item)
    return arg[tuple(inner)]


class GenericAlias:
    """Represent a PEP 585 generic type

E.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,)."""

    __slots__ = ("__origin__", "__args__", "__parameters__", "__unpacked__", "__weakref__")

    def __new__(cls, *args, **kwargs):
        if kwargs:
            raise TypeError("GenericAlias() takes no keyword arguments")
        if len(args) != 2:
            raise TypeError(f"GenericAlias expected 2 arguments, got {len(args)}")
        origin, args = args
        return new_alias(cls, origin, args if isinstance(args, tuple) else (args,), False)

    def __getattribute__(self, name):
        if name in ALIAS_OWN:
            return own_attribute(self, name)
        if name in ALIAS_LACKS:
            raise AttributeError(f"'types.GenericAlias' object has no attribute '{name}'")
        return getattr(own_attribute(self, "__origin__"), name)

    def __setattr__(self, name, value):
        raise AttributeError(f"'types.GenericAlias' object has no attribute '{name}' "
                             "and no __dict__ for setting new attributes")

    def __repr__(self):
        args = ", ".join([type_shown(arg) for arg in self.__args__]) or "()"
        star = "*" if self.__unpacked__ else ""
        return f"{star}{type_shown(self.__origin__)}[{args}]"

    def __call__(self, /, *args, **kwargs):
        made = self.__origin__(*args, **kwargs)
        try:
            made.__orig_class__ = self
        except (AttributeError, TypeError):
            pass
        return made

    def __getitem__(self, items):
        args = type_substituted(self, self.__args__, self.__parameters__, items)
        return new_alias(type(self), self.__origin__, args, self.__unpacked__)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __instancecheck__(self, instance):
        raise TypeError("isinstance() argument 2 cannot be a parameterized generic")

    def __subclasscheck__(self, cls):
        raise TypeError("issubclass() argument 2 cannot be a parameterized generic")

    def __eq__(self, other):
        if not isinstance(other, GenericAlias):
            return NotImplemented
        return (self.__unpacked__ == other.__unpacked__ and self.__origin__ == other.__origin__
                and self.__args__ == other.__args__)

    def __hash__(self):
        return hash(self.__origin__) ^ hash(self.__args__)

    def __or__(self, other):
        return union_of(self, other)

    def __ror__(self, other):
        return union_of(other, self)

    def __dir__(self):
        return sorted(set(dir(self.__origin__)).union(ALIAS_OWN))

    @property
    def __typing_unpacked_tuple_args__(self):
        if own_attribute(self, "__unpacked__") and own_attribute(self, "__origin__") is tuple:
            return own_attribute(self, "__args__")
        return None

    def __reduce__(self):
        if self.__unpacked__:
            return next, (generic_alias_iterator(new_alias(type(self), self.__origin__, self.__args__, False)),)
        return GenericAlias, (self.__origin__, self.__args__)

    def __reduce_ex__(self, protocol):
        return self.__reduce__()

    def __iter__(self):
        return generic_alias_iterator(self)


class generic_alias_iterator:
    """Gives the unpacked form of a generic alias, once."""

    __slots__ = ("_alias",)

    def __init__(self, alias):
        self._alias = alias

    def __iter__(self):
        return self

    def __next__(self):
        alias = self._alias
        if alias is None:
            raise StopIteration
        self._alias = None
        return new_alias(type(alias), alias.__origin__, alias.__args__, True)

    def __reduce__(self):
        return iter, (self._alias if self._alias is not None else (),)


GenericAlias.__module__ = "types"
ALIAS_SLOTS = [GenericAlias.__dict__[name].__set__ for name in GenericAlias.__slots__[:4]]
seal_class(GenericAlias, True)


def new_alias(cls, origin, args, unpacked):
    self = object.__new__(cls)
    set_origin, set_args, set_parameters, set_unpacked = ALIAS_SLOTS
    set_origin(self, origin)
    set_args(self, args)
    set_parameters(self, type_parameters(args))
    set_unpacked(self, unpacked)
    return self


def generic_alias(cls, item):
    return new_alias(GenericAlias, cls, item if isinstance(item, tuple) else (item,), False)


class Union:
    """Represent a union type

E.g. for int | str"""

    __slots__ = ("__args__", "__parameters__", "__weakref__")
    __origin__ = property(lambda self: Union)

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create 'typing.Union' instances")

    def __class_getitem__(cls, items):
        if not isinstance(items, tuple):
            items = (items,)
        if not items:
            raise TypeError("Cannot take a Union of no types.")
        return union_from([union_member(item) for item in items])

    def __getattr__(self, name):
        if name in ("__name__", "__qualname__"):
            return "Union"
        raise AttributeError(f"'typing.Union' object has no attribute '{name}'", name=name, obj=self)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __repr__(self):
        return " | ".join([type_shown(arg) for arg in self.__args__])

    def __setattr__(self, name, value):
        raise AttributeError(f"'typing.Union' object has no attribute '{name}' "
                             "and no __dict__ for setting new attributes")

    def __eq__(self, other):
        if not isinstance(other, Union):
            return NotImplemented
        mine, theirs = self.__args__, other.__args__
        try:
            return set(mine) == set(theirs)
        except TypeError:
            return all([arg in theirs for arg in mine]) and all([arg in mine for arg in theirs])

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __or__(self, other):
        return union_from([*self.__args__, union_member(other)])

    def __ror__(self, other):
        return union_from([union_member(other), *self.__args__])

    def __instancecheck__(self, instance):
        for arg in self.__args__:
            if isinstance(instance, arg):
                return True
        return False

    def __subclasscheck__(self, cls):
        if not isinstance(cls, type):
            raise TypeError("issubclass() arg 1 must be a class")
        for arg in self.__args__:
            if issubclass(cls, arg):
                return True
        return False

    def __getitem__(self, items):
        return Union[type_substituted(self, self.__args__, self.__parameters__, items)]

    __iter__ = None


Union.__module__ = "typing"
UNION_SLOTS = [Union.__dict__[name].__set__ for name in Union.__slots__[:2]]
seal_class(Union, False)


def union_member(item):
    """An operand of a union that may be anything the library takes for a type, text included."""
    if item is None:
        return type(None)
    if isinstance(item, (type, GenericAlias, Union)):
        return item
    import typing
    return typing._type_check(item, "Union[arg, ...]: each arg must be a type.")


def union_from(sides):
    """The union of these types, flat and without repetition."""
    members = []
    for side in sides:
        for candidate in side.__args__ if isinstance(side, Union) else (side,):
            if not any([candidate is member or type(candidate) is type(member) and candidate == member
                        for member in members]):
                members.append(candidate)
    if len(members) == 1:
        return members[0]
    union = object.__new__(Union)
    set_args, set_parameters = UNION_SLOTS
    set_args(union, tuple(members))
    set_parameters(union, type_parameters(members))
    return union


def union_of(left, right):
    """`left | right` where one of them is a class; NotImplemented unless both are types."""
    sides = []
    for side in (left, right):
        if side is None:
            side = type(None)
        elif not isinstance(side, (type, GenericAlias, Union)) and type(side).__name__ != "TypeAliasType":
            return NotImplemented
        sides.append(side)
    return union_from(sides)
