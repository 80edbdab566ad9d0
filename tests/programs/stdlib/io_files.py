"""open, text and binary files, StringIO, BytesIO, buffering, seek, errors."""
import io, os, tempfile
d = tempfile.mkdtemp(); p = os.path.join(d, "f.txt")
with open(p, "w") as f: print(f.write("line1\nliné2\n"), f.writelines(["a\n", "b"]), f.tell() > 0, f.name == p, f.mode, f.encoding.lower(), f.closed, f.readable(), f.writable(), f.seekable())
print(f.closed)
with open(p) as f: print(repr(f.read(3)), f.tell(), repr(f.readline()), repr(f.readline(2)), f.readlines(), repr(f.read()), f.seek(0), list(f), f.seek(0, 2))
with open(p) as f: print([l.rstrip() for l in f], next(f, "end")); f.seek(0); print(next(f)); 
with open(p, "a") as f: f.write("\nappended")
with open(p, "rb") as f: print(f.read(), f.mode, type(f).__name__, f.seek(-3, 2), f.read(), f.seek(2), f.read(2), f.peek(2)[:2], f.readinto(b := bytearray(3)), b)
with open(p, "r+") as f: f.seek(2); f.write("XX"); f.seek(0); print(repr(f.readline())); f.seek(0); f.truncate(4)
print(os.path.getsize(p), open(p, closefd=True).close())
with open(p, "w", newline="\r\n") as f: f.write("a\nb\n")
with open(p, "rb") as f: print(f.read())
for nl in (None, "", "\n", "\r\n"):
    with open(p, newline=nl) as f: print(repr(nl), f.readlines(), f.newlines)
with open(p, "wb") as f: f.write(b"\xff\xfe bad")
for errs in ("strict", "replace", "ignore", "surrogateescape", "backslashreplace"):
    with open(p, encoding="utf-8", errors=errs) as f:
        try: print(errs, ascii(f.read()))
        except UnicodeDecodeError as e: print(e)
with open(p, "w", encoding="utf-16") as f: f.write("é")
with open(p, encoding="utf-16") as f: print(f.read())
try: open(p, "x")
except FileExistsError as e: print(e.errno, e.strerror, e.filename == p)
for args, kw in ((("/nonexistent/x",), {}), ((p, "q"), {}), ((p, "rw"), {}), ((p, "rb"), {"encoding": "utf-8"}), ((p,), {"encoding": "nope"}), ((p, "r"), {"buffering": 0}), ((d,), {}), ((None,), {}), (("a\0b",), {}), ((p, "wr+"), {}), ((p, ""), {}), ((p,), {"newline": "x"}), ((p, "b"), {}), ((-1,), {})):
    try: open(*args, **kw)
    except Exception as e: print(type(e).__name__, str(e).replace(d, "DIR"))
f = open(p); f.close(); f.close()
for m in ("read", "readline", "tell", "fileno", "__enter__", "__iter__", "__next__"):
    try: getattr(f, m)()
    except ValueError as e: print(m, e)
with open(p) as f:
    for m, a in (("write", "x"), ("truncate", 0)):
        try: getattr(f, m)(a)
        except (io.UnsupportedOperation, OSError) as e: print(type(e).__name__, e)
with open(p, "w") as f:
    for a in (5, b"x", None):
        try: f.write(a)
        except TypeError as e: print(e)
    try: f.read()
    except io.UnsupportedOperation as e: print(e)
s = io.StringIO("ab\ncd"); print(s.read(1), s.readline(), s.getvalue(), s.tell(), s.seek(0), s.write("ZZ"), s.getvalue(), s.truncate(3), s.getvalue(), list(s), s.closed, io.StringIO("a\r\nb", newline=None).read(), s.seek(10), s.write("x"), repr(s.getvalue())); s.close()
try: s.read()
except ValueError as e: print(e)
b = io.BytesIO(b"abc"); print(b.read(2), b.write(b"XYZ"), b.getvalue(), b.seek(0), b.readlines(), b.getbuffer()[0], b.tell(), b.seek(-1, 2), b.read(), b.seek(1), b.read1(1), b.readinto(bytearray(2)))
try: b.write("s")
except TypeError as e: print(e)
w = io.TextIOWrapper(io.BytesIO("é\nb".encode()), encoding="utf-8"); print(w.read(), w.buffer.getvalue(), w.detach().getvalue()); big = os.path.join(d, "big")
with open(big, "w") as f:
    for i in range(5000): f.write(f"{i}\n")
with open(big) as f: print(sum(map(int, f)), f.seek(0), len(f.read()))
class Upper(io.TextIOBase):
    def __init__(self): self.out = []
    def write(self, s): self.out.append(s.upper()); return len(s)
u = Upper(); print("via print", file=u); print(u.out); r = io.BufferedReader(io.BytesIO(b"x" * 100)); print(len(r.read(10)), r.tell(), io.BufferedRandom(io.BytesIO(b"q")).read(), isinstance(open(os.devnull), io.TextIOWrapper), io.DEFAULT_BUFFER_SIZE > 0); os.remove(p); os.remove(big); os.rmdir(d); print(os.path.exists(d), io.open is open, io.SEEK_END)
