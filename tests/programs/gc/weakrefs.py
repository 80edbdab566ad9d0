"""Weak references, callbacks, WeakValueDictionary and friends, after gc.collect()."""
import gc, weakref
class C:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"C{self.n}"
log = []
a = C(1); r = weakref.ref(a, lambda ref: log.append(("dead", ref is r))); print(r(), r() is a, log, weakref.getweakrefcount(a), r == weakref.ref(a), hash(r) == hash(a), type(r).__name__)
del a; gc.collect(); print(r(), log)
p_obj = C(2); p = weakref.proxy(p_obj); print(p.n, p, isinstance(p, C)); p.n = 5; print(p_obj.n); del p_obj; gc.collect()
try: p.n
except ReferenceError as e: print(e)
d = weakref.WeakValueDictionary(); k1, k2 = C(3), C(4); d["a"], d["b"] = k1, k2; print(len(d), d["a"], sorted(d)); del k1; gc.collect(); print(len(d), "a" in d, d.get("a"), sorted(d.items(), key=str))
w = weakref.WeakKeyDictionary(); w[k2] = "v"; print(len(w), w[k2]); del k2; gc.collect(); print(len(w), len(d))
s = weakref.WeakSet(); x, y = C(5), C(6); s.add(x); s.add(y); print(len(s), x in s); del x; gc.collect(); print(len(s), [o.n for o in s]); del y
class Cycle:
    def __init__(self): self.me = self
order = []; cs = [Cycle() for _ in range(3)]; refs = [weakref.ref(c, lambda ref, i=i: order.append(i)) for i, c in enumerate(cs)]; del cs[1]; gc.collect(); print(order, [bool(q()) for q in refs]); c = None; cs.clear(); gc.collect(); print(sorted(order), [q() for q in refs])
class M:
    def m(self): return "method"
m = M(); wm = weakref.WeakMethod(m.m); print(wm()()); del m; gc.collect(); print(wm())
f_log = []; o = C(7); fin = weakref.finalize(o, f_log.append, "finalized"); print(fin.alive); del o; gc.collect(); print(fin.alive, f_log); o = C(8); fin = weakref.finalize(o, f_log.append, "x"); print(fin(), fin(), f_log, fin.alive); fin2 = weakref.finalize(o, print, "no"); print(fin2.detach() is not None)
for bad in (5, "s", None, [1], (1,), {}, 1.5, object()):
    try: weakref.ref(bad); print("ok", type(bad).__name__)
    except TypeError as e: print(e)
for ok in (C, len, lambda: 0, {1}, frozenset(), (i for i in []), type("T", (list,), {})(), M().m): weakref.ref(ok)
r1 = weakref.ref(C); r2 = weakref.ref(C); print(r1 is r2, weakref.ref(C, print) is r1, r1() is C, callable(r1))
try: weakref.ref()
except TypeError as e: print(e)
keep = C(9); rk = weakref.ref(keep); gc.collect(); gc.collect(); print(rk() is keep)
def cb(ref): raise ValueError("callback errors are printed, not raised")
import sys, io
old, sys.stderr = sys.stderr, io.StringIO(); z = C(10); rz = weakref.ref(z, cb); del z; gc.collect(); text = sys.stderr.getvalue(); sys.stderr = old; print("ValueError: callback errors" in text, "Exception ignored" in text)
class Sub(weakref.ref):
    def __init__(self, o, tag): super().__init__(o); self.tag = tag
    def __new__(cls, o, tag): return super().__new__(cls, o)
q = C(11); sr = Sub(q, "t"); print(sr().n, sr.tag); big = [C(i) for i in range(1000)]; rs = [weakref.ref(b) for b in big]; del big[::2]; gc.collect(); print(sum(x() is not None for x in rs), all((x() is not None) == (i % 2 == 1) for i, x in enumerate(rs)))
