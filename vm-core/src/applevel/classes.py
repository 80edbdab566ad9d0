"""What object and module do in terms of other Python: pickling support, representation."""


def object_reduce_ex(self, protocol):
    if type(self).__reduce__ is not object.__reduce__:
        return self.__reduce__()
    return reduce_by_protocol(self, protocol)


def object_reduce(self):
    return reduce_by_protocol(self, 0)


def reduce_by_protocol(self, protocol):
    import copyreg
    cls = type(self)
    if isinstance(self, (set, frozenset)):
        return cls, (list(self),), self.__getstate__()
    if cls is slice:
        return cls, (self.start, self.stop, self.step)
    if protocol < 2:
        return copyreg._reduce_ex(self, protocol)
    args, kwargs = new_arguments(self)
    is_list, is_dict = isinstance(self, list), isinstance(self, dict)
    if not (args is not None or is_list or is_dict or cls.__getstate__ is not object.__getstate__):
        refuse_own_storage(cls)
    state = self.__getstate__()
    list_items = iter(self) if is_list else None
    dict_items = iter(self.items()) if is_dict else None
    if kwargs:
        return copyreg.__newobj_ex__, (cls, args, kwargs), state, list_items, dict_items
    return copyreg.__newobj__, (cls, *(args or ())), state, list_items, dict_items


def new_arguments(self):
    """Arguments for `__new__`: a tuple or None, and a dict or None."""
    cls = type(self)
    if hasattr(cls, "__getnewargs_ex__"):
        found = self.__getnewargs_ex__()
        if not isinstance(found, tuple):
            raise TypeError(f"__getnewargs_ex__ should return a tuple, not '{type(found).__name__}'")
        if len(found) != 2:
            raise ValueError(f"__getnewargs_ex__ should return a tuple of length 2, not {len(found)}")
        args, kwargs = found
        if not isinstance(args, tuple):
            raise TypeError("first item of the tuple returned by __getnewargs_ex__ must be a tuple, "
                            f"not '{type(args).__name__}'")
        if not isinstance(kwargs, dict):
            raise TypeError("second item of the tuple returned by __getnewargs_ex__ must be a dict, "
                            f"not '{type(kwargs).__name__}'")
        return args, kwargs
    if hasattr(cls, "__getnewargs__"):
        args = self.__getnewargs__()
        if not isinstance(args, tuple):
            raise TypeError(f"__getnewargs__ should return a tuple, not '{type(args).__name__}'")
        return args, None
    return None, None


def refuse_own_storage(cls):
    """A builtin that keeps more than attributes must say itself how it is pickled."""
    builtin = cls
    while builtin.__flags__ & 512:
        builtin = builtin.__base__
    if builtin is not object:
        raise TypeError(f"cannot pickle {cls.__name__!r} object")


def object_getstate(self):
    import copyreg
    state = getattr(self, "__dict__", None) or None
    slots = {}
    for name in copyreg._slotnames(type(self)):
        try:
            slots[name] = getattr(self, name)
        except AttributeError:
            pass
    return (state, slots) if slots else state


def module_repr(module):
    namespace = module.__dict__
    spec = namespace.get("__spec__")
    if spec is not None:
        name = "?" if spec.name is None else spec.name
        if spec.origin is not None:
            where = f"from {spec.origin!r}" if spec.has_location else f"({spec.origin})"
            return f"<module {name!r} {where}>"
        return module_repr_by_loader(name, spec.loader)
    name = namespace.get("__name__", "?")
    if "__file__" in namespace:
        return f"<module {name!r} from {namespace['__file__']!r}>"
    return module_repr_by_loader(name, namespace.get("__loader__"))


def module_repr_by_loader(name, loader):
    if loader is None:
        return f"<module {name!r}>"
    if type(loader).__name__ == "NamespaceLoader":
        return f"<module {name!r} (namespace) from {list(loader._path)!r}>"
    return f"<module {name!r} ({loader!r})>"


def frame_locals_update(proxy, other):
    for name, value in other.items():
        proxy[name] = value


def frame_locals_setdefault(proxy, name, default):
    if name not in proxy:
        proxy[name] = default
    return proxy[name]
