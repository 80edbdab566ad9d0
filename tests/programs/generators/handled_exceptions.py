"""What `sys.exception()`, bare `raise` and `__context__` are in generators, whose consumers handle exceptions too."""

import sys


def name(exception):
    return type(exception).__name__ if exception is not None else None


def show(label):
    print(f"  {label}: {name(sys.exception())}")


def handler_across_yields():
    show("start")
    try:
        raise KeyError("own")
    except KeyError:
        show("own handler")
        yield 1
        show("own handler, resumed")
    show("behind the handler")
    yield 2
    show("end")


print("the consumer handles an exception at the first resumption only")
g = handler_across_yields()
try:
    raise ValueError
except ValueError:
    next(g)
    show("consumer")
next(g)
list(g)

print("the consumer handles an exception at the later resumptions only")
g = handler_across_yields()
next(g)
try:
    raise ValueError
except ValueError:
    next(g)
    show("consumer")
    list(g)
    show("consumer")
show("outside")

print("an exception thrown by its own handler's consumer stays handled")


def keeps_thrown():
    try:
        yield
    except ValueError as error:
        show("thrown")
        yield error.__context__
        show("still")
        yield
        raise


g = keeps_thrown()
next(g)
try:
    raise ValueError("thrown")
except ValueError as error:
    print(" ", g.throw(error))
next(g)
try:
    next(g)
except ValueError as error:
    print("  raised again:", error, error.__context__)
show("outside")

print("nested generators see what is handled below")


def inner():
    show("inner")
    yield
    try:
        raise IndexError
    except IndexError as error:
        print("  context:", name(error.__context__))
        yield


def middle(handles):
    if handles:
        try:
            raise LookupError
        except LookupError:
            yield from inner()
    else:
        yield from inner()


for handles in (False, True):
    g = middle(handles)
    next(g)
    try:
        raise OSError
    except OSError:
        next(g)
    show("outside")

print("bare raise finds what the consumer handles")


def reraises():
    yield
    raise


g = reraises()
next(g)
try:
    try:
        raise ArithmeticError("of the consumer")
    except ArithmeticError:
        next(g)
except ArithmeticError as error:
    print(" ", repr(error))

g = reraises()
next(g)
try:
    next(g)
except RuntimeError as error:
    print(" ", error)

print("what is thrown through a delegation gets the delegating generator's exception as context")


def delegating():
    try:
        raise KeyError("outer")
    except KeyError:
        yield from (i for i in (1, 2))


g = delegating()
next(g)
try:
    g.throw(ValueError("thrown"))
except ValueError as error:
    print(" ", repr(error.__context__))

print("closing and context managers")
from contextlib import contextmanager


@contextmanager
def guard(log):
    try:
        yield
    except ZeroDivisionError:
        log.append(name(sys.exception()))
        raise LookupError from None
    finally:
        log.append(name(sys.exception()))


log = []
try:
    raise TypeError
except TypeError:
    try:
        with guard(log):
            1 / 0
    except LookupError as error:
        print(" ", log, name(error.__context__), name(error.__context__.__context__))
    show("consumer")


async def awaited():
    show("awaited")
    try:
        raise KeyError
    except KeyError:
        await nothing()
        show("after await")
    show("behind")


class nothing:
    def __await__(self):
        show("__await__")
        yield
        show("__await__ again")


coroutine = awaited()
try:
    raise OSError
except OSError:
    coroutine.send(None)
try:
    coroutine.send(None)
except StopIteration:
    print("  done")
try:
    "cannot 'yield from'"

    def wrong():
        yield from coroutine

    next(wrong())
except TypeError as error:
    print(" ", error)
