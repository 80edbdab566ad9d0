"""Locks and identity, for a machine with one thread."""

error = RuntimeError
TIMEOUT_MAX = 9223372036.0
_NAME_MAXLEN = 15
_main = 1
daemon_threads_allowed = lambda: True


class lock:
    """A lock. With one thread, waiting for a locked one would be waiting for ever."""

    __slots__ = ("_locked", "__weakref__")

    def __init__(self):
        self._locked = False

    def acquire(self, blocking=True, timeout=-1):
        if timeout != -1:
            if not blocking:
                raise ValueError("can't specify a timeout for a non-blocking call")
            if timeout < 0:
                raise ValueError("timeout value must be a non-negative number")
        if not self._locked:
            self._locked = True
            return True
        if not blocking:
            return False
        if timeout == -1:
            raise RuntimeError("deadlock: the only thread waits for a lock that nobody can release")
        import time
        time.sleep(timeout)
        return False

    def release(self):
        if not self._locked:
            raise RuntimeError("release unlocked lock")
        self._locked = False

    def locked(self):
        return self._locked

    acquire_lock = acquire
    release_lock = release
    locked_lock = locked

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()

    def _at_fork_reinit(self):
        self._locked = False

    def __repr__(self):
        state = "locked" if self._locked else "unlocked"
        return f"<{state} _thread.lock object at {id(self):#x}>"


class RLock:
    """A lock its owner may acquire again."""

    __slots__ = ("_count", "__weakref__")

    def __init__(self):
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        self._count += 1
        return True

    def release(self):
        if not self._count:
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1

    def locked(self):
        return self._count > 0

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()

    def _is_owned(self):
        return self._count > 0

    def _recursion_count(self):
        return self._count

    def _release_save(self):
        if not self._count:
            raise RuntimeError("cannot release un-acquired lock")
        count = self._count
        self._count = 0
        return (count, _main)

    def _acquire_restore(self, state):
        self._count = state[0]

    def _at_fork_reinit(self):
        self._count = 0


LockType = lock


def allocate_lock():
    return lock()


allocate = allocate_lock


def get_ident():
    return _main


def get_native_id():
    import posix
    return posix.getpid()


_get_main_thread_ident = get_ident


def _count():
    return 0


def _is_main_interpreter():
    return True


def start_new_thread(function, args, kwargs=None, /):
    raise RuntimeError("can't start new thread")


start_new = start_new_thread


def start_joinable_thread(function, handle=None, daemon=True):
    raise RuntimeError("can't start new thread")


def exit():
    raise SystemExit


exit_thread = exit


def interrupt_main(signum=2, /):
    raise KeyboardInterrupt


def stack_size(size=0, /):
    return 0


def set_name(name):
    pass


def _shutdown():
    pass


def _make_thread_handle(ident):
    handle = _ThreadHandle()
    handle.ident = ident
    return handle


class _ThreadHandle:
    def __init__(self):
        self.ident = 0

    def join(self, timeout=None):
        pass

    def is_done(self):
        return False

    def _set_done(self):
        pass


class _local:
    """Attributes of the one thread."""


class _ExceptHookArgs(tuple):
    @property
    def exc_type(self):
        return self[0]

    @property
    def exc_value(self):
        return self[1]

    @property
    def exc_traceback(self):
        return self[2]

    @property
    def thread(self):
        return self[3]


def _excepthook(args, /):
    import sys
    sys.excepthook(args.exc_type, args.exc_value, args.exc_traceback)
