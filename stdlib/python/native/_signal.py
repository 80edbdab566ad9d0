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


SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK = 0, 1, 2
SIGCLD, SIGPOLL, SIGIOT, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ = SIGCHLD, SIGIO, SIGABRT, 26, 27, 24, 25
SIGPWR, SIGSYS, SIGSTKFLT, SIGRTMIN, SIGRTMAX = 30, 31, 16, 34, 64


def set_wakeup_fd(fd, /, *, warn_on_full_buffer=True):
    """Sets the fd to be written to (with the signal number) when a signal comes in."""
    if fd != -1:
        import posix
        if posix.get_blocking(fd):
            raise ValueError(f"the fd {fd} must be in non-blocking mode")
    return _set_told(fd)


def siginterrupt(signalnum, flag, /):
    """Change system call restart behaviour."""
    _check(signalnum)  # the machine repeats calls that a signal interrupts, after its handler has run


def pthread_sigmask(how, mask, /):
    """Fetch and/or change the signal mask of the calling thread."""
    return set(_pause_mask(how, [_check(number) for number in mask]))


def strsignal(signalnum, /):
    """Return the system description of the given signal."""
    return _DESCRIPTIONS.get(_check(signalnum))


_DESCRIPTIONS = {
    SIGHUP: "Hangup", SIGINT: "Interrupt", SIGQUIT: "Quit", SIGILL: "Illegal instruction",
    SIGTRAP: "Trace/breakpoint trap", SIGABRT: "Aborted", SIGBUS: "Bus error", SIGFPE: "Floating point exception",
    SIGKILL: "Killed", SIGUSR1: "User defined signal 1", SIGSEGV: "Segmentation fault",
    SIGUSR2: "User defined signal 2", SIGPIPE: "Broken pipe", SIGALRM: "Alarm clock", SIGTERM: "Terminated",
    SIGSTKFLT: "Stack fault", SIGCHLD: "Child exited", SIGCONT: "Continued", SIGSTOP: "Stopped (signal)",
    SIGTSTP: "Stopped", SIGTTIN: "Stopped (tty input)", SIGTTOU: "Stopped (tty output)",
    SIGURG: "Urgent I/O condition", SIGXCPU: "CPU time limit exceeded", SIGXFSZ: "File size limit exceeded",
    SIGVTALRM: "Virtual timer expired", SIGPROF: "Profiling timer expired", SIGWINCH: "Window changed",
    SIGIO: "I/O possible", SIGPWR: "Power failure", SIGSYS: "Bad system call",
}


def valid_signals():
    """Return a set of valid signal numbers on this platform."""
    return set(range(1, NSIG)) - {32, 33}


# Under no signal's number: by this the machine knows it.
_handlers[0] = default_int_handler
_handlers[SIGINT] = default_int_handler
_handlers[SIGPIPE] = SIG_IGN
_set_disposition(SIGINT, 2)
