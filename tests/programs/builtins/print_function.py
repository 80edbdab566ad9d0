"""print: sep, end, file, flush, objects with odd str."""
import sys, io
print(1, "a", None, [1], sep=", ", end=".\n"); print(sep="x"); print("a", "b", sep=""); print(*range(5), sep="\t"); print("no newline", end=""); print(); print("x", sep=None, end=None)
b = io.StringIO(); print("to buffer", 1, file=b, end="|", flush=True); print(repr(b.getvalue()))
class W:
    def __init__(self): self.log = []
    def write(self, s): self.log.append(s)
    def flush(self): self.log.append("flush")
w = W(); print("a", 1, file=w); print(file=w); print("z", end="", file=w, flush=True); print(w.log)
for f in (lambda: print("a", sep=1), lambda: print("a", end=b"x"), lambda: print("a", file=5), lambda: print("a", foo=1), lambda: print(file=object())):
    try: f()
    except Exception as e: print(type(e).__name__, e)
class S:
    def __str__(self): return "S-str"
class R:
    def __repr__(self): return "R-repr"
class Bad:
    def __str__(self): raise ValueError("bad str")
print(S(), R(), [S.__name__, R()], {R(): R()}, (R(),))
try: print("partial", Bad())
except ValueError as e: print(":", e)
old = sys.stdout; sys.stdout = cap = io.StringIO(); print("captured"); sys.stdout = old; print(repr(cap.getvalue()))
sys.stdout.write("direct\n"); print(sys.stdout.write("abc\n")); print("unicode é 日 😀", "\t|", "\\", 'q"'); print(print); print(print("nested"))
sys.stdout = None; print("vanishes"); sys.stdout = old; print("back", flush=True)
