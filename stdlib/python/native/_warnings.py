"""The warnings machinery is the library's own, loaded when somebody warns."""

filters = []
_defaultaction = "default"
_onceregistry = {}


def _acquire_lock():
    pass


def _release_lock():
    pass


def _filters_mutated_lock_held():
    pass


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Issue a warning, or ignore it, or raise it."""
    _py().warn(message, category, stacklevel + 1, source, skip_file_prefixes=skip_file_prefixes)


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    """Issue a warning for a place that is given."""
    _py().warn_explicit(message, category, filename, lineno, module, registry, module_globals, source)


def _py():
    import _py_warnings
    return _py_warnings
