"""Warnings: who is warned, what the filters say, and that nobody is told twice.

The library's `warnings` shows them and edits the filters. A program may replace `filters`, `defaultaction` and
`onceregistry` there, so they are looked up in that module where it is loaded.
"""

import sys

_onceregistry = {}
_defaultaction = "default"
filters = [
    ("default", None, DeprecationWarning, "__main__", 0),
    ("ignore", None, DeprecationWarning, None, 0),
    ("ignore", None, PendingDeprecationWarning, None, 0),
    ("ignore", None, ImportWarning, None, 0),
    ("ignore", None, ResourceWarning, None, 0),
]
# Counts changes of the filters; registries remember for which count they hold.
_version = [1]


def __getattr__(name):
    if name != "_warnings_context":
        raise AttributeError(f"module '_warnings' has no attribute '{name}'")
    # Made when it is first wanted: this module is loaded before others can be imported.
    global _warnings_context
    import _contextvars
    _warnings_context = _contextvars.ContextVar("warnings_context")
    return _warnings_context


def _acquire_lock():
    pass


def _release_lock():
    pass


def _filters_mutated_lock_held():
    _version[0] += 1


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Issue a warning, or maybe ignore it or raise an exception.

  message
    Text of the warning message.
  category
    The Warning category subclass. Defaults to UserWarning.
  stacklevel
    How far up the call stack to make this warning appear. A value of 2 for
    example attributes the warning to the caller of the code calling warn().
  source
    If supplied, the destroyed object which emitted a ResourceWarning
  skip_file_prefixes
    An optional tuple of module filename prefixes indicating frames to skip
    during stacklevel computations for stack frame attribution."""
    if isinstance(message, Warning):
        category = type(message)
    elif category is None:
        category = UserWarning
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    if not isinstance(skip_file_prefixes, tuple):
        raise TypeError(f"warn() argument 'skip_file_prefixes' must be tuple, not {type(skip_file_prefixes).__name__}")
    for prefix in skip_file_prefixes:
        if not isinstance(prefix, str):
            raise TypeError(f"Found non-str '{type(prefix).__name__}' in skip_file_prefixes.")
    if skip_file_prefixes and stacklevel < 2:
        stacklevel = 2
    filename, line, namespace = _place(stacklevel, skip_file_prefixes)
    registry = namespace.setdefault("__warningregistry__", {})
    module = namespace.get("__name__") or "<string>"
    _issue(message, category, filename, line, module, registry, source)


def _place(level, prefixes):
    """(file, line, globals) of the caller so many levels up; frames of the import system count only from within it."""
    depth = 0
    place = sys._frame_place(depth)
    if place is None:
        return "<sys>", 0, sys.__dict__
    everything = level <= 0 or _is_internal(place[0].co_filename)
    while level > 1 and place is not None:
        depth += 1
        place = sys._frame_place(depth)
        if place is None:
            break
        filename = place[0].co_filename
        if everything or not (_is_internal(filename) or prefixes and filename.startswith(prefixes)):
            level -= 1
    if place is None:
        return "<sys>", 0, sys.__dict__
    code, line, namespace = place
    return code.co_filename, line, namespace


def _is_internal(filename):
    return "importlib" in filename and "_bootstrap" in filename or filename == "<lib>/_tenure_start.py"


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    """Issue a warning, or maybe ignore it or raise an exception."""
    if registry is not None and not isinstance(registry, dict):
        raise TypeError("'registry' must be a dict or None")
    if module_globals is not None and not isinstance(module_globals, dict):
        raise TypeError(f"module_globals must be a dict, not '{type(module_globals).__name__}'")
    if module_globals:
        import linecache
        linecache.getlines(filename, module_globals)
    if isinstance(message, Warning):
        category = type(message)
    _issue(message, category, filename, lineno, module, registry, source)


def _issue(message, category, filename, line, module, registry, source):
    if module is None:
        module = filename or "<unknown>"
        if module.endswith(".py"):
            module = module[:-3]
    if isinstance(message, Warning):
        text = str(message)
    else:
        text = message
        message = category(message)
    key = (text, category, line)
    if registry is not None and _seen(registry, key):
        return
    action, item = _action_for(text, category, module, line)
    if action == "error":
        raise message
    if action == "ignore":
        return
    if action not in ("always", "all") and _note(action, item, registry, key):
        return
    _show(message, category, filename, line, source)


def _seen(registry, key, add=False):
    """Was this told before, since the filters changed last? Notes it, if it is to be `add`ed."""
    if registry.get("version", 0) != _version[0]:
        registry.clear()
        registry["version"] = _version[0]
    elif registry.get(key):
        return True
    if add:
        registry[key] = True
    return False


def _note(action, item, registry, key):
    """Remembers a warning as its action wants; was it told before?"""
    text, category, line = key
    if action == "once":
        return _seen(_current("onceregistry", _onceregistry), (text, category), True)
    if action == "module":
        if registry is None:
            return False
        registry[key] = True
        return line != 0 and _seen(registry, (text, category, 0), True)
    if action == "default":
        if registry is not None:
            registry[key] = True
        return False
    raise RuntimeError(f"Unrecognized action ({action!r}) in warnings.filters:\n {item!r}")


def _current(name, default):
    """What `warnings` calls this, if it is loaded."""
    module = sys.modules.get("warnings")
    return default if module is None else getattr(module, name, default)


def _action_for(text, category, module, line):
    if sys.flags.context_aware_warnings:
        context = sys.modules[__name__]._warnings_context.get(None)
        if context is not None:
            for item in context._filters:
                if _matches(item, text, category, module, line):
                    return item[0], item
    found = _current("filters", filters)
    if not isinstance(found, list):
        raise ValueError("_warnings.filters must be a list")
    for item in found:
        if not isinstance(item, tuple) or len(item) != 5:
            raise ValueError(f"warnings.filters item {found.index(item)} isn't a 5-tuple")
        if _matches(item, text, category, module, line):
            return item[0], item
    return _current("defaultaction", _defaultaction), None


def _matches(item, text, category, module, line):
    _, message_pattern, wanted, module_pattern, wanted_line = item
    return (issubclass(category, wanted) and wanted_line in (0, line)
            and _fits(message_pattern, text) and _fits(module_pattern, module))


def _fits(pattern, text):
    """A pattern is None, a text that is to be equal, or a regular expression."""
    if pattern is None:
        return True
    if type(pattern) is str:
        return pattern == text
    return pattern.match(text) is not None


def _show(message, category, filename, line, source):
    module = sys.modules.get("warnings")
    if module is None:
        try:
            import warnings as module
        except ImportError:
            # Early at the start, or late at the end.
            sys.stderr.write(f"{filename}:{line}: {category.__name__}: {message}\n")
            return
    show = getattr(module, "_showwarnmsg", None)
    if show is None:
        return
    if not callable(show):
        raise TypeError("warnings._showwarnmsg() must be set to a callable")
    show(module.WarningMessage(message, category, filename, line, None, None, source))


def _syntax_warnings(found, filename, code):
    """Issues the compiler's warnings about a source; where one is an error, it is a SyntaxError."""
    for text, line, error, place in found:
        try:
            warn_explicit(text, SyntaxWarning, filename, line, module=None, registry=None)
        except SyntaxWarning:
            raise SyntaxError(error, place) from None
    return code
