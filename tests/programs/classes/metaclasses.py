"""Metaclasses: __new__, __init__, __call__, __prepare__, conflict, class keywords, attributes."""
class Meta(type):
    def __prepare__(name, bases, **kw): print("prepare", name, bases, kw); return {"injected": 1}
    def __new__(m, name, bases, ns, **kw): print("new", name, sorted(k for k in ns if not k.startswith("__"))); return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): print("init", name); super().__init__(name, bases, ns)
    def __call__(cls, *a, **k): print("call", cls.__name__, a); return super().__call__(*a, **k)
    def meth(cls): return "meta method of " + cls.__name__
    @property
    def prop(cls): return "meta prop"
    def __len__(cls): return 42
    def __getitem__(cls, i): return (cls.__name__, i)
    def __iter__(cls): return iter("xy")
    def __contains__(cls, x): return x == "in"
    def __repr__(cls): return f"<Meta {cls.__name__}>"
    def __bool__(cls): return False
    def __instancecheck__(cls, o): return o == "instance"
    def __subclasscheck__(cls, c): return c is int
    def __add__(cls, o): return (cls.__name__, "+", o)
    def __eq__(cls, o): return o == "eq"
    def __hash__(cls): return 3
    def __dir__(cls): return ["d"]
class A(metaclass=Meta, opt=5):
    x = 1
    def __init__(self, v): self.v = v
a = A(3); print(a.v, A.injected, A.meth(), A.prop, len(A), A[1], list(A), "in" in A, "out" in A, A, bool(A), A + 1, A == "eq", hash(A), dir(A))
print(isinstance("instance", A), isinstance(a, A), isinstance(5, A), issubclass(int, A), issubclass(str, A), type(A), hasattr(a, "meth"), hasattr(a, "prop"))
class B(A): pass
print(type(B).__name__, B(1).v)
try: a.meth()
except AttributeError as e: print(e)
class M2(type): pass
try:
    class C(A, metaclass=M2): pass
except TypeError as e: print(e)
class M3(Meta): pass
class D(A, metaclass=M3): pass
print(type(D).__name__)
def fmeta(name, bases, ns, **kw): return (name, bases, sorted(k for k in ns if not k.startswith("__")), kw)
class E(metaclass=fmeta, z=1): q = 1
print(E)
class Single(type):
    insts = {}
    def __call__(cls, *a):
        if cls not in cls.insts: cls.insts[cls] = super().__call__(*a)
        return cls.insts[cls]
class S(metaclass=Single): pass
print(S() is S())
class Init:
    subs = []
    def __init_subclass__(cls, /, tag=None, **kw): super().__init_subclass__(**kw); cls.subs.append((cls.__name__, tag))
class I1(Init, tag="a"): pass
class I2(I1): pass
print(Init.subs)
for src in ("class X(Init, bad=1): pass", "class X(metaclass=5): pass", "class X(5): pass", "class X(metaclass=type, k=1): pass", "class X(object, object): pass", "class X(*[int], **{'metaclass': type}): pass", "class X(None): pass", "class X(Init, tag=1, tag2=2): pass", "class X(len): pass"):
    try: exec(src); print("ok", src)
    except TypeError as e: print(src, "->", e)
class BadPrep(type):
    @classmethod
    def __prepare__(m, n, b): return 5
try:
    class X(metaclass=BadPrep): pass
except TypeError as e: print(e)
class Entries:
    def __init__(self, v): self.v = v
    def __mro_entries__(self, bases): return (dict,) if self.v else ()
class F(Entries(1)): pass
class G(Entries(0)): pass
print(F.__bases__, F.__orig_bases__[0].v, G.__bases__)
class Order(type):
    @classmethod
    def __prepare__(m, n, b): return Dup()
    def __new__(m, n, b, ns): c = super().__new__(m, n, b, dict(ns)); c.order = ns.order; return c
class Dup(dict):
    order = ()
    def __setitem__(self, k, v): self.order += (k,); super().__setitem__(k, v)
class H(metaclass=Order):
    z = 1; a = 2; z = 3
print([o for o in H.order if not o.startswith("__")], H.z, type(type), type.__mro__, isinstance(type, object), isinstance(object, type), type(H()).__name__)
class MM(type):
    def mro(cls): return super().mro()
class J(metaclass=MM): pass
print(J.__mro__)
