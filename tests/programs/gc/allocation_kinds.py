# slow
"""All kinds of objects survive collections with their contents intact."""
import gc
class P: pass
class S: __slots__ = ("a", "b")
def build(i):
    p = P(); p.x = i; p.y = str(i); s = S(); s.a = [i]; s.b = p
    def clo(): return i, p.y
    def gen(): yield i; yield p.x
    g = gen(); next(g)
    return {"int": i, "big": 2 ** 70 + i, "float": i * 0.5, "hugef": 1e300 + i, "str": "s%d" % i, "uni": "é😀%d" % i, "bytes": b"b%d" % i, "ba": bytearray(b"x" * (i % 50)), "list": list(range(i % 20)), "floats": [j * 0.25 for j in range(i % 10)], "strs": [str(j) for j in range(i % 10)], "tuple": (i, (i, [i])), "dict": {j: str(j) for j in range(i % 12)}, "sdict": {str(j): j for j in range(i % 12)}, "set": {j for j in range(i % 9)}, "fs": frozenset([i, str(i)]), "p": p, "s": s, "clo": clo, "gen": g, "range": range(i), "cplx": complex(i, -i), "slice": slice(i, None), "exc": ValueError(i), "bm": s.a.append, "meth": p.__init__, "none": None, "bool": i % 2 == 0, "it": iter([i, i + 1]), "cls": type("K%d" % i, (), {"v": i}), "mv": bytes(memoryview(b"m%d" % i))}
def check(i, d):
    assert d["int"] == i and d["big"] == 2 ** 70 + i and d["float"] == i * 0.5 and d["hugef"] == 1e300 + i and d["str"] == "s%d" % i and d["uni"] == "é😀%d" % i and d["bytes"] == b"b%d" % i
    assert len(d["ba"]) == i % 50 and d["list"] == list(range(i % 20)) and d["floats"] == [j * 0.25 for j in range(i % 10)] and d["strs"] == [str(j) for j in range(i % 10)] and d["tuple"] == (i, (i, [i]))
    assert d["dict"] == {j: str(j) for j in range(i % 12)} and d["sdict"] == {str(j): j for j in range(i % 12)} and d["set"] == set(range(i % 9)) and d["fs"] == {i, str(i)} and d["p"].y == str(i) and d["s"].b is d["p"] and d["s"].a == [i]
    assert d["clo"]() == (i, str(i)) and next(d["gen"]) == i and len(d["range"]) == i and d["cplx"] == complex(i, -i) and d["slice"].start == i and d["exc"].args == (i,) and d["bool"] == (i % 2 == 0) and list(d["it"]) == [i, i + 1] and d["cls"]().v == i and d["mv"] == b"m%d" % i
    d["bm"](99); assert d["s"].a == [i, 99]
    return 1
objs = [build(i) for i in range(150)]
gc.collect(); junk = [build(i) for i in range(60)]; del junk; gc.collect()
print(sum(check(i, d) for i, d in enumerate(objs)))
shared = []; m = [[shared, i] for i in range(500)]; gc.collect(); shared.append(1); print(all(x[0] is shared for x in m), m[499])
big = [None] * 100000
for i in range(0, 100000, 1000): big[i] = [i]
gc.collect(); print(sum(x is not None for x in big), big[50000]); big[5] = P(); big[5].v = "in a large array"; gc.collect(); print(big[5].v); big.extend([[7]] * 10); gc.collect(); print(big[-1], len(big)); del big[10:99990]; gc.collect(); print(len(big))
s = "x" * 1000000; t = s + "y"; gc.collect(); print(len(t), t[-1]); d = {i: [i] for i in range(20000)}; gc.collect()
for i in range(0, 20000, 3): del d[i]
gc.collect(); print(len(d), d[1], d[19999], sum(v[0] for v in d.values())); n = 3 ** 5000; gc.collect(); print(n % 10 ** 20)
old = [build(0)]
for r in range(20):
    old[0]["p"].young = build(r); old[0]["list"].append([r]); gc.collect(); assert old[0]["p"].young["int"] == r and old[0]["list"][-1] == [r]
print(old[0]["list"], old[0]["p"].young["str"])
