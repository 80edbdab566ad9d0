"""File descriptors as arguments: a part of the modules that take them."""


def _descriptor(value):
    """The descriptor of an int or of what has a `fileno` method."""
    if isinstance(value, int):
        fd = int(value)
    else:
        method = getattr(value, "fileno", None)
        if method is None:
            raise TypeError("argument must be an int, or have a fileno() method.")
        fd = method()
        if not isinstance(fd, int):
            raise TypeError("fileno() returned a non-integer")
    if fd < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({fd})")
    return fd
