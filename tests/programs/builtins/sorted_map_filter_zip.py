"""Builtins that call back into Python: errors, laziness, mutation, generators inside."""
print(sorted([3, 1, 2], key=lambda x: -x), sorted("bca", reverse=True), list(map(lambda x, y: x * y, [1, 2, 3], [4, 5])), list(filter(lambda x: x % 2, range(6))), list(zip(range(3), "abc", [None] * 5)))
def boom(x): raise ValueError(f"boom {x}")
for f in (lambda: sorted([1, 2], key=boom), lambda: list(map(boom, [1])), lambda: list(filter(boom, [1])), lambda: max([1, 2], key=boom), lambda: min([1], key=boom), lambda: sum(boom(x) for x in [1]), lambda: any(boom(x) for x in [1]), lambda: all(map(boom, [5])), lambda: [1, 2].sort(key=boom), lambda: dict(map(boom, [1])), lambda: "".join(map(boom, [1])), lambda: list(zip(map(boom, [1]))), lambda: list(enumerate(map(boom, [1]))), lambda: tuple(map(boom, [2])), lambda: set(map(boom, [3])), lambda: [*map(boom, [4])], lambda: print(*map(boom, [6])), lambda: bytes(map(boom, [1])), lambda: [].extend(map(boom, [7])), lambda: {}.update(map(boom, [8])), lambda: 1 in map(boom, [9]), lambda: next(map(boom, [10]))):
    try: f(); print("no error")
    except ValueError as e: print(e, end="; ")
print()
calls = []
def k(x): calls.append(x); return -x
print(sorted([2, 3, 1], key=k), calls); calls.clear(); m = map(k, [1, 2]); print(calls, next(m), calls, list(m), calls); calls.clear(); print(max([1, 3, 2], key=k), calls); calls.clear(); print(any(k(x) < -1 for x in [1, 2, 3]), calls); calls.clear(); print(list(zip([1, 2, 3], map(k, [7]))), calls)
def gen(): yield 1; yield 2
print(sorted(gen()), list(map(str, gen())), sum(gen()), dict(zip(gen(), "ab")), list(filter(None, gen())), max(gen()), list(enumerate(gen())), set(gen()), [*gen()], "".join(str(x) for x in gen()), bytes(gen()), tuple(gen()), any(gen()), list(reversed(list(gen()))), list(zip(gen(), gen())), min(gen(), key=lambda x: -x), dict.fromkeys(gen(), 0), frozenset(gen()) == {1, 2})
class Key:
    def __init__(self, v): self.v = v
    def __lt__(self, o): print("lt", self.v, o.v, end="; "); return self.v < o.v
print([x.v for x in sorted([Key(2), Key(1)])], max(Key(1), Key(2)).v if hasattr(Key, "__gt__") else 0, min([Key(3), Key(1)]).v)
nested = sorted([[3, 1], [2]], key=lambda l: sorted(l, key=lambda x: -x)); print(nested, list(map(lambda f: f(2), map(lambda n: lambda x: x ** n, range(4)))), sorted(map(lambda s: sorted(map(ord, s)), ["ba", "ab", "z"])), list(map(list, map(reversed, ["ab", "cd"]))), sum(map(sum, [[1, 2], [3]])), list(filter(lambda p: p[0], map(lambda *a: a, [0, 1], "ab"))))
def deep(n): return sorted([n, n - 1], key=lambda x: deep(n - 1)[0] if n else 0)
print(deep(8)); print(list(map(max, [[1, 2], [4, 3]], [[0], [5]])), list(map(pow, [2, 3], [3, 2])), list(map(divmod, [7, 8], [2, 3])), list(map(int, ["1", "2"])), list(map(str.strip, [" a ", "b "])), list(map(None.__class__, [])), sorted(["a", "B"], key=str.casefold), sorted([(1, "b"), (1, "a")]), sorted({"x": 3, "y": 1}.items(), key=lambda kv: kv[1]))
def coroutine_like():
    r = yield sorted([3, 1], key=lambda x: x); yield list(map(lambda x: x + r, [1, 2]))
c = coroutine_like(); print(next(c), c.send(10)); x = [1, 2, 3]; print(list(map(lambda v: x.append(v) or v if len(x) < 6 else v, x)), x)
