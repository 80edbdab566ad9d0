"""`raise` calls classes, of causes too; what they give must be exceptions. Right operands of sequences come first."""


class Plain(Exception):
    def __init__(self):
        self.made = True
        print("  made", type(self).__name__)


class Cause(Plain):
    pass


class Other(BaseException):
    def __new__(cls, *args):
        return 3


class Failing(Exception):
    def __init__(self):
        1 / 0


def attempt(statement):
    print(statement)
    try:
        exec(statement)
    except BaseException as error:
        cause = error.__cause__
        print("  ", type(error).__name__, error, repr(cause), getattr(cause, "made", None),
              error.__suppress_context__, repr(error.__context__))


for raised in ("Plain", "Plain()", "Other", "Failing", "3", "int"):
    attempt(f"raise {raised}")
    for cause in ("Cause", "Cause()", "Other", "Failing", "None", "3", "int"):
        attempt(f"raise {raised} from {cause}")

try:
    try:
        raise Plain
    except Plain:
        raise KeyError("k") from Cause
except KeyError as error:
    print(repr(error.__context__), repr(error.__cause__))


class Right:
    def __init__(self, declines=False):
        self.declines = declines

    def __radd__(self, other):
        return NotImplemented if self.declines else ("radd", other)

    def __rmul__(self, other):
        return NotImplemented if self.declines else ("rmul", other)

    def __iter__(self):
        return iter((7, 8))

    def __index__(self):
        return 2


from array import array
from collections import UserList, deque

for make in (lambda: [1], lambda: bytearray(b"a"), lambda: deque([1]), lambda: array("i", [1]), lambda: (1,)):
    for declines in (False, True):
        for statement in ("x += right", "x *= right"):
            scope = {"x": make(), "right": Right(declines)}
            try:
                exec(statement, scope)
                print(statement, declines, scope["x"])
            except TypeError as error:
                print(statement, declines, "TypeError", str(error).replace("iterable, not Right", "..."))

x = [1]
x += UserList([2])
print(type(x).__name__, x)


class NoItems:
    __class_getitem__ = None


try:
    NoItems[int]
except TypeError as error:
    print(error)

rest = iter({1, 2, 3})
for _ in range(4):
    print(rest.__length_hint__(), next(rest, "end") != "end")
