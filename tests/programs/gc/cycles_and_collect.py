# slow
"""Cyclic garbage of every container kind is found; what is reachable survives."""
import gc, weakref
class N: pass
def dead(make):
    o = make(); r = weakref.ref(o); del o; gc.collect(); return r() is None
def self_attr(): n = N(); n.me = n; return n
def via_list(): n = N(); n.l = [n]; return n
def via_dict(): n = N(); n.d = {"k": n}; return n
def via_key(): n = N(); n.d = {n: 1}; return n
def via_tuple(): n = N(); n.t = (1, (n,)); return n
def via_set(): n = N(); n.s = {n}; return n
def via_closure():
    n = N()
    def f(): return n
    n.f = f; return n
def via_method(): n = N(); n.m = n.__init__; return n
def via_generator():
    def g(x): yield x
    n = N(); n.g = g(n); next(n.g); return n
def via_exception():
    n = N()
    try: raise ValueError
    except ValueError as e: n.e = e
    return n
def via_class():
    class K: pass
    K.inst = K(); return K
def via_iter(): n = N(); n.i = iter([n]); return n
def via_deque():
    from collections import deque
    n = N(); n.d = deque([n]); return n
def via_partial():
    from functools import partial
    n = N(); n.p = partial(print, n); return n
def via_map(): n = N(); n.m = map(lambda x: n, [n]); return n
def via_slots():
    class S: __slots__ = ("a", "__weakref__")
    s = S(); s.a = s; return s
def via_two():
    a, b = N(), N(); a.b, b.a = b, a; return a
def via_default():
    n = N()
    def f(x=n): return x
    n.f = f; return n
def via_list_subclass():
    class L(list): pass
    l = L(); l.append(l); return l
def via_property():
    class P: pass
    p = P(); P.q = property(lambda s: p); return p
for f in [v for k, v in list(globals().items()) if k.startswith(("self_", "via_"))]: print(f.__name__, dead(f))
root = N(); root.kids = [N() for _ in range(100)]
for k in root.kids: k.root = root; k.sibs = root.kids
rs = [weakref.ref(k) for k in root.kids]; gc.collect(); print(all(r() for r in rs)); root.kids = root.kids[:10]
for k in root.kids: k.sibs = None
del k; gc.collect(); print(sum(r() is not None for r in rs))
print(gc.isenabled(), gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled(), isinstance(gc.collect(), int), isinstance(gc.get_threshold(), tuple), isinstance(gc.get_count(), tuple), gc.is_tracked([]), gc.is_tracked(1), isinstance(gc.get_stats(), list))
class Big: pass
for i in range(200):
    b = Big(); b.me = b; b.data = [0] * 1000
print("survived churn"); l = []
for i in range(100000): l = [l] if i % 1000 else []
print(len(l)); del l; gc.collect()
chain = None
for i in range(200000): chain = (chain, i)
print(chain[1]); chain = None; gc.collect(); print("long chain freed")
d = {}
for i in range(50000): d[i % 100] = [d.get((i * 7) % 100)] if i % 50 else []
print(len(d), sum(len(v) for v in d.values()) > 0); gc.collect(); print("ok")
