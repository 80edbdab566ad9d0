"""Dict methods and their errors."""
d = {"a": 1, "b": 2}
d["c"] = 3
print(d, len(d), d["a"], d.get("x"), d.get("x", 9), d.pop("a"), d.pop("zz", None), d.setdefault("b", 5), d.setdefault("n"), d, list(d), "b" in d, "q" not in d)
d.update({"x": 1}, y=2); d.update([("p", 1), ["q", 2]]); d.update(); print(d, d.popitem(), d)
print(dict(), dict(a=1), dict({"k": 1}, k=2, j=3), dict([(1, 2), "ab"]), dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), dict(zip("xy", [1, 2])), {**d, "b": 0, **{"z": 1}})
print(d.keys(), d.values(), d.items(), list(reversed(d)), list(reversed(d.items())), d.copy() == d, d.copy() is d, d == dict(reversed(list(d.items()))), d != {}, bool({}))
print({1: 2} | {1: 3, 4: 5}, {1: 2} == {1.0: 2}, {1: "a", True: "b", 1.0: "c"}, {(): 1, frozenset(): 2})
e = {1: 2}; e |= {3: 4}; e |= [(5, 6)]; print(e)
for text in ("{}['x']", "{}[()]", "{}[1, 2]", "{}.pop('x')", "{}.popitem()", "{[]: 1}", "{}[[]]", "{1: 2}.get([])", "{}.pop()", "dict(1)", "dict([1])", "dict([(1, 2, 3)])", "dict(['abc'])", "{}.update(1)", "{}.update([1])", "dict.fromkeys(1)", "{} | 1", "{} | [(1, 2)]", "{} < {}", "{}.get()", "{}.setdefault()", "hash({})", "dict(a=1, **{'a': 2})", "{**1}", "{**[1]}", "del {}['q']", "{}.update({}, {})", "{}.nope", "{[1]}", "dict.fromkeys()", "[] in {}", "{}.copy(1)", "{}.update([('a', 1), 5])"):
    try:
        print(text, eval(text) if not text.startswith("del") else exec(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
class D(dict):
    def __missing__(self, k):
        return f"missing {k}"
m = D(a=1)
print(m["a"], m["zz"], m.get("zz"), "zz" in m, m, type(m.copy()), m | {"b": 2}, type(m | {}), D.fromkeys("ab", 1), type(D.fromkeys("a")), m == {"a": 1}, isinstance(m, dict))
class K:
    def keys(self): return ["x", "y"]
    def __getitem__(self, k): return k * 2
print(dict(K()), {**K()}, dict(K(), z=1))
f = {}; f["self"] = f; print(f, f == f); f.clear(); print(f)
g = {"k": [1]}; h = g.copy(); h["k"].append(2); print(g)
print(sorted({"b": 1, "a": 2}), min({3: 1, 2: 5}), sum({1: 2, 3: 4}), sum({1: 2, 3: 4}.values()), max({"a": 1, "b": 0}, key={"a": 1, "b": 0}.get), list(map(str, {1: 2})), [*{"u": 1}], set({"a": 1}))
