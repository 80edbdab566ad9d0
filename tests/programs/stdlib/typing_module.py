"""typing: generics, aliases, protocols, NamedTuple, TypedDict, get_type_hints, overload, cast."""
from typing import *
import typing
T = TypeVar("T"); K = TypeVar("K", bound=int); P = ParamSpec("P")
print(List[int], Dict[str, List[T]], Optional[int], Union[int, str, None], Union[int], Tuple[int, ...], Callable[[int], str], Callable[..., Any], Any, Literal["a", 1], Annotated[int, "m"], Type[int], ClassVar[int], Final[int], T, K, Union[int, str] == Union[str, int], Optional[None], List, Iterable[int], NoReturn, Self, Generator[int, None, str])
print(get_origin(List[int]), get_args(Dict[str, int]), get_origin(Union[int, str]), get_args(Callable[[int], str]), get_args(Literal[1, 2]), get_origin(int), get_args(Annotated[int, 1]), List[T][int], Dict[K, T].__parameters__, Dict[K, T][int, str])
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
    def get(self) -> T: return self.v
class IntBox(Box[int]): pass
class Pair[A, B]:
    def __init__(self, a: A, b: B): self.a, self.b = a, b
print(Box[int](5).get(), Box.__parameters__, IntBox(3).v, IntBox.__orig_bases__, Box[int], Box[int].__origin__, Pair[int, str](1, "a").b, Pair.__type_params__, Pair[int, str], type(Box[int](1)))
for e in ("Box[int, str]", "List[int, str]", "Union[()]", "Optional[int, str]", "Literal", "Box()", "TypeVar('T', int)", "isinstance(1, List[int])", "List()", "Any()", "Union[1]", "Callable[int]", "Generic[int]", "class_()", "cast(int)", "Final[int, str]", "Annotated[int]", "NewType('U', int)(5)", "TypeVar('X', bound=int, covariant=True)", "issubclass(int, Union[int, str])"):
    try: print(e, eval(e))
    except Exception as x: print(e, "->", type(x).__name__, x)
class NT(NamedTuple):
    x: int
    y: str = "d"
    def m(self): return self.x
print(NT(1), NT(1, "b").m(), NT._fields, NT._field_defaults, NT(x=5) == (5, "d"), NT.__annotations__)
class TD(TypedDict, total=False): a: int; b: Required[str]
print(TD(a=1, b="x"), TD.__required_keys__, TD.__optional_keys__, type(TD(b="1")), TD.__total__)
@runtime_checkable
class Sized2(Protocol):
    def size(self) -> int: ...
class HasSize:
    def size(self): return 1
print(isinstance(HasSize(), Sized2), isinstance(5, Sized2), issubclass(HasSize, Sized2))
try: Sized2()
except TypeError as e: print(e)
class NotRuntime(Protocol): x: int
try: isinstance(1, NotRuntime)
except TypeError as e: print(e)
def f(a: int, b: "Box[int]" = None, *c: str, d: Optional[T] = None) -> "list[int]": ...
print(get_type_hints(f), f.__annotations__); UserId = NewType("UserId", int); print(UserId(5), UserId.__name__, UserId.__supertype__, cast(int, "x"), reveal_type.__name__, TYPE_CHECKING, no_type_check(f) is f)
@overload
def g(x: int) -> int: ...
@overload
def g(x: str) -> str: ...
def g(x): return x
print(g(5), len(get_overloads(g)), assert_type(5, int), final(Box) is Box, Box.__final__, override(f).__override__)
type Tree[T] = T | list[Tree[T]]
print(Tree, Tree.__value__, Tree[int], Tree.__type_params__); type A = int; print(A.__value__, A.__name__, isinstance(5, A.__value__))
def gen[U: (int, str), *Ts, **Q](x: U, *a: *Ts) -> U: return x
print(gen.__type_params__, gen.__type_params__[0].__constraints__, gen(5), [type(t).__name__ for t in gen.__type_params__])
class Def[T = int]: pass
print(Def.__type_params__[0].__default__, Def[str], get_protocol_members(Sized2), is_typeddict(TD), is_protocol(Sized2), typing.get_type_hints(NT), Never, LiteralString, ForwardRef("int").__forward_arg__, Unpack[tuple[int]], Concatenate[int, P], TypeAlias, NamedTuple("Q", [("a", int)])(1), TypedDict("R", {"a": int})(a=1), SupportsInt.__name__, isinstance(5, SupportsInt), isinstance([], Iterable), isinstance({}, Mapping), issubclass(list, Sequence), Text is str, AnyStr, IO, Pattern[str])
try: assert_never(5)
except AssertionError as e: print(e)
