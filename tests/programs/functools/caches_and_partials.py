"""lru_cache, partial, reduce, cmp_to_key, and what functools builds on them."""
from functools import (Placeholder, cache, cached_property, cmp_to_key, lru_cache, partial, partialmethod, reduce,
                       total_ordering, update_wrapper, wraps)
import copy


def show(work, *args, **kwargs):
    try:
        print(work(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


# lru_cache
calls = []


@lru_cache(maxsize=3)
def f(*args, **kwargs):
    """Documented."""
    calls.append((args, kwargs))
    return len(calls)


print(f(1), f(2), f(1), f(3), f(4), f(2), f(1), f.cache_info())
print(f(), f(x=1), f(x=1), f(1, y=2), f(1.0), f((1,)), f.cache_info(), f.cache_parameters())
f.cache_clear()
print(f.cache_info(), f.__wrapped__.__name__, f.__name__, f.__doc__, f.__module__ == __name__)


@lru_cache(maxsize=None, typed=True)
def typed(x, k=None):
    return type(x).__name__, k


print(typed(1), typed(1.0), typed(True), typed(1, k=1), typed(1, k=1.0), typed("1"), typed.cache_info())


@lru_cache(maxsize=0)
def never(x):
    return x


never(1), never(1)
print(never.cache_info(), never.cache_parameters())


@lru_cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(150), fib.cache_info())


@cache
def fact(n):
    return n * fact(n - 1) if n else 1


print(fact(30), fact.cache_info())
show(f, [])
show(fib, {})


@lru_cache(2)
def fails(x):
    raise ValueError(x)


show(fails, 1)
show(fails, 1)
print(fails.cache_info())


class Key:
    hashes = 0

    def __init__(self, v):
        self.v = v

    def __hash__(self):
        Key.hashes += 1
        return 7

    def __eq__(self, other):
        return isinstance(other, Key) and self.v == other.v


@lru_cache(2)
def by_key(k):
    return k.v


print([by_key(Key(v)) for v in (1, 2, 1, 3, 2, 1, 1)], by_key.cache_info(), Key.hashes)


@lru_cache(maxsize=5)
def recursive(n):
    if n > 0:
        recursive(n - 1)
    if n == 2:
        recursive.cache_clear()
    return n


print(recursive(4), recursive.cache_info(), recursive(4), recursive.cache_info())


class C:
    def __init__(self, n):
        self.n = n

    @lru_cache
    def m(self, x):
        return self.n * x

    @cached_property
    def slow(self):
        print("computed", end=" ")
        return self.n + 1

    @staticmethod
    @lru_cache
    def s(x):
        return x

    half = partial(lambda self, x: (type(self).__name__, x), x=5)
    pm = partialmethod(lambda self, a, b: (self.n, a, b), 1)


c = C(3)
print(c.m(2), c.m(2), C.m.cache_info(), c.slow, c.slow, c.__dict__, C.s(1), c.pm(2), c.half())
f.tag = "tagged"
print(f.tag, copy.copy(f) is f, copy.deepcopy(f) is f, type(f).__name__, f.__reduce__())
show(lru_cache, "x")
show(lru_cache(5), 5)
big = lru_cache(100)(lambda x: x)
for i in range(1000):
    big(i % 130)
print(big.cache_info())

# partial
p = partial(max, 3, key=abs)
print(p(-5), p.func is max, p.args, p.keywords, partial(p, 9).args, partial(p, key=None).keywords)
print(partial(dict, a=1)(b=2), partial(dict, a=1)(a=2), partial(print, 1, 2, sep="-")(3) is None)
q = partial(lambda *a, **k: (a, k), 1, Placeholder, 3, Placeholder, 5)
print(q(2, 4), q(2, 4, 6, z=0), partial(q, 20)(40), partial(q, Placeholder, 44)(22), partial(q, 2, 4, 6)())
show(q)
show(q, 2)
show(partial, int, Placeholder)
show(partial, int, x=Placeholder)
show(partial)
show(partial, 5)
r = partial(int)
r.attr = [1]
print(repr(partial(len)), r.__dict__, copy.copy(r).__dict__, copy.deepcopy(r).attr, r.__reduce__()[2][1:])
r.__setstate__((pow, (2,), {"mod": 5}, None))
print(r(3), r.__dict__)
show(r.__setstate__, 5)
show(r.__setstate__, (pow, [2], {}, None))
show(setattr, r, "func", 1)
s = partial(print)
s.__setstate__((s, (s,), {"k": s}, {}))
try:
    print(repr(s))
finally:
    s.__setstate__((print, (), {}, {}))


class Sub(partial):
    pass


print(Sub(int, base=2)("101"), Sub(int), partial(Sub(int, base=2))("11"), isinstance(partial(Sub(int)), Sub))
print(list(map(partial(pow, 2), range(5))), sorted([3, -1, 2], key=partial(lambda a, b: a * b, -1)))

# reduce and cmp_to_key
print(reduce(lambda a, b: a + b, range(5)), reduce(max, [3, 9, 2], 5), reduce(lambda a, b: a, [], "init"), reduce(None, [1]))
print(reduce(lambda a, b: a * b, range(1, 6), initial=10))
show(reduce, max, [])
show(reduce, max, 5)
show(reduce, lambda a, b: 1 / 0, [1, 2])
K = cmp_to_key(lambda a, b: (a > b) - (a < b))
print(sorted([3, 1, 2], key=K), K(1) < K(2), K(1) == K(1), K(2) >= K(3), K(5).obj, max([1, 9], key=K), K(1) != K(2))
show(lambda: K(1) < 1)
show(lambda: hash(K(1)))
show(K)
show(K, 1, 2)
print(sorted("bca", key=cmp_to_key(lambda a, b: ord(b) - ord(a))))


# decorators
@total_ordering
class T:
    def __init__(self, v):
        self.v = v

    def __eq__(self, other):
        return self.v == other.v

    def __lt__(self, other):
        return self.v < other.v


print(T(1) <= T(2), T(2) > T(1), T(1) >= T(1), T(1) > T(1))
show(total_ordering, type("Empty", (), {}))


def deco(g):
    @wraps(g)
    def inner(*a):
        return "wrapped", g(*a)
    return inner


@deco
def named(x):
    "doc"
    return x


named.extra = 1
print(named(1), named.__name__, named.__doc__, named.__wrapped__(2), update_wrapper(lambda: 0, named).extra)
