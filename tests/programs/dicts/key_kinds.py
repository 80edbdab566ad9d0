"""Keys of every kind in one dict; equality across types; hash collisions; user-defined keys."""
d = {1: "int", "1": "str", b"1": "bytes", 1.5: "float", None: "none", (1, 2): "tuple", frozenset([1]): "fs", int: "type", len: "builtin", ...: "ell", 2 ** 70: "big", 1j: "cplx", "": "empty", (): "et", False: "false"}
for k in (1, 1.0, True, 1 + 0j, "1", b"1", 1.5, None, (1, 2), (1.0, 2.0), frozenset([1]), int, len, ..., 2 ** 70, 2.0 ** 70, 1j, "", (), 0, 0.0, -0.0):
    print(k, d.get(k, "no"), end="; ")
print()
class K:
    def __init__(self, v, h): self.v, self.h = v, h
    def __hash__(self): return self.h
    def __eq__(self, o): return isinstance(o, K) and self.v == o.v
    def __repr__(self): return f"K{self.v}"
ks = [K(i, 5) for i in range(30)]
c = {k: k.v for k in ks}
print(len(c), c[K(7, 5)], c.get(K(7, 6)), K(29, 5) in c, K(30, 5) in c)
for k in ks[::2]: del c[k]
print(c, [c.get(k) for k in ks[:6]])
m = {K(1, -1): "neg", K(2, 1 << 70): "huge", K(3, 0): "zero"}
print(m[K(1, -1)], m[K(2, 1 << 70)], m[K(3, 0)])
class NoHash:
    def __eq__(self, o): return True
class NoneHash:
    __hash__ = None
class RaisesHash:
    def __hash__(self): raise ZeroDivisionError("in hash")
class StrHash:
    def __hash__(self): return "x"
class RaisesEq:
    def __hash__(self): return 1
    def __eq__(self, o): raise KeyError("in eq")
for cls in (NoHash, NoneHash, RaisesHash, StrHash):
    for act in (lambda k: {k: 1}, lambda k: {}.get(k), lambda k: {1}.__contains__(k), lambda k: hash(k)):
        try:
            print(act(cls()))
        except Exception as e:
            print(cls.__name__, type(e).__name__, e)
r = {RaisesEq(): 1}
try: r[RaisesEq()]
except KeyError as e: print("KeyError", e)
try: r[1]
except KeyError as e: print("KeyError", e)
class Mutable:
    def __init__(self): self.v = 1
    def __hash__(self): return hash(self.v)
    def __eq__(self, o): return self.v == o.v
k = Mutable(); z = {k: "found"}; k.v = 2
print(z.get(k), k in z, k in list(z), len(z)); k.v = 1; print(z[k])
n = float("nan"); w = {n: 1}; print(w.get(n), w.get(float("nan")), n in w, len({float("nan"): 1, float("nan"): 2}))
class S(str):
    def __eq__(self, o): return False
    __hash__ = str.__hash__
print({"a": 1}.get(S("a")), {S("a"): 1}.get("a"), len({"a": 1, S("a"): 2}))
