"""deque: a ring with every operation at its edges."""
from collections import deque
import copy


def show(work, *args):
    try:
        print(work(*args))
    except Exception as error:
        print(type(error).__name__, error)


d = deque(range(5))
d.rotate(2)
print(d, d[0], d[-1], len(d), d.maxlen, bool(d), bool(deque()))
d.rotate(-7)
print(d)
for k in (0, 1, 4, 5, -5, 12, 10**12, -10**12):
    e = deque(range(5))
    e.rotate(k)
    print(list(e), end=" ")
print()
d.appendleft("l"); d.append("r"); d.extend("xy"); d.extendleft("uv")
print(d, d.pop(), d.popleft(), d.count(3), d.index("l"), d.index(3, 2), "r" in d, "q" in d)
d.insert(2, "two"); d.insert(-1, "minus"); d.insert(100, "end"); d.insert(-100, "begin")
print(d)
d.remove("two"); del d[0]; del d[-1]; d[0] = "first"; d[-1] = "last"
print(d)
d.reverse()
print(d, list(reversed(d)))
m = deque("abc", maxlen=3)
m.append("d"); m.appendleft("z"); m.extend("12"); m.extendleft("34")
print(m, m.maxlen, m + deque("qq"), m * 2, deque("ab") * 3, 2 * deque("ab"), deque([1]) * 0, deque("abc", 0))
m *= 2
m += "k"
print(m)
ring = deque(maxlen=4)
for i in range(1000):
    ring.append(i)
print(ring)
big = deque()
for i in range(5000):
    big.append(i)
    if i % 3 == 0:
        big.popleft()
for i in range(3000):
    big.pop()
print(len(big), big[0], big[-1], sum(big))
big.clear()
print(big)

a, b = deque([1, 2]), deque([1, 3])
print(a < b, a <= b, a > b, a >= b, a == b, a != b, a == deque([1, 2]), a < deque([1]), a == [1, 2])
show(lambda: a < [1])
print(copy.copy(a), copy.deepcopy(deque([[1]])), a.copy(), a.__copy__(), deque([a, 1]))
a.append(a)
print(a, repr(a))
a.pop()
a.extend(a); a.extendleft(a); a += a
print(a)
print(a.__reduce__()[:3], deque("ab", 5).__reduce__()[:3])

for work in (lambda: deque().pop(), lambda: deque().popleft(), lambda: deque()[0], lambda: deque([1])["a"],
             lambda: deque([1])[0:1], lambda: deque([1]).__delitem__(3), lambda: deque([1]).__setitem__(-2, 0),
             lambda: deque([1]).remove(2), lambda: deque([1]).index(2), lambda: deque("ab", 2).insert(0, 1),
             lambda: deque(5), lambda: deque([], -1), lambda: deque([], "x"), lambda: deque() + [1],
             lambda: deque([1]) * 1.5, lambda: hash(deque()), lambda: deque().rotate("x"), lambda: deque(foo=1),
             lambda: deque([1]) * "a", lambda: setattr(deque(), "x", 1), lambda: deque([], 2**70)):
    show(work)


def mutate(change):
    d = deque("abc")
    for item in d:
        change(d)


for change in (lambda d: d.append(1), deque.popleft, deque.clear, lambda d: d.rotate(1), lambda d: d.insert(1, 0)):
    show(mutate, change)
mutate(lambda d: d.__setitem__(0, "x"))
it = iter(deque("ab"))
print(next(it), it.__length_hint__(), list(it), list(it), it.__length_hint__())


class Eq:
    def __init__(self, d, result, change):
        self.d, self.result, self.change = d, result, change

    def __eq__(self, other):
        self.change(self.d)
        return self.result


for name in ("remove", "index", "count", "__contains__"):
    for result in (True, False):
        for change in (deque.clear, lambda d: d.append(0), lambda d: None):
            d = deque([1, 2])
            d.append(Eq(d, result, change))
            d.append(3)
            show(getattr(d, name), "wanted")


class Stack(deque):
    def __init__(self, *args, tag="t"):
        super().__init__(*args)
        self.tag = tag

    def push(self, x):
        self.append(x)

    def __iter__(self):
        return iter(["iterated"])


s = Stack("ab", 4, tag="T")
s.push("c")
print(s, s.tag, s.maxlen, list(s), type(s.copy()).__name__, s == deque("abc"), s[1], isinstance(s, deque))
match deque([1, 2]):
    case [x, y]:
        print("matched", x, y)
print(deque.__doc__ is not None, deque[int], sorted(deque([3, 1])), max(deque([3, 9])), [*deque("ab")], tuple(deque("ab")))
