"""Texts of iterators."""


def _show(name, *args):
    return f"{name}({', '.join([repr(arg) for arg in args])})"
