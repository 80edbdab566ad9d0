import enum
from enum import Enum, EnumCheck, Flag, IntEnum, IntFlag, StrEnum, auto, member, nonmember, property, unique, verify


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


class Color(Enum):
    """Colours."""
    RED = 1
    GREEN = 2
    CRIMSON = 1

    def describe(self):
        return self.name.lower()

    @classmethod
    def default(cls):
        return cls.GREEN


print(list(Color), Color.RED, repr(Color.RED), Color(2), Color["RED"], Color.CRIMSON is Color.RED, Color.__members__)
print(Color.RED.describe(), Color.default(), len(Color), Color.RED in Color, 1 in Color, 5 in Color, list(reversed(Color)))
for function in (lambda: Color(9), lambda: Color["X"], lambda: Color.RED < Color.GREEN, lambda: Color.NONE,
                 lambda: setattr(Color, "RED", 3), lambda: type("Sub", (Color,), {}), lambda: Color.RED.RED,
                 lambda: hash(Color.RED) == hash("RED"), lambda: Color.RED == 1):
    attempt(function)


class Number(IntEnum):
    ONE = auto()
    TWO = auto()


print(Number.ONE + Number.TWO, f"{Number.TWO}", repr(Number.TWO), Number(2), Number.ONE < 2, [10, 20, 30][Number.TWO])


class Word(StrEnum):
    HELLO = auto()
    OTHER = "x"


print(Word.HELLO, repr(Word.HELLO), Word.HELLO + "!", Word("x"))


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


print(Perm.R | Perm.X, repr(Perm.RW), Perm(7), ~Perm.R, Perm.R & Perm.W, bool(Perm(0)), list(Perm.RW), Perm.R in Perm.RW,
      len(Perm.RW), Perm.RW ^ Perm.R)
attempt(lambda: Perm(64))


class Bits(IntFlag, boundary=enum.KEEP):
    A = 1
    B = 4


print(Bits(7), Bits.A | 8, Bits.A + 1, repr(Bits.A | Bits.B), ~Bits.A)


class Planet(Enum):
    EARTH = (5.9, 6.3)
    MARS = (0.6, 3.3)

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius

    @property
    def density(self):
        return round(self.mass / self.radius, 2)


print(Planet.EARTH.density, Planet((0.6, 3.3)), Planet.MARS.value)


class Mixed(float, Enum):
    HALF = 0.5

    @classmethod
    def _missing_(cls, value):
        return cls.HALF if value == "half" else None


print(Mixed("half"), Mixed.HALF + 1, Mixed.HALF.value)


class Auto(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.title()

    FIRST = auto()
    SECOND = auto()
    _ignore_ = ["temp"]
    helper = nonmember(5)
    function = member(len)


print([(m.name, m.value) for m in Auto], Auto.helper, Auto.function.value)


class New(Enum):
    def __new__(cls, value, label):
        made = object.__new__(cls)
        made._value_ = value
        made.label = label
        return made

    A = (1, "first")


print(New.A.label, New(1), New.A.value)
Api = Enum("Api", "GET POST", module=__name__, start=5)
print(list(Api), Api.GET.value, Enum("Pairs", {"a": 1, "b": "x"})("x"))


def duplicate():
    @unique
    class Twice(Enum):
        A = 1
        B = 1


def gaps():
    @verify(EnumCheck.CONTINUOUS)
    class Gap(IntEnum):
        A = 1
        C = 3


def again():
    class Again(Enum):
        A = 1
        A = 2


for function in (duplicate, gaps, again):
    attempt(function)


@enum.global_enum
class Level(IntEnum):
    LOW = 1


print(repr(LOW), dir(Color)[:3], Color.__doc__, isinstance(Color.RED, Color), type(Color))
match Color(1):
    case Color.GREEN:
        print("green")
    case Color.RED:
        print("red")


class Aliased(Enum):
    A = 1
    B = 2
    A._add_alias_("AA") if hasattr(A, "_add_alias_") else None


print(Aliased.A.name, enum.show_flag_values(11) if hasattr(enum, "show_flag_values") else None)
