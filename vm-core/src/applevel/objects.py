"""What plain objects and modules leave to Python: pickling, and the text of modules."""


def module_repr(module):
    import importlib._bootstrap as bootstrap
    return bootstrap._module_repr(module)


def object_getstate(this):
    """The default of `__getstate__`: instance dict, and slots if there are any."""
    state = getattr(this, "__dict__", None) or None
    slots = {}
    for cls in type(this).__mro__:
        names = cls.__dict__.get("__slots__", ())
        for name in (names,) if isinstance(names, str) else names:
            if name in ("__dict__", "__weakref__"):
                continue
            if name.startswith("__") and not name.endswith("__"):
                stripped = cls.__name__.lstrip("_")
                if stripped:
                    name = f"_{stripped}{name}"
            try:
                slots[name] = getattr(this, name)
            except AttributeError:
                pass
    if state is not None:
        state = dict(state)
    return (state, slots) if slots else state


def object_reduce(this):
    import copyreg
    return copyreg._reduce_ex(this, 0)


def object_reduce_ex(this, protocol):
    reduce = getattr(type(this), "__reduce__")
    if reduce is not object.__reduce__:
        return reduce(this)
    import copyreg
    if protocol < 2:
        return copyreg._reduce_ex(this, protocol)
    cls = type(this)
    args, kwargs = (), None
    if hasattr(cls, "__getnewargs_ex__"):
        args, kwargs = this.__getnewargs_ex__()
    elif hasattr(cls, "__getnewargs__"):
        args = this.__getnewargs__()
    state = this.__getstate__()
    items = iter(this) if isinstance(this, list) else None
    pairs = iter(this.items()) if isinstance(this, dict) else None
    if kwargs:
        return copyreg.__newobj_ex__, (cls, args, kwargs), state, items, pairs
    return copyreg.__newobj__, (cls, *args), state, items, pairs
