"""operator: every function, the getters and their texts, errors and copies."""
import copy
import operator
import pickle
from _operator import _compare_digest
from operator import attrgetter, itemgetter, methodcaller


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    @property
    def norm(self):
        return self.x * self.x + self.y * self.y

    @property
    def me(self):
        return self

    def scaled(self, by, *, shift=0):
        return Point(self.x * by + shift, self.y * by + shift)

    def __getitem__(self, key):
        return (self.x, self.y)[key]

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


points = [Point(3, 4), Point(1, 1), Point(2, -5)]
print(sorted(points, key=attrgetter("x")), sorted(points, key=attrgetter("norm", "y")), sorted(points, key=itemgetter(1)))
print(attrgetter("me.me.norm", "x")(points[0]), itemgetter(0, 1, -1)(points[2]), itemgetter(slice(1, 3))("abcd"))
print(methodcaller("scaled", 2)(points[0]), methodcaller("scaled", by=3, shift=1)(points[1]), methodcaller("upper")("text"))
for getter in (itemgetter(1), itemgetter("a", 2), attrgetter("x.y", "z"), methodcaller("name"), methodcaller("name", 1, k=[2])):
    print(getter, type(getter).__name__, repr(copy.copy(getter)) == repr(getter), repr(pickle.loads(pickle.dumps(getter))) == repr(getter))

NUMBERS = [(7, 2), (7.5, 2), (-7, 2), (True, 3), ("ab", 2), ([1], 2), ({1, 2}, {2}), ("%s", 5), (1, "x")]
for name in ("add sub mul truediv floordiv mod pow lshift rshift and_ or_ xor lt le eq ne ge gt concat contains matmul is_ is_not "
             "getitem countOf indexOf").split():
    row = []
    for a, b in NUMBERS:
        try:
            row.append(getattr(operator, name)(a, b))
        except Exception as error:
            row.append(f"{type(error).__name__}: {error}")
    print(name, *row, sep=" | ")
for name in "iadd isub imul itruediv ifloordiv imod ipow ilshift irshift iand ior ixor iconcat imatmul".split():
    row = []
    for a, b in (([1, 2], [3]), ([1], 2), ({1, 2}, {2, 3}), (9, 4), ("a", "b")):
        a = copy.copy(a)
        try:
            result = getattr(operator, name)(a, b)
            row.append(f"{result} {result is a}")
        except Exception as error:
            row.append(f"{type(error).__name__}: {error}")
    print(name, *row, sep=" | ")
for name in "neg pos inv invert abs not_ truth index is_none is_not_none length_hint".split():
    row = []
    for a in (5, -5, True, 2.5, "x", [], [1, 2], None, iter([1, 2, 3])):
        try:
            row.append(getattr(operator, name)(a))
        except Exception as error:
            row.append(f"{type(error).__name__}: {error}")
    print(name, *row, sep=" | ")

items = [1, 2, 3, 4]
operator.setitem(items, 0, "first")
operator.delitem(items, slice(1, 3))
print(items, operator.call(max, 3, 9, key=lambda v: -v), operator.countOf(iter("banana"), "a"), operator.indexOf(iter("banana"), "n"))
print(operator.__add__ is operator.add, operator.__itruediv__(9, 2), _compare_digest(b"ab", b"ab"), _compare_digest("ab", "ac"))


class Hinted:
    def __init__(self, hint):
        self.hint = hint

    def __length_hint__(self):
        if isinstance(self.hint, type):
            raise self.hint("no")
        return self.hint


for hint in (5, NotImplemented, -1, "five", TypeError, ValueError):
    try:
        print(hint, operator.length_hint(Hinted(hint), 7))
    except Exception as error:
        print(hint, type(error).__name__, error)
for attempt in (lambda: itemgetter(), lambda: attrgetter(5), lambda: methodcaller(), lambda: methodcaller(5), lambda: itemgetter(9)([1]),
                lambda: attrgetter("x.z")(points[0]), lambda: methodcaller("gone")(1), lambda: operator.length_hint(1, "x"),
                lambda: _compare_digest("é", "e"), lambda: _compare_digest("a", b"a"), lambda: operator.add(1)):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
