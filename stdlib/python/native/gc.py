"""Settings of the collector, and what programs are told of collections.

Memory has no other way to come back here than a collection, so automatic collection goes on while it is "disabled":
only what a program reads back changes. Thresholds are remembered in the same sense, and what is frozen is counted, and
collected like everything else.
"""

from _operator import index as _index

DEBUG_STATS = 1
DEBUG_COLLECTABLE = 2
DEBUG_UNCOLLECTABLE = 4
DEBUG_SAVEALL = 32
DEBUG_LEAK = 38

garbage = []
callbacks = []

_state = {"enabled": True, "debug": 0, "threshold": (2000, 10, 0), "frozen": 0, "collecting": False}

# Collections the program asked for, by generation; and what they were to the collector, minor and full.
_asked = [0, 0, 0]
_made = [0, 0]


def collect(generation=2):
    """Run the garbage collector.

With no arguments, run a full collection.  The number of objects that were found unreachable is returned, as far as the
collector counts them."""
    generation = _index(generation)
    if not 0 <= generation <= 2:
        raise ValueError("invalid generation")
    if _state["collecting"]:
        return 0
    _state["collecting"] = True
    try:
        return _collect_and_tell(generation)
    finally:
        _state["collecting"] = False


def _collect_and_tell(generation):
    _tell("start", generation, 0)
    minor, full, freed = _statistics()
    _collect(generation)
    minor_now, full_now, freed_now = _statistics()
    _asked[generation] += 1
    _made[0] += minor_now - minor
    _made[1] += full_now - full
    found = freed_now - freed
    _tell("stop", generation, found)
    return found


def _tell(phase, generation, collected):
    for callback in list(callbacks):
        try:
            callback(phase, {"generation": generation, "collected": collected, "uncollectable": 0})
        except BaseException as error:
            import sys
            sys._report_unraisable(error, f"Exception ignored while calling GC callback {callback!r}")


def _tell_afterwards(generation, collected):
    # A collection that a callback or a finaliser brings about is not told, nor one that should not have been.
    if _state["enabled"] and not _state["collecting"]:
        _state["collecting"] = True
        try:
            _tell("start", generation, 0)
            _tell("stop", generation, collected)
        finally:
            _state["collecting"] = False


_tell_by(callbacks, _tell_afterwards)


def get_objects(generation=None):
    """Return a list of objects tracked by the collector (excluding the list returned)."""
    if generation is not None:
        if not isinstance(generation, int):
            raise TypeError(f"'{type(generation).__name__}' object cannot be interpreted as an integer")
        if generation < 0:
            raise ValueError("generation parameter cannot be negative")
        if generation > 2:
            raise ValueError("generation parameter must be less than the number of available generations (3)")
        if generation < 2:
            # There is one generation.
            return []
    return _objects()


def get_referents(*objs):
    """Return the list of objects that are directly referred to by 'objs'."""
    found = []
    for obj in objs:
        kind = type(obj)
        # Small numbers are no objects to the collector, but items all the same.
        if kind is list or kind is tuple or kind is set or kind is frozenset:
            found.extend(obj)
        elif kind is dict:
            for item in obj.items():
                found.extend(item)
        else:
            found.extend(_referents((obj,)))
    return found


def get_stats():
    """Return a list of dictionaries containing per-generation statistics."""
    minor, full, freed = _statistics()
    # What the program asked for counts as what it asked for, whatever the collector made of it.
    young, middle, old = _asked
    return [
        {"collections": minor - _made[0] + young, "collected": 0, "uncollectable": 0},
        {"collections": middle, "collected": 0, "uncollectable": 0},
        {"collections": full - _made[1] + old, "collected": freed, "uncollectable": 0},
    ]


def is_finalized(obj, /):
    """Returns true if the object has been already finalized by the GC: an object that can be asked about was not."""
    return False


def enable():
    """Enable automatic garbage collection."""
    _state["enabled"] = True


def disable():
    """Disable automatic garbage collection."""
    _state["enabled"] = False


def isenabled():
    """Returns true if automatic garbage collection is enabled."""
    return _state["enabled"]


def get_debug():
    """Get the garbage collection debugging flags."""
    return _state["debug"]


def set_debug(flags, /):
    """Set the garbage collection debugging flags."""
    _state["debug"] = _index(flags)


def get_threshold():
    """Return the current collection thresholds."""
    return _state["threshold"]


def set_threshold(threshold0, threshold1=None, threshold2=None, /):
    """Set the collection thresholds (the collection frequency)."""
    old = _state["threshold"]
    _state["threshold"] = (
        _index(threshold0),
        old[1] if threshold1 is None else _index(threshold1),
        old[2] if threshold2 is None else _index(threshold2))


def get_count():
    """Return a three-tuple of the current collection counts."""
    return (0, 0, 0)


def freeze():
    """Freeze all current tracked objects and ignore them for future collections."""
    _state["frozen"] = len(_objects())


def unfreeze():
    """Unfreeze all objects in the permanent generation."""
    _state["frozen"] = 0


def get_freeze_count():
    """Return the number of objects in the permanent generation."""
    return _state["frozen"]
