"""Handlers of signals: which there are, and what they may be."""

SIG_DFL = 0
SIG_IGN = 1


def default_int_handler(signalnum, frame, /):
    """The default handler for SIGINT installed by Python: raises KeyboardInterrupt."""
    raise KeyboardInterrupt


def _check(signalnum):
    if not 1 <= signalnum < NSIG:
        raise ValueError("signal number out of range")
    return int(signalnum)


def getsignal(signalnum, /):
    """Return the current action for the given signal."""
    return _handlers.get(_check(signalnum), SIG_DFL)


def signal(signalnum, handler, /):
    """Set the action for the given signal; return the previous one."""
    signalnum = _check(signalnum)
    if handler == SIG_DFL:
        disposition = 0
    elif handler == SIG_IGN:
        disposition = 1
    elif callable(handler):
        disposition = 2
    else:
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    before = _handlers.get(signalnum, SIG_DFL)
    _handlers[signalnum] = handler
    _set_disposition(signalnum, disposition)
    return before


def valid_signals():
    """Return a set of valid signal numbers on this platform."""
    return set(range(1, NSIG)) - {32, 33}


_handlers[SIGINT] = default_int_handler
_handlers[SIGPIPE] = SIG_IGN
_set_disposition(SIGINT, 2)
