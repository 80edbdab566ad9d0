"""Conversions of values to be packed that need Python."""


class error(Exception):
    __module__ = "struct"


def _as_float(value):
    try:
        return float(value)
    except BaseException:
        raise error("required argument is not a float") from None


def _as_complex(value):
    try:
        return complex(value)
    except BaseException:
        raise error("required argument is not a complex") from None


def _convert(name, format, codes, args, leading, start):
    """Packs again, with the values from `start` on made numbers and truths. The first `leading` arguments are no values."""
    values = list(args)
    for at in range(start, len(values)):
        value = values[at]
        code = codes[at - leading]
        if code == "?":
            values[at] = bool(value)
        elif code in "efd":
            values[at] = _as_float(value)
        elif code in "FD":
            values[at] = _as_complex(value)
        elif code not in "csp" and not isinstance(value, int) and hasattr(type(value), "__index__"):
            values[at] = range(value).stop
    if name == "pack":
        return pack(format, *values[leading:])
    # the buffer and the offset come right before the values
    return pack_into(format, *values[leading - 2:])
