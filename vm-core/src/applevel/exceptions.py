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


def report_unraisable(exception, doing, blamed):
    """An exception in a finaliser or in the callback of a weak reference."""
    import sys
    sys._report_unraisable(exception, f"Exception ignored while {doing} {blamed!r}")


def warn_deprecated(message, result):
    """The result of something that is deprecated."""
    import warnings
    warnings.warn(message, DeprecationWarning)
    return result


def warn_never_awaited(coroutine):
    import warnings
    warnings._warn_unawaited_coroutine(coroutine)


def warn_never_awaited_step(method, generator):
    import warnings
    warnings.warn(f"coroutine method {method!r} of {generator.__qualname__!r} was never awaited",
                  RuntimeWarning, 1, generator)


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


def group_new(cls, message, exceptions):
    """What BaseExceptionGroup.__new__ makes of its arguments: the class of the group, and the tuple of exceptions."""
    if not isinstance(message, str):
        raise TypeError(f"BaseExceptionGroup.__new__() argument 1 must be str, not {type(message).__name__}")
    if not hasattr(type(exceptions), "__getitem__") or isinstance(exceptions, (dict, set)):
        raise TypeError("second argument (exceptions) must be a sequence")
    exceptions = tuple(exceptions)
    if not exceptions:
        raise ValueError("second argument (exceptions) must be a non-empty sequence")
    base = False
    for index, exception in enumerate(exceptions):
        if not isinstance(exception, BaseException):
            raise ValueError(f"Item {index} of second argument (exceptions) is not an exception")
        if not isinstance(exception, Exception):
            base = True
    if cls is BaseExceptionGroup:
        if not base:
            cls = ExceptionGroup
    elif base and issubclass(cls, Exception):
        if cls is ExceptionGroup:
            raise TypeError("Cannot nest BaseExceptions in an ExceptionGroup")
        raise TypeError(f"Cannot nest BaseExceptions in '{cls.__name__}'")
    return cls, exceptions


def group_str(group):
    count = len(group.exceptions)
    return f"{group.message} ({count} sub-exception{'' if count == 1 else 's'})"


def group_repr(group):
    shown = group.args[1] if len(group.args) == 2 else group.exceptions
    if not isinstance(shown, tuple):
        shown = list(group.exceptions)
    return f"{type(group).__name__}({group.message!r}, {shown!r})"


def group_derive(group, exceptions):
    return BaseExceptionGroup(group.message, exceptions)


def _group_condition(condition):
    if isinstance(condition, type):
        if issubclass(condition, BaseException):
            return lambda exception: isinstance(exception, condition)
    elif isinstance(condition, tuple):
        for cls in condition:
            if not (isinstance(cls, type) and issubclass(cls, BaseException)):
                break
        else:
            return lambda exception: isinstance(exception, condition)
    elif callable(condition):
        return condition
    raise TypeError("expected an exception type, a tuple of exception types, or a callable (other than a class)")


def _group_part(group, exceptions):
    """A group like this one with some of its exceptions; None if there are none."""
    if not exceptions:
        return None
    part = group.derive(exceptions)
    if not isinstance(part, BaseExceptionGroup):
        raise TypeError("derive must return an instance of BaseExceptionGroup")
    part.__traceback__ = group.__traceback__
    part.__context__ = group.__context__
    part.__cause__ = group.__cause__
    notes = getattr(group, "__notes__", None)
    if isinstance(notes, (list, tuple)):
        part.__notes__ = list(notes)
    return part


def _group_split(group, condition, rest):
    if condition(group):
        return group, None
    if not isinstance(group, BaseExceptionGroup):
        return None, group
    matching = []
    others = []
    for exception in group.exceptions:
        match, other = _group_split(exception, condition, rest)
        if match is not None:
            matching.append(match)
        if rest and other is not None:
            others.append(other)
    return _group_part(group, matching), _group_part(group, others) if rest else None


def group_split(group, condition):
    return _group_split(group, _group_condition(condition), True)


def group_subgroup(group, condition):
    return _group_split(group, _group_condition(condition), False)[0]
