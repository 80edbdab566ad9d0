"""Text of exceptions, and exception groups."""


def exception_repr(name, argument):
    return f"{name}({argument!r})"


def exception_repr_many(name, arguments):
    return f"{name}{arguments!r}"


def os_error_text(state):
    errno, message, filename, filename2 = state
    if filename2 is not None:
        return f"[Errno {errno}] {message}: {filename!r} -> {filename2!r}"
    if filename is not None:
        return f"[Errno {errno}] {message}: {filename!r}"
    return f"[Errno {errno}] {message}"


def report_unraisable(exception, object):
    import sys
    from types import SimpleNamespace
    sys.unraisablehook(SimpleNamespace(
        exc_type=type(exception), exc_value=exception, exc_traceback=exception.__traceback__,
        err_msg=None, object=object))
