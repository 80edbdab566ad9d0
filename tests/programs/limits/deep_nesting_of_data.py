# slow
"""Containers nested 100,000 deep can be built, compared, printed (or refused) and freed."""
import gc
N = 100_000
def nest(wrap, n=N):
    x = None
    for _ in range(n): x = wrap(x)
    return x
class Box:
    __slots__ = ("v",)
    def __init__(self, v): self.v = v
class Obj:
    def __init__(self, v): self.v = v
for name, wrap in (("list", lambda x: [x]), ("tuple", lambda x: (x,)), ("dict", lambda x: {"k": x}), ("slots", Box), ("object", Obj), ("closure", lambda x: lambda: x), ("cell list", lambda x: [[x]]), ("partial", lambda x: (x, [x], {"a": x}))):
    x = nest(wrap); y = nest(wrap)
    print(name, type(x).__name__, end=" ")
    if name == "list":
        try: repr(x); print("printed", end=" ")
        except RecursionError: print("RecursionError", end=" ")
    for op in (lambda: x == y, lambda: hash(x)):
        # How deep a comparison gets before it gives up is the implementation's business.
        try: op()
        except (RecursionError, TypeError): pass
    del x, y; gc.collect(); print("freed")
def gen(x): yield x
g = None
for _ in range(N): g = gen(g); next(g)
del g; gc.collect(); print("generators freed")
e = None
for i in range(N): n = ValueError(i); n.__context__ = e; e = n
del e, n; gc.collect(); print("exceptions freed")
it = iter([])
for _ in range(5000): it = map(str, it)
del it; gc.collect(); print("iterators freed")
l = []; l.append(l); d = {}; d["d"] = d; t = (l, d); print(repr(l), repr(d), repr(t), l == l)
a, b = [], []; a.append(b); b.append(a)
try: print(a == b)
except RecursionError as x: print("RecursionError")
a = []; a.append(a); b = []; b.append(b)
try: a == b
except RecursionError as x: print("RecursionError")
class Node:
    def __init__(self): self.kids = []
    def __repr__(self): return f"N{self.kids}"
r = Node(); r.kids.append(r)
try: repr(r)
except RecursionError: print("RecursionError in user repr")
print(len(repr(nest(lambda x: [x], 50))), repr(nest(lambda x: (x,), 5)), nest(lambda x: [x], 300) == nest(lambda x: [x], 300), hash(nest(lambda x: (x,), 300)) == hash(nest(lambda x: (x,), 300)))
import copy
try: copy.deepcopy(nest(lambda x: [x], 20000))
except RecursionError: print("RecursionError in deepcopy")
try: isinstance(1, nest(lambda x: (x,), N))
except (RecursionError, TypeError) as x: print(type(x).__name__)
