"""Unpacking, delegation, imports: what opcodes leave to Python."""


def unpack(iterable, count):
    """The `count` items of an iterable, as a tuple."""
    items = []
    iterator = iter_for_unpacking(iterable)
    for item in iterator:
        if len(items) == count:
            raise ValueError(f"too many values to unpack (expected {count})")
        items.append(item)
    if len(items) < count:
        raise ValueError(f"not enough values to unpack (expected {count}, got {len(items)})")
    return tuple(items)


def unpack_star(iterable, before, after):
    """`before` items, a list of the middle ones, `after` items."""
    items = list(iter_for_unpacking(iterable))
    if len(items) < before + after:
        raise ValueError(
            f"not enough values to unpack (expected at least {before + after}, got {len(items)})")
    end = len(items) - after
    return (*items[:before], items[before:end], *items[end:])


def iter_for_unpacking(iterable):
    cls = type(iterable)
    if not hasattr(cls, "__iter__") and not hasattr(cls, "__getitem__"):
        raise TypeError(f"cannot unpack non-iterable {cls.__name__} object")
    return iter(iterable)


def send(iterator, value):
    return iterator.send(value)


async def _coroutine():
    pass


ITERABLE_COROUTINE = 0x100
generator = type(None for _ in ())
coroutine = _coroutine()
coroutine.close()
coroutine = type(coroutine)


def get_awaitable(awaitable, how):
    """The iterator behind `await` (how: 0), `async with` (1 enter, 2 exit), `yield from` (3)."""
    if how == 3:
        if type(awaitable) is coroutine:
            raise TypeError("cannot 'yield from' a coroutine object in a non-coroutine generator")
        return iter(awaitable)
    if not has_special(awaitable, "__await__"):
        cls = type(awaitable)
        if how == 1:
            raise TypeError("'async with' received an object from __aenter__ "
                            f"that does not implement __await__: {cls.__name__}")
        if how == 2:
            raise TypeError("'async with' received an object from __aexit__ "
                            f"that does not implement __await__: {cls.__name__}")
        raise TypeError(f"'{cls.__name__}' object can't be awaited")
    iterator = call_special(awaitable, "__await__")
    if type(iterator) is coroutine or type(iterator) is generator and iterator.gi_code.co_flags & ITERABLE_COROUTINE:
        raise TypeError("__await__() returned a coroutine")
    if not has_special(iterator, "__next__"):
        raise TypeError(f"__await__() returned non-iterator of type '{type(iterator).__name__}'")
    return iterator


def get_aiter(iterable):
    if not has_special(iterable, "__aiter__"):
        raise TypeError(f"'async for' requires an object with __aiter__ method, got {type(iterable).__name__}")
    iterator = call_special(iterable, "__aiter__")
    if not has_special(iterator, "__anext__"):
        raise TypeError("'async for' received an object from __aiter__ "
                        f"that does not implement __anext__: {type(iterator).__name__}")
    return iterator


def get_anext(iterator):
    if not has_special(iterator, "__anext__"):
        raise TypeError(f"'async for' requires an iterator with __anext__ method, got {type(iterator).__name__}")
    awaitable = call_special(iterator, "__anext__")
    try:
        return get_awaitable(awaitable, 0)
    except TypeError as error:
        raise TypeError("'async for' received an invalid object "
                        f"from __anext__: {type(awaitable).__name__}") from error


def import_from(module, name):
    """`from module import name` for a name that is no attribute: perhaps a submodule."""
    import sys
    module_name = getattr(module, "__name__", None)
    if module_name is not None:
        submodule = sys.modules.get(f"{module_name}.{name}")
        if submodule is not None:
            return submodule
    shown = module_name if module_name is not None else "<unknown module name>"
    spec = getattr(module, "__spec__", None)
    located = getattr(spec, "has_location", False)
    origin = (getattr(spec, "origin", None) if located else None) or getattr(module, "__file__", None)
    if getattr(spec, "_initializing", False):
        where = f" ({origin})" if origin else " (unknown location)"
        raise ImportError(
            f"cannot import name '{name}' from partially initialized module '{shown}' "
            f"(most likely due to a circular import){where}", name=module_name, path=origin, name_from=name)
    where = origin if origin else "unknown location"
    raise ImportError(f"cannot import name '{name}' from '{shown}' ({where})",
                      name=module_name, path=origin, name_from=name)


def intrinsic_print_expr(value):
    import sys
    sys.displayhook(value)


def intrinsic_import_star(module, namespace):
    try:
        names = module.__all__
        public = False
    except AttributeError:
        names = list(module.__dict__)
        public = True
    for name in names:
        if public and name.startswith("_"):
            continue
        namespace[name] = getattr(module, name)


def intrinsic_setup_annotations(namespace):
    if "__annotations__" not in namespace:
        namespace["__annotations__"] = {}


def intrinsic_split_group(exception, cls):
    """For `except* cls`: the matching part and the rest."""
    for one in cls if isinstance(cls, tuple) else (cls,):
        if not (isinstance(one, type) and issubclass(one, BaseException)):
            raise TypeError("catching classes that do not inherit from BaseException is not allowed")
        if issubclass(one, BaseExceptionGroup):
            raise TypeError("catching ExceptionGroup with except* is not allowed. Use except instead.")
    if exception is None:
        return None, None
    if isinstance(exception, cls):
        if isinstance(exception, BaseExceptionGroup):
            return exception, None
        group = ExceptionGroup("", (exception,)) if isinstance(exception, Exception) \
            else BaseExceptionGroup("", (exception,))
        group.__traceback__ = traceback_here()
        return group, None
    if isinstance(exception, BaseExceptionGroup):
        match, rest = exception.split(cls)
        return match, rest
    return None, exception


def intrinsic_merge_groups(original, parts):
    """What an `except*` statement raises at its end."""
    parts = [part for part in parts if part is not None]
    if not parts:
        return None
    if not isinstance(original, BaseExceptionGroup):
        return parts[0]
    raised = [part for part in parts if not _same_origin(original, part)]
    kept = [part for part in parts if _same_origin(original, part)]
    rest = _project(original, kept) if kept else None
    if not raised:
        return rest
    if rest is not None:
        raised.append(rest)
    if len(raised) == 1:
        return raised[0]
    return BaseExceptionGroup("", raised)


def _leaves(exception, into):
    if isinstance(exception, BaseExceptionGroup):
        for inner in exception.exceptions:
            _leaves(inner, into)
    else:
        into.append(exception)
    return into


def _same_origin(original, part):
    return (isinstance(part, BaseExceptionGroup)
            and part.__traceback__ is original.__traceback__
            and part.__cause__ is original.__cause__
            and part.__context__ is original.__context__)


def _project(original, parts):
    wanted = set()
    for part in parts:
        for leaf in _leaves(part, []):
            wanted.add(id(leaf))
    match, _ = original.split(lambda exception: id(exception) in wanted)
    return match


def intrinsic_match_keys(subject, keys):
    missing = object()
    seen = set()
    values = []
    for key in keys:
        if key in seen:
            raise ValueError(f"mapping pattern checks duplicate key ({key!r})")
        seen.add(key)
        value = subject.get(key, missing)
        if value is missing:
            return None
        values.append(value)
    return tuple(values)


_MATCH_THEMSELVES = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)


def intrinsic_match_class(subject, cls, count, names):
    if not isinstance(cls, type):
        raise TypeError("called match pattern must be a class")
    if not isinstance(subject, cls):
        return None
    values = []
    seen = set()
    if count:
        match_args = getattr(cls, "__match_args__", None)
        if match_args is None:
            itself = any([builtin in cls.__mro__ for builtin in _MATCH_THEMSELVES])
            allowed = 1 if itself else 0
            match_args = ()
        else:
            itself = False
            if type(match_args) is not tuple:
                raise TypeError(f"{cls.__name__}.__match_args__ must be a tuple "
                                f"(got {type(match_args).__name__})")
            allowed = len(match_args)
        if count > allowed:
            plural = "" if allowed == 1 else "s"
            raise TypeError(f"{cls.__name__}() accepts {allowed} positional sub-pattern{plural} ({count} given)")
        if itself:
            values.append(subject)
        else:
            for name in match_args[:count]:
                if type(name) is not str:
                    raise TypeError("__match_args__ elements must be strings "
                                    f"(got {type(name).__name__})")
                if name in seen:
                    raise TypeError(f"{cls.__name__}() got multiple sub-patterns for attribute {name!r}")
                seen.add(name)
                try:
                    values.append(getattr(subject, name))
                except AttributeError:
                    return None
    for name in names:
        if name in seen:
            raise TypeError(f"{cls.__name__}() got multiple sub-patterns for attribute {name!r}")
        seen.add(name)
        try:
            values.append(getattr(subject, name))
        except AttributeError:
            return None
    return tuple(values)


def intrinsic_match_rest(subject, keys):
    rest = dict(subject)
    for key in keys:
        del rest[key]
    return rest


def intrinsic_make_type_var(name):
    import _typing
    return _typing._make_type_var(name, None, None)


def intrinsic_make_type_var_bound(name, evaluate):
    import _typing
    return _typing._make_type_var(name, evaluate, None)


def intrinsic_make_type_var_constraints(name, evaluate):
    import _typing
    return _typing._make_type_var(name, None, evaluate)


def intrinsic_make_param_spec(name):
    import _typing
    return _typing._make_param_spec(name)


def intrinsic_make_type_var_tuple(name):
    import _typing
    return _typing._make_type_var_tuple(name)


def intrinsic_set_type_param_default(parameter, evaluate):
    import _typing
    return _typing._set_default(parameter, evaluate)


def intrinsic_set_function_type_params(function, parameters):
    function.__type_params__ = parameters
    return function


def intrinsic_subscript_generic(parameters):
    import _typing
    return _typing._subscript_generic(parameters)


def intrinsic_make_type_alias(name, parameters, evaluate):
    import _typing
    return _typing._make_type_alias(name, parameters, evaluate)
