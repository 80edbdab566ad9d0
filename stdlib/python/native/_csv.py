"""Dialects by name, and what readers and writers need of objects they do not know."""


class Error(Exception):
    __module__ = "_csv"


_dialects = {}
_missing = object()
_defaults = {
    "delimiter": ",",
    "doublequote": True,
    "escapechar": None,
    "lineterminator": "\r\n",
    "quotechar": '"',
    "quoting": QUOTE_MINIMAL,
    "skipinitialspace": False,
    "strict": False,
}


def dialect_of(args, settings):
    """What `Dialect(*args, **settings)` makes."""
    settings = settings or {}
    for name in settings:
        if name != "dialect" and name not in _defaults:
            raise TypeError(f"this function got an unexpected keyword argument '{name}'")
    names = ("dialect", *_defaults)
    if len(args) > len(names):
        raise TypeError(f"this function takes at most {len(names)} arguments ({len(args)} given)")
    given = dict(zip(names, args))
    for name in settings:
        if name in given:
            raise TypeError(f"argument for this function given by name ('{name}') and position ({names.index(name) + 1})")
    given.update(settings)
    base = given.pop("dialect", None)
    if isinstance(base, str):
        base = get_dialect(base)
    if type(base) is Dialect and not given:
        return base
    values = []
    for name, default in _defaults.items():
        value = given.get(name, _missing)
        if value is _missing:
            value = getattr(base, name, _missing)
        if name == "quoting":
            no_quoting = value is _missing
        if value is _missing:
            value = default
        if default is True or default is False:
            value = bool(value)
        values.append(value)
    return make_dialect(*values, no_quoting)


def writer_parts(file, args, settings):
    dialect = dialect_of(args, settings)
    write = getattr(file, "write", None)
    if not callable(write):
        raise TypeError('argument 1 must have a "write" method')
    return write, dialect


def write_row(writer, write, row):
    """A row of fields of which some have to be asked for their text."""
    try:
        iterator = iter(row)
    except TypeError:
        raise Error(f"iterable expected, not {type(row).__name__}") from None
    fields = list(iterator)
    texts = [field if field is None or isinstance(field, str) else str(field) for field in fields]
    return write(join_row(writer, fields, texts))


def writerows(self, rows, /):
    """writerows(iterable of iterables)

    Construct and write a series of iterables to a csv file.  Non-string
    elements will be converted to string."""
    for row in rows:
        self.writerow(row)


_extend_class(Writer, "writerows", writerows)
del writerows


def register_dialect(name, dialect=_missing, /, **fmtparams):
    """Create a mapping from a string name to a CVS dialect.

    The optional "dialect" argument specifies the base dialect instance
    or the name of the registered dialect.  "fmtparams" specifies any
    named parameters to override."""
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = dialect_of(() if dialect is _missing else (dialect,), fmtparams)


def unregister_dialect(name):
    """Delete the name/dialect mapping associated with a string name."""
    if name not in _dialects:
        raise Error("unknown dialect")
    del _dialects[name]


def get_dialect(name):
    """Return the dialect instance associated with name."""
    try:
        return _dialects[name]
    except KeyError:
        raise Error("unknown dialect") from None


def list_dialects():
    """Return a list of all known dialect names."""
    return list(_dialects)
