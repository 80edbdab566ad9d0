"""The iterators of `_string`."""


def iterate(parts, fault):
    yield from parts
    if fault is not None:
        raise fault
