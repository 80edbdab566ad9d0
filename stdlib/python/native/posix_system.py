"""Part of `posix`: configuration, scheduling, children that are waited for, data moved between descriptors."""

confstr_names = {
    "CS_GNU_LIBC_VERSION": 2, "CS_GNU_LIBPTHREAD_VERSION": 3, "CS_PATH": 0,
    **{f"CS_LFS{bits}_{kind}": start + at
       for bits, start in (("", 1000), ("64", 1004)) for at, kind in enumerate(("CFLAGS", "LDFLAGS", "LIBS", "LINTFLAGS"))},
    **{f"CS_XBS5_{model}_{kind}": 1100 + 4 * row + at
       for row, model in enumerate(("ILP32_OFF32", "ILP32_OFFBIG", "LP64_OFF64", "LPBIG_OFFBIG"))
       for at, kind in enumerate(("CFLAGS", "LDFLAGS", "LIBS", "LINTFLAGS"))},
}
pathconf_names = {
    "PC_LINK_MAX": 0, "PC_MAX_CANON": 1, "PC_MAX_INPUT": 2, "PC_NAME_MAX": 3, "PC_PATH_MAX": 4, "PC_PIPE_BUF": 5,
    "PC_CHOWN_RESTRICTED": 6, "PC_NO_TRUNC": 7, "PC_VDISABLE": 8, "PC_SYNC_IO": 9, "PC_ASYNC_IO": 10, "PC_PRIO_IO": 11,
    "PC_SOCK_MAXBUF": 12, "PC_FILESIZEBITS": 13, "PC_REC_INCR_XFER_SIZE": 14, "PC_REC_MAX_XFER_SIZE": 15,
    "PC_REC_MIN_XFER_SIZE": 16, "PC_REC_XFER_ALIGN": 17, "PC_ALLOC_SIZE_MIN": 18, "PC_SYMLINK_MAX": 19,
}


def _configuration_name(name, names):
    if isinstance(name, str):
        if name not in names:
            raise ValueError("unrecognized configuration name")
        return names[name]
    if not isinstance(name, int):
        raise TypeError("configuration names must be strings or integers")
    return name


def confstr(name, /):
    """Return a string-valued system configuration variable."""
    return _confstr(_configuration_name(name, confstr_names))


def pathconf(path, name):
    """Return the configuration limit name for the file or directory path."""
    name = _configuration_name(name, pathconf_names)
    path = _fs(path, "pathconf", fd=True)
    try:
        return _pathconf(path, name)
    except OSError as error:
        if isinstance(path, int) or error.errno == 22:
            raise
        raise OSError(error.errno, error.strerror, path) from None


def fpathconf(fd, name, /):
    """Return the configuration limit name for the file descriptor fd."""
    return _pathconf(fd, _configuration_name(name, pathconf_names))


sched_param = _record("posix.sched_param", ("sched_priority",))
_new_record = sched_param.__new__


def _new_sched_param(cls, sched_priority):
    return _new_record(cls, (sched_priority,))


def _reduce_sched_param(self):
    return type(self), (self.sched_priority,)


_extend_class(sched_param, "__new__", staticmethod(_new_sched_param))
_extend_class(sched_param, "__reduce__", _reduce_sched_param)


def _told_priority(param):
    if not isinstance(param, sched_param):
        raise TypeError("must have a sched_param object")
    return param.sched_priority


def sched_getparam(pid, /):
    """Returns scheduling parameters for the process identified by pid."""
    return sched_param(_get_priority(pid))


def sched_setparam(pid, param, /):
    """Set scheduling parameters for the process identified by pid."""
    _set_priority(pid, _told_priority(param))


def sched_setscheduler(pid, policy, param, /):
    """Set the scheduling policy for the process identified by pid."""
    _set_scheduler(pid, policy, _told_priority(param))


def sched_setaffinity(pid, mask, /):
    """Set the CPU affinity of the process identified by pid to mask."""
    cpus = []
    for cpu in mask:
        if not isinstance(cpu, int):
            raise TypeError(f"expected an iterator of ints, but iterator yielded {type(cpu)}")
        if cpu < 0:
            raise ValueError("negative CPU number")
        cpus.append(cpu)
    _set_affinity(pid, cpus)


waitid_result = _record("posix.waitid_result", ("si_pid", "si_uid", "si_signo", "si_status", "si_code"))


def waitid(idtype, id, options, /):
    """Returns the result of waiting for a process or processes."""
    found = _waitid(idtype, id, options)
    return None if found is None else waitid_result(found)


def wait4(pid, options):
    """Wait for completion of a specific child process."""
    import resource
    process, status, used = _wait4(pid, options)
    return process, status, resource.struct_rusage(used)


def wait3(options):
    """Wait for completion of a child process."""
    return wait4(-1, options)


def _stretches(buffers, function):
    if not hasattr(type(buffers), "__getitem__") or not hasattr(type(buffers), "__len__"):
        raise TypeError(f"{function}() arg 2 must be a sequence")
    return list(buffers)


def _places(buffers, function):
    places = []
    for buffer in _stretches(buffers, function):
        view = memoryview(buffer)
        if view.readonly:
            raise BufferError("Object is not writable.")
        places.append(view.cast("B"))
    return places


def _scatter(data, places):
    at = 0
    for place in places:
        part = data[at:at + len(place)]
        place[:len(part)] = part
        at += len(part)
    return len(data)


def _gathered(buffers, function):
    data = bytearray()
    for buffer in _stretches(buffers, function):
        if isinstance(buffer, (str, int)):
            raise TypeError(f"a bytes-like object is required, not '{type(buffer).__name__}'")
        data += memoryview(buffer).cast("B")
    return data


# The pieces of one call are one stretch for the system: what arrives or leaves is the same.

def readv(fd, buffers, /):
    """Read from a file descriptor fd into an iterable of buffers."""
    places = _places(buffers, "readv")
    return _scatter(read(fd, sum(map(len, places))), places)


def writev(fd, buffers, /):
    """Iterate over buffers, and write the contents of each to a file descriptor."""
    return write(fd, _gathered(buffers, "writev"))


def preadv(fd, buffers, offset, flags=0, /):
    """Reads from a file descriptor into a number of mutable bytes-like objects."""
    places = _places(buffers, "preadv")
    length = sum(map(len, places))
    return _scatter(_read_flagged(fd, length, offset, flags) if flags else pread(fd, length, offset), places)


def pwritev(fd, buffers, offset, flags=0, /):
    """Writes the contents of bytes-like objects to a file descriptor at a given offset."""
    data = _gathered(buffers, "pwritev")
    return _write_flagged(fd, data, offset, flags) if flags else pwrite(fd, data, offset)


def splice(src, dst, count, offset_src=None, offset_dst=None, flags=0):
    """Transfer count bytes from one pipe to a descriptor or vice versa."""
    if count < 0:
        raise ValueError("negative value for 'count' not allowed")
    return _splice(src, dst, count, offset_src, offset_dst, flags)


def memfd_create(name, flags=MFD_CLOEXEC):
    return _memfd_create(name, flags)


def eventfd(initval, flags=EFD_CLOEXEC):
    """Creates and returns an event notification file descriptor."""
    if initval < 0:
        raise ValueError("Cannot convert negative int")
    return _eventfd(initval, flags)


def eventfd_write(fd, value):
    """Write eventfd value."""
    if value < 0:
        raise ValueError("Cannot convert negative int")
    _eventfd_write(fd, value)


def _descriptor(file):
    """A descriptor, or that of an object that knows one."""
    if isinstance(file, bool):
        import warnings
        warnings.warn("bool is used as a file descriptor", RuntimeWarning, 1)
    elif not isinstance(file, int):
        if not hasattr(file, "fileno"):
            raise TypeError("argument must be an int, or have a fileno() method.")
        file = file.fileno()
        if not isinstance(file, int):
            raise TypeError("fileno() returned a non-integer")
    if file < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({file})")
    return file


def fsync(fd):
    """Force write of fd to disk."""
    _fsync(_descriptor(fd))


def fdatasync(fd):
    """Force write of fd to disk without forcing update of metadata."""
    _fdatasync(_descriptor(fd))


def fchdir(fd):
    """Change to the directory of the given file descriptor."""
    _fchdir(_descriptor(fd))
