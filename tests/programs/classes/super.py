"""super in methods, class methods, static methods, closures, properties, comprehensions; its errors."""
class A:
    x = "A.x"
    def m(self): return "A.m"
    @classmethod
    def c(cls): return "A.c", cls.__name__
    @staticmethod
    def s(): return "A.s"
    @property
    def p(self): return "A.p"
    def __getitem__(self, i): return ("A", i)
class B(A):
    x = "B.x"
    def m(self): return "B>" + super().m()
    @classmethod
    def c(cls): return ("B",) + super().c()
    @staticmethod
    def s(): return "B>" + super(B, B).s()
    @property
    def p(self): return "B>" + super().p
    def attr(self): return super().x, self.x
    def lam(self): return (lambda: super(B, self).m())(), [super(B, self).m() for _ in "a"]
    def comp(self): return [super().x for _ in range(2)]
    def inner(self):
        def f(): return super(__class__, self).m()
        return f()
    def item(self): return super().__getitem__(5)
    def cls(self): return __class__
    def gen(self): yield super().m()
    def two(self, other): return super(B, other).m()
b = B()
print(b.m(), B.c(), b.c(), b.s(), b.p, b.attr(), b.lam(), b.comp(), b.inner(), b.item(), b.cls(), list(b.gen()), b.two(B()))
class C(B):
    def __getattribute__(self, n): return "intercepted" if n == "magic" else super().__getattribute__(n)
    def __setattr__(self, n, v): super().__setattr__(n, v * 2)
    def __new__(cls, *a): o = super().__new__(cls); o.made = 1; return o
    def __init_subclass__(cls, **k): super().__init_subclass__(); cls.sub = k
c = C(); c.q = 5; print(c.magic, c.q, c.made, c.m())
class D(C, tag="t"): pass
print(D.sub)
s = super(B, b); print(s.m(), s.__self__ is b, s.__thisclass__, s.__self_class__, repr(s).startswith("<super: <class 'B'>, <B object>"), super(B, B).c())
u = super(B); print(u.__self__, u.__get__(b, B).m(), repr(u))
for f in (lambda: super(), lambda: super(1), lambda: super(B, 1), lambda: super(B, A()), lambda: super(B, A), lambda: super(A, b).nope, lambda: super(B, b)[0], lambda: super(1, 2), lambda: super(B, b, 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def outside(self): return super().m()
try: outside(b)
except RuntimeError as e: print(e)
class X:
    def nonself(): return super()
    def rebound(self): self = 5; return super().x
    def deleted(self): del self; return super()
try: X.nonself()
except RuntimeError as e: print(e)
for n in ("rebound", "deleted"):
    try: getattr(X(), n)()
    except Exception as e: print(type(e).__name__, e)
class Y:
    def f(self): return __class__
    g = lambda self: __class__.__name__
print(Y().f(), Y().g(), Y.f.__code__.co_freevars)
class Z(A):
    def m(self):
        super = lambda *a: A
        return super().x
print(Z().m())
