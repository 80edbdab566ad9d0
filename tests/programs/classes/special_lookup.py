"""Special methods are looked up on the type; class attribute changes take effect at once."""
class C: pass
c = C()
for name, expr in (("__len__", "len(c)"), ("__iter__", "list(c)"), ("__getitem__", "c[1]"), ("__contains__", "1 in c"), ("__call__", "c(1)"), ("__add__", "c + 1"), ("__radd__", "1 + c"), ("__neg__", "-c"), ("__bool__", "bool(c)"), ("__str__", "str(c)"), ("__repr__", "repr(c)"), ("__hash__", "hash(c)"), ("__eq__", "c == 1"), ("__lt__", "c < 1"), ("__index__", "[1,2,3][c]"), ("__int__", "int(c)"), ("__float__", "float(c)"), ("__enter__", "c.__enter__()"), ("__getattr__", "c.dynamic"), ("__next__", "next(c)"), ("__reversed__", "list(reversed(c))"), ("__abs__", "abs(c)"), ("__round__", "round(c)"), ("__format__", "format(c, 'x')"), ("__divmod__", "divmod(c, 1)"), ("__iadd__", "(lambda z: exec('z += 1', {'z': z}))(c)"), ("__matmul__", "c @ 1"), ("__dir__", "dir(c)")):
    def run():
        try: return eval(expr)
        except Exception as e: return f"{type(e).__name__}: {e}".split(" at 0x")[0]
    before = run()
    if name in ("__str__", "__repr__", "__hash__", "__dir__"): before = "default"
    impl = {"__len__": lambda s: 3, "__iter__": lambda s: iter([1]), "__getitem__": lambda s, i: i, "__contains__": lambda s, x: True, "__call__": lambda s, *a: a, "__bool__": lambda s: False, "__str__": lambda s: "str", "__repr__": lambda s: "repr", "__hash__": lambda s: 5, "__index__": lambda s: 1, "__int__": lambda s: 8, "__float__": lambda s: 0.5, "__next__": lambda s: "next", "__reversed__": lambda s: iter("r"), "__dir__": lambda s: ["b", "a"], "__format__": lambda s, f: "F" + f, "__getattr__": lambda s, n: n}.get(name, lambda s, *a: (name, *a))
    setattr(c, name, "on the instance"); inst = run() if name not in ("__str__", "__repr__", "__hash__", "__dir__", "__enter__", "__getattr__") else "-"; delattr(c, name)
    setattr(C, name, impl); after = run(); delattr(C, name)
    again = run() if name not in ("__str__", "__repr__", "__hash__", "__dir__") else "default"
    print(name, "|", before, "|", inst == before or inst, "|", after, "|", again == before)
class Base:
    def m(self): return "base"
class Child(Base): pass
objs = [Child() for _ in range(3)]
def calls(): return [o.m() for o in objs]
print(calls()); Child.m = lambda s: "child"; print(calls()); del Child.m; print(calls()); Base.m = lambda s: "new base"; print(calls()); objs[1].m = lambda: "inst"; print(calls()); Base.m = property(lambda s: lambda: "prop"); print(calls())
class X:
    @property
    def p(self): return "prop"
x = X(); x.__dict__["p"] = "dict"; print(x.p); X.p = 5; print(x.p); del X.p; print(x.p)
class Count:
    n = 0
    def inc(self): self.n += 1; return self.n
k = Count(); print([k.inc() for _ in range(3)], Count.n, vars(k)); Count.n = 100; del k.n; print(k.inc())
for i in range(5):
    class Y:
        v = i
        def get(self): return self.v
    print(Y().get(), end=" ")
print()
def poly(o): return o.area()
class Sq:
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
class Ci:
    def __init__(self, r): self.r = r
    def area(self): return 3 * self.r ** 2
class Na:
    area = staticmethod(lambda: "static")
print([poly(o) for o in [Sq(2), Ci(1), Na(), Sq(3), Ci(2), Na()] * 2])
