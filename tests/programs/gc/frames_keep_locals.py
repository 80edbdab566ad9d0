"""A named local lives until it is rebound, deleted or its frame ends."""
import gc, weakref, sys
class C: pass
def f():
    a = C(); r = weakref.ref(a); gc.collect(); first = r() is not None
    a = None; gc.collect(); return first, r() is None
print(f())
def g():
    a = C(); r = weakref.ref(a)
    for _ in range(3): gc.collect()
    alive = r() is not None
    del a; gc.collect(); return alive, r() is None
print(g())
def h(): return weakref.ref(C())
r = h(); gc.collect(); print(r() is None)
def inner(r): gc.collect(); return r() is not None
def caller(): x = C(); return inner(weakref.ref(x))
print(caller())
def arg(x): r = weakref.ref(x); gc.collect(); return r() is not None
print(arg(C()))
def gen():
    x = C(); r = weakref.ref(x); yield r; gc.collect(); yield r() is not None; x = None; gc.collect(); yield r() is None
g_ = gen(); r = next(g_); gc.collect(); print(r() is not None, next(g_), next(g_))
def loop():
    refs = []
    for i in range(3): v = C(); refs.append(weakref.ref(v))
    gc.collect(); return [x() is not None for x in refs]
print(loop())
def closure():
    x = C(); r = weakref.ref(x)
    def use(): return x
    return use, r
u, r = closure(); gc.collect(); print(r() is u()); u = None; gc.collect(); print(r() is None)
def exc():
    x = C(); r = weakref.ref(x)
    try: raise ValueError
    except ValueError as e: saved.append(e)
    return r
saved = []; r = exc(); gc.collect(); print(r() is not None); saved.clear(); gc.collect(); print(r() is None)
def nested(n):
    x = C(); r = weakref.ref(x)
    if n: return nested(n - 1) + [r() is not None]
    gc.collect(); return [r() is not None]
print(nested(20).count(True))
class M:
    def run(self): r = weakref.ref(self); gc.collect(); return r() is not None
print(M().run())
def comp(): x = C(); r = weakref.ref(x); return [(gc.collect(), r() is not None)[1] for _ in range(2)]
print(comp())
def stack(): return [C(), gc.collect() and 0, C()].__len__(), (C(), gc.collect(), 5)[2], {C(): gc.collect() * 0}.popitem()[1], [gc.collect() * 0 + i for i in range(3)]
print(stack())
def callargs(a, b, c): return weakref.ref(a)() is a and weakref.ref(c)() is c
print(callargs(C(), gc.collect(), C())); print(f"{C().__class__.__name__}{gc.collect() * 0}{C().__class__.__name__}")
class Ctx:
    def __enter__(self): self.r = weakref.ref(self); return self.r
    def __exit__(self, *a): gc.collect()
with Ctx() as r: gc.collect(); print(r() is not None)
try: raise KeyError(C())
except KeyError as e: gc.collect(); print(type(e.args[0]).__name__)
x = [C() for _ in range(5)]; x[2:4] = [gc.collect()]; print(len(x)); a, *b = C(), gc.collect(), C(); print(type(a).__name__, len(b))
