"""The part of `sys` that is classes and hooks."""

_builtins = __builtins__


def _record(name, fields, doc=None, hidden=0):
    """A class like C's struct sequences: a tuple with named items."""
    count = len(fields)
    visible = count - hidden

    def __new__(cls, values, extra=None, /):
        values = tuple(values)
        if len(values) < visible:
            raise TypeError(f"{name}() takes an at least {visible}-sequence ({len(values)}-sequence given)")
        self = tuple.__new__(cls, values[:visible])
        rest = values[visible:]
        for index in range(hidden):
            field = fields[visible + index]
            value = rest[index] if index < len(rest) else (extra or {}).get(field)
            self.__dict__[field] = value
        return self

    def __repr__(self):
        items = ", ".join([f"{field}={value!r}" for field, value in zip(fields, self)])
        return f"{name}({items})"

    def __reduce__(self):
        return (type(self), (tuple(self), dict(self.__dict__)))

    namespace = {
        "__new__": __new__, "__repr__": __repr__, "__reduce__": __reduce__, "__doc__": doc,
        "n_fields": count, "n_sequence_fields": visible, "n_unnamed_fields": 0,
        "__match_args__": tuple(fields[:visible]),
    }
    for index in range(visible):
        namespace[fields[index]] = _item(index)
    module, _, short = name.rpartition(".")
    namespace["__module__"] = module
    return type(short, (tuple,), namespace)


class _item:
    """The item of a record that has a name."""

    def __init__(self, index):
        self.index = index

    def __get__(self, record, cls=None):
        return self if record is None else tuple.__getitem__(record, self.index)

    def __set__(self, record, value):
        raise AttributeError("readonly attribute")


version_info = _record("sys.version_info", ("major", "minor", "micro", "releaselevel", "serial"))((3, 14, 0, "final", 0))
version = f"3.14.0 (Tenure {_tenure_version})"
_git = ("Tenure", "", "")
_framework = ""

float_info = _record(
    "sys.float_info",
    ("max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds"),
)((1.7976931348623157e308, 1024, 308, 2.2250738585072014e-308, -1021, -307, 15, 53, 2.220446049250313e-16, 2, 1))
int_info = _record(
    "sys.int_info", ("bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold")
)((64, 8, 4300, 640))
hash_info = _record(
    "sys.hash_info",
    ("width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"),
)((64, (1 << 61) - 1, 314159, 0, 1000003, "siphash13", 64, 128, 0))
thread_info = _record("sys.thread_info", ("name", "lock", "version"))(("pthread", "semaphore", None))

_flag_names = (
    "debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site",
    "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode",
    "utf8_mode", "warn_default_encoding", "safe_path", "int_max_str_digits", "gil", "thread_inherit_context",
    "context_aware_warnings",
)
_flags_class = _record("sys.flags", _flag_names, hidden=3)


class _Implementation:
    def __init__(self, **fields):
        self.__dict__.update(fields)

    def __repr__(self):
        items = ", ".join([f"{name}={value!r}" for name, value in self.__dict__.items()])
        return f"namespace({items})"


implementation = _Implementation(
    name="tenure",
    cache_tag=f"tenure-{_tenure_version.replace('.', '')}-314-{_tenure_format}",
    version=version_info,
    hexversion=hexversion,
    _multiarch="x86_64-linux-gnu",
    supports_isolated_interpreters=False,
)

# Filled by the command before a program starts.
path = []
meta_path = []
path_hooks = []
path_importer_cache = {}
argv = [""]
orig_argv = []
warnoptions = []
_xoptions = {}
prefix = base_prefix = exec_prefix = base_exec_prefix = "/usr/local"
executable = _base_executable = ""
pycache_prefix = None
dont_write_bytecode = True
_stdlib_dir = None
flags = _flags_class((0,) * len(_flag_names))


def _configure(settings):
    """Takes over what the command line says. The last call before the program."""
    global flags
    flags = _flags_class(settings.pop("flags"))
    modules["sys"].__dict__.update(settings)


def displayhook(value, /):
    """Print an expression's value at the prompt, and keep it in builtins._."""
    if value is None:
        return
    _builtins._ = None
    text = repr(value)
    try:
        stdout.write(text)
    except UnicodeEncodeError:
        encoded = text.encode(stdout.encoding, "backslashreplace")
        if hasattr(stdout, "buffer"):
            stdout.buffer.write(encoded)
        else:
            stdout.write(encoded.decode(stdout.encoding, "strict"))
    stdout.write("\n")
    _builtins._ = value


__displayhook__ = displayhook


def excepthook(exctype, value, traceback, /):
    """Print an exception with its traceback on stderr."""
    file = modules["sys"].__dict__.get("stderr")
    if file is None:
        return
    _print_exception(value, traceback, file)


__excepthook__ = excepthook


def _print_exception(value, traceback, file):
    import _tracebacks
    file.write(_tracebacks.format_exception(value, traceback))
    file.flush()


def unraisablehook(unraisable, /):
    """Report an exception that nobody can catch."""
    file = modules["sys"].__dict__.get("stderr")
    if file is None:
        return
    message = unraisable.err_msg
    if unraisable.object is not None:
        message = message or "Exception ignored in"
        try:
            text = repr(unraisable.object)
        except BaseException:
            text = "<object repr() failed>"
        file.write(f"{message}: {text}\n")
    elif message:
        file.write(f"{message}:\n")
    _print_exception(unraisable.exc_value, unraisable.exc_traceback, file)


__unraisablehook__ = unraisablehook


UnraisableHookArgs = _record("sys.UnraisableHookArgs", ("exc_type", "exc_value", "exc_traceback", "err_msg", "object"))


def _report_unraisable(error, message, object=None):
    """Tells the hook of an exception that nobody can catch."""
    hook = modules["sys"].__dict__.get("unraisablehook", unraisablehook)
    try:
        hook(UnraisableHookArgs((type(error), error, error.__traceback__, message, object)))
    except Exception as failed:
        unraisablehook(UnraisableHookArgs((
            type(failed), failed, failed.__traceback__, "Exception ignored in sys.unraisablehook", hook)))


def breakpointhook(*args, **kwargs):
    """The default of builtins.breakpoint(): calls what PYTHONBREAKPOINT names, or pdb.set_trace()."""
    import os
    name = os.environ.get("PYTHONBREAKPOINT") or "pdb.set_trace"
    if name == "0":
        return None
    module, _, function = name.rpartition(".")
    try:
        import importlib
        hook = getattr(importlib.import_module(module or "builtins"), function)
    except (ImportError, AttributeError):
        import warnings
        warnings.warn(f'Ignoring unimportable $PYTHONBREAKPOINT: "{name}"', RuntimeWarning)
        return None
    return hook(*args, **kwargs)


__breakpointhook__ = breakpointhook

_no_default = []


def getsizeof(object, default=_no_default, /):
    """The size of an object in bytes."""
    method = getattr(type(object), "__sizeof__", None)
    if method is None:
        if default is _no_default:
            raise TypeError(f"Type {type(object).__name__} doesn't define __sizeof__")
        return default
    return method(object)


def getrefcount(object, /):
    """Objects have no reference counts here: a number above one."""
    return 2


_asyncgen_hooks_class = _record("sys.asyncgen_hooks", ("firstiter", "finalizer"))
_asyncgen_hooks = _asyncgen_hooks_class((None, None))


def get_asyncgen_hooks():
    return _asyncgen_hooks


def set_asyncgen_hooks(firstiter=_no_default, finalizer=_no_default):
    global _asyncgen_hooks
    first, final = _asyncgen_hooks
    for hook, name in ((firstiter, "firstiter"), (finalizer, "finalizer")):
        if hook is not _no_default and hook is not None and not callable(hook):
            raise TypeError(f"callable {name} expected, got {type(hook).__name__}")
    if firstiter is not _no_default:
        first = firstiter
    if finalizer is not _no_default:
        final = finalizer
    _asyncgen_hooks = _asyncgen_hooks_class((first, final))


_origin_depth = 0


def get_coroutine_origin_tracking_depth():
    return _origin_depth


def set_coroutine_origin_tracking_depth(depth):
    global _origin_depth
    if depth < 0:
        raise ValueError("depth must be >= 0")
    _origin_depth = depth


def call_tracing(func, args, /):
    return func(*args)


def getallocatedblocks():
    return 0


def _clear_type_cache():
    pass


def _clear_internal_caches():
    pass


def _debugmallocstats():
    pass
