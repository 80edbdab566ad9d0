"""dataclass: every option, field, inheritance, post-init, slots, frozen, order, kw_only, replace, asdict."""
from dataclasses import *
@dataclass
class P:
    x: int
    y: int = 5
    z: list = field(default_factory=list)
    def dist(self): return self.x + self.y
print(P(1), P(1, 2, [3]), P(1) == P(1), P(1) != P(2), P(x=3).dist(), P.__match_args__, [f.name for f in fields(P)], asdict(P(1, z=[P(2)])), astuple(P(1)), replace(P(1), y=9), is_dataclass(P), is_dataclass(P(1)), P.__annotations__, P.__doc__)
for f in (lambda: P(), lambda: P(1, 2, 3, 4), lambda: P(q=1), lambda: P(1) < P(2), lambda: hash(P(1)), lambda: replace(P(1), q=1), lambda: asdict(5), lambda: fields(5), lambda: P(1, x=2)):
    try: print(f())
    except TypeError as e: print(e)
@dataclass(frozen=True, order=True)
class F:
    a: int
    b: str = field(default="b", compare=False, repr=False)
f = F(1); print(f, F(1) < F(2), sorted([F(3), F(1)]), hash(F(1)) == hash(F(1, "z")), {F(1): "v"}[F(1)], F(1) == F(1, "other"), F(1) >= F(1))
for act in ("f.a = 5", "del f.a", "f.new = 1"):
    try: exec(act)
    except FrozenInstanceError as e: print(e)
@dataclass(slots=True, kw_only=True)
class S: a: int; b: int = 2
s = S(a=1); print(s, S.__slots__, hasattr(s, "__dict__"))
try: S(1)
except TypeError as e: print(e)
try: s.q = 1
except AttributeError as e: print(e)
@dataclass
class Base: a: int; b: int = 1
@dataclass
class Child(Base): c: int = 2; b: int = 10
print(Child(1), [f.name for f in fields(Child)], Child(1) == Base(1, 10), issubclass(Child, Base))
@dataclass
class Post:
    a: int
    b: InitVar[int] = 3
    c: int = field(init=False)
    def __post_init__(self, b): self.c = self.a * b
print(Post(2), Post(2, 5), Post(2).c)
for src in ("x: list = []", "x: int = 1\n y: int", "x: int = field(default=1, default_factory=list)", "x: dict = {}"):
    try: exec(f"@dataclass\nclass Bad:\n {src}")
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
@dataclass(repr=False, eq=False)
class N: x: int
print(repr(N(1)).startswith("<__main__.N object"), N(1) == N(1)); from typing import ClassVar
@dataclass
class CV: k: ClassVar[int] = 5; x: int = 1; _: KW_ONLY = None; z: int = 0
print(CV(), CV(2, z=3), CV.k, [f.name for f in fields(CV)]); M = make_dataclass("M", [("a", int), ("b", str, field(default="q")), "c"][:2], namespace={"m": lambda s: s.a}); print(M(1), M(1).m())
@dataclass
class Rec: v: int; next: "Rec | None" = None
r = Rec(1, Rec(2)); print(r, asdict(r)); r.next = r; print(r)
match P(1, 2):
    case P(x, y=2): print("matched", x)
@dataclass(unsafe_hash=True)
class H: a: int; m: dict = field(default_factory=dict, hash=False)
print(hash(H(1)) == hash(H(1)), field(metadata={"k": 1}).metadata["k"], fields(P)[0].type, fields(P)[1].default, fields(P)[0].default is MISSING)
@dataclass
class Gen[T]: v: T
print(Gen(5), Gen[int](6))
@dataclass
class Cust:
    a: int
    def __repr__(self): return "custom"
    def __eq__(self, o): return "eq"
print(Cust(1), Cust(1) == 2); import copy; print(copy.copy(P(1)), copy.replace(P(1), x=7), copy.deepcopy(P(1, z=[1])))
@dataclass(order=True)
class Bad2: 
    a: int
try: Bad2(1) < 5
except TypeError as e: print(e)
try:
    @dataclass(frozen=True)
    class FF(Base): pass
except TypeError as e: print(e)
