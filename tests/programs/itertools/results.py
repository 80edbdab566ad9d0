"""What every iterator gives, over sources stepped natively and over ones that need Python."""
from itertools import *
import operator


class Seq:
    """Items by number only."""
    def __init__(self, *items):
        self.items = items

    def __getitem__(self, index):
        return self.items[index]


class Iter:
    """Its own iterator, in Python."""
    def __init__(self, items):
        self.items = list(items)

    def __iter__(self):
        return self

    def __next__(self):
        if not self.items:
            raise StopIteration
        return self.items.pop(0)


def generator(items):
    yield from items


def sources(*items):
    yield "list", list(items)
    yield "tuple iterator", iter(items)
    yield "generator", generator(items)
    yield "sequence", Seq(*items)
    yield "iterator", Iter(items)
    yield "dict", dict.fromkeys(items)
    yield "chain", chain(items[:1], generator(items[1:2]), Iter(items[2:]))


def every(label, make, *items):
    results = []
    for name, source in sources(*items):
        result = list(make(source))
        if result not in results:
            results.append(result)
            print(label, name, result)


every("count", lambda s: zip(s, count(10, 3)), *"abc")
every("cycle", lambda s: islice(cycle(s), 8), *"abc")
every("cycle of nothing", lambda s: cycle(s))
every("repeat", lambda s: map(pow, s, repeat(2)), 1, 2, 3)
every("accumulate", accumulate, 1, 2, 3, 4)
every("accumulate mul", lambda s: accumulate(s, operator.mul, initial=10), 1, 2, 3)
every("accumulate python", lambda s: accumulate(s, lambda a, b: a * 10 + b), 1, 2, 3)
every("accumulate text", accumulate, "a", "b", "c")
every("accumulate float", accumulate, 0.5, 1, 2)
every("accumulate one", lambda s: accumulate(s, initial=None), 5)
every("batched", lambda s: batched(s, 2), 1, 2, 3, 4, 5)
every("batched even", lambda s: batched(s, 2, strict=True), 1, 2, 3, 4)
every("chain", lambda s: chain(s, "xy", s), 1, 2)
every("from_iterable", lambda s: chain.from_iterable(s), "ab", "", "c")
every("combinations", lambda s: combinations(s, 2), 1, 2, 3, 4)
every("replacement", lambda s: combinations_with_replacement(s, 2), 1, 2, 3)
every("permutations", permutations, 1, 2, 3)
every("permutations 2", lambda s: permutations(s, 2), 1, 2, 3)
every("permutations 4", lambda s: permutations(s, 4), 1, 2, 3)
every("product", lambda s: product(s, "ab"), 1, 2, 3)
every("product repeat", lambda s: product(s, repeat=3), 0, 1)
every("compress", lambda s: compress(s, [1, 0, [], [0], True]), *"abcde")
every("compress selectors", lambda s: compress("abc", s), 0, 1, 2)
every("dropwhile", lambda s: dropwhile(lambda x: x < 3, s), 1, 2, 3, 4, 0)
every("takewhile", lambda s: takewhile(lambda x: x < 3, s), 1, 2, 3, 4, 0)
every("filterfalse", lambda s: filterfalse(lambda x: x % 2, s), 1, 2, 3, 4)
every("filterfalse None", lambda s: filterfalse(None, s), 0, 1, "", (), "a")
every("filterfalse bool", lambda s: filterfalse(bool, s), 0, 1, 2)
every("islice", lambda s: islice(s, 1, None, 2), *"abcdef")
every("islice stop", lambda s: islice(s, 3), *"abcdef")
every("islice past", lambda s: islice(s, 2, 100, 3), *"abcdef")
every("islice nothing", lambda s: islice(s, 4, 2), *"abcdef")
every("pairwise", pairwise, *"abcd")
every("pairwise one", pairwise, "a")
every("starmap", lambda s: starmap(pow, s), (2, 3), (3, 2), (5, 2, 7))
every("starmap text", lambda s: starmap(lambda a, b: b + a, s), "ab", "cd")
every("tee", lambda s: [list(t) for t in tee(s, 3)], 1, 2, 3)
every("zip_longest", lambda s: zip_longest(s, "ab", [], fillvalue="-"), 1, 2, 3)
every("zip_longest shorter", lambda s: zip_longest("abcde", s), 1, 2, 3)
every("groupby", lambda s: [(k, list(g)) for k, g in groupby(s, len)], "a", "b", "cc", "dd", "e")
every("groupby self", lambda s: [(k, list(g)) for k, g in groupby(chain(s, s, [7, 7]))], 7)
every("groupby skipping", lambda s: [k for k, g in groupby(s, lambda x: x // 10)], 1, 2, 11, 12, 25)

print(list(islice(count(2.5, 0.25), 3)), list(islice(count(2**62, 2**62), 3)), list(islice(count(-1), 3)))
print(list(islice(count(True), 2)), list(islice(count(True, 2), 2)), list(islice(count(1j, 2), 2)))
print(count(), count(3, 1), count(3, -1), count(1.5), repeat("x"), repeat("x", 3), repeat("x", -3))
r = repeat(1, 3)
next(r)
print(r, r.__length_hint__(), list(r), r)
print(list(product()), list(product("ab", repeat=0)), list(product("ab", "")), list(combinations("ab", 3)))
print(len(list(permutations(range(6)))), len(list(combinations(range(12), 6))), len(list(product(range(5), repeat=4))))
print(sum(chain(range(1000), range(1000))), max(chain([1, 5], (3,))), sorted(chain("ba", "dc")))
print(dict(zip_longest("ab", [1])), set(chain("ab", "bc")) == set("abc"), tuple(islice("abc", 2)))
a, *b = chain([1], [2, 3])
print(a, b, [*chain("ab"), *repeat(0, 2)], 3 in count(1), "".join(chain("ab", "cd")))
for i, (x, y) in enumerate(pairwise(range(4))):
    print(i, x, y)
print(list(chain(*[[1, 2]] * 3)), list(chain.from_iterable(repeat([1, 2], 2))))
print([list(g) for k, g in groupby("aabbb")], [(k, sum(1 for _ in g)) for k, g in groupby("aaab")])
print(list(zip(*[iter(range(6))] * 2)), list(map(sum, batched(range(10), 3))))
