import dataclasses
from dataclasses import KW_ONLY, InitVar, asdict, astuple, dataclass, field, fields, is_dataclass, make_dataclass, replace
from typing import Any, ClassVar


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


@dataclass
class Point:
    """A point."""
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False, repr=False)
    count: ClassVar[int] = 0
    scale: InitVar[int] = 1

    def __post_init__(self, scale):
        self.x *= scale


print(Point(1), Point(1, 2) == Point(1, 2, [3]), Point(2, scale=3), Point.__match_args__)
print([(f.name, f.type, f.default is dataclasses.MISSING) for f in fields(Point)])
attempt(lambda: hash(Point(1)))
attempt(lambda: Point())
attempt(lambda: Point(1) < Point(2))


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Version:
    major: int
    minor: int = field(default=0, metadata={"unit": "steps"})
    note: str = field(default="", compare=False)


v = Version(major=1, minor=2)
print(v, v < Version(major=2), sorted([Version(major=2), v]), hash(v) == hash(Version(major=1, minor=2, note="x")))
print(Version.__slots__, fields(Version)[1].metadata, replace(v, minor=5))
attempt(lambda: setattr(v, "major", 3))
attempt(lambda: delattr(v, "major"))
attempt(lambda: Version(1))
attempt(lambda: replace(v, wrong=1))
print(hasattr(v, "__dict__"))


@dataclass
class Base:
    a: int
    _: KW_ONLY
    b: int = 2


@dataclass
class Derived(Base):
    c: int = 3
    d: dict[str, Any] = field(default_factory=dict, kw_only=True)


print(Derived(1, 4, b=5), asdict(Derived(1, d={"k": [Base(2)]})), astuple(Derived(1)))
Made = make_dataclass("Made", [("x", int), "y", ("z", int, field(default=7))], namespace={"total": lambda s: s.x + s.z})
print(Made(1, 2), Made(1, 2).total(), is_dataclass(Made), is_dataclass(Made(1, 2)), is_dataclass(3))
attempt(lambda: make_dataclass("Bad", ["a b"]))
attempt(lambda: make_dataclass("Bad", ["def"]))


def define_bad_default():
    @dataclass
    class Bad:
        items: list = []


def define_bad_order():
    @dataclass
    class Bad:
        a: int = 1
        b: int


def define_frozen_mix():
    @dataclass
    class Bad(Version):
        pass


for function in (define_bad_default, define_bad_order, define_frozen_mix):
    attempt(function)


@dataclass(repr=False, eq=False, init=False)
class Bare:
    x: int = 1


print(Bare().x, Bare() == Bare(), "__init__" in vars(Bare))


@dataclass(slots=True, weakref_slot=True)
class Slotted:
    x: int
    y: "Slotted | None" = None

    def method(self):
        return __class__.__name__, super().__repr__()[:9]


print(Slotted.__slots__, Slotted(1, Slotted(2)), Slotted(1).method())


@dataclass(unsafe_hash=True)
class Hashed:
    x: int
    y: list = field(default_factory=list, hash=False)


print(hash(Hashed(1)) == hash(Hashed(1, [2])), Hashed.__doc__, Point.__doc__, Version.__doc__)
match Point(3, 4):
    case Point(a, y=b):
        print(a, b)


@dataclass
class Recursive:
    child: "Recursive | None" = None


r = Recursive()
r.child = r
print(r)


class Descriptor:
    def __get__(self, instance, owner):
        return 42 if instance is None else instance._x * 2

    def __set__(self, instance, value):
        instance._x = value


@dataclass
class Described:
    x: int = Descriptor()


print(Described().x, Described(5).x, repr(fields(Described)[0])[:30])
