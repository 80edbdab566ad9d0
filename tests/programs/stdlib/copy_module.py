"""copy and deepcopy: containers, objects, cycles, hooks, memo."""
import copy
l = [1, [2, 3], {"a": [4]}]; s, d = copy.copy(l), copy.deepcopy(l); l[1].append(9); l[2]["a"].append(8); print(s, d, s[1] is l[1], d[1] is l[1])
for v in (1, "s", None, 1.5, (1, 2), b"b", range(3), len, int, frozenset([1]), True, ..., lambda: 0): print(copy.copy(v) is v, copy.deepcopy(v) is v, end=" ")
print(); t = ([1],); print(copy.copy(t) is t, copy.deepcopy(t) is t, copy.deepcopy(t) == t); c = [1]; c.append(c); e = copy.deepcopy(c); print(e[1] is e, e is not c, e)
class P:
    def __init__(self, v): self.v = v; self.me = self
p = P([1]); q, r = copy.copy(p), copy.deepcopy(p); print(q.v is p.v, r.v is p.v, r.v == p.v, q.me is p, r.me is r, type(r).__name__)
class H:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return ("deep", len(memo) >= 0)
print(copy.copy(H()), copy.deepcopy([H()]))
class S: __slots__ = ("a", "b")
x = S(); x.a = [1]; y, z = copy.copy(x), copy.deepcopy(x); print(y.a is x.a, z.a is x.a, z.a, hasattr(z, "b"))
class N:
    def __new__(cls, a, b=2): o = object.__new__(cls); o.a = a; return o
    def __getnewargs__(self): return (self.a,)
    def __getstate__(self): return {"state": 1}
    def __setstate__(self, s): self.restored = s
n = copy.copy(N(5)); print(vars(n))
class R:
    def __reduce__(self): return (dict, ([("k", [1])],))
class RE:
    def __reduce_ex__(self, p): return (list, ((1, 2),), None, iter([3, 4]), None)
print(copy.copy(R()), copy.deepcopy(R()), copy.copy(RE()))
class L(list):
    def __init__(self, *a): super().__init__(a); self.tag = "t"
class D(dict): pass
l = L(1, [2]); m = copy.deepcopy(l); print(m, type(m).__name__, m.tag, m[1] is l[1]); d = D(a=[1]); d.attr = [2]; f = copy.deepcopy(d); print(f, type(f).__name__, f.attr, f.attr is d.attr, f["a"] is d["a"]); shared = [0]; g = copy.deepcopy([shared, shared]); print(g[0] is g[1], g[0] is shared); memo = {}; copy.deepcopy(shared, memo); print(id(shared) in memo)
def gen(): yield
for bad in (gen(), (x for x in []), __import__("sys")):
    try: copy.copy(bad); print("ok")
    except TypeError as e: print(e)
print(copy.copy({1: [2]}), copy.copy({1, 2}) == {1, 2}, copy.copy(bytearray(b"a")), copy.deepcopy({"k": {1, 2}}) == {"k": {1, 2}}, copy.deepcopy(ValueError("a", 1)).args, copy.copy(slice(1, 2)), copy.deepcopy(1j), copy.replace.__name__, copy.copy(type), copy.deepcopy(P).__name__, copy.error)
