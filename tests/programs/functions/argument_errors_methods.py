"""Messages of wrong calls name the function by its qualified name."""
class Outer:
    class Inner:
        def m(self, a, /, b, *, c): pass
        def __init__(self, x): pass
        def __call__(self, y): pass
        def __getitem__(self): pass
        @staticmethod
        def st(): pass
        @classmethod
        def cl(cls, z): pass
def f():
    def g(a): pass
    return g
i = Outer.Inner(1)
tests = [lambda: f()(), lambda: f()(1, 2), lambda: Outer.Inner(), lambda: Outer.Inner(1, 2), lambda: Outer.Inner(y=1), lambda: i.m(), lambda: i.m(1), lambda: i.m(1, 2), lambda: i.m(1, 2, 3, c=4), lambda: i.m(a=1, b=2, c=3), lambda: i.m(1, b=2, c=3, d=4), lambda: i(), lambda: i(1, 2), lambda: i[0], lambda: i.st(1), lambda: i.cl(), lambda: i.cl(1, 2), lambda: Outer.Inner.m(), lambda: (lambda q: 0)(), lambda: [lambda *, k: 0][0](), lambda: [lambda *, k, j, l: 0][0](), lambda: [lambda a, b=1, /: 0][0](1, b=2)]
for n, t in enumerate(tests):
    try: print(n, t())
    except TypeError as e: print(n, e)
def defaults(a, b, c=1, d=2, *, e, g=3): pass
for args, kw in (((), {}), ((1,), {}), ((1, 2, 3, 4, 5), {}), ((1, 2, 3, 4, 5), {"e": 1}), ((1, 2), {"h": 1, "e": 1}), ((1, 2), {"c": 1, "zz": 1}), ((1, 2, 3), {"c": 1, "e": 1}), ((1,), {"a": 1, "e": 2}), ((), {"e": 1}), ((1, 2), {"E": 1, "e": 2})):
    try: print(defaults(*args, **kw))
    except TypeError as e: print(args, kw, e)
class NoInit: pass
class WithNew:
    def __new__(cls, a): return super().__new__(cls)
class WithInit:
    def __init__(self, a): pass
class InitReturns:
    def __init__(self): return 5
class Child(WithInit):
    def __init__(self): super().__init__()
for c, a in ((NoInit, (1,)), (WithNew, ()), (WithNew, (1, 2)), (WithInit, ()), (WithInit, (1, 2)), (InitReturns, ()), (Child, ())):
    try: print(c(*a).__class__)
    except TypeError as e: print(c.__name__, a, e)
try: object.__init__(NoInit(), 1)
except TypeError as e: print(e)
try: object.__new__(WithInit, 1) and print("allowed")
except TypeError as e: print(e)
try: object.__new__()
except TypeError as e: print(e)
try: object.__new__(5)
except TypeError as e: print(e)
try: int.__new__(str)
except TypeError as e: print(e)
try: object.__new__(int)
except TypeError as e: print(e)
