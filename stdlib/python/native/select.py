"""The objects of `select`, on the calls that wait."""

__import__("_imp")._run_part("select", "descriptors")

_FD_SETSIZE = 1024
error = OSError


def _milliseconds(seconds, scale=1000):
    """A timeout, rounded up so that a wait never ends early; None and negative ones wait for ever."""
    if seconds is None:
        return -1
    if not hasattr(type(seconds), "__float__") and not hasattr(type(seconds), "__index__"):
        raise TypeError("timeout must be an integer or None")
    span = seconds * scale
    if span != span:
        raise ValueError("Invalid value NaN (not a number)")
    if span < 0:
        return -1
    whole = int(span)
    if whole < span:
        whole += 1
    if whole > 0x7FFFFFFF:
        raise OverflowError("timeout is too large")
    return whole


def select(rlist, wlist, xlist, timeout=None, /):
    """Wait until one or more file descriptors are ready for some kind of I/O.

The first three arguments are iterables of file descriptors to be waited for:
rlist -- wait until ready for reading
wlist -- wait until ready for writing
xlist -- wait for an "exceptional condition"
If only one kind of condition is required, pass [] for the other lists."""
    if timeout is not None:
        if not hasattr(type(timeout), "__float__") and not hasattr(type(timeout), "__index__"):
            raise TypeError("timeout must be a float or None")
        if timeout < 0:
            raise ValueError("timeout must be non-negative")
    wanted, groups = {}, []
    for objects, events in ((rlist, POLLIN), (wlist, POLLOUT), (xlist, POLLPRI)):
        try:
            objects = list(objects)
        except TypeError:
            raise TypeError("arguments 1-3 must be sequences") from None
        group = []
        for one in objects:
            fd = _descriptor(one)
            if fd >= _FD_SETSIZE:
                raise ValueError("filedescriptor out of range in select()")
            wanted[fd] = wanted.get(fd, 0) | events
            group.append((fd, one))
        groups.append(group)
    ready = dict(_poll(list(wanted.items()), _milliseconds(timeout)))
    for events in ready.values():
        if events & POLLNVAL:
            raise OSError(9, "Bad file descriptor")
    kinds = (POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI)
    return tuple(
        [one for fd, one in group if ready.get(fd, 0) & kind] for group, kind in zip(groups, kinds, strict=True))


def _event_mask(mask):
    if not isinstance(mask, int):
        raise TypeError(f"'{type(mask).__name__}' object cannot be interpreted as an integer")
    if mask < 0:
        raise ValueError("value must be positive")
    if mask > 0xFFFF:
        raise OverflowError("Python int too large for C unsigned short")
    return int(mask)


class _poll_object:
    """Registered descriptors, and what to wait for on each."""

    __slots__ = ("_wanted", "_waiting")

    def __init__(self):
        self._wanted = {}
        self._waiting = False

    def register(self, fd, eventmask=POLLIN | POLLPRI | POLLOUT, /):
        """Register a file descriptor with the polling object."""
        self._wanted[_descriptor(fd)] = _event_mask(eventmask)

    def modify(self, fd, eventmask, /):
        """Modify an already registered file descriptor."""
        fd = _descriptor(fd)
        if fd not in self._wanted:
            raise FileNotFoundError(2, "No such file or directory")
        self._wanted[fd] = _event_mask(eventmask)

    def unregister(self, fd, /):
        """Remove a file descriptor being tracked by the polling object."""
        del self._wanted[_descriptor(fd)]

    def poll(self, timeout=None, /):
        """Polls the set of registered file descriptors."""
        if self._waiting:
            raise RuntimeError("concurrent poll() invocation")
        self._waiting = True
        try:
            return _poll(list(self._wanted.items()), _milliseconds(timeout, 1))
        finally:
            self._waiting = False


_poll_object.__name__ = _poll_object.__qualname__ = "poll"


def poll():
    """Returns a polling object.

This object supports registering and unregistering file descriptors, and then
polling them for I/O events."""
    return _poll_object()


class epoll:
    """select.epoll(sizehint=-1, flags=0)

Returns an epolling object

sizehint must be a positive integer or -1 for the default size. The
sizehint is used to optimize internal data structures. It doesn't limit
the maximum number of monitored events."""

    __slots__ = ("_fd", "__weakref__")

    def __init__(self, sizehint=-1, flags=0):
        self._fd = -1
        if sizehint != -1 and sizehint <= 0:
            raise ValueError("negative sizehint")
        if flags and flags & ~EPOLL_CLOEXEC:
            raise OSError(22, "Invalid argument")
        self._fd = _epoll_create(flags | EPOLL_CLOEXEC)

    @classmethod
    def fromfd(cls, fd, /):
        """Create an epoll object from a given control fd."""
        made = cls.__new__(cls)
        made._fd = int(fd)
        return made

    @property
    def closed(self):
        """True if the epoll handler is closed"""
        return self._fd < 0

    def _open(self):
        if self._fd < 0:
            raise ValueError("I/O operation on closed epoll object")
        return self._fd

    def close(self):
        """Close the epoll control file descriptor.

Further operations on the epoll object will raise an exception."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            _close(fd)

    def fileno(self):
        """Return the epoll control file descriptor."""
        return self._open()

    def register(self, fd, eventmask=EPOLLIN | EPOLLPRI | EPOLLOUT):
        """Registers a new fd or raises an OSError if the fd is already registered."""
        _epoll_ctl(self._open(), EPOLL_CTL_ADD, _descriptor(fd), eventmask)

    def modify(self, fd, eventmask):
        """Modify event mask for a registered file descriptor."""
        _epoll_ctl(self._open(), EPOLL_CTL_MOD, _descriptor(fd), eventmask)

    def unregister(self, fd):
        """Remove a registered file descriptor from the epoll object."""
        _epoll_ctl(self._open(), EPOLL_CTL_DEL, _descriptor(fd), 0)

    def poll(self, timeout=None, maxevents=-1):
        """Wait for events on the epoll file descriptor."""
        fd = self._open()
        if maxevents == -1:
            maxevents = _FD_SETSIZE - 1
        elif maxevents < 1:
            raise ValueError(f"maxevents must be greater than 0, got {maxevents}")
        return _epoll_wait(fd, _milliseconds(timeout), maxevents)

    def __enter__(self):
        self._open()
        return self

    def __exit__(self, exc_type=None, exc_value=None, exc_tb=None, /):
        self.close()

    def __del__(self):
        if getattr(self, "_fd", -1) >= 0:
            self.close()


_close = __import__("posix").close
