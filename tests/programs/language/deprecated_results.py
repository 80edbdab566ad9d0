"""Results that are deprecated: each comes with its DeprecationWarning; and what may not be asked for its truth."""

import operator
import warnings


class I(int):
    pass


class F(float):
    pass


class Number:
    def __init__(self, value):
        self.value = value

    def give(self):
        return self.value

    __int__ = __index__ = __float__ = give


def attempt(label, function):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = function()
        except Exception as error:
            result = f"{type(error).__name__}: {error}"
        print(label, "->", type(result).__name__, result)
        for warning in caught:
            print("   ", warning.category.__name__, warning.message)


for value in (3, I(3), True, F(3.5), 3.5, "3"):
    number = Number(value)
    attempt(f"int({value!r})", lambda: int(number))
    attempt(f"float({value!r})", lambda: float(number))
    attempt(f"index({value!r})", lambda: operator.index(number))
    attempt(f"item {value!r}", lambda: "abcdef"[number])
    attempt(f"hex({value!r})", lambda: hex(number))

attempt("~True", lambda: ~True)
attempt("~False", lambda: operator.inv(False))
attempt("__invert__", lambda: True.__invert__())
attempt("~I(1)", lambda: ~I(1))
attempt("bool", lambda: bool(NotImplemented))
attempt("not", lambda: not NotImplemented)
attempt("if", lambda: 1 if NotImplemented else 2)
attempt("any", lambda: any([NotImplemented]))
attempt("filter", lambda: list(filter(None, [NotImplemented])))
attempt("and", lambda: NotImplemented and 1)

print(isinstance(42, int | list[int]), issubclass(int, list[int] | int | None) if False else "-")
attempt("union member", lambda: isinstance("", int | list[int]))
attempt("union reached", lambda: isinstance(3, int | list[int]))
attempt("union iter", lambda: iter(int | str))
attempt("None **", lambda: None(**3))


def failing_update(value):
    try:
        {}.update(value)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error, getattr(error, "__notes__", None))


failing_update([(1, 2), 3])
failing_update([(1, 2, 3)])
failing_update([1])
failing_update(3)
