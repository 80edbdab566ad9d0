"""Binding arguments to every kind of parameter."""
def f(a, b=2, *args, c, d=4, **kw): return a, b, args, c, d, kw
print(f(1, c=3), f(1, 5, 6, 7, c=8, d=9, e=10), f(a=1, c=2), f(*[1, 2, 3], **{"c": 4, "z": 5}), f(1, *(2,), 3, *[4], c=0, **{"x": 1}, **{"y": 2}))
def pos(a, b, /, c, *, d): return a, b, c, d
print(pos(1, 2, 3, d=4), pos(1, 2, c=3, d=4))
def posdef(a, b=1, /, c=2, *, d=3, **kw): return a, b, c, d, kw
print(posdef(0), posdef(0, 5, 6, d=7), posdef(0, a=1, b=2), posdef(0, **{"a": 9}))
def star(*a, **k): return a, k
print(star(), star(1, 2), star(x=1), star(*"ab", **{"q": 1}), star(*(), **{}), star(*[1], *[2], k=3))
def kwonly(*, a, b=5): return a, b
print(kwonly(a=1), kwonly(b=1, a=2))
lam = lambda x, *y, z=1, **w: (x, y, z, w)
print(lam(1), lam(1, 2, z=3, q=4), (lambda: "none")(), (lambda *a: a)(1, 2), (lambda a, /, b: a + b)(1, b=2))
def mutable(x, acc=[]): acc.append(x); return acc
print(mutable(1), mutable(2), mutable(3, []), mutable.__defaults__)
calls = ["f()", "f(1)", "f(1, 2, c=3, a=4)", "f(c=3)", "pos(1, 2)", "pos(1, 2, 3, 4)", "pos(1, b=2, c=3, d=4)", "pos(a=1, b=2, c=3, d=4)", "pos(1, 2, 3)", "posdef()", "posdef(1, 2, 3, 4)", "kwonly()", "kwonly(1)", "kwonly(1, a=2)", "kwonly(a=1, c=2)", "kwonly(1, 2)", "(lambda: 0)(1)", "(lambda x: 0)()", "(lambda x, y: 0)()", "(lambda x, y, z: 0)()", "(lambda x, y=1: 0)(1, 2, 3)", "(lambda x: 0)(y=1)", "(lambda x: 0)(1, x=1)", "(lambda **k: k)(1)", "(lambda *a: a)(x=1)", "star(**{1: 2})", "star(*5)", "star(**5)", "star(*None)", "star(**[('a', 1)])", "star(x=1, **{'x': 2})", "(lambda a, b, c, d: 0)(1, 2)", "(lambda a, b=1, *, c: 0)(1, 2, 3)", "(lambda a, b=1, *, c, d: 0)(1)", "(lambda a, *, b: 0)()", "(lambda parameter: 0)(paramter=1)", "None()", "5()", "'a'()", "[]()", "f.x()", "len()", "len(1, 2)", "len(x=1)", "abs()", "print(foo=1)", "int(foo=1)", "sorted(key=1)", "pow(1)", "isinstance(1)", "max()", "min(key=len)", "range(x=1)", "dict(1, 2)", "str(1, 2, 3, 4)", "divmod(1)", "chr()", "object(1)", "getattr(1)", "list.append()", "list.append(1)", "[].append()", "'a'.join()", "str.upper()", "str.upper(1)", "int.__add__(1)", "(1).__add__()", "type()", "type(1, 2)", "super()", "iter()", "next()", "zip(1)", "enumerate()", "map()", "map(1)", "filter(1)", "round()", "hash()", "id()", "open()", "repr()", "callable()", "vars(1)", "sum()", "sum(1)", "sum([], 'a')", "ord(1, 2)"]
import warnings; warnings.simplefilter("ignore", SyntaxWarning)
for c in calls:
    try: print(c, "=", eval(c))
    except Exception as e: print(c, "->", type(e).__name__, e)
class C:
    def m(self, a): return a
    @classmethod
    def k(cls): return cls.__name__
    @staticmethod
    def s(a): return a
for c in ("C().m()", "C().m(1, 2)", "C.m(1)", "C.m()", "C().k(1)", "C.s()", "C().s(1, 2)", "C(1)", "C(a=1)", "C().m(b=1)", "C().m(1, a=2)"):
    try: print(c, "=", eval(c))
    except TypeError as e: print(c, "->", e)
def long(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z): return a + z
print(long(*range(26)), long(**{c: i for i, c in enumerate("abcdefghijklmnopqrstuvwxyz")}))
print(star(*range(300))[0][-1], len(star(**{"k%d" % i: i for i in range(300)})[1]))
