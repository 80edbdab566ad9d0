# slow
"""Insertion order survives deletion, reinsertion, growth and compaction."""
d = {}
for i in range(20):
    d[i * 7 % 20] = i
print(list(d))
for i in range(0, 20, 3):
    del d[i]
print(list(d.items()))
for i in range(0, 20, 6):
    d[i] = "again"
print(list(d.items()))
d[1] = "changed"; print(list(d)[:5], d[1])
while d:
    k, v = d.popitem()
    print(k, v, end="; ")
print(d)
for i in range(100):
    d[str(i)] = i
for i in range(100):
    if i % 10: del d[str(i)]
print(d)
for i in range(5):
    d["new%d" % i] = i
print(list(d), len(d))
q = {}
for i in range(3000):
    q[i] = i
    if i >= 10:
        del q[i - 10]
print(list(q), len(q))
first = next(iter(q)); del q[first]; print(next(iter(q)), list(reversed(q))[:3])
l = {}
for i in range(500):
    l["k"] = i
    del l["k"]
l["k"] = "end"; print(l)
c = {i: i for i in range(1000)}
c.clear(); c["x"] = 1; print(c, 5 in c)
h = 0
s = {}
seed = 1
for step in range(5000):
    seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
    k = seed % 97
    op = (seed >> 8) % 4
    if op == 0: s.pop(k, None)
    elif op == 1: s[k] = step
    elif op == 2: s.setdefault(k, -step)
    else: h += s.get(k, 7)
for i, (k, v) in enumerate(s.items()): h = (h * 31 + k * 17 + v * (i + 1)) % 1000000007
print(h, len(s))
x = {"a": 1, "b": 2, "c": 3}; x["a"] = x.pop("a"); print(x); x.update(b=5, d=6); print(x); y = {**{"z": 1, "a": 2}, **x}; print(y)
