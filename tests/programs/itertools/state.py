"""When items are consumed, what errors leave behind, re-entrance, sharing."""
from itertools import *


def show(work, *args):
    try:
        result = work(*args)
    except BaseException as error:
        print(type(error).__name__, error)
    else:
        print(result)


def noisy(name, n):
    for i in range(n):
        print(f"<{name}{i}>", end=" ")
        yield i
    print(f"<{name} ends>", end=" ")


def failing(*items):
    for item in items:
        if item == "!":
            raise ValueError("broken")
        yield item


# How much is consumed, and when.
i = iter(range(10))
print(list(islice(i, 2, 5, 2)), next(i))
i = iter(range(10))
print(list(islice(i, 3, 3)), next(i))
i = iter(range(10))
s = islice(i, 1, 9, 4)
print(next(s), next(i), list(s), list(i))
print(list(zip_longest(noisy("a", 2), noisy("b", 1))))
print(list(compress(noisy("d", 3), noisy("s", 2))))
print(list(compress(noisy("d", 2), noisy("s", 4))))
t = takewhile(lambda x: x < 2, noisy("t", 5))
print(list(t), list(t))
d = dropwhile(lambda x: print("?", end="") or x < 2, noisy("d", 5))
print(list(d), list(d))
a, b = tee(noisy("s", 3))
print(next(a), next(a), next(b), list(a), list(b), list(a))
c = chain(noisy("x", 1), noisy("y", 1))
print(next(c), next(c), next(c, None), next(c, None))
p = pairwise(noisy("p", 3))
print(next(p), list(p), list(p))
g = batched(noisy("g", 3), 2)
print(next(g), next(g), next(g, None), next(g, None))

# Groups share their parent's source.
g = groupby("aaabbc")
k1, first = next(g)
print(k1, next(first))
k2, second = next(g)
print(k2, list(first), next(second), list(second), list(second))
groups = [(k, v) for k, v in groupby("aabb")]
print([(k, list(v)) for k, v in groups])
g = groupby([1, 1.0, True, 2])
print([(k, list(v)) for k, v in g], next(g, "end"))

# Errors pass, and leave what CPython leaves.
for make in (lambda f: chain(f, "xy"), lambda f: islice(f, 5), lambda f: cycle(f), lambda f: accumulate(f),
             lambda f: pairwise(f), lambda f: batched(f, 2), lambda f: compress(f, repeat(1)),
             lambda f: dropwhile(lambda x: False, f), lambda f: takewhile(lambda x: True, f),
             lambda f: filterfalse(None, f), lambda f: starmap(lambda *a: a, f), lambda f: zip_longest("ab", f),
             lambda f: tee(f)[0], lambda f: map(lambda p: p[0], groupby(f))):
    made = make(failing((0,), (0,), "!", (0,)))
    out = []
    for _ in range(6):
        try:
            out.append(next(made))
        except StopIteration:
            out.append("stop")
        except ValueError as error:
            out.append(str(error))
    print(out)

show(list, batched("abc", 2, strict=True))
b = batched("abc", 2, strict=True)
show(next, b)
show(next, b)
show(next, b)
show(list, accumulate(["a", 1]))
show(list, accumulate([1, 2], lambda a, b: 1 / 0))
show(list, starmap(divmod, [(1, 0)]))
show(list, starmap(print, [1]))
show(list, chain([1], 2, [3]))
c = chain("a", 5, "b")
show(next, c)
show(next, c)
show(next, c)
show(lambda: list(dropwhile(1, [2])))
show(lambda: list(takewhile(1, [2])))
show(lambda: list(filterfalse(1, [2])))
show(lambda: list(groupby([1], 5)))
show(islice, [1], -1)
show(islice, [1], 0, -2)
show(islice, [1], 0, 1, 0)
show(islice, [1], "a")
show(product, [1], 2)
show(combinations, [1], -1)
show(permutations, [1], "r")
show(count, "a")
show(tee, [1], -1)
show(len, repeat(1))


class Bad:
    def __eq__(self, other):
        raise KeyError("compared")

    def __bool__(self):
        raise KeyError("asked")


show(list, compress([1], [Bad()]))
show(lambda: list(filterfalse(None, [Bad()])))
show(lambda: [list(v) for k, v in groupby([Bad(), Bad()])])


# Re-entrance.
class Reenter:
    def __init__(self, depth=3):
        self.depth = depth

    def __iter__(self):
        return self

    def __next__(self):
        if not self.depth:
            raise StopIteration
        self.depth -= 1
        return next(self.target)


for make in (chain, lambda r: islice(r, 5), pairwise, accumulate, lambda r: batched(r, 2), cycle,
             lambda r: compress(r, r)):
    r = Reenter()
    r.target = make(r)
    show(next, r.target)


def again():
    yield 1
    yield next(teed)


teed, other = tee(again())
print(next(teed))
show(next, teed)

# Copies of tees.
a, b = tee("abcdef")
next(a)
c = a.__copy__()
print(next(a), next(c), next(b), list(c), list(a), list(b))
a, = tee(range(200), 1)
first = [next(a) for _ in range(120)]
b, = tee(a, 1)
print(a is b, first[-1], next(b), next(a), len(list(b)), len(list(a)))


class Copyable:
    def __init__(self, n=0):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        return self.n

    def __copy__(self):
        return Copyable(self.n)


x = Copyable()
made = tee(x, 3)
print(made[0] is x, [type(m).__name__ for m in made], [next(m) for m in made], tee(x, 0))


# Subclasses.
class Named(count):
    def __init__(self, *args, name="?"):
        self.name = name

    def __next__(self):
        return f"{self.name}{super().__next__()}"


n = Named(5, 2)
print(n.name, next(n), list(islice(n, 2)), [x for x, _ in zip(n, "ab")], n, isinstance(n, count))
class Quiet(chain):
    pass
q = Quiet("ab", "c")
q.tag = 1
print(list(q), q.tag, type(Quiet.from_iterable(["a"])).__name__, list(Quiet.from_iterable(["xy"])))
class Kw(takewhile):
    def __init__(self, *args, extra=None):
        self.extra = extra
print(list(Kw(bool, [1, 2, 0], extra=5)), Kw(bool, [], extra=5).extra)
show(lambda: takewhile(bool, [], extra=5))
show(lambda: Quiet("a", extra=5))

# Deep nesting is neither slow nor fatal.
deep = iter(range(3))
for _ in range(50):
    deep = chain(deep)
print(list(deep))
deep = iter(range(5))
for _ in range(50):
    deep = islice(deep, 0, None)
print(list(deep))
print(sum(chain.from_iterable([] for _ in range(100000))), len(list(chain(*[[]] * 20000, [1]))))
print(list(filterfalse(None, chain([Copyable()], repeat(1, 200000), [0]))))
