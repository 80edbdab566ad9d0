"""The classes of syntax trees, made from the abstract grammar."""


class AST:
    __module__ = "ast"
    _fields = ()
    _attributes = ()
    __match_args__ = ()

    def __init__(self, /, *args, **kwargs):
        cls = type(self)
        fields = getattr(cls, "_fields", ())
        count = len(fields)
        if len(args) > count:
            plural = "" if count == 1 else "s"
            raise TypeError(f"{cls.__name__} constructor takes at most {count} positional argument{plural}")
        given = 0
        for value in args:
            setattr(self, fields[given], value)
            given += 1
        if kwargs:
            missing = list(fields[given:])
            for name, value in kwargs.items():
                if name in missing:
                    missing.remove(name)
                elif name in fields:
                    raise TypeError(f"{cls.__name__} got multiple values for argument {name!r}")
                elif name not in cls._attributes:
                    _deprecated(
                        f"{_type_name(cls)}.__init__ got an unexpected keyword argument {name!r}. "
                        "Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15."
                    )
                setattr(self, name, value)
        elif given == count:
            return
        else:
            missing = fields[given:]
        if missing:
            _set_defaults(self, cls, missing)

    def __repr__(self):
        return _repr_node(self, 3)

    def __reduce__(self):
        state = getattr(self, "__dict__", None)
        if not state:
            return type(self), ()
        # The constructor gets what it requires; the values come with the state, so that a tree may contain itself.
        placeholders = []
        for name in getattr(type(self), "_fields", ()):
            if name not in state:
                break
            placeholders.append(None)
        return type(self), tuple(placeholders), dict(state)

    def __replace__(self, /, *args, **fields):
        if args:
            raise TypeError("__replace__() takes no positional arguments")
        cls = type(self)
        names = getattr(cls, "_fields", ())
        attributes = getattr(cls, "_attributes", ())
        for name in fields:
            if name not in names and name not in attributes:
                raise TypeError(f"{_type_name(cls)}.__replace__ got an unexpected keyword argument {name!r}.")
        _check_complete(self, cls, names, fields)
        state = self.__dict__
        payload = {name: state[name] for name in (*names, *attributes) if name in state}
        payload.update(fields)
        return cls(**payload)


def _deprecated(message):
    import _warnings
    _warnings.warn(message, DeprecationWarning, 3)


def _raise_about(kind, message, value):
    """Raises for the machine, which cannot call `repr`."""
    raise {"TypeError": TypeError, "ValueError": ValueError}[kind](message + repr(value))


def _type_name(cls):
    return "ast.AST" if cls is AST else cls.__name__


def _set_defaults(node, cls, missing):
    types = getattr(cls, "_field_types", None)
    if types is None:
        return
    for name in missing:
        kind = types.get(name)
        if kind is None:
            _deprecated(
                f"Field {name!r} is missing from {_type_name(cls)}._field_types. "
                "This will become an error in Python 3.15."
            )
        elif type(kind) is _Union:
            pass
        elif type(kind) is _GenericAlias:
            setattr(node, name, [])
        elif kind is expr_context:
            setattr(node, name, _singletons["Load"])
        else:
            _deprecated(
                f"{_type_name(cls)}.__init__ missing 1 required positional argument: {name!r}. "
                "This will become an error in Python 3.15."
            )


def _check_complete(node, cls, names, fields):
    """`__replace__` must be given what the node does not have."""
    types = getattr(cls, "_field_types", {})
    state = node.__dict__
    missing = []
    for name in names:
        if name not in fields and name not in state and type(types.get(name)) is not _Union:
            missing.append(repr(name))
    if missing:
        plural = "" if len(missing) == 1 else "s"
        raise TypeError(
            f"{_type_name(cls)}.__replace__ missing {len(missing)} keyword argument{plural}: {', '.join(missing)}."
        )


_being_shown = set()


def _repr_node(node, depth):
    cls = type(node)
    name = _type_name(cls)
    if depth <= 0 or id(node) in _being_shown:
        return f"{name}(...)"
    _being_shown.add(id(node))
    try:
        parts = []
        for field in getattr(cls, "_fields", ()):
            value = getattr(node, field)
            if isinstance(value, (list, tuple)):
                shown = _repr_sequence(value, depth - 1)
            elif isinstance(value, AST):
                shown = _repr_node(value, depth - 1)
            else:
                shown = repr(value)
            parts.append(f"{field}={shown}")
        return f"{name}({', '.join(parts)})"
    finally:
        _being_shown.discard(id(node))


def _repr_sequence(values, depth):
    """The first and the last of them."""
    shown = []
    for value in values if len(values) <= 2 else (values[0], values[-1]):
        shown.append(_repr_node(value, depth) if isinstance(value, AST) else repr(value))
    if len(values) > 2:
        shown.insert(1, "...")
    text = ", ".join(shown)
    return f"[{text}]" if isinstance(values, list) else f"({text})"


_GenericAlias = type(list[int])
_Union = type(int | None)
_places = ("lineno", "col_offset", "end_lineno", "end_col_offset")
# Nodes without fields that trees share: contexts and operators.
_singletons = {}
# All classes that have instances, in the order of the grammar.
_classes = []


def _make_classes(grammar):
    namespace = _make_classes.__globals__
    by_base = {}
    for node in grammar:
        by_base.setdefault(node[1], []).append(node)
    types = {"identifier": str, "string": str, "int": int, "constant": object}
    for base, nodes in by_base.items():
        product = nodes[0][0] == base
        attributes = _places if nodes[0][3] else ()
        members = {"__module__": "ast", "_attributes": attributes}
        if nodes[0][3] == 2:
            members["end_lineno"] = members["end_col_offset"] = None
        if product:
            members["__doc__"] = _signature(nodes[0])
            _add_fields(members, nodes[0])
        else:
            joint = "\n" + " " * len(base) + " | "
            # Plain choices are on one line.
            joint = joint if any(node[2] for node in nodes) else " | "
            members["__doc__"] = f"{base} = {joint.join(map(_signature, nodes))}"
            members["_fields"] = members["__match_args__"] = ()
        types[base] = namespace[base] = type(base, (AST,), members)
        for node in nodes:
            name = node[0]
            cls = types[base]
            if not product:
                members = {"__module__": "ast", "__doc__": _signature(node)}
                _add_fields(members, node)
                cls = namespace[name] = type(name, (cls,), members)
                if base in ("expr_context", "boolop", "operator", "unaryop", "cmpop"):
                    _singletons[name] = cls()
            _classes.append(cls)
    for (name, base, fields, _), cls in zip(grammar, _classes):
        cls._field_types = {field: _field_type(types, kind, arity) for kind, arity, field in fields}
        cls.__annotations__ = cls._field_types


def _signature(node):
    name, _, fields, _ = node
    if not fields:
        return name
    return f"{name}({', '.join([f'{kind}{arity} {field}' for kind, arity, field in fields])})"


def _add_fields(members, node):
    members["_fields"] = members["__match_args__"] = tuple([field for _, _, field in node[2]])
    for _, arity, field in node[2]:
        if arity == "?":
            members[field] = None


def _field_type(types, kind, arity):
    """The annotation of a field; equal ones are shared."""
    found = types.get(kind + arity)
    if found is None:
        found = types[kind + arity] = types[kind] | None if arity == "?" else list[types[kind]]
    return found


_make_classes(_grammar())
