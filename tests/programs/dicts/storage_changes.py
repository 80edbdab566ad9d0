# slow
"""Dicts whose keys go from one kind to another, and as keyword arguments and namespaces."""
def f(**kw): return kw
for start in ({}, {"a": 1}, {1: 1}, {1.5: 1}, {(1,): 1}, {None: 0}):
    for extra in ("s", 3, 2.5, (4,), None, 2 ** 70, True, b"x", frozenset(), "é", "😀"):
        d = dict(start)
        d[extra] = "extra"
        assert d[extra] == "extra" and extra in d and len(d) in (len(start), len(start) + 1), (start, extra)
        for i in range(10): d[i] = d.get(i, i)
        for i in "abcdefghij": d.setdefault(i, i)
        assert d[extra] == "extra"
        copy = d.copy(); assert copy == d and list(copy) == list(d)
        del d[extra]
        assert extra not in d and copy[extra] == "extra"
    print(list(copy))
s = {"x": 1}; s[S := "x" + ""] = 2; s["".join(["x"])] = 3; print(s)
n = {i: i for i in range(5)}; n["k"] = 1; n[2.0] = "two"; n[True] = "one"; print(n)
print(f(**{"a": 1, "b c": 2, "": 3}), sorted(f(**{"z": 1}, y=2)))
for text in ("f(**{1: 2})", "f(**{'a': 1}, a=2)", "f(**{'a': 1}, **{'a': 2})", "f(**5)", "dict(**{1: 2})", "(lambda: 0)(**{'a': 1})"):
    try: print(eval(text))
    except TypeError as e: print(text, "->", e)
class C: pass
c = C(); c.a = 1; v = vars(c); v["b"] = 2; print(c.b, c.__dict__ is v, v); del v["a"]; print(hasattr(c, "a")); c.__dict__ = {"n": 5}; print(c.n, v, hasattr(c, "b"))
v = c.__dict__
for i in range(50): v["k%d" % i] = i
print(c.k49, len(v), c.k0); v[5] = "int key"; print(v[5], c.n); v.clear(); print(vars(c))
g = {}; exec("x = 1\ny = x + 1\ndef fn(): return y\n", g); print(g["y"], g["fn"](), sorted(k for k in g if k != "__builtins__")); g["y"] = 10; print(g["fn"]())
del g["y"]
try: g["fn"]()
except NameError as e: print(e)
globals()["dynamic"] = 7; print(dynamic); del globals()["dynamic"]; print("dynamic" in globals())
