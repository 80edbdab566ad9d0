# Searches in any iterable, and texts of the getters.

_running = []


def _iterate(a):
    try:
        return iter(a)
    except TypeError:
        raise TypeError(f"argument of type '{type(a).__name__}' is not iterable") from None


def _count_of(a, b):
    count = 0
    for item in _iterate(a):
        if item is b or item == b:
            count += 1
    return count


def _index_of(a, b):
    position = 0
    for item in _iterate(a):
        if item is b or item == b:
            return position
        position += 1
    raise ValueError("sequence.index(x): x not in sequence")


def _length_hint(obj, default):
    default = index(default)
    try:
        return len(obj)
    except TypeError:
        pass
    kind = type(obj)
    try:
        method = kind.__length_hint__
    except AttributeError:
        return default
    try:
        hint = method(obj)
    except TypeError:
        return default
    if hint is NotImplemented:
        return default
    if not isinstance(hint, int):
        raise TypeError(f"__length_hint__ must be an integer, not {type(hint).__name__}")
    if hint < 0:
        raise ValueError("__length_hint__() should return >= 0")
    return hint


def _repr(getter, args, keywords):
    kind = type(getter)
    name = f"{kind.__module__}.{kind.__qualname__}"
    # By identity: equality of getters is theirs alone.
    for running in _running:
        if running is getter:
            return f"{name}(...)"
    _running.append(getter)
    try:
        texts = [repr(arg) for arg in args]
        if keywords:
            texts += [f"{key}={value!r}" for key, value in keywords.items()]
    finally:
        _running.pop()
    return f"{name}({', '.join(texts)})"


def _reduce_with_keywords(caller, args, keywords):
    from functools import partial

    return partial(type(caller), args[0], **keywords), args[1:]
