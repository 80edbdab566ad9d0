"""The functions to call at exit, newest last."""

import sys

_registered = []


def register(func=_registered, /, *args, **kwargs):
    """Register a function to be executed upon normal program termination

    func - function to be called at exit
    args - optional arguments to pass to func
    kwargs - optional keyword arguments to pass to func

    func is returned to facilitate usage as a decorator."""
    if func is _registered:
        raise TypeError("register() takes at least 1 argument (0 given)")
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _registered.append((func, args, kwargs))
    return func


def unregister(func, /):
    """Unregister an exit function which was previously registered using
atexit.register

    func - function to be unregistered"""
    for entry in reversed(_registered[:]):
        # comparing may change what is registered
        if func == entry[0]:
            _registered[:] = [other for other in _registered if other is not entry]


def _clear():
    """Clear the list of previously registered exit functions."""
    _registered.clear()


def _ncallbacks():
    """Return the number of registered exit functions."""
    return len(_registered)


def _run_exitfuncs():
    """Run all registered exit functions.

If a callback raises an exception, it is logged with sys.unraisablehook."""
    for func, args, kwargs in reversed(_registered[:]):
        try:
            func(*args, **kwargs)
        except BaseException as error:
            try:
                shown = repr(func)
            except Exception:
                shown = "<object repr() failed>"
            sys._report_unraisable(error, f"Exception ignored in atexit callback {shown}")
    # What was registered meanwhile is too late.
    _registered.clear()
