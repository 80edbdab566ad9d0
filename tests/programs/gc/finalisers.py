"""__del__: order-independent facts: runs once, sees its object, may resurrect; errors are reported, not raised."""
import gc, sys, io
log = []
class D:
    def __init__(self, n, other=None): self.n, self.other = n, other
    def __del__(self): log.append(self.n)
def make(): D(1); D(2, D(3))
make(); gc.collect(); print(sorted(log)); log.clear()
def cycle():
    a, b = D("a"), D("b"); a.other, b.other = b, a
    c = D("c"); c.other = c
cycle(); gc.collect(); print(sorted(log)); log.clear()
saved = []
class Lazarus:
    def __init__(self): self.lives = 1; self.data = [1, 2, 3]
    def __del__(self): saved.append(self); self.lives += 1
def l(): Lazarus()
l(); gc.collect(); print(len(saved), saved[0].lives, saved[0].data); saved.clear(); gc.collect(); print("not again:", len(saved))
class Bad:
    def __del__(self): raise ValueError("error in del")
old, sys.stderr = sys.stderr, io.StringIO()
def b(): Bad()
b(); gc.collect(); text = sys.stderr.getvalue(); sys.stderr = old; print("Exception ignored" in text, "ValueError: error in del" in text)
class Creates:
    def __del__(self): log.append([D("made in del").n]); gc.collect()
def c(): Creates()
c(); gc.collect(); print([x for x in log if isinstance(x, list)], "made in del" in log); log.clear()
class Base:
    def __del__(self): log.append("base")
class Child(Base):
    def __del__(self): log.append("child"); super().__del__()
def ch(): Child()
ch(); gc.collect(); print(log); log.clear()
x = D("explicit"); x.__del__(); print(log); log.clear(); del x; gc.collect(); print(log); log.clear()
class Late: pass
o = Late(); Late.__del__ = lambda s: log.append("added later"); del o; gc.collect(); print(log); log.clear()
class Inst: pass
i = Inst(); i.__del__ = lambda: log.append("never"); del i; gc.collect(); print(log)
def gen():
    try: yield 1
    finally: log.append("generator closed")
g = gen(); next(g); del g; gc.collect(); print(log); log.clear()
class WithSlots:
    __slots__ = ("v",)
    def __del__(self): log.append(self.v)
w = WithSlots(); w.v = "slot"; del w; gc.collect(); print(log); log.clear()
class Chain:
    def __init__(self, n): self.next = Chain(n - 1) if n else None
    def __del__(self): log.append(1)
k = Chain(100); del k; gc.collect(); print(len(log)); log.clear()
many = [D(i) for i in range(500)]
for m in many: m.other = many
del many, m; gc.collect(); print(len(log), sorted(log) == list(range(500))); log.clear()
def raiser():
    local = D("in frame")
    raise KeyError("keeps the frame")
try: raiser()
except KeyError as err: held = err
gc.collect(); print(log); held = None; gc.collect(); print(log); log.clear()
class LD(list):
    def __del__(self): log.append(len(self))
z = LD([1, 2]); z.append(z); del z; gc.collect(); print(log); print(gc.garbage)
