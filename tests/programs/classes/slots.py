"""__slots__: no dict, defaults, inheritance, conflicts, weak references."""
class P:
    __slots__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
p = P(1, 2); print(p.x, p.y, hasattr(p, "__dict__"), P.__slots__, type(P.x).__name__, P.x.__name__, P.x.__get__(p), P.x.__objclass__)
for act in ("p.z = 1", "del p.x; p.x", "del p.x", "p.x = 5; print(p.x)", "P.x.__set__(p, 7); print(p.x)", "P.x.__get__(5)", "p.__dict__", "vars(p)", "P.x.__delete__(p); p.x"):
    try: exec(act)
    except Exception as e: print(act, "->", type(e).__name__, e)
class Q(P):
    __slots__ = ("z",)
q = Q(1, 2); q.z = 3; print(q.x, q.y, q.z, hasattr(q, "__dict__"))
class R(P): pass
r = R(1, 2); r.w = 9; print(r.__dict__, r.x)
class D:
    __slots__ = ("a", "__dict__")
d = D(); d.a = 1; d.b = 2; print(d.a, d.__dict__)
class W:
    __slots__ = ("__weakref__",)
import weakref
print(weakref.ref(w := W())() is w)
try: weakref.ref(p)
except TypeError as e: print(e)
class S: __slots__ = "single"
s = S(); s.single = 1; print(s.single, S.__slots__)
class Dd:
    __slots__ = {"a": "doc of a", "b": None}
print(Dd.a.__doc__, Dd.__slots__)
for body in ("__slots__ = ('x',); x = 1", "__slots__ = (5,)", "__slots__ = ('a b',)", "__slots__ = ('__dict__', '__dict__')", "__slots__ = 5", "__slots__ = ('',)"):
    try: exec(f"class Bad: {body}")
    except Exception as e: print(body, "->", type(e).__name__, e)
class A: __slots__ = ("a",)
class B: __slots__ = ("b",)
try:
    class AB(A, B): pass
except TypeError as e: print(e)
class E1: __slots__ = ()
class AE(A, E1): __slots__ = ()
ae = AE(); ae.a = 1; print(ae.a)
try: ae.q = 1
except AttributeError as e: print(e)
class Mangled:
    __slots__ = ("__private", "_ok")
    def __init__(self): self.__private = 1; self._ok = 2
    def get(self): return self.__private
m = Mangled(); print(m.get(), m._Mangled__private, Mangled.__slots__)
class I(int): __slots__ = ()
print(I(5) + 1, hasattr(I(5), "__dict__"))
try:
    class J(int): __slots__ = ("x",)
    print("int with slots")
except TypeError as e: print(e)
class L(list): __slots__ = ("extra",)
l = L([1, 2]); l.extra = "e"; print(l, l.extra)
class Many: __slots__ = tuple(f"s{i}" for i in range(40))
mm = Many()
for i in range(40): setattr(mm, f"s{i}", i)
print(sum(getattr(mm, f"s{i}") for i in range(40)), mm.s39)
class Shadow(P): __slots__ = ("x",)
sh = Shadow(1, 2); print(sh.x, "shadowed")
p2, p3 = P(1, 2), P(1, 2)
try: p2.__class__ = Q
except TypeError as e: print(e)
class P2: __slots__ = ("x", "y")
p2.__class__ = P2; print(type(p2).__name__, p2.x)
