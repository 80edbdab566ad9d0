"""Features in combination: a decorator class used on async methods of a generic dataclass-like class with slots, and so on."""
import functools
class cached:
    def __init__(self, f): self.f = f; functools.update_wrapper(self, f)
    def __set_name__(self, o, n): self.n = n
    def __get__(self, o, t=None):
        if o is None: return self
        v = o.__dict__[self.n] = self.f(o); return v
class Base:
    registry = {}
    def __init_subclass__(cls, /, key=None, **k): super().__init_subclass__(**k); Base.registry[key or cls.__name__] = cls
    def __class_getitem__(cls, k): return cls.registry[k]
class A[T](Base, key="a"):
    @cached
    def slow(self): print("computed", end=" "); return sum(self)
    def __iter__(self): yield from (i * j for i in range(3) for j in range(i))
class B(A, key="b"):
    def __iter__(self): yield 100; yield from super().__iter__()
a, b = Base["a"](), Base["b"](); print(a.slow, a.slow, b.slow, A.slow.__name__, sorted(Base.registry))
def ctx(f):
    @functools.wraps(f)
    def w(*a, **k):
        try: return f(*a, **k)
        except (lambda: (KeyError, ZeroDivisionError))() as e: return f"{f.__name__}: {e!r}"
        finally: log.append(f.__name__)
    return w
log = []
@ctx
def div(a, /, b=1, *, c=0): return {k: v for k, v in zip("abc", (a / b, *[c] * 2))}
@ctx
def look(d, *ks): return functools.reduce(lambda x, k: x[k], ks, d)
print(div(1, 2), div(1, 0), look({"a": {"b": [5]}}, "a", "b", 0), look({}, "z"), log)
def gen():
    total = 0
    try:
        while (x := (yield total)) is not None:
            match x:
                case int() | float(): total += x
                case {"sub": int(n)}: total -= n
                case [op, *args] if op == "mul":
                    for a in args: total *= a
                case str(s) if s.isdigit(): total += int(s)
                case _: raise TypeError(f"bad {x!r}")
    except TypeError as e: yield str(e)
    finally: log.append(total)
    return total
g = gen(); next(g); print(g.send(5), g.send({"sub": 2}), g.send(["mul", 2, 3]), g.send("40"), g.send([]), log[-1] != 58); g.close(); print(log[-1])
class Matrix:
    def __init__(self, *rows): self.rows = rows
    def __matmul__(self, o): return Matrix(*[[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __getitem__(self, ij): i, j = ij; return self.rows[i][j] if not isinstance(i, slice) else [r[j] for r in self.rows[i]]
    def __format__(self, spec): return "; ".join(" ".join(format(v, spec) for v in r) for r in self.rows)
    def __ipow__(self, n):
        r = self
        for _ in range(n - 1): r = r @ self
        return r
m = Matrix([1, 1], [1, 0]); m **= 10; print(f"{m:4d}", m[0, 1], m[:, 0], f"{Matrix([1.5, 2])@Matrix([1], [2]):.2f}")
class Meta(type):
    def __call__(cls, *a): o = super().__call__(*a); o.tags = [n for n, v in vars(cls).items() if getattr(v, "tag", None)]; return o
def tag(f): f.tag = True; return f
class Tagged(metaclass=Meta):
    @tag
    def x(self): pass
    def y(self): pass
    z = tag(lambda self: 0)
print(Tagged().tags, (lambda *a, k=(lambda: 7)(), **kw: (a, k, kw))(*[i for i in range(2)], **{**{"q": 1}}), [*(lambda: (yield from "ab"))()], {**{x: y for x, y in [(1, 2)]}, **dict(a=1)}, [f"{x!r:>{w}}" for x, w in (("a", 5), (1, 3))])
