"""RecursionError of plain Python calls: message, catching, going on, setrecursionlimit."""
import sys
def f(n): return f(n + 1)
for _ in range(3):
    try: f(0)
    except RecursionError as e: print(e, isinstance(e, RuntimeError))
def depth(n=0):
    try: return depth(n + 1)
    except RecursionError: return n
d = depth(); print(900 < d < 1100)
sys.setrecursionlimit(5000); d = depth(); print(4800 < d < 5100, sys.getrecursionlimit())
sys.setrecursionlimit(200); print(100 < depth() < 220); sys.setrecursionlimit(1000)
for bad in (0, -1, "x", 1.5, 1 << 40):
    try: sys.setrecursionlimit(bad); print("ok", bad)
    except Exception as e: print(type(e).__name__, e)
sys.setrecursionlimit(1000)
class A:
    def __getattr__(self, n): return self.other
    def __eq__(self, o): return self == o
    def __repr__(self): return repr(self)
    def __add__(self, o): return self + o
    def __call__(self): return self()
    def __iter__(self): return iter(self)
    def __len__(self): return len(self)
    def __getitem__(self, i): return self[i]
    def __contains__(self, x): return x in self
    def __hash__(self): return hash(self)
    def __bool__(self): return bool(self)
    def __lt__(self, o): return self < o
    def __str__(self): return f"{self}"
    def __enter__(self): 
        with self: pass
    def __exit__(self, *a): pass
    @property
    def p(self): return self.p
a = A()
for f in (lambda: a.x, lambda: a == 1, lambda: repr(a), lambda: a + 1, lambda: a(), lambda: iter(a), lambda: len(a), lambda: a[0], lambda: 1 in a, lambda: hash(a), lambda: bool(a), lambda: a < 1, lambda: str(a), lambda: a.__enter__(), lambda: a.p, lambda: {a: 1}, lambda: sorted([a, a]), lambda: f"{a}", lambda: [a] == [1], lambda: not a, lambda: max(a, a), lambda: print(a)):
    try: f(); print("finished")
    except RecursionError as e: print(str(e)[:32], end="; ")
print()
def g(): yield from g()
try: list(g())
except RecursionError as e: print(str(e)[:32])
def mutual_a(n): return mutual_b(n + 1)
def mutual_b(n): return mutual_a(n + 1)
try: mutual_a(0)
except RecursionError as e: print(str(e)[:32])
def h():
    try: return h()
    finally: count.append(1)
count = []
try: h()
except RecursionError: print(len(count) > 500)
rec = lambda: [x for x in [rec()]]
try: rec()
except RecursionError as e: print("in comprehension")
def key(x): return sorted([1], key=key)
try: key(1)
except RecursionError: print("through sorted")
class M(type):
    def __call__(cls): return cls()
class MC(metaclass=M): pass
try: MC()
except RecursionError: print("metaclass call")
print("still working", sum(range(100)))
