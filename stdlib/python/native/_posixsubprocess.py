"""`fork_exec`: forks, arranges the child's world and runs a program in it; or tells the parent what failed."""

import posix

_PREEXEC_FAILED = b"SubprocessError:0:Exception occurred in preexec_fn."
_signals_to_restore = (13, 25)  # SIGPIPE, SIGXFSZ


def fork_exec(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread,
              errwrite, errpipe_read, errpipe_write, restore_signals, start_new_session, process_group, gid,
              extra_groups, uid, child_umask, preexec_fn, /):
    """Spawn a fresh new child process."""
    last = -1
    for fd in pass_fds:
        if not isinstance(fd, int) or fd <= last:
            raise ValueError("bad value(s) in fds_to_keep")
        last = fd
    if close_fds and errpipe_write < 3:
        raise ValueError("errpipe_write must be >= 3")
    if not isinstance(args, (list, tuple)):
        args = tuple(args)
    argv = [posix.fspath(argument) for argument in args]
    for argument in argv:
        if ("\0" if isinstance(argument, str) else b"\0") in argument:
            raise ValueError("embedded null byte")
    if env is not None:
        env = list(env)
    pid = posix.fork() if preexec_fn is not None else posix._fork()
    if pid:
        return pid
    stage, calling = b"noexec", False
    try:
        _connect(p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, pass_fds)
        if cwd is not None:
            stage = b"noexec:chdir"
            posix.chdir(cwd)
            stage = b"noexec"
        if child_umask >= 0:
            posix.umask(child_umask)
        if restore_signals:
            _restore_signals()
        if start_new_session:
            posix.setsid()
        if process_group >= 0:
            posix.setpgid(0, process_group)
        if extra_groups is not None:
            posix.setgroups(extra_groups)
        if gid is not None:
            posix.setregid(gid, gid)
        if uid is not None:
            posix.setreuid(uid, uid)
        if preexec_fn is not None:
            calling = True
            preexec_fn()
            calling = False
        if close_fds:
            _close_others(errpipe_write, pass_fds)
        stage, code = b"", 2
        for program in executable_list:
            failed = posix._exec(program, argv, env)
            if failed not in (2, 20):
                code = failed
        message = b"OSError:%X:" % code
    except OSError as problem:
        if calling:
            message = _PREEXEC_FAILED
        else:
            message = b"OSError:%X:" % (problem.errno or 0) + stage
    except BaseException:
        message = _PREEXEC_FAILED
    try:
        posix.write(errpipe_write, message)
    finally:
        posix._exit(255)


def _connect(p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, pass_fds):
    """Makes the pipes the child's standard streams."""
    for fd in pass_fds:
        if fd != errpipe_write:
            posix.set_inheritable(fd, True)
    for fd in (p2cwrite, c2pread, errread, errpipe_read):
        if fd != -1:
            posix.close(fd)
    # none of them may be lost when another takes its number
    if c2pwrite == 0:
        c2pwrite = posix.dup(c2pwrite)
    while errwrite == 0 or errwrite == 1:
        errwrite = posix.dup(errwrite)
    for fd, standard in ((p2cread, 0), (c2pwrite, 1), (errwrite, 2)):
        if fd == standard:
            posix.set_inheritable(fd, True)
        elif fd != -1:
            posix.dup2(fd, standard)


def _restore_signals():
    from _signal import _set_disposition
    for number in _signals_to_restore:
        _set_disposition(number, 0)


def _close_others(errpipe_write, pass_fds):
    """Closes what the program shall not see."""
    kept = {errpipe_write, *pass_fds}
    try:
        found = [int(name) for name in posix.listdir("/proc/self/fd")]
    except OSError:
        found = range(3, posix.sysconf("SC_OPEN_MAX"))
    for fd in found:
        if fd > 2 and fd not in kept:
            try:
                posix.close(fd)
            except OSError:
                pass  # the listing's own
