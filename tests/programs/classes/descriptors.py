"""Data and non-data descriptors, properties, __set_name__, lookup order."""
class Data:
    def __set_name__(self, owner, name): self.name = name; print("set_name", owner.__name__, name)
    def __get__(self, obj, cls): return (self.name, obj is None, cls.__name__)
    def __set__(self, obj, v): obj.__dict__[self.name] = v; print("set", self.name, v)
    def __delete__(self, obj): print("delete", self.name)
class NonData:
    def __get__(self, obj, cls=None): return "nondata"
class SetOnly:
    def __set__(self, obj, v): print("setonly", v)
class C:
    d = Data()
    n = NonData()
    s = SetOnly()
c = C()
print(c.d, C.d, c.n, C.n, type(c.s).__name__)
c.d = 5; print(c.d, c.__dict__); del c.d; c.n = "inst"; print(c.n, c.__dict__); del c.n; print(c.n); c.s = 1; c.__dict__["s"] = "in dict"; print(c.s)
try: del c.s
except AttributeError as e: print(e)
c.__dict__["d"] = "shadow"; print(c.d); C.d = "replaced"; print(c.d, C.d)
class Prop:
    def __init__(self): self._x = 1
    @property
    def x(self):
        "The x."
        return self._x
    @x.setter
    def x(self, v):
        if v < 0: raise ValueError("negative")
        self._x = v
    @x.deleter
    def x(self): self._x = None
    y = property(lambda s: "y")
    w = property(None, lambda s, v: print("w", v))
    z = property()
p = Prop(); print(p.x, p.y, Prop.x.__doc__, Prop.x.fget.__name__, Prop.x.__name__, Prop.y.fset, type(Prop.x).__name__); p.x = 5; print(p.x); del p.x; print(p.x); p.w = 3
for act in ("p.x = -1", "p.y = 1", "del p.y", "p.w", "p.z", "p.z = 1", "del p.z", "p.x = 'a'", "Prop.x.fget = 1", "property(1, 2, 3, 4, 5)"):
    try: exec(act)
    except Exception as e: print(act, "->", type(e).__name__, e)
class Sub(Prop):
    @Prop.x.getter
    def x(self): return "sub"
    @property
    def y(self): return "sub " + super().y
s = Sub(); s.x = 7; print(s.x, s._x, s.y, isinstance(Sub.x, property))
class Raises:
    @property
    def a(self): raise AttributeError("inner")
    @property
    def b(self): return self.missing
    def __getattr__(self, n): return f"fallback {n}"
r = Raises(); print(r.a, r.b, r.c)
class NoFallback:
    @property
    def a(self): raise AttributeError("inner")
print(hasattr(NoFallback(), "a"), getattr(NoFallback(), "a", "dflt"))
try: NoFallback().a
except AttributeError as e: print(e)
class SM:
    @staticmethod
    def s(a): return a
    @classmethod
    def c(cls, a): return cls.__name__, a
print(SM.s(1), SM().s(2), SM.c(3), SM().c(4), SM.__dict__["s"].__func__(5), type(SM.__dict__["c"]).__name__, SM.__dict__["s"](6), SM.c.__self__, SM.__dict__["c"].__wrapped__.__name__)
class Bound:
    def __init__(self, f): self.f = f
    def __get__(self, o, t): return lambda *a: (t.__name__, o is not None, self.f(*a))
class U: m = Bound(lambda *a: a)
print(U.m(1), U().m(2)); u = U(); u.own = Bound(print); print(type(u.own).__name__)
class BadName:
    def __set_name__(self, o, n): raise ValueError("in set_name")
try:
    class V: q = BadName()
except ValueError as e: print(e, e.__notes__)
class Lazy:
    def __init__(self, f): self.f = f
    def __set_name__(self, o, n): self.n = n
    def __get__(self, o, t):
        if o is None: return self
        print("compute", end=" "); v = o.__dict__[self.n] = self.f(o); return v
class W:
    @Lazy
    def v(self): return 42
w = W(); print(w.v, w.v, W.v.n)
