"""with: order of calls, suppression, several managers, return, errors in each phase."""
class CM:
    def __init__(self, n, swallow=False, enter=None, exit=None): self.n, self.s, self.en, self.ex = n, swallow, enter, exit
    def __enter__(self):
        print("enter", self.n, end="; ")
        if self.en: raise self.en
        return self.n
    def __exit__(self, t, v, tb):
        print("exit", self.n, t and t.__name__, v, tb is not None, end="; ")
        if self.ex: raise self.ex
        return self.s
def run(f):
    try: print("->", f())
    except BaseException as e: print("->", repr(e), "context", repr(e.__context__))
@run
def plain():
    with CM("a") as x: return x
@run
def two():
    with CM("a") as x, CM("b") as y: return x, y
@run
def paren():
    with (CM("a") as x, CM("b"), CM("c") as z,): return x, z
@run
def swallow():
    with CM("a", True): raise ValueError("v")
    return "continued"
@run
def not_swallowed():
    with CM("a"): raise ValueError("v")
@run
def inner_swallows():
    with CM("a"), CM("b", True): raise ValueError("v")
    return "ok"
@run
def outer_swallows():
    with CM("a", True), CM("b"): raise ValueError("v")
    return "ok"
@run
def enter_raises():
    with CM("a", True), CM("b", enter=KeyError("enter")): print("never")
    return "swallowed"
@run
def enter_raises2():
    with CM("b", enter=KeyError("enter")): print("never")
@run
def exit_raises():
    with CM("a", exit=KeyError("exit")): raise ValueError("body")
@run
def exit_raises_normal():
    with CM("a", exit=KeyError("exit")): pass
@run
def both_exits():
    with CM("a", exit=KeyError("ax")), CM("b", exit=IndexError("bx")): pass
@run
def flow():
    for i in range(3):
        with CM(i):
            if i == 0: continue
            if i == 1: break
    with CM("n"):
        with CM("m") as q: return q
@run
def truthy():
    with CM("a", "yes"): 1 / 0
    with CM("b", []): 1 / 0
@run
def base_exc():
    with CM("a", True): raise KeyboardInterrupt
    return "even that"
@run
def targets():
    l = [0]; d = {}
    class O: pass
    o = O()
    class T:
        def __enter__(self): return (1, (2, 3))
        def __exit__(self, *a): pass
    with T() as (a, (b, c)), T() as o.x, T() as l[0], T() as d["k"], T() as [*e]: pass
    return a, b, c, o.x, l, d, e
@run
def target_error():
    with CM("a", True) as (x, y, z): print("never")
    return "target error swallowed"
class NoExit:
    def __enter__(self): print("entered?")
class NoEnter:
    def __exit__(self, *a): pass
for bad in (5, None, NoExit(), NoEnter(), CM, "s"):
    try:
        with bad: pass
    except TypeError as e: print(e)
class Wrong:
    def __enter__(self): return 1
    def __exit__(self): pass
try:
    with Wrong(): pass
except TypeError as e: print(e)
def gen():
    with CM("g"):
        yield 1
        yield 2
for v in gen(): print(v, end=" ")
print()
g = gen(); next(g); g.close(); print()
g = gen(); next(g)
try: g.throw(ValueError("t"))
except ValueError as e: print(e)
class Reentrant:
    depth = 0
    def __enter__(self): self.depth += 1; return self
    def __exit__(self, *a): self.depth -= 1
r = Reentrant()
with r, r as x, r: print(r.depth, x is r)
print(r.depth)
from contextlib import contextmanager
@contextmanager
def cm(tag):
    print("<" + tag, end="")
    try: yield tag.upper()
    except ValueError as e: print("[", e, "]", end="")
    finally: print("/" + tag + ">")
with cm("b") as t: print(t, end="")
with cm("i") as t, cm("u"): raise ValueError("swallowed")
class Boolish:
    def __bool__(self): raise RuntimeError("bool")
class ExitBool:
    def __enter__(self): pass
    def __exit__(self, *a): return Boolish()
try:
    with ExitBool(): 1 / 0
except RuntimeError as e: print(e, repr(e.__context__))
with ExitBool(): pass
print("end")
