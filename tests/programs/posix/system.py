# os: files, folders, links, status, descriptors, processes.
import os
import stat
import sys
import tempfile

folder = os.path.realpath(tempfile.mkdtemp())
os.chdir(folder)
os.umask(0o022)


def attempt(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)).replace(folder, "DIR"))
    except Exception as error:
        extra = (error.errno, error.filename, error.filename2) if isinstance(error, OSError) else ()
        print(type(error).__name__, str(error).replace(folder, "DIR"), extra)


print(os.getcwd() == folder, os.getcwdb() == os.fsencode(folder))
attempt(os.mkdir, "a")
attempt(os.mkdir, "a")
attempt(os.makedirs, "a/b/c", exist_ok=True)
attempt(os.makedirs, "a/b/c")
fd = os.open("a/f", os.O_RDWR | os.O_CREAT, 0o640)
print(os.write(fd, b"hello world"), os.lseek(fd, 0, 0), os.read(fd, 5), os.pread(fd, 3, 6), os.pwrite(fd, b"W", 6), os.fstat(fd).st_size)
print(os.ftruncate(fd, 8), os.fsync(fd), os.isatty(fd), os.get_inheritable(fd), os.set_inheritable(fd, True), os.get_inheritable(fd), os.get_blocking(fd))
other = os.dup(fd)
print(os.lseek(other, 0, 1), os.close(other), os.dup2(fd, other) == other, os.close(other))
s = os.stat("a/f")
print(stat.filemode(s.st_mode), s.st_size, s.st_nlink, s[6] == s.st_size, len(s), s.st_mtime_ns // 10**9 == int(s.st_mtime), s.st_ino == os.stat(fd).st_ino)
os.close(fd)
attempt(os.read, fd, 1)
attempt(os.close, fd)
attempt(os.fstat, fd)
print(os.utime("a/f", (1000, 2000.5)), os.stat("a/f").st_atime, os.stat("a/f").st_mtime_ns, os.utime("a/f", ns=(5, 7)), os.stat("a/f").st_mtime_ns)
print(os.chmod("a/f", 0o600), stat.S_IMODE(os.stat("a/f").st_mode), os.access("a/f", os.R_OK), os.access("none", os.F_OK))
print(os.symlink("f", "a/link"), os.readlink("a/link"), os.readlink(b"a/link"), os.lstat("a/link").st_size, os.path.islink("a/link"), os.stat("a/link").st_size)
print(os.link("a/f", "a/hard"), os.stat("a/f").st_nlink, os.rename("a/hard", "a/moved"), os.replace("a/moved", "a/f"), sorted(os.listdir("a")))
print(sorted(os.listdir(b"a")), os.truncate("a/f", 3), os.path.getsize("a/f"))
with os.scandir("a") as entries:
    for e in sorted(entries, key=lambda e: e.name):
        print(e, e.name, e.path, e.is_dir(), e.is_file(), e.is_symlink(), e.is_file(follow_symlinks=False), e.stat().st_size >= 0, e.inode() == os.lstat(e.path).st_ino, os.fspath(e))
for root, folders, files in sorted(os.walk(".")):
    print(root, sorted(folders), sorted(files))
at = os.open("a", os.O_RDONLY | os.O_DIRECTORY)
print(os.stat("f", dir_fd=at).st_size, sorted(os.listdir(at)), os.mkdir("d", dir_fd=at), os.rmdir("d", dir_fd=at), os.readlink("link", dir_fd=at), os.rename("f", "g", src_dir_fd=at, dst_dir_fd=at), os.unlink("g", dir_fd=at))
os.close(at)
attempt(os.stat, "none")
attempt(os.stat, b"none")
attempt(os.stat, 1.5)
attempt(os.mkdir, 5)
attempt(os.rename, "none", "other")
attempt(os.rename, 1, "x")
attempt(os.rmdir, "a")
attempt(os.unlink, "none")
attempt(os.listdir, "none")
attempt(os.scandir, "none")
attempt(os.chdir, "none")
attempt(os.open, "none", os.O_RDONLY)
attempt(os.symlink, "x", "a")
attempt(os.link, "none", "b")
attempt(os.readlink, "a")
attempt(os.utime, "a", (1,))
attempt(os.utime, "a", (1, 2), ns=(1, 2))
attempt(os.truncate, "none", 1)
attempt(os.stat, "a", dir_fd="x")
attempt(os.fspath, 1)
attempt(os.stat, "a\0b")
attempt(os.putenv, "a=b", "c")
attempt(os.execv, "none", ["x"])
attempt(os.execv, "none", [])
attempt(os.kill, 99999999, 0)
attempt(os.waitpid, -1, 0)
attempt(os.strerror, 2)
attempt(os.sysconf, "nope")
print(os.sysconf("SC_PAGESIZE") > 0, os.cpu_count() > 0, len(os.urandom(8)), os.getpid() != os.getppid(), os.getuid() == os.geteuid(), len(os.times()), os.uname().sysname, os.name, os.sep)
os.environ["DEMO_NAME"] = "välue"
print(os.environ["DEMO_NAME"], os.getenv("DEMO_NAME"), os.environb[b"DEMO_NAME"], os.environ.pop("DEMO_NAME"), os.getenv("DEMO_NAME", 1))
r, w = os.pipe()
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    os.close(r)
    os.write(w, b"from the child")
    os._exit(7)
os.close(w)
with os.fdopen(r, "rb") as f:
    print(f.read())
done, status = os.waitpid(pid, 0)
print(done == pid, os.WIFEXITED(status), os.WEXITSTATUS(status), os.waitstatus_to_exitcode(status))
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    os.execv("/bin/sh", ["sh", "-c", "echo executed; exit 3"])
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), os.waitstatus_to_exitcode(os.system("exit 2")))
os.chdir("/")
import shutil
shutil.rmtree(folder)
print(os.path.exists(folder))
