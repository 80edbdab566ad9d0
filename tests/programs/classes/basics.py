"""Class bodies, instances, class and instance attributes, methods, dynamic changes."""
class A:
    """Doc."""
    count = 0
    items = []
    def __init__(self, v=0):
        self.v = v
        A.count += 1
    def get(self): return self.v
    def add(self, x):
        self.items.append(x)
        self.count += 10
        return self
a, b = A(1), A(2)
print(a.get(), b.get(), A.get(a), A.count, a.count, a.add(5) is a, b.items, a.count, A.count, a.__dict__, b.__dict__)
print(A.__name__, A.__qualname__, A.__module__, A.__doc__, A.__bases__, A.__mro__, A.__dict__["count"], type(A), type(a), a.__class__, isinstance(a, A), A.__base__)
A.new = lambda self: self.v * 100; print(a.new(), b.new()); A.v2 = property(lambda s: s.v + 1); print(a.v2); del A.new; print(hasattr(a, "new"))
a.get = lambda: "instance"; print(a.get(), b.get()); del a.get; print(a.get())
a.x = 1; a.y = 2; del a.x; a.x = 3; print(a.__dict__, list(vars(a)), dir(a)[-6:])
class B(A):
    def get(self): return "B" + str(super().get())
b = B(7); print(b.get(), B.__bases__, issubclass(B, A), B.count, isinstance(b, A), A.__subclasses__() == [B])
b.__class__ = A; print(b.get(), type(b) is A); b.__class__ = B; print(b.get())
try: b.__class__ = 5
except TypeError as e: print(e)
try: b.__class__ = int
except TypeError as e: print(e)
class Empty: pass
e = Empty(); print(e.__dict__, e == e, e != Empty(), hash(e) == hash(e), bool(e), repr(e).startswith("<__main__.Empty object at 0x"), repr(Empty), str(Empty))
class Nested:
    class In:
        class Deep: pass
        x = 1
    y = In.x + 1
print(Nested.In.Deep.__qualname__, Nested.y, repr(Nested.In))
def local():
    class L: pass
    return L
print(local().__qualname__, local() is local(), local().__name__)
class Cond:
    if True:
        def m(self): return "if"
    else:
        def m(self): return "else"
    for n in range(3): locals()[f"attr{n}"] = n
    del n
print(Cond().m(), Cond.attr2, hasattr(Cond, "n"))
class Many:
    def __init__(self, n):
        for i in range(n): setattr(self, f"f{i}", i)
ms = [Many(n) for n in (0, 1, 5, 20, 100)]
print([len(vars(m)) for m in ms], ms[4].f99, ms[3].f19, sum(vars(ms[4]).values()))
for m in ms[3:]:
    for i in range(0, 20, 2): delattr(m, f"f{i}")
print(sorted(vars(ms[3]))[:4], hasattr(ms[4], "f0"), ms[4].f1)
o1, o2 = Empty(), Empty(); o1.a = 1; o1.b = 2; o2.b = 3; o2.a = 4; print(vars(o1), vars(o2), [(o.a, o.b) for o in (o1, o2)])
try: Empty.nope
except AttributeError as x: print(x)
try: Empty(1)
except TypeError as x: print(x)
T = type("T", (A,), {"z": 1, "m": lambda s: s.z}); print(T, T().m(), T.__mro__[1], T(5).get(), type("U", (), {})().__class__.__name__)
for args in (("X", (), 5), ("X", 5, {}), (5, (), {}), ("X", (int, str), {}), ("X", (5,), {}), ("X", (A, A), {}), ("X\0", (), {})):
    try: type(*args)
    except Exception as x: print(args[:2], type(x).__name__, x)
