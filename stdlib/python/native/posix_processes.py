"""Part of `posix`: processes, and what the system says about itself."""


def get_terminal_size(fd=1, /):
    """Return the size of the terminal window as (columns, lines)."""
    return terminal_size(_terminal_size(fd))


def uname():
    return uname_result(_uname())


def times():
    return times_result(_times())


def sched_getaffinity(pid, /):
    return set(_affinity(pid))


def setgroups(groups, /):
    """Set the groups of the current process to list."""
    if not hasattr(type(groups), "__getitem__") or not hasattr(type(groups), "__len__"):
        raise TypeError("setgroups argument must be a sequence")
    groups = list(groups)
    for group in groups:
        if not isinstance(group, int):
            raise TypeError("groups must be integers")
    _setgroups(groups)


sysconf_names = {
    "SC_ARG_MAX": 0, "SC_CHILD_MAX": 1, "SC_CLK_TCK": 2, "SC_NGROUPS_MAX": 3, "SC_OPEN_MAX": 4, "SC_STREAM_MAX": 5,
    "SC_TZNAME_MAX": 6, "SC_JOB_CONTROL": 7, "SC_SAVED_IDS": 8, "SC_REALTIME_SIGNALS": 9, "SC_VERSION": 29,
    "SC_PAGESIZE": 30, "SC_PAGE_SIZE": 30, "SC_SEM_NSEMS_MAX": 32, "SC_SEM_VALUE_MAX": 33, "SC_IOV_MAX": 60,
    "SC_GETPW_R_SIZE_MAX": 70, "SC_GETGR_R_SIZE_MAX": 69, "SC_LOGIN_NAME_MAX": 71, "SC_TTY_NAME_MAX": 72,
    "SC_THREAD_STACK_MIN": 75, "SC_THREAD_THREADS_MAX": 76, "SC_NPROCESSORS_CONF": 83, "SC_NPROCESSORS_ONLN": 84,
    "SC_PHYS_PAGES": 85, "SC_AVPHYS_PAGES": 86, "SC_ATEXIT_MAX": 87, "SC_SYMLOOP_MAX": 173, "SC_HOST_NAME_MAX": 180,
}


def sysconf(name, /):
    """Return an integer-valued system configuration variable."""
    if isinstance(name, str):
        if name not in sysconf_names:
            raise ValueError("unrecognized configuration name")
        name = sysconf_names[name]
    elif not isinstance(name, int):
        raise TypeError("configuration names must be strings or integers")
    return _sysconf(name)


_at_fork = {"before": [], "after_in_child": [], "after_in_parent": []}


def register_at_fork(*, before=None, after_in_child=None, after_in_parent=None):
    """Register callables to be called when forking a new process."""
    given = {"before": before, "after_in_child": after_in_child, "after_in_parent": after_in_parent}
    if not any(function is not None for function in given.values()):
        raise TypeError("At least one argument is required.")
    for name, function in given.items():
        if function is not None:
            if not callable(function):
                raise TypeError(f"'{name}' must be callable, not {type(function).__name__}")
            _at_fork[name].append(function)


def fork():
    """Fork a child process.  Return 0 to child process and PID of child to parent process."""
    for function in reversed(_at_fork["before"]):
        function()
    pid = _fork()
    for function in _at_fork["after_in_parent" if pid else "after_in_child"]:
        function()
    return pid


def _exec_arguments(function, path, argv):
    path = _fs(path, function)
    if not isinstance(argv, (list, tuple)):
        raise TypeError(f"{function}() arg 2 must be a tuple or list")
    if not argv:
        raise ValueError(f"{function}() arg 2 must not be empty")
    argv = [fspath(argument) for argument in argv]
    if not argv[0]:
        raise ValueError(f"{function}() arg 2 first element cannot be empty")
    return path, argv


def execv(path, argv, /):
    """Execute an executable path with arguments, replacing current process."""
    _fail(_exec(*_exec_arguments("execv", path, argv), None))


def execve(path, argv, env):
    """Execute an executable path with arguments, replacing current process."""
    path, argv = _exec_arguments("execve", path, argv)
    variables = []
    for name in env.keys():
        name, value = fspath(name), fspath(env[name])
        name = name if isinstance(name, bytes) else name.encode("utf-8", "surrogateescape")
        value = value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
        if b"=" in name:
            raise ValueError("illegal environment variable name")
        variables.append(name + b"=" + value)
    _fail(_exec(path, argv, variables), path)


def waitpid(pid, options, /):
    """Wait for completion of a given child process."""
    return _wait(pid, options)


def wait():
    """Wait for completion of a child process."""
    return _wait(-1, 0)


def system(command):
    """Execute the command in a subshell."""
    return _system(_fs(command, "system", "command"))


def WIFEXITED(status):
    return status & 0x7F == 0


def WEXITSTATUS(status):
    return status >> 8 & 0xFF


def WIFSIGNALED(status):
    return status & 0x7F not in (0, 0x7F)


def WTERMSIG(status):
    return status & 0x7F


def WIFSTOPPED(status):
    return status & 0xFF == 0x7F


def WSTOPSIG(status):
    return status >> 8 & 0xFF


def WIFCONTINUED(status):
    return status == 0xFFFF


def WCOREDUMP(status):
    return status & 0x80 != 0


def waitstatus_to_exitcode(status):
    """Convert a wait status to an exit code."""
    if WIFEXITED(status):
        return WEXITSTATUS(status)
    if WIFSIGNALED(status):
        return -WTERMSIG(status)
    if WIFSTOPPED(status):
        raise ValueError(f"process stopped by delivery of signal {WSTOPSIG(status)}")
    raise ValueError(f"invalid wait status: {status}")


def getlogin():
    import pwd
    return pwd.getpwuid(getuid()).pw_name
