"""The parts of gc that need nothing of the machine."""

DEBUG_STATS = 1
DEBUG_COLLECTABLE = 2
DEBUG_UNCOLLECTABLE = 4
DEBUG_SAVEALL = 32
DEBUG_LEAK = 38

garbage = []
callbacks = []

_state = {"enabled": True, "debug": 0, "threshold": (2000, 10, 0)}


def enable():
    """Enable automatic garbage collection."""
    _state["enabled"] = True


def disable():
    """Disable automatic garbage collection: here only remembered, as memory has no other way to come back."""
    _state["enabled"] = False


def isenabled():
    """Is automatic garbage collection enabled?"""
    return _state["enabled"]


def get_debug():
    """Get the garbage collection debugging flags."""
    return _state["debug"]


def set_debug(flags):
    """Set the garbage collection debugging flags."""
    _state["debug"] = int(flags)


def get_threshold():
    """Return the current collection thresholds."""
    return _state["threshold"]


def set_threshold(threshold0, threshold1=None, threshold2=None):
    """Set the collection thresholds: remembered only."""
    old = _state["threshold"]
    _state["threshold"] = (
        threshold0,
        old[1] if threshold1 is None else threshold1,
        old[2] if threshold2 is None else threshold2)


def get_count():
    """Return the current collection counts."""
    return (0, 0, 0)


def freeze():
    """Freeze all current tracked objects: nothing to do here."""


def unfreeze():
    """Unfreeze all objects: nothing to do here."""


def get_freeze_count():
    """Return the number of objects in the permanent generation."""
    return 0


def is_tracked(object):
    """Is the object one that can be part of a cycle?"""
    return not isinstance(object, (int, float, complex, str, bytes, type(None)))
