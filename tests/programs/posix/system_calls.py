"""posix: configuration, scheduling, extended attributes, identities, vectored transfer, children that are waited for."""
import errno
import os
import pickle
import tempfile


def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


class Sink:
    def fileno(self):
        return 99


for f in (os.fsync, os.fdatasync, os.fchdir):
    t(lambda: f(Sink()))
    t(lambda: f("x"))
    t(lambda: f(-1))
t(lambda: os.confstr("x"))
t(lambda: os.confstr(1.5))
t(lambda: type(os.confstr("CS_PATH")).__name__)
t(lambda: os.pathconf("/", "x"))
t(lambda: os.pathconf("/", "PC_NAME_MAX") > 0)
t(lambda: os.pathconf("/nonexistent", "PC_NAME_MAX"))
t(lambda: os.fpathconf(99, "PC_NAME_MAX"))
print(len(os.confstr_names), len(os.pathconf_names))
t(lambda: os.sched_param(1))
t(lambda: pickle.loads(pickle.dumps(os.sched_getparam(0))))
t(lambda: os.sched_getscheduler(0) == os.SCHED_OTHER)
t(lambda: os.sched_setscheduler(0, 0, 1))
t(lambda: os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0)))
t(lambda: (os.sched_get_priority_min(os.SCHED_FIFO), os.sched_get_priority_max(os.SCHED_FIFO)))
for mask in ([], [-1], ["a"], 5):
    t(lambda: os.sched_setaffinity(0, mask))
t(lambda: os.sched_setaffinity(0, os.sched_getaffinity(0)))
for f in (lambda: os.setuid(-2), lambda: os.setuid("x"), lambda: os.setuid(1 << 64), lambda: os.setregid(1 << 32, 0),
          lambda: os.chown("/nonexistent", -2, 0), lambda: os.chown("/nonexistent", 0, "a"), lambda: os.setresuid(-1, -1, -1)):
    t(f)
print(len(os.getresuid()), os.getresuid()[1] == os.geteuid(), os.getresgid()[0] == os.getgid())

# several buffers at once
reader, writer = os.pipe()
print(os.writev(writer, [b"ab", bytearray(b"cde"), memoryview(b"f")]))
rooms = [bytearray(2), bytearray(3), bytearray(4)]
print(os.readv(reader, rooms), rooms)
t(lambda: os.readv(reader, 5))
t(lambda: os.readv(reader, [b"a"]))
t(lambda: os.writev(writer, ["a"]))
t(lambda: os.writev(99, [b"a"]))
os.close(reader)
os.close(writer)
with tempfile.TemporaryFile() as file:
    fd = file.fileno()
    print(os.pwritev(fd, [b"hello ", b"world"], 3), os.preadv(fd, rooms, 3), rooms)
    os.posix_fallocate(fd, 0, 100)
    print(os.fstat(fd).st_size)
    t(lambda: os.setxattr(fd, "user.x", b"", follow_symlinks=False))
    t(lambda: os.getxattr(99, "user.x"))
    t(lambda: os.copy_file_range(fd, fd, -1))
fd = os.memfd_create("name")
os.write(fd, b"in memory")
print(os.pread(fd, 20, 0), os.get_inheritable(fd))
os.close(fd)
event = os.eventfd(3)
os.eventfd_write(event, 4)
print(os.eventfd_read(event))
t(lambda: os.eventfd_write(event, -1))
os.close(event)

# children
for f in (lambda: os.wait3(0), lambda: os.wait4(-1, 0), lambda: os.waitid(os.P_ALL, 0, os.WEXITED)):
    t(f)
child = os.fork()
if not child:
    os._exit(3)
told = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
print(told.si_pid == child, told.si_status, told.si_code == os.CLD_EXITED, type(told))
pid, status, used = os.wait4(child, 0)
print(pid == child, os.waitstatus_to_exitcode(status), type(used).__name__, used.ru_maxrss > 0)


class NoPath:
    __fspath__ = None


t(lambda: os.fspath(NoPath()))
t(lambda: pickle.dumps(next(os.scandir("/"))))
t(lambda: os.urandom(-1))
t(lambda: os.urandom(1 << 70))
os.environ["CHANGED"] = "1"
os.reload_environ()
print(os.environ["CHANGED"], errno.EWOULDBLOCK == errno.EAGAIN, errno.errorcode[errno.EAGAIN], errno.errorcode[errno.EDEADLK], errno.EOWNERDEAD)
