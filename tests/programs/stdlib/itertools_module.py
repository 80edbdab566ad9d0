"""Every itertools function, with edges."""
from itertools import *
T = lambda it, n=8: list(islice(it, n))
print(T(count()), T(count(5, -2), 3), T(count(1.5, 0.5), 3), T(cycle("ab"), 5), list(repeat(1, 3)), T(repeat("x"), 2), list(accumulate([1, 2, 3])), list(accumulate([3, 1, 2], max)), list(accumulate([1, 2], initial=10)), list(accumulate([])), list(batched("abcdefg", 3)), list(chain("ab", [1])), list(chain.from_iterable(["ab", "c"])), list(compress("abcd", [1, 0, 1, 0])), list(dropwhile(lambda x: x < 3, [1, 3, 2])), list(takewhile(lambda x: x < 3, [1, 3, 2])), list(filterfalse(lambda x: x % 2, range(5))), list(filterfalse(None, [0, 1, ""])))
print([(k, list(g)) for k, g in groupby("aaabbc")], [(k, len(list(g))) for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)], list(islice(range(10), 2, 8, 3)), list(islice("abc", None)), list(islice(count(), 3, None, 2).__class__(range(5), 1)), list(pairwise("abcd")), list(pairwise([1])), list(starmap(pow, [(2, 3), (3, 2)])), list(zip_longest("abc", [1], fillvalue="-")), list(zip_longest()), list(product("ab", [1, 2])), list(product([0, 1], repeat=2)), list(product()), list(product("a", [])))
print(list(permutations("abc", 2)), len(list(permutations(range(5)))), list(permutations([1], 2)), list(combinations("abcd", 2)), list(combinations([1], 2)), list(combinations([], 0)), list(combinations_with_replacement("ab", 2)))
a, b, c = tee([1, 2, 3], 3); print(next(a), list(b), list(a), list(c), tee([], 0)); g = groupby("aab"); k1, g1 = next(g); k2, g2 = next(g); print(k1, list(g1), k2, list(g2)); it = chain([1], [2]); print(next(it), list(it), list(it))
for e in ("islice([1], -1)", "islice([1], 1, 2, 0)", "islice([1], 'a')", "repeat()", "count('a')", "combinations([1], -1)", "permutations([1], -1)", "product([1], repeat=-1)", "tee([1], -1)", "batched([1], 0)", "chain(5)", "list(chain(5))", "cycle(5)", "list(starmap(pow, [1]))", "accumulate(5)", "zip_longest([1], foo=1)", "groupby()", "compress([1])", "list(batched('abc', 2, strict=True))", "takewhile(5, [1])", "list(takewhile(5, [1]))", "pairwise(1)", "islice()", "permutations([1], 'a')", "count(1, 2, 3)", "repeat(1, 'x')", "next(cycle([]))"):
    try: r = eval(e); print(e, r if isinstance(r, list) else type(r).__name__)
    except Exception as x: print(e, "->", type(x).__name__, x)
print(repr(count(3)), repr(count(1, 2)), repr(repeat(1, 2)), repr(repeat("a")), repeat(5, -1).__length_hint__(), list(repeat(5, -1)), next(count(2 ** 62 - 1)), T(count(2 ** 63 - 1), 3), T(count(10 ** 20, 10 ** 19), 2))
def boom():
    yield 1
    raise KeyError("boom")
for f in (chain, cycle, accumulate, pairwise, groupby, lambda i: tee(i)[0], lambda i: islice(i, 5), lambda i: zip_longest(i), lambda i: takewhile(bool, i), lambda i: starmap(print, i) if 0 else batched(i, 2), lambda i: compress(i, [1, 1]), lambda i: filterfalse(lambda x: 0, i), lambda i: dropwhile(lambda x: 0, i)):
    try: print(list(f(boom())))
    except KeyError as e: print("KeyError", end=" ")
print(); print(sum(1 for _ in combinations(range(12), 5)), sum(1 for _ in permutations(range(6), 4)), list(islice(permutations(range(10)), 100, 101)), list(chain.from_iterable(repeat([1, 2], 2))), dict(zip("ab", count())), list(map(lambda p: p[0] * p[1], product([1, 2], [3, 4]))), max(accumulate([1, -2, 5])), [len(list(g)) for _, g in groupby(sorted("mississippi"))])
