"""The part of `sys` that is classes and hooks."""

_builtins = __builtins__


def _record(name, fields, doc=None, hidden=0):
    """A class like C's struct sequences: a tuple with named items, of which the last may be `hidden` from iteration."""
    count = len(fields)
    visible = count - hidden

    def __new__(cls, sequence, dict={}, /):
        return _new_record(cls, name, fields, visible, sequence, dict)

    def __repr__(self):
        items = ", ".join([f"{field}={value!r}" for field, value in zip(fields, self)])
        return f"{name}({items})"

    def __reduce__(self):
        return (type(self), (tuple(self), dict(self.__dict__)))

    def __replace__(self, /, **changes):
        values = dict(zip(fields, self))
        values.update(self.__dict__)
        unknown = [field for field in changes if field not in fields]
        if unknown:
            raise TypeError(f"Got unexpected field name(s): {unknown!r}")
        values.update(changes)
        return type(self)([values.pop(field) for field in fields[:visible]], values)

    module, _, short = name.rpartition(".")
    namespace = {
        "__new__": __new__, "__repr__": __repr__, "__reduce__": __reduce__, "__replace__": __replace__,
        "__doc__": doc, "n_fields": count, "n_sequence_fields": visible, "n_unnamed_fields": 0,
        "__match_args__": tuple(fields[:visible]), "__module__": module,
    }
    for index in range(visible):
        namespace[fields[index]] = _item(index)
    return _seal_class(type(short, (tuple,), namespace), False)


def _new_record(cls, name, fields, visible, sequence, extra):
    try:
        values = tuple(sequence)
    except TypeError:
        raise TypeError("constructor requires a sequence") from None
    given, most = len(values), len(fields)
    if given < visible or given > most:
        if visible == most:
            wanted = f"a {visible}"
        else:
            wanted = f"an at least {visible}" if given < visible else f"an at most {most}"
        raise TypeError(f"{name}() takes {wanted}-sequence ({given}-sequence given)")
    if not isinstance(extra, dict):
        raise TypeError(f"{name}() takes a dict as second arg, if any")
    self = tuple.__new__(cls, values[:visible])
    for index in range(visible, most):
        field = fields[index]
        self.__dict__[field] = values[index] if index < given else extra.get(field)
    return self


class _item:
    """The item of a record that has a name."""

    def __init__(self, index):
        self.index = index

    def __get__(self, record, cls=None):
        return self if record is None else tuple.__getitem__(record, self.index)

    def __set__(self, record, value):
        raise AttributeError("readonly attribute")


def _only(name, fields, values, doc=None, hidden=0):
    """The one record of a class that a program cannot make others of."""
    cls = _record(name, fields, doc, hidden)

    def refuse(cls, *args, **kwargs):
        raise TypeError(f"cannot create '{name}' instances")

    made = cls(values)
    _extend_class(cls, "__new__", staticmethod(refuse))
    return made


version_info = _only(
    "sys.version_info", ("major", "minor", "micro", "releaselevel", "serial"), (3, 14, 0, "final", 0),
    "sys.version_info\n\nVersion information as a named tuple.")
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


def _flags(values):
    values = [bool(value) if name in ("dev_mode", "safe_path") else value for name, value in zip(_flag_names, values)]
    return _only("sys.flags", _flag_names, values, "sys.flags\n\nFlags provided through command line arguments.",
                 hidden=3)


class _SimpleNamespace:
    """A simple attribute-based namespace."""

    __module__ = "types"

    def __init__(self, /, *args, **kwargs):
        if len(args) > 1:
            raise TypeError(f"{type(self).__name__} expected at most 1 argument, got {len(args)}")
        if args:
            values = dict(args[0])
            for name in values:
                if not isinstance(name, str):
                    raise TypeError("keywords must be strings")
            self.__dict__.update(values)
        self.__dict__.update(kwargs)

    def __repr__(self):
        name = "namespace" if type(self) is _SimpleNamespace else type(self).__name__
        if not _repr_enter(self):
            return f"{name}(...)"
        try:
            items = ", ".join([f"{name}={value!r}" for name, value in self.__dict__.items() if name])
            return f"{name}({items})"
        finally:
            _repr_leave(self)

    def __eq__(self, other):
        if isinstance(other, _SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __lt__(self, other):
        return self.__dict__ < other.__dict__ if isinstance(other, _SimpleNamespace) else NotImplemented

    def __le__(self, other):
        return self.__dict__ <= other.__dict__ if isinstance(other, _SimpleNamespace) else NotImplemented

    def __gt__(self, other):
        return self.__dict__ > other.__dict__ if isinstance(other, _SimpleNamespace) else NotImplemented

    def __ge__(self, other):
        return self.__dict__ >= other.__dict__ if isinstance(other, _SimpleNamespace) else NotImplemented

    def __reduce__(self):
        """Return state information for pickling"""
        return type(self), (), self.__dict__

    def __replace__(self, /, **changes):
        """Return a copy of the namespace object with new values for the specified attributes."""
        copy = type(self)()
        copy.__dict__.update(self.__dict__)
        copy.__dict__.update(changes)
        return copy


_SimpleNamespace.__name__ = _SimpleNamespace.__qualname__ = "SimpleNamespace"
_seal_class(_SimpleNamespace)

implementation = _SimpleNamespace(
    name="tenure",
    cache_tag=f"tenure-{_tenure_version.replace('.', '')}-314-{_tenure_format}",
    version=version_info,
    hexversion=hexversion,
    _multiarch="x86_64-linux-gnu",
    supports_isolated_interpreters=False,
    tenure=_SimpleNamespace(collector=_tenure_collector, plan=_tenure_plan),
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
flags = _flags((0,) * len(_flag_names))


def _configure(settings):
    """Takes over what the command line says. The last call before the program."""
    global flags
    values = zip(_flag_names, settings.pop("flags"))
    flags = _flags([bool(value) if name in ("dev_mode", "safe_path") else value for name, value in values])
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
    """Handle an unraisable exception."""
    if type(unraisable) is not UnraisableHookArgs:
        raise TypeError("sys.unraisablehook argument type must be UnraisableHookArgs")
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
    _print_plainly(unraisable.exc_value, unraisable.exc_traceback, file)


def _print_plainly(value, tb, file):
    """One exception without what it is chained to, and no marks below the lines of its traceback."""
    import traceback
    if tb is not None:
        places = [traceback.FrameSummary(entry.filename, entry.lineno, entry.name)
                  for entry in traceback.extract_tb(tb)]
        file.write("Traceback (most recent call last):\n")
        file.write("".join(traceback.StackSummary.from_list(places).format()))
    cls = type(value)
    name = cls.__qualname__ if cls.__module__ in ("builtins", "__main__") else f"{cls.__module__}.{cls.__qualname__}"
    try:
        text = str(value)
    except BaseException:
        text = "<exception str() failed>"
    file.write(f"{name}: {text}\n" if text else f"{name}\n")
    file.flush()


__unraisablehook__ = unraisablehook
UnraisableHookArgs = _record(
    "UnraisableHookArgs", ("exc_type", "exc_value", "exc_traceback", "err_msg", "object"),
    "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.")


def _report_unraisable(error, message, object=None):
    """Tells the hook of an exception that nobody can catch."""
    hook = modules["sys"].__dict__.get("unraisablehook", unraisablehook)
    try:
        hook(UnraisableHookArgs((type(error), error, error.__traceback__, message, object)))
    except Exception as failed:
        __unraisablehook__(UnraisableHookArgs((
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


def getsizeof(object, default=_no_default):
    """getsizeof(object [, default]) -> int

Return the size of object in bytes."""
    try:
        method = getattr(type(object), "__sizeof__", None)
        if method is None:
            raise TypeError(f"Type {type(object).__name__} doesn't define __sizeof__")
        size = method(object)
        if not isinstance(size, int):
            raise TypeError(f"'{type(size).__name__}' object cannot be interpreted as an integer")
    except TypeError:
        if default is _no_default:
            raise
        return default
    if size < 0:
        raise ValueError("__sizeof__() should return >= 0")
    return size


def getrefcount(object, /):
    """Objects have no reference counts here: a number above one."""
    return 2


_asyncgen_hooks = _record(
    "sys.asyncgen_hooks", ("firstiter", "finalizer"),
    "sys.asyncgen_hooks\n\nStruct sequence providing information about asynchronous\ngenerators hooks. The attributes are read only.")


def get_asyncgen_hooks():
    """Return the installed asynchronous generators hooks.

This returns a namedtuple of the form (firstiter, finalizer)."""
    return _asyncgen_hooks(_get_async_hooks())


def set_asyncgen_hooks(firstiter=_no_default, finalizer=_no_default):
    """Set a finalizer and/or first iteration callback for async generators."""
    first, final = _get_async_hooks()
    for hook, name in ((finalizer, "finalizer"), (firstiter, "firstiter")):
        if hook is not _no_default and hook is not None and not callable(hook):
            raise TypeError(f"callable {name} expected, got {type(hook).__name__}")
    _set_async_hooks(first if firstiter is _no_default else firstiter, final if finalizer is _no_default else finalizer)


def set_coroutine_origin_tracking_depth(depth):
    """Enable or disable origin tracking for coroutine objects in this thread.

Coroutine objects will track 'depth' frames of traceback information
about where they came from, available in their cr_origin attribute.

Set a depth of 0 to disable."""
    if not hasattr(type(depth), "__index__"):
        raise TypeError(f"'{type(depth).__name__}' object cannot be interpreted as an integer")
    depth = depth.__index__()
    if depth < 0:
        raise ValueError("depth must be >= 0")
    _set_origin_depth(depth)


_audit_hooks = []


def addaudithook(hook):
    """Adds a new audit hook callback."""
    try:
        audit("sys.addaudithook")
    except RuntimeError:
        # A hook that does not want others may refuse them so.
        return
    _audit_hooks.append(hook)


def audit(*args):
    """Passes the event to any hooks that are attached."""
    if not args:
        raise TypeError("audit expected at least 1 argument, got 0")
    if not _audit_hooks:
        if not isinstance(args[0], str):
            raise TypeError(f"audit() argument 1 must be str, not {type(args[0]).__name__}")
        return
    event = args[0]
    if not isinstance(event, str):
        raise TypeError(f"expected str for argument 'event', not {type(event).__name__}")
    for hook in _audit_hooks:
        hook(event, args[1:])


def call_tracing(func, args, /):
    """Call func(*args), while tracing is enabled: here it is never enabled."""
    return func(*args)


def settrace(function, /):
    """Set the global debug tracing function: only None is possible on this machine."""
    audit("sys.settrace")
    _no_tracing(function, "settrace")


def setprofile(function, /):
    """Set the profiling function: only None is possible on this machine."""
    audit("sys.setprofile")
    _no_tracing(function, "setprofile")


def _settraceallthreads(arg, /):
    _no_tracing(arg, "settrace")


def _setprofileallthreads(arg, /):
    _no_tracing(arg, "setprofile")


def _no_tracing(function, name):
    if function is not None:
        raise NotImplementedError(f"sys.{name}() is not supported by this machine")


def gettrace():
    """Return the global debug tracing function set with sys.settrace."""
    return None


def getprofile():
    """Return the profiling function set with sys.setprofile."""
    return None


_switch_interval = [0.005]


def getswitchinterval():
    """Return the current thread switch interval; see sys.setswitchinterval()."""
    return _switch_interval[0]


def setswitchinterval(interval, /):
    """Set the ideal thread switching delay inside the interpreter."""
    if not isinstance(interval, (int, float)):
        raise TypeError(f"must be real number, not {type(interval).__name__}")
    if interval <= 0:
        raise ValueError("switch interval must be strictly positive")
    _switch_interval[0] = float(interval)


def getallocatedblocks():
    """Return the number of memory blocks currently allocated: the collector keeps no such count."""
    return 0


_dlopen_flags = [2]


def getdlopenflags():
    """Return the current value of the flags that are used for dlopen calls."""
    return _dlopen_flags[0]


def setdlopenflags(flags, /):
    """Set the flags used by the interpreter for dlopen calls."""
    _dlopen_flags[0] = flags.__index__()


def activate_stack_trampoline(backend, /):
    """Activate stack profiler trampoline *backend*."""
    if not isinstance(backend, str):
        raise TypeError(f"activate_stack_trampoline() argument must be str, not {type(backend).__name__}")
    if backend not in ("perf", "perf_jit"):
        raise ValueError(f"invalid backend: {backend}")
    raise ValueError(f"{backend} trampoline not available")


def deactivate_stack_trampoline():
    """Deactivate the current stack profiler trampoline backend."""


def is_remote_debug_enabled():
    """Return True if remote debugging is enabled, False otherwise."""
    return False


def remote_exec(pid, script):
    """Executes a file containing Python code in a given remote Python process."""
    audit("sys.remote_exec", pid, script)
    raise RuntimeError("Remote debugging is not enabled")


def _clear_type_cache():
    """Clear the internal type lookup cache."""


def _clear_internal_caches():
    """Clear all internal performance-related caches."""


def _clear_type_descriptors(type, /):
    """Private function for clearing certain descriptors from a type's dictionary."""


def _is_immortal(op, /):
    """Return True if the given object is "immortal" per PEP 683."""
    return op is None or op is ... or op is NotImplemented or isinstance(op, (bool, int)) and -5 <= op <= 256


def _get_cpu_count_config():
    """Private function for getting PyConfig.cpu_count."""
    return -1


def _debugmallocstats():
    """Print debug info to stderr about the state of pymalloc: there is none."""


_home = None
