"""Enum, IntEnum, Flag, IntFlag, StrEnum, auto, unique, aliases, custom behaviour."""
from enum import *
class C(Enum):
    RED = 1; GREEN = 2; ALIAS = 1
    def hello(self): return "hi " + self.name
    @property
    def double(self): return self.value * 2
    @classmethod
    def first(cls): return cls.RED
print(C.RED, repr(C.RED), C.RED.name, C.RED.value, C(2), C["GREEN"], C.ALIAS is C.RED, list(C), len(C), C.RED == 1, C.RED is C(1), C.RED in C, 1 in C, 9 in C, C.RED.hello(), C.RED.double, C.first(), C.__members__, hash(C.RED) == hash(C.RED), type(C.RED), isinstance(C.RED, C), {C.RED: 1}, f"{C.RED} {C.RED!r} {C.RED:>10}", C, repr(C), list(reversed(C)), bool(C.RED))
for e in ("C(9)", "C['X']", "C.RED.name.x", "C.X", "C.RED < C.GREEN", "setattr(C, 'RED', 5)", "setattr(C.RED, 'value', 5)", "delattr(C, 'RED')", "C.RED + 1", "type('D', (C,), {})", "C()", "C.RED()", "C(1, 2)"):
    try: print(e, eval(e))
    except Exception as x: print(e, "->", type(x).__name__, x)
class I(IntEnum): A = 1; B = auto(); C = 10; D = auto()
print(list(I), I.A + 1, I.B > I.A, I.A == 1, f"{I.A}", "%d" % I.B, sorted([I.C, I.A]), I(2), int(I.D), [10, 20][I.A], I.A | I.B, type(I.A + I.B), str(I.A), repr(I.A))
class S(StrEnum): X = auto(); Y = "why"
print(S.X, S.Y == "why", S.X.upper(), f"{S.Y}", repr(S.X), "".join([S.X, S.Y]), S("why"))
class F(Flag): R = auto(); W = auto(); X = auto(); RW = R | W
print(F.R | F.X, F.RW, ~F.R, F.R & F.W, F.R in F.RW, F(0), F(7), F.RW ^ F.R, list(F.RW), len(F.RW), bool(F(0)), F.R | F.W is F.RW, F["R"], repr(F.R | F.X), (F.R | F.X).value, list(F), F(3), F.R.name, (F.R | F.X).name)
class P(IntFlag): A = 1; B = 2
print(P.A | 8, P.A | P.B, P(3), P.A + 1, P.A & 1, ~P.A, P(0), repr(P(9)), P.A | P.B == 3, int(P.A | P.B))
try: F(8)
except ValueError as e: print(str(e).split("\n")[0])
try:
    @unique
    class U(Enum): A = 1; B = 1
except ValueError as e: print(e)
class Planet(Enum):
    EARTH = (5.97, 6.37); MARS = (0.64, 3.39)
    def __init__(self, m, r): self.m, self.r = m, r
    @property
    def g(self): return round(self.m / self.r ** 2, 3)
print(Planet.EARTH.g, Planet.MARS.m, Planet((0.64, 3.39)))
class N(Enum):
    def _generate_next_value_(name, start, count, last): return name.lower()
    A = auto(); B = auto()
print([n.value for n in N]); D = Enum("D", "x y z"); print(list(D), D.y.value, Enum("E", {"p": 1}).p, Enum("G", ["a"], start=5).a.value)
class M(Enum):
    A = 1
    @classmethod
    def _missing_(cls, v): return cls.A if v == "a" else None
print(M("a"))
try: M("b")
except ValueError as e: print(e)
class Empty(Enum):
    def m(self): return self.name
class Ext(Empty): A = 1
print(Ext.A.m(), Empty.__members__)
class Ign(Enum): _ignore_ = ["t"]; t = 5; A = t
print(list(Ign), [x for x in dir(C) if not x.startswith("_")])
match C.GREEN:
    case C.RED: print("red")
    case C.GREEN: print("green")
class Str(str, Enum): A = "a"
print(Str.A == "a", Str.A, repr(Str.A), f"{Str.A}", Str.A.upper()); import copy; print(copy.deepcopy(C.RED) is C.RED)
class nm(Enum):
    @member
    def f(): return 1
    @nonmember
    class Inner: pass
    X = 2
print([m.name for m in nm], nm.Inner.__name__)
