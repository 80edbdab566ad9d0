"""The functions of `resource` as programs call them."""

struct_rusage = __import__("sys")._record(
    "resource.struct_rusage",
    ("ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt", "ru_nswap",
     "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw"))

_KINDS = 16


def getrusage(who, /):
    return struct_rusage(_usage(who))


def _checked(resource):
    if not 0 <= resource < _KINDS:
        raise ValueError("invalid resource specified")
    return resource


def _pair(limits):
    limits = tuple(limits)
    if len(limits) != 2:
        raise ValueError("expected a tuple of 2 integers")
    return limits


def _as_told(resource, limits, pid=0):
    soft, hard = _pair(limits)
    try:
        _set_limit(pid, resource, soft, hard)
    except PermissionError:
        if pid:
            raise
        raise ValueError("not allowed to raise maximum limit") from None
    except OSError as problem:
        if problem.errno == 22:
            raise ValueError("current limit exceeds maximum limit") from None
        raise


def getrlimit(resource, /):
    return _limit(0, _checked(resource))


def setrlimit(resource, limits, /):
    _as_told(_checked(resource), limits)


def prlimit(pid, resource, limits=None, /):
    found = _limit(pid, _checked(resource))
    if limits is not None:
        _as_told(resource, limits, pid)
    return found
