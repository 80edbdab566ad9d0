"""os.path functions; os basics in a temporary folder."""
import os, os.path as p, tempfile, stat
print(p.join("a", "b", "c.py"), p.join("a", "/b"), p.join("a", ""), p.split("/a/b.c"), p.splitext("a/b.tar.gz"), p.splitext(".bashrc"), p.basename("/a/b/"), p.dirname("/a/b"), p.normpath("a/../b/./c//d"), p.isabs("/a"), p.abspath("/a/../b"), p.commonprefix(["/ab", "/ac"]), p.commonpath(["/a/b", "/a/c"]), p.relpath("/a/b", "/a/c"), p.expanduser("x"), p.splitdrive("/a"), p.splitroot("/a"), p.normcase("A"), p.sep, p.curdir, p.pardir, p.join(b"a", b"b"))
for f in (lambda: p.join("a", b"b"), lambda: p.join(5), lambda: p.commonpath([]), lambda: p.commonpath(["/a", "b"]), lambda: p.basename(5), lambda: p.exists(None), lambda: p.getsize("/nonexistent"), lambda: p.relpath("")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class FS:
    def __fspath__(self): return "/fs/path"
print(p.basename(FS()), os.fspath(FS()), os.fspath("a"), os.fsencode("é"), os.fsdecode(b"a")); d = tempfile.mkdtemp(); old = os.getcwd(); os.chdir(d)
os.mkdir("sub"); os.makedirs("x/y/z"); os.makedirs("x/y", exist_ok=True); f = open("f", "w"); f.write("data"); f.close(); print(sorted(os.listdir()), p.exists("f"), p.isfile("f"), p.isdir("sub"), p.getsize("f"), p.islink("f"), os.stat("f").st_size, stat.S_ISDIR(os.stat("sub").st_mode), sorted(e.name for e in os.scandir(".")), os.access("f", os.R_OK), p.samefile("f", "./f"))
os.rename("f", "g"); os.symlink("g", "link"); print(os.readlink("link"), p.islink("link"), p.realpath("link").endswith("/g"), p.exists("f"), sorted(x for t in os.walk(".") for x in t[1] + t[2])); os.replace("g", "h"); os.remove("link"); os.rmdir("sub"); os.removedirs("x/y/z"); os.unlink("h"); print(os.listdir())
for f in (lambda: os.mkdir("a/b"), lambda: os.rmdir("nope"), lambda: os.remove("nope"), lambda: os.listdir("nope"), lambda: os.stat("nope"), lambda: os.rename("a", "b"), lambda: os.chdir("nope"), lambda: os.makedirs("."), lambda: os.open("nope", os.O_RDONLY), lambda: os.readlink("nope"), lambda: os.listdir(5.5), lambda: os.stat("a\0"), lambda: os.mkdir(".")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
os.chdir(old); os.rmdir(d); os.environ["TEST_X"] = "1"; print(os.environ["TEST_X"], os.getenv("TEST_X"), os.getenv("NOPE_X", "d"), "TEST_X" in os.environ, os.environ.pop("TEST_X"), os.getenv("TEST_X"), p.expandvars("$NOPE_X"), isinstance(os.getpid(), int), os.name, os.linesep == "\n", os.devnull, os.cpu_count() > 0, os.strerror(2), len(os.urandom(4)), os.sep, os.extsep, os.pathsep)
try: os.environ["NOPE_Y"]
except KeyError as e: print(e)
try: os.environ[5] = "x"
except TypeError as e: print(e)
fd = os.open(os.devnull, os.O_WRONLY); print(os.write(fd, b"abc"), os.close(fd)); r, w = os.pipe(); os.write(w, b"through"); print(os.read(r, 100), os.close(r), os.close(w))
try: os.close(r)
except OSError as e: print(e)
import pathlib; q = pathlib.PurePosixPath("/a/b/c.tar.gz"); print(q.name, q.stem, q.suffix, q.suffixes, q.parent, q.parts, q / "d", q.with_suffix(".x"), q.relative_to("/a"), q.match("*.gz"), list(q.parents), repr(q), q == pathlib.PurePosixPath("/a/b/c.tar.gz"))
