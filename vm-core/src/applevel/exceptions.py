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


def exception_to_throw(cls, value, traceback):
    """The exception meant by the old signature of `throw`."""
    import warnings
    warnings.warn("the (type, exc, tb) signature of throw() is deprecated, "
                  "use the single-arg signature instead.", DeprecationWarning)
    if isinstance(cls, type) and issubclass(cls, BaseException):
        if isinstance(value, cls):
            exception = value
        elif value is None:
            exception = cls()
        elif isinstance(value, tuple):
            exception = cls(*value)
        else:
            exception = cls(value)
    elif isinstance(cls, BaseException):
        if value is not None:
            raise TypeError("instance exception may not have a separate value")
        exception = cls
    else:
        raise TypeError("exceptions must be classes or instances deriving from BaseException, "
                        f"not {type(cls).__name__}")
    set_thrown_traceback(exception, traceback)
    return exception
