"""Key, value and item views: live, set operations, equality, iteration errors."""
d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
d["d"] = 4
print(k, v, i, len(k), len(v), len(i))
print("a" in k, 4 in v, ("a", 1) in i, ("a", 2) in i, "a" in i, ("a",) in i)
print(sorted(k & {"a", "z"}), sorted(k | {"z"}), sorted(k - {"a"}), sorted(k ^ {"a", "z"}), sorted(i & {("a", 1), ("b", 5)}), type(k & []).__name__, sorted(k & ["a"]), sorted({"a", "q"} - k), sorted({"a"} | k))
print(k == {"a", "b", "c", "d"}, k == ["a", "b", "c", "d"], k < {"a", "b", "c", "d", "e"}, k <= d.keys(), k.isdisjoint(["q"]), i == d.copy().items(), v == d.values(), v == v, k != {"a"}, k >= {"a"}, i >= {("a", 1)})
print(list(reversed(k)), list(reversed(v)), list(reversed(i)), next(iter(v)), max(v), sum(v), k.mapping["a"], repr({}.keys()), repr({}.items()), repr({1: [2]}.values()))
for text in ("k[0]", "v[0]", "k + k", "v & v", "k | 1", "hash(i)", "v < v", "k.add(1)", "len(iter(k))", "i & 5", "k < [1]", "dict.keys()", "type(k)()"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
def grow(x): x["new"] = 1
def shrink(x): del x["a"]
def swap(x): del x["b"]; x["e"] = 1
def change(x): x["a"] = 100
for f in (grow, shrink, swap, change):
    for view in ("keys", "values", "items"):
        x = {"a": 1, "b": 2, "c": 3}
        try:
            for n, _ in enumerate(getattr(x, view)()):
                if n == 0: f(x)
            print(f.__name__, view, "ok", x)
        except RuntimeError as e:
            print(f.__name__, view, e)
x = {"a": 1}
it = iter(x); x["b"] = 2
for _ in range(2):
    try: next(it)
    except (RuntimeError, StopIteration) as e: print(type(e).__name__, e)
it = iter({"p": 1, "q": 2}.items())
print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), list(it))
x = {"a": 1, "b": 2}
for key in list(x): del x[key]
print(x, sorted({1: "b", 2: "a"}.items(), key=lambda p: p[1]), dict(sorted({"z": 1, "y": 2}.items())))
