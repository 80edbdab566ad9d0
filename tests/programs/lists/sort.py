# slow
"""sort and sorted: stability, key, reverse, errors, mutation while sorting."""
import functools
print(sorted([3, 1, 2]), sorted("hello"), sorted([3, 1, 2], reverse=True), sorted(["b", "A", "c"], key=str.lower), sorted({3: 1, 1: 2}), sorted([]), sorted([1]), sorted([2.5, 1, True, -3]))
pairs = [(i % 3, i) for i in range(12)]
print(sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True))
seed = 12345
data = []
for _ in range(700):
    seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
    data.append(seed % 1000)
s = sorted(data)
print(all(x <= y for x, y in zip(s, s[1:])), s[:5], s[-5:], sum(s) == sum(data), sorted(data, reverse=True) == s[::-1])
idx = sorted(range(len(data)), key=data.__getitem__)
print(all((data[x], x) < (data[y], y) for x, y in zip(idx, idx[1:])))
idx = sorted(range(len(data)), key=data.__getitem__, reverse=True)
print(all((-data[x], x) < (-data[y], y) for x, y in zip(idx, idx[1:])))
print(sorted([str(d) for d in data])[:6], sorted([float(d) / 7 for d in data])[:3], sorted([(d % 7, str(d)) for d in data])[:4])
runs = list(range(50)) + list(range(30, 0, -1)) + [5] * 20 + list(range(100, 150))
print(sorted(runs) == sorted(reversed(runs)), sorted(runs)[40:60])
class Only:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return f"O{self.v}"
print(sorted([Only(3), Only(1), Only(2)]), sorted([Only(1), Only(2)], reverse=True), min(Only(2), Only(1)))
print(sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
for text in ("sorted([1, 'a'])", "sorted([1, None, 2])", "sorted(1)", "sorted([1], key=1)", "sorted([1, 2], key=lambda: 0)", "sorted([1], reverse='x')", "sorted()", "sorted([1], 2)", "sorted([object(), object()])", "sorted([3, 1], key=len)", "sorted([1], reverse=None)", "[3,2,1].sort(key=None, reverse=1)", "sorted([1j, 2j])", "sorted([[1], ['a']])"):
    try:
        print(text, eval(text))
    except TypeError as e:
        print(text, "->", e)
class Boom:
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        if self.v == 3: raise ValueError("boom")
        return self.v < o.v
    def __repr__(self): return str(self.v)
l = [Boom(i) for i in (5, 1, 3, 2, 4)]
try:
    l.sort()
except ValueError as e:
    print(e, sorted(x.v for x in l))
l = [3, 2, 1]
def key(x):
    l.append(x)
    return x
try:
    l.sort(key=key)
except ValueError as e:
    print(e, l)
def peek(x):
    seen.append(len(m))
    return -x
m = [1, 2, 3]; seen = []
m.sort(key=peek)
print(m, seen, m.sort(), m)
