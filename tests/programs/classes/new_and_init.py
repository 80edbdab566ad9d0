"""__new__ and __init__: custom construction, returning other objects, singletons, immutables."""
class N:
    def __new__(cls, *a, **k): print("new", cls.__name__, a, k); return super().__new__(cls)
    def __init__(self, *a, **k): print("init", a, k)
n = N(1, x=2)
class Other:
    def __new__(cls): return "a string"
    def __init__(self): print("never")
print(Other())
class Sub(Other):
    def __new__(cls): return object.__new__(cls)
    def __init__(self): print("sub init")
print(type(Sub()).__name__)
class RetSub:
    def __new__(cls, k=None): return object.__new__(RetChild) if k is None else object.__new__(cls)
    def __init__(self, k="dflt"): print("init of", type(self).__name__, k)
class RetChild(RetSub): pass
print(type(RetSub()).__name__)
class Single:
    inst = None
    def __new__(cls, v):
        if cls.inst is None: cls.inst = super().__new__(cls)
        return cls.inst
    def __init__(self, v): self.v = v
a, b = Single(1), Single(2); print(a is b, a.v)
class Upper(str):
    def __new__(cls, s, n=1): return super().__new__(cls, s.upper() * n)
class Temp(float):
    def __new__(cls, v, unit="C"): o = super().__new__(cls, v); o.unit = unit; return o
class Pair(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
class Nat(int):
    def __new__(cls, v):
        if v < 0: raise ValueError(f"negative: {v}")
        return super().__new__(cls, v)
print(Upper("ab", 2), Temp(1.5, "F").unit, Temp(2) + 1, Pair(1, 2), Nat(5) + 1, Nat.__new__(Nat, 7))
try: Nat(-1)
except ValueError as e: print(e)
class L(list):
    def __init__(self, *v): super().__init__(v); self.n = len(v)
class D(dict):
    def __init__(self, **k): super().__init__({x.upper(): y for x, y in k.items()})
class St(set):
    def __init__(self, n): super().__init__(range(n))
print(L(1, 2), L(1).n, D(a=1), St(3), L.__new__(L), list.__new__(L), dict.__new__(D))
class E(Exception):
    def __init__(self, code, msg): super().__init__(msg); self.code = code
class E2(Exception):
    def __init__(self, a, b): self.a = a
try: raise E(5, "text")
except E as e: print(e, e.code, e.args, repr(e))
print(E2(1, 2).args, repr(E2(1, 2)), str(E2(1, 2)))
class NoSuper:
    def __init__(self): self.x = 1
class Chain(NoSuper):
    def __init__(self): pass
print(hasattr(Chain(), "x"), NoSuper.__new__(NoSuper).__dict__)
class Raises:
    def __init__(self): raise ValueError("in init")
class RaisesNew:
    def __new__(cls): raise ValueError("in new")
for c in (Raises, RaisesNew):
    try: c()
    except ValueError as e: print(e)
class Call:
    def __call__(self, *a): return ("called", a)
class CallClass(Call): pass
print(Call()(1), CallClass()(2, 3), callable(Call()), callable(Call), callable(N.__new__))
class Gen:
    def __init__(self):
        for i in range(3): setattr(self, "a%d" % i, [i])
    def __iter__(self): yield from vars(self).items()
print(list(Gen())); o = object.__new__(Gen); print(list(o)); o.__init__(); print(o.a2, len(vars(o)))
class Kw:
    def __init__(self, a, /, b, *c, d, **e): self.all = (a, b, c, d, e)
print(Kw(1, 2, 3, d=4, e=5).all, Kw(1, b=2, d=3, a=9).all)
class Meth:
    __init__ = lambda self, v: setattr(self, "v", v)
print(Meth(3).v); Meth.__init__ = lambda self: setattr(self, "v", "changed"); print(Meth().v); del Meth.__init__; print(vars(Meth()))
