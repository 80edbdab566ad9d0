"""partial, reduce, lru_cache, wraps, singledispatch, cached_property, total_ordering, cmp_to_key."""
import functools
from functools import *
print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, [], 7), reduce(max, [3, 9, 2]))
for f in (lambda: reduce(lambda a, b: a, []), lambda: reduce(1, [1, 2]), lambda: reduce(max, 5)):
    try: print(f())
    except TypeError as e: print(e)
p = partial(int, base=2); print(p("101"), p.func, p.args, p.keywords, partial(pow, 2)(5), partial(partial(max, 1), 5)(3), repr(partial(print, 1, sep="-")), partial(dict, a=1)(b=2)); p.attr = 1; print(p.attr)
try: partial(5)
except TypeError as e: print(e)
try: partial()
except TypeError as e: print(e)
calls = []
@lru_cache(maxsize=2)
def f(x, y=1): calls.append(x); return x * y
print(f(1), f(2), f(1), f(3), f(2), f.cache_info(), calls, f.__name__, f.__wrapped__(9)); f.cache_clear(); print(f.cache_info(), f(1.0), f(1), f(True), f.cache_info(), f.cache_parameters())
try: f([])
except TypeError as e: print(e)
@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(100), fib.cache_info())
@lru_cache(typed=True)
def t(x): return type(x).__name__
print(t(1), t(1.0), t(True), t.cache_info())
def deco(fn):
    @wraps(fn)
    def w(*a): "w doc"; return fn(*a)
    return w
@deco
def g(a): "g doc"; return a
print(g.__name__, g.__doc__, g.__wrapped__(3), g.__qualname__, WRAPPER_ASSIGNMENTS)
@singledispatch
def show(x): return f"object {x}"
@show.register
def _(x: int): return f"int {x}"
@show.register(list)
def _(x): return f"list {len(x)}"
@show.register(str)
@show.register(bytes)
def _(x): return f"text {x!r}"
@show.register
def _(x: float | None): return f"float or None {x}"
print(show(1), show(True), show([1]), show("a"), show(b"b"), show(1.5), show(None), show({}), show.dispatch(bool).__name__, sorted(c.__name__ for c in show.registry))
class C:
    def __init__(self): self.n = 0
    @cached_property
    def v(self): self.n += 1; return self.n * 10
    @singledispatchmethod
    def m(self, x): return "any"
    @m.register
    def _(self, x: int): return "int"
    part = partialmethod(lambda self, a, b: (a, b), 1)
    @lru_cache
    def cached(self, k): self.n += 1; return k * 2
c = C(); print(c.v, c.v, c.n, vars(c), c.m(1), c.m("s"), c.part(2), c.cached(3), c.cached(3), c.n); del c.v; print(c.v)
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)), cmp_to_key(lambda a, b: a - b)(1) < cmp_to_key(lambda a, b: a - b)(2))
@total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(T(1) <= T(1), T(2) > T(1), T(1) >= T(2))
try: total_ordering(type("X", (), {}))
except ValueError as e: print(e)
print(partial(lambda *a, **k: (a, k), 1, x=2)(3, x=4, y=5), partial(lambda a, b: (a, b), Placeholder, 2)(1), list(map(partial(pow, 2), range(4))), singledispatch(lambda x: "d")(5), update_wrapper(lambda: 0, fib).__name__)
