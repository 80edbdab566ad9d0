"""__iter__, __next__, iter(callable, sentinel), next with default, iterator state and errors."""
class Count:
    def __init__(self, n): self.n, self.i = n, 0
    def __iter__(self): return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration
        self.i += 1; return self.i
c = Count(3); print(list(c), list(c), next(c, "dflt")); c.n = 5; print(list(c))
n = 0
def f():
    global n
    n += 1
    return n
print(list(iter(f, 4)), n, next(iter(f, 6), "end") if f() == 5 else "?")
it = iter([1, 2, 3].pop, 1); print(list(it), list(it), type(it).__name__)
for bad in (lambda: next(5), lambda: next([1]), lambda: iter(5), lambda: iter(5, 1), lambda: next(iter([])), lambda: next(), lambda: next(iter([]), 1, 2), lambda: iter()):
    try: print(bad())
    except (TypeError, StopIteration) as e: print(type(e).__name__, e)
class NotIterator:
    def __iter__(self): return 5
class NoNext:
    def __iter__(self): return self
class Fresh:
    def __iter__(self): return iter([1, 2])
class GenIter:
    def __iter__(self): yield "a"; yield "b"
class NoneIter: __iter__ = None
for c in (NotIterator, NoNext, Fresh, GenIter, NoneIter):
    try: print(list(c()), tuple(c()))
    except TypeError as e: print(e)
for x in (iter([1]), iter((1,)), iter("a"), iter({1: 2}), iter({1}), iter(range(1)), iter({1: 2}.items()), iter({1: 2}.values()), iter(b"a"), iter(bytearray(b"a")), reversed([1]), reversed({1: 2}), reversed(range(2)), reversed((1,)), enumerate([1]), zip([1]), map(str, [1]), filter(None, [1]), iter(range(10 ** 30)), iter("é"), iter(lambda: 1, 1), (i for i in []), iter(memoryview(b"a")), iter({1: 1}.keys()), reversed({1: 2}.items())):
    print(type(x).__name__, iter(x) is x, hasattr(x, "__next__"), end="; ")
print()
print(list(zip("abc", range(10), [True] * 3)), list(zip()), list(zip("a")), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(filter(None, [0, 1, "", "x", [], [0]])), list(filter(lambda v: v > 1, [1, 2, 3])), list(enumerate("ab", 5)), list(enumerate("ab", start=-1)), list(reversed("abc")), list(map(str.upper, "ab")), list(map(int, "123")))
try: print(list(zip("ab", "a", strict=True)))
except ValueError as e: print(e)
for args in (("a", "ab"), ("ab", "a", "ab"), ("ab", "ab", "a"), ("ab", "ab", "abc")):
    try: print(list(zip(*args, strict=True)))
    except ValueError as e: print(e)
try: print(list(map(lambda a, b: a + b, [1], [1, 2], strict=True)))
except ValueError as e: print(e)
z = zip(a := iter("abcd"), b := iter("xy")); print(list(z), next(a, "none"), next(b, "none"))
class Boom:
    def __iter__(self): return self
    def __next__(self): raise KeyError("boom")
for use in (list, tuple, set, sorted, sum, max, any, all, dict, "".join, enumerate, lambda b: [*b], lambda b: {**{k: 1 for k in b}}, lambda b: (lambda *a: a)(*b), lambda b: 1 in b, lambda b: [x for x in b], lambda b: list(map(str, b)), lambda b: list(zip(b)), lambda b: [].extend(b), lambda b: {}.update(b), lambda b: bytes(b), lambda b: frozenset(b), lambda b: min(b, key=str), lambda b: list(filter(None, b)), lambda b: next(b), lambda b: [].__iadd__(b), lambda b: set().union(b), lambda b: dict.fromkeys(b), lambda b: list(reversed(list(b)))):
    try: r = use(Boom()); print("lazy", type(r).__name__, next(r))
    except KeyError as e: print("KeyError", end=" ")
print()
e = enumerate(Count(3)); print(next(e), list(e)); m = map(lambda x: 10 // x, [1, 0, 2])
for _ in range(4):
    try: print(next(m), end=" ")
    except (ZeroDivisionError, StopIteration) as x: print(type(x).__name__, end=" ")
print()
it = iter([1, 2, 3, 4, 5, 6]); print(list(zip(it, it, it)), list(it)); s = iter("abc"); print("b" in s, list(s)); it = iter(range(5)); print(next(it), sum(it), list(it)); it = iter([3, 1, 2]); print(max(it), list(it)); a, b, *c = iter("wxyz"); print(a, b, c)
def chain(*its):
    for i in its:
        for v in i: yield v
print(list(chain([1], "a", (2.5,), {3}, {"k": 4}, range(2))), sorted(chain([3], [1]), reverse=True), dict(chain([(1, 2)], {"ab"})), any(v == 2 for v in chain([1], [2], Boom())))
class Rev:
    def __reversed__(self): return "any object"
class RevSeq:
    def __len__(self): return 3
    def __getitem__(self, i): return i * 10
print(reversed(Rev()), list(reversed(RevSeq())), next(iter(Count(1))), [*Count(2)], {*Count(2)}, (*Count(2),)); it = iter([1, 2]); it.__setstate__(1); print(list(it), it.__reduce__()[1:])
class StopEarly:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i
i = iter(StopEarly()); print(list(i), type(i).__name__, list(i))
