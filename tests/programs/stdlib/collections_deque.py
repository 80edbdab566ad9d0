"""deque: all methods, maxlen, rotation, mutation while iterating."""
from collections import deque
d = deque([1, 2, 3]); d.append(4); d.appendleft(0); d.extend([5, 6]); d.extendleft([-1, -2]); print(d, len(d), d[0], d[-1], d[3], 3 in d, d.pop(), d.popleft(), d)
d.rotate(2); print(d); d.rotate(-3); print(d); d.rotate(100); print(d); d.reverse(); print(d, d.index(3), d.count(1)); d.insert(2, "i"); d.remove("i"); d[0] = "first"; del d[1]; print(d, list(reversed(d)), d.copy() == d, d != deque(), bool(deque()))
m = deque(range(5), maxlen=3); print(m, m.maxlen); m.append(9); m.appendleft(8); m.extend("ab"); print(m, repr(m)); m += [1]; print(m, m + deque([5]), m * 2, deque([1]) * 3, deque("ab") + deque("c"), deque([1, 2]) < deque([1, 3]), deque([1]) == [1])
for e in ("deque().pop()", "deque().popleft()", "deque([1])[5]", "deque([1]).remove(2)", "deque([1]).index(2)", "deque(5)", "deque([1], maxlen=-1)", "deque([1]) + [1]", "hash(deque())", "deque([1])['a']", "deque([1])[0:1]", "deque([1], 1).insert(0, 2)", "deque(maxlen='x')", "deque([1]).rotate('a')", "deque([1]) * 'a'", "deque([1]).maxlen.x", "deque(1, 2, 3)"):
    try: print(e, eval(e))
    except Exception as x: print(e, "->", type(x).__name__, x)
d = deque([1, 2, 3])
try:
    for x in d: d.append(x)
except RuntimeError as e: print(e)
d = deque(); d.append(d); print(d); d.clear(); big = deque()
for i in range(1000): big.append(i); big.appendleft(-i)
for i in range(600): big.pop(); big.popleft()
print(len(big), big[0], big[-1], big[400], sum(big)); big.rotate(37); print(big[0], list(big)[:3]); it = iter(deque([1, 2])); print(next(it), list(it), it.__length_hint__()); print(deque("abc", 2), sorted(deque([3, 1])), list(map(str, deque([1]))), [*deque("x")], deque(deque([1])), deque(maxlen=0), max(deque([1, 5])))
class D(deque):
    def __init__(self, *a): super().__init__(*a); self.n = 1
print(D([1]), D([1]).n, type(D([1]).copy()).__name__, D([1]) == deque([1])); import copy; print(copy.copy(deque([1], 2)), copy.deepcopy(deque([[1]])))
