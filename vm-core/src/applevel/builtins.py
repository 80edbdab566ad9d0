"""Builtin functions over arbitrary iterables."""


def any_of(iterable):
    for item in iterable:
        if item:
            return True
    return False


def all_of(iterable):
    for item in iterable:
        if not item:
            return False
    return True


def sum_of(iterable, start):
    total = start
    iterator = iter(iterable)
    if type(total) is int:
        for item in iterator:
            total = total + item
            if type(item) is not int and type(item) is not bool:
                break
        else:
            return total
    # Floats and complex numbers that come first are summed with a correction for what rounding loses.
    if type(total) is float:
        sums = [total, 0.0]
        for item in iterator:
            if not float_accumulate(sums, item):
                total = corrected(sums[0], sums[1]) + item
                break
        else:
            return corrected(sums[0], sums[1])
    if type(total) is complex:
        real, imag, lost_real, lost_imag = total.real, total.imag, 0.0, 0.0
        for item in iterator:
            x, y = (item.real, item.imag) if type(item) is complex else (float_addend(item), None)
            if x is None:
                total = complex(corrected(real, lost_real), corrected(imag, lost_imag)) + item
                break
            sum = real + x
            lost_real = lost_real + rounding_loss(real, x, sum)
            real = sum
            if y is not None:
                sum = imag + y
                lost_imag = lost_imag + rounding_loss(imag, y, sum)
                imag = sum
        else:
            return complex(corrected(real, lost_real), corrected(imag, lost_imag))
    for item in iterator:
        total = total + item
    return total


def float_addend(item):
    """An exact float, or a short int as float; else None."""
    if type(item) is float:
        return item
    if isinstance(item, int) and -(1 << 63) <= int.__int__(item) < 1 << 63:
        return int.__float__(item)
    return None


def rounding_loss(total, x, sum):
    """What `total + x` lost when it became `sum`."""
    if (-total if total < 0.0 else total) >= (-x if x < 0.0 else x):
        return (total - sum) + x
    return (x - sum) + total


def corrected(total, lost):
    return total + lost if lost and lost - lost == 0.0 else total


def max_of(iterable, key, default, name, sign):
    """The largest (sign 1) or smallest (-1) item; `default` is a tuple, empty if there is none."""
    iterator = iter(iterable)
    for best in iterator:
        break
    else:
        if default:
            return default[0]
        raise ValueError(f"{name}() iterable argument is empty")
    if key is None:
        if sign > 0:
            for item in iterator:
                if item > best:
                    best = item
        else:
            for item in iterator:
                if item < best:
                    best = item
        return best
    best_key = key(best)
    for item in iterator:
        item_key = key(item)
        if item_key > best_key if sign > 0 else item_key < best_key:
            best = item
            best_key = item_key
    return best


def print_to(values, sep, end, file, flush):
    if file is None:
        file = standard_output()
        if file is None:
            return
    if sep is None:
        sep = " "
    if end is None:
        end = "\n"
    write = file.write
    first = True
    for value in values:
        if first:
            first = False
        else:
            write(sep)
        write(str(value))
    write(end)
    if flush:
        file.flush()


def input_line(prompt):
    import sys
    out = sys.stdout
    if sys.stdin is None:
        raise RuntimeError("input(): lost sys.stdin")
    if out is None:
        raise RuntimeError("input(): lost sys.stdout")
    if prompt:
        out.write(str(prompt[0]))
    out.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError("EOF when reading a line")
    if line[-1:] == "\n":
        line = line[:-1]
    return line


def dir_of(names):
    return sorted_list(names, None, False)




def async_iter(async_iterable):
    if not has_special(async_iterable, "__aiter__"):
        raise TypeError(f"'{type(async_iterable).__name__}' object is not an async iterable")
    iterator = call_special(async_iterable, "__aiter__")
    if not has_special(iterator, "__anext__"):
        raise TypeError(f"aiter() returned not an async iterator of type '{type(iterator).__name__}'")
    return iterator


def async_next(async_iterator, *default):
    if not has_special(async_iterator, "__anext__"):
        raise TypeError(f"'{type(async_iterator).__name__}' object is not an async iterator")
    awaitable = call_special(async_iterator, "__anext__")
    return async_next_or(awaitable, *default) if default else awaitable


async def async_next_or(awaitable, default):
    try:
        return await awaitable
    except StopAsyncIteration:
        return default
