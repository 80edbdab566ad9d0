"""What the command does around a program: the namespace it runs in, how an uncaught exception is told, the end."""

import sys


def _unraisable(value, message):
    try:
        sys._report_unraisable(value, message)
    except BaseException:
        # There is nobody left to tell.
        pass


def begin(no_site):
    """The last of the start: what the program may count on before its first line."""
    sys.path_hooks.insert(0, _archive_hook)
    if sys.warnoptions:
        import warnings
    # `os`, which `site` needs, asks for frames.
    if not no_site and hasattr(sys, "_getframe"):
        import site


def _archive_hook(path):
    """Imports from ZIP archives; the library's importer is loaded when there is one."""
    from _frozen_importlib_external import _path_isfile
    head = path
    while head and not _path_isfile(head):
        head, slash, _ = head.rpartition("/")
        if not slash:
            raise ImportError("not a Zip file", path=path)
    if not head:
        raise ImportError("not a Zip file", path=path)
    import zipimport
    return zipimport.zipimporter(path)


def dress_main(filename, from_file):
    """Gives `__main__` what CPython gives it; its source comes from `filename`, if that is not None."""
    main = sys.modules["__main__"].__dict__
    if from_file:
        from _frozen_importlib_external import SourceFileLoader
        main["__loader__"] = SourceFileLoader("__main__", filename)
    else:
        from _frozen_importlib import BuiltinImporter
        main["__loader__"] = BuiltinImporter
    if filename is not None:
        main["__file__"] = filename
        main["__cached__"] = None


def has_importer(path):
    """Can modules be imported from this path?"""
    for hook in sys.path_hooks:
        try:
            importer = hook(path)
        except ImportError:
            continue
        sys.path_importer_cache[path] = importer
        return True
    return False


def run_module(name, alter_argv):
    import runpy
    runpy._run_module_as_main(name, alter_argv)


def run_folder(path):
    """A folder or archive with a `__main__` module."""
    sys.path.insert(0, path)
    run_module("__main__", False)


def register_source(code, source, filename):
    """Lets tracebacks show the lines of code that came from no file."""
    import _tracebacks
    _tracebacks.register(filename, source)
    try:
        import linecache
        linecache._register_code(code, source, filename)
    except Exception:
        # A traceback without lines is better than none.
        pass


# The end


def report(value, stay):
    """Tells of an uncaught exception; gives the exit status. With `stay`, SystemExit is told too: a prompt follows."""
    if isinstance(value, SystemExit) and not stay:
        return _exit_status(value)
    sys.last_exc = value
    sys.last_type = type(value)
    sys.last_value = value
    sys.last_traceback = value.__traceback__
    hook = sys.__dict__.get("excepthook")
    if hook is None:
        _write_error("sys.excepthook is missing\n")
        _show(value)
        return 1
    try:
        hook(type(value), value, value.__traceback__)
    except SystemExit as exit:
        return _exit_status(exit)
    except BaseException as error:
        # Only what the hook did is of interest, not that this function called it.
        if error.__context__ is value:
            error.__context__ = None
        _write_error("Error in sys.excepthook:\n")
        _show(error)
        _write_error("\nOriginal exception was:\n")
        _show(value)
    return 1


def _show(value):
    if sys.__dict__.get("stderr") is None:
        return
    try:
        sys.__excepthook__(type(value), value, value.__traceback__)
    except BaseException:
        pass


def _exit_status(value):
    try:
        code = value.code
    except Exception:
        code = value
    if code is None:
        return 0
    if isinstance(code, int):
        return int(code) & 0xff if -1 << 63 <= code < 1 << 63 else 255
    _flush("stdout")
    try:
        text = str(code)
    except Exception:
        text = ""
    _write_error(text + "\n")
    return 1


def _write_error(text):
    stream = sys.__dict__.get("stderr")
    try:
        if stream is None:
            import posix
            posix.write(2, text.encode("utf-8", "backslashreplace"))
        else:
            stream.write(text)
            stream.flush()
    except Exception:
        # A closed or broken stream: nobody is there to read.
        pass


def finish():
    """Ends what the program began; 0, or the exit status that says that output was lost."""
    threading = sys.modules.get("threading")
    if threading is not None and hasattr(threading, "_shutdown"):
        try:
            threading._shutdown()
        except BaseException as error:
            _unraisable(error, "Exception ignored on threading shutdown")
    run_exit_functions = _exit_functions()
    if run_exit_functions is not None:
        try:
            run_exit_functions()
        except BaseException as error:
            _unraisable(error, "Exception ignored in atexit callback")
    lost = 0
    error = _flush("stdout")
    if error is not None:
        _unraisable(error, "Exception ignored while flushing sys.stdout")
        lost = 120
    if _flush("stderr") is not None:
        lost = 120
    sys.modules["_io"]._flush_forgotten()
    return lost


def _flush(name):
    """Flushes a standard stream; the exception that prevented it, or None."""
    stream = sys.__dict__.get(name)
    if stream is None:
        return None
    try:
        if stream.closed:
            return None
    except Exception:
        # Not every stand-in for a stream knows.
        pass
    try:
        stream.flush()
    except BaseException as error:
        return error.with_traceback(None)
    return None


# The prompt


def begin_prompt(isolated):
    """Sets what a prompt needs, and calls the hook a program or site customisation has put there."""
    if not hasattr(sys, "ps1"):
        sys.ps1 = ">>> "
    if not hasattr(sys, "ps2"):
        sys.ps2 = "... "
    hook = getattr(sys, "__interactivehook__", None)
    # The one `site` sets is for a line editor that this prompt does not use.
    if hook is not None and not isolated and getattr(hook, "__module__", None) != "site":
        try:
            hook()
        except Exception as error:
            _write_error("Failed calling sys.__interactivehook__\n")
            report(error, True)


def prompt_text(name):
    """What stands before a line: `sys.ps1` or `sys.ps2`, whose `str` may change from line to line."""
    try:
        return str(getattr(sys, name))
    except Exception:
        return ""


def before_prompt():
    """Output comes before the prompt that follows it."""
    for name in ("stdout", "stderr"):
        error = _flush(name)
        if error is not None and name == "stdout":
            _unraisable(error, "Exception ignored while flushing sys.stdout")


_completer = None


def complete(text):
    """The names that begin with `text`, as `rlcompleter` finds them, separated by line ends."""
    global _completer
    if _completer is None:
        import rlcompleter
        _completer = rlcompleter.Completer(sys.modules["__main__"].__dict__).complete
    found = []
    while len(found) < 1000 and (match := _completer(text, len(found))) is not None:
        found.append(match)
    return "\n".join(found)
