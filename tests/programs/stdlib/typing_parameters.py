# Type parameters, aliases, unions and generic aliases as objects.
import types
import typing
from typing import Callable, Generic, List, NoDefault, ParamSpec, TypeAliasType, TypeVar, TypeVarTuple, Union, Unpack


def told(function):
    try:
        print(repr(function()))
    except BaseException as error:
        print(type(error).__name__, "|", error)


T, U, S = TypeVar("T"), TypeVar("U"), TypeVar("S", default=int)
P, Ts = ParamSpec("P"), TypeVarTuple("Ts")
for make in (
        lambda: TypeVar(), lambda: TypeVar(1), lambda: TypeVar("T", int), lambda: TypeVar("T", int, str, bound=int),
        lambda: TypeVar("T", bound="x").__bound__, lambda: TypeVar("T", covariant=True, contravariant=True),
        lambda: TypeVar("T", covariant=True, infer_variance=True),
        lambda: [TypeVar("T"), TypeVar("T", covariant=True), TypeVar("T", contravariant=True), TypeVar("T", infer_variance=True)]):
    told(make)
told(lambda: (T | "str", "str" | T, T | None, P | int))
told(lambda: (T.__default__, T.has_default(), S.__default__, S.has_default(), S.evaluate_default(1), S.evaluate_default))
told(lambda: (T.evaluate_bound, TypeVar("B", bound=List[int]).evaluate_bound(4), TypeVar("C", str, int).evaluate_constraints(4)))
told(lambda: (T.__reduce__(), T.__module__, P.args, P.kwargs, P.args == P.args, P.args.__origin__))
told(lambda: (list(Ts), ParamSpec("Q", covariant=True), P.__typing_subst__([int])))
told(lambda: T.__typing_subst__(Unpack[Ts]))
told(lambda: Ts.__typing_subst__(int))

A = TypeAliasType("A", List[T], type_params=(T,))
told(lambda: (A, A[int], A.__value__, A.__type_params__, A.__parameters__, A.__module__, A | int))
told(lambda: TypeAliasType("A", int)[int])
told(lambda: TypeAliasType("A", int, type_params=[T]))
told(lambda: TypeAliasType("A", int, type_params=(S, T)))

type X[K, *L, **M] = dict[K, tuple[*L]]
told(lambda: (X, X.__parameters__, X.__type_params__, X[int, str, [bool]]))
type Bad = undefined_name
told(lambda: Bad.__value__)
type Rec = list[Rec]
told(lambda: Rec.__value__)


class C[K: int, J: (int, str), **M = [int]]:
    pass


K, J, M = C.__type_params__
told(lambda: (C.__parameters__, C.__orig_bases__, C.__mro__[1]))
told(lambda: (K.__bound__, J.__constraints__, K.__infer_variance__, K.__module__, M.__default__))
told(lambda: C[int, str])


def f[V: undefined2](x: V) -> V:
    return x


told(lambda: f.__type_params__[0].__bound__)
told(lambda: (NoDefault, type(NoDefault)() is NoDefault, NoDefault.__reduce__()))
told(lambda: Generic[int])
told(lambda: Generic[T, T])
for alias in (
        lambda: list[T][int], lambda: list[T][int, str], lambda: dict[T, S][int], lambda: dict[S, T][int],
        lambda: dict[T, list[T]][int], lambda: tuple[*Ts][int, str], lambda: tuple[int, *Ts, T][int, str, float],
        lambda: Callable[P, T][[int], str], lambda: list[int][int], lambda: dict[T, U][int], lambda: dict[T, S][()],
        lambda: (T | list[U])[int, str], lambda: tuple[T, U][*tuple[int, str]], lambda: list[T | None][int],
        lambda: (int | str)[str], lambda: list["T"], lambda: tuple[()], lambda: list[...]):
    told(alias)
told(lambda: (Union[int, str], Union[int], Union[int, "s"], int | None | int, Union[int, Union[str, None]]))
told(lambda: Union[()])
told(lambda: int | 1)
told(lambda: ((int | str) == Union[str, int], hash(int | str) == hash(str | int), (int | str).__origin__, (int | str).__name__))
told(lambda: (isinstance(1, int | None), issubclass(bool, str | int), types.UnionType is Union))
told(lambda: isinstance(1, str | list[int]))
told(lambda: Union())
told(lambda: list[int].__bases__)
told(lambda: (list[int](), next(iter(tuple[int])), next(iter(tuple[int])).__unpacked__, list[int] == types.GenericAlias(list, (int,))))
told(lambda: types.GenericAlias(int))


class Meta(type):
    def __instancecheck__(cls, instance):
        return True


class Any2(metaclass=Meta):
    pass


told(lambda: isinstance(1, str | Any2))
