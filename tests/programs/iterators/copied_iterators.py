"""Builtin iterators, slices and methods copied and pickled where they stand; length hints of iterables."""
import copy, pickle
makers = {
    "list": lambda: iter([1, 2, 3]), "tuple": lambda: iter((1, 2, 3)), "str": lambda: iter("abc"), "wide": lambda: iter("a\u20ac"),
    "range": lambda: iter(range(0, 9, 2)), "long": lambda: iter(range(1 << 70, (1 << 70) + 4)), "dict": lambda: iter({1: 2, 3: 4}),
    "values": lambda: iter({1: 2, 3: 4}.values()), "items": lambda: iter({1: 2, 3: 4}.items()), "reversed dict": lambda: reversed({1: 2, 3: 4}),
    "set": lambda: iter({7, 7}), "enumerate": lambda: enumerate("abc", 5), "zip": lambda: zip([1, 2], "ab"), "strict": lambda: zip([1, 2], "ab", strict=True),
    "map": lambda: map(str, [1, 2]), "filter": lambda: filter(None, [0, 1, 2]), "reversed": lambda: reversed((1, 2, 3)), "reversed list": lambda: reversed([1, 2, 3]),
}
for name, make in makers.items():
    it = make(); first = next(it)
    print(name, type(it).__name__, first, list(copy.copy(it)), list(pickle.loads(pickle.dumps(it))), list(it), len(it.__reduce__()))
print(slice(1, 2).__reduce__(), copy.copy(slice(1, 2, 3)), pickle.loads(pickle.dumps(slice(None))))
class C:
    def m(self): return "called"
    def __repr__(self): return "C"
print(C().m.__reduce__(), copy.copy(C().m)(), [].append.__reduce__(), str.upper.__reduce__(), int.__add__.__reduce__())
it = iter(range(10)); it.__setstate__(4); print(list(it)); it = iter(range(3)); it.__setstate__(99); print(list(it))
it = reversed([1, 2, 3]); it.__setstate__(0); print(list(it)); it = reversed("abc"); it.__setstate__(1); print(list(it))
d = {1: 2}; it = iter(d); d[3] = 4
try: it.__reduce__()
except RuntimeError as e: print(e)
class Hinted:
    def __init__(self, hint): self.hint = hint
    def __iter__(self): return iter([1, 2])
    def __length_hint__(self): return self.hint
for hint in (3, 0, NotImplemented, -1, "x", None):
    for fill in (list, lambda h: [*h], lambda h: [].extend(h), lambda h: [0].__iadd__(h), tuple, set):
        try: print(fill(Hinted(hint)), end="; ")
        except Exception as e: print(type(e).__name__, e, end="; ")
    print()
