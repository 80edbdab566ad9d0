"""What is decided about abstract base classes by running Python; the answers are kept natively."""


def _abc_init(self, /):
    """Internal ABC helper for class set-up. Should be never used outside abc module."""
    abstract = {name for name, value in self.__dict__.items() if getattr(value, "__isabstractmethod__", False)}
    for base in self.__bases__:
        for name in getattr(base, "__abstractmethods__", ()):
            if getattr(getattr(self, name, None), "__isabstractmethod__", False):
                abstract.add(name)
    self.__abstractmethods__ = frozenset(abstract)
    self._abc_impl = _new_data()
    _take_pattern_flags(self)


def _take_pattern_flags(cls):
    """`__abc_tpflags__` says that instances match sequence or mapping patterns."""
    flags = cls.__dict__.get("__abc_tpflags__")
    if isinstance(flags, int):
        kinds = flags & (_SEQUENCE | _MAPPING)
        if kinds == _SEQUENCE | _MAPPING:
            raise TypeError("__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING")
        if kinds:
            _set_pattern_flags(cls, kinds == _SEQUENCE)
        del cls.__abc_tpflags__


_SEQUENCE, _MAPPING, _IMMUTABLE = 1 << 5, 1 << 6, 1 << 8


def _abc_register(self, subclass, /):
    """Internal ABC helper for subclasss registration. Should be never used outside abc module."""
    if not isinstance(subclass, type):
        raise TypeError("Can only register classes")
    if issubclass(subclass, self):
        return subclass
    if issubclass(self, subclass):
        raise RuntimeError("Refusing to create an inheritance cycle")
    _register_reference(self, subclass)
    flags = self.__flags__
    if flags & (_SEQUENCE | _MAPPING):
        _inherit_pattern_flags(subclass, flags & _SEQUENCE != 0)
    return subclass


def _inherit_pattern_flags(cls, sequence):
    """A registered class and those derived from it match what the abstract class matches."""
    if cls.__flags__ & (_SEQUENCE | _MAPPING | _IMMUTABLE):
        return
    _set_pattern_flags(cls, sequence)
    for derived in type.__subclasses__(cls):
        _inherit_pattern_flags(derived, sequence)


def _check_classes(self, claimed, own):
    found = self.__subclasscheck__(claimed)
    if found or claimed is own:
        return found
    return self.__subclasscheck__(own)


def _find_out(self, subclass):
    derived = _is_derived(self, subclass)
    _remember(self, subclass, derived)
    return derived


def _is_derived(self, subclass):
    answer = self.__subclasshook__(subclass)
    if answer is not NotImplemented:
        if answer is True or answer is False:
            return answer
        raise AssertionError("__subclasshook__ must return either False, True, or NotImplemented")
    if self in getattr(subclass, "__mro__", ()):
        return True
    for reference in _table(self, 0):
        registered = reference()
        if registered is not None and issubclass(subclass, registered):
            return True
    for derived in self.__subclasses__():
        if issubclass(subclass, derived):
            return True
    return False


def _get_dump(self, /):
    """Internal ABC helper for cache and registry debugging."""
    return set(_table(self, 0)), set(_table(self, 1)), set(_table(self, 2)), get_cache_token()


def _reset_registry(self, /):
    """Internal ABC helper to reset registry. Should be only used by refleak.py"""
    _forget(self, 0)


def _reset_caches(self, /):
    """Internal ABC helper to reset both caches. Should be only used by refleak.py"""
    _forget(self, 1)
    _forget(self, 2)
