import annotationlib
import functools
import typing
from annotationlib import Format, ForwardRef
from typing import *


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


print(Optional[int], Union[int, str, None], List[int], Dict[str, "X"], Callable[[int], str], Callable[..., Any], Tuple[int, ...])
print(Literal["a", 1, None], Annotated[int, "meta", 3], ClassVar[int], Final[str], Type[int], int | None, list[int] | str)
print(get_origin(Dict[str, int]), get_args(Callable[[int, str], bool]), get_args(Annotated[int, 1]), get_origin(Literal[1]))

T = TypeVar("T")
K = TypeVar("K", bound=int)


class Box(Generic[T]):
    item: T

    def __init__(self, item: T):
        self.item = item


print(Box[int], Box[int](3).item, Box[T][str], Box.__parameters__, get_args(Box[int]), Box[int].__origin__)
attempt(lambda: Box[int, str])
attempt(lambda: Union[()])
attempt(lambda: Optional[int, str])
attempt(lambda: List[int]() if False else isinstance([], List[int]))
attempt(lambda: Any())


class Employee(NamedTuple):
    """An employee."""
    name: str
    id: int = 3

    def badge(self):
        return f"{self.name}-{self.id}"


print(Employee("a"), Employee("b", 4).badge(), Employee._fields, Employee._field_defaults, Employee.__annotations__)


class Movie(TypedDict, total=False):
    title: Required[str]
    year: int


print(Movie(title="x"), Movie.__required_keys__, Movie.__optional_keys__, Movie.__total__, get_type_hints(Movie))
attempt(lambda: isinstance({}, Movie))


@runtime_checkable
class Closer(Protocol):
    def close(self) -> None: ...


class File:
    def close(self): pass


print(isinstance(File(), Closer), isinstance(3, Closer), issubclass(File, Closer))
attempt(lambda: Closer())


class Quiet(Protocol):
    x: int


attempt(lambda: isinstance(3, Quiet))


def hints(a: int, b: "list[Later]" = None, *c: T, **d: Annotated[str, 1]) -> Optional["Later"]: ...


class Later: pass


print(get_type_hints(hints), get_type_hints(hints, include_extras=True)["d"])


@overload
def over(x: int) -> int: ...
@overload
def over(x: str) -> str: ...
def over(x): return x


print(len(get_overloads(over)), over(3))


@final
class Last: pass


print(Last.__final__, cast(int, "x"), NewType("UserId", int)(5), NewType("UserId", int).__supertype__)


def deferred(x: Undefined, y: list[Missing] | int, z: a.b[c] + 1 = 3) -> "text": ...


attempt(lambda: deferred.__annotations__)
print(annotationlib.get_annotations(deferred, format=Format.STRING))
refs = annotationlib.get_annotations(deferred, format=Format.FORWARDREF)
print(refs["x"].__forward_arg__, type(refs["x"]).__name__, refs["z"].__forward_arg__, refs["return"])
Undefined = int
print(refs["x"].evaluate(), annotationlib.type_repr(list[int]), annotationlib.annotations_to_string({"a": int, "b": "x"}))


class Lazy:
    other: NotYet
    same: int

    def method(self, x: Lazy, y: Gone) -> list[Lazy]: ...


print(annotationlib.get_annotations(Lazy, format=Format.STRING), annotationlib.get_annotations(Lazy.method, format=Format.STRING))
print(annotationlib.get_annotations(Lazy.method, format=Format.FORWARDREF)["x"])
NotYet = str
print(Lazy.__annotations__, ForwardRef("int").evaluate(), ForwardRef("x + 1").evaluate(locals={"x": 2}))


def closure():
    def inner(a: Local, b: other): ...
    first = annotationlib.get_annotations(inner, format=Format.FORWARDREF)
    class Local: pass
    return first["a"].__forward_arg__, annotationlib.get_annotations(inner, format=Format.FORWARDREF)["a"].__name__


print(closure())


def generic[A, *Ts, **P](x: A, *args: *Ts) -> Callable[P, A]: ...


print(generic.__type_params__, get_type_hints(generic)["x"], generic.__annotations__["args"])
type Alias[V] = dict[str, V]
print(Alias, Alias[int], Alias.__value__, Alias[int].__args__)


class Stack[E: (int, str) = int]:
    def push(self, e: E) -> Self: ...


print(Stack.__type_params__[0].__constraints__, Stack.__type_params__[0].__default__, Stack[int], Stack.__orig_bases__)


@functools.singledispatch
def dispatch(x): return "object"
@dispatch.register
def _(x: int): return "int"
@dispatch.register
def _(x: list | tuple): return "sequence"
@dispatch.register(str)
def _(x): return "str"


print(dispatch(1), dispatch([]), dispatch(()), dispatch("s"), dispatch(None), dispatch.dispatch(bool)(True))
print(ParamSpec("P").args, TypeVarTuple("Q"), Unpack[Tuple[int, str]], Concatenate[int, ...], TypeGuard[int], Never, LiteralString)
print(get_protocol_members(Closer), is_typeddict(Movie), is_protocol(Quiet), assert_type(3, int), reveal_type.__name__)
print(typing.get_type_hints(Employee), no_type_check(hints).__no_type_check__)
