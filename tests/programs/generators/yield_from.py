"""Delegation: values, send, throw, close, results, to iterators of all kinds."""
def inner():
    got = []
    try:
        while True:
            x = yield len(got)
            if x is None: return got
            got.append(x)
    except KeyError as e: got.append(repr(e)); yield "handled"; return got
    finally: print("inner fin", end=" ")
def outer():
    r = yield from inner(); print("result", r)
    r = yield from inner(); print("result", r)
    return "outer done"
g = outer(); print(next(g), g.send("a"), g.send("b"), g.send(None), g.send("c"), g.throw(KeyError("k")))
try: next(g)
except StopIteration as e: print(e.value)
def chain(*its):
    for it in its: yield from it
print(list(chain("ab", [1, 2], (3,), {4: 5}, range(2), (x for x in "z"), iter([9]), {"k"}, b"a")))
def r(): return (yield from [1, 2])
def ret():
    x = yield from r(); yield x
    y = yield from (lambda: (yield 5))(); yield y
print(list(ret()))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration("it result")
        return self.n
def d():
    v = yield from It(); print("v", v)
print(list(d()))
g = d(); print(next(g))
try: g.send(5)
except AttributeError as e: print(e)
g = d(); next(g)
try: g.throw(ValueError("to plain iterator"))
except ValueError as e: print(e)
class Full(It):
    def send(self, v): return ("sent", v)
    def throw(self, *a): return ("thrown", type(a[0]).__name__)
    def close(self): print("closed", end=" ")
g = d.__class__(d.__code__, {**globals(), "It": Full})(); print(next(g), g.send(3), g.throw(KeyError("z"))); g.close(); print()
for bad in (5, None, object()):
    def b(): yield from bad
    try: list(b())
    except TypeError as e: print(e)
def tree(t):
    if isinstance(t, tuple): yield from tree(t[0]); yield t[1]; yield from tree(t[2])
    elif t is not None: yield t
print(list(tree(((None, 1, 2), 3, (4, 5, (None, 6, None))))))
def deep(n):
    if n: yield from deep(n - 1)
    yield n
print(list(deep(50))[-3:], sum(deep(200)))
def rec(): yield from me
me = rec()
try: next(me)
except ValueError as e: print(e)
def closing():
    try: yield from inner()
    finally: print("closing fin", end=" ")
g = closing(); next(g); g.close(); print()
def exc():
    try: yield from boom()
    except ValueError as e: yield f"caught {e}"
def boom(): yield 1; raise ValueError("boom")
print(list(exc()))
def gi(): yield from [1]
g = gi(); print(g.gi_yieldfrom); next(g); print(type(g.gi_yieldfrom).__name__); list(g); print(g.gi_yieldfrom)
def passes(): x = yield from (y for y in range(3)); return x
def three(): a = yield from passes(); b = yield from "xy"; c = yield from (); return a, b, c
def run(g):
    out = []
    while True:
        try: out.append(next(g))
        except StopIteration as e: return out, e.value
print(run(three()))
def perm(xs):
    if not xs: yield []
    for i, x in enumerate(xs):
        for rest in perm(xs[:i] + xs[i + 1:]): yield [x, *rest]
print(list(perm([1, 2, 3])), len(list(perm(range(5) and list(range(5))))))
