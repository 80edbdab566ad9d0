# Code of modules called as functions, with closures, with await; and `del` of a global.
import ast
import asyncio
import types


def forget():
    global forgotten
    forgotten = 1
    del forgotten
    try:
        forgotten
    except NameError as error:
        return str(error)


print(forget())
names = {}
types.FunctionType(compile("x = 1\ny = x + 1", "", "exec"), names)()
print(names["y"])

code = compile("import asyncio\nawait asyncio.sleep(0)\na = [i async for i in g()]", "", "exec",
               flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


async def g():
    yield 1
    yield 2


for run in (lambda n: eval(code, n), lambda n: types.FunctionType(code, n)()):
    names = {"g": g}
    asyncio.run(run(names))
    print(names["a"])


def outer(x):
    def inner():
        nonlocal x
        x += 1
        return x
    return inner


inner = outer(5)
exec(inner.__code__, closure=inner.__closure__)
print(inner())
cell = types.CellType(1)
for call in (lambda: exec(inner.__code__), lambda: eval(inner.__code__), lambda: exec("1", closure=(cell,)),
             lambda: exec(inner.__code__, closure=()), lambda: exec(inner.__code__, closure=[cell]),
             lambda: exec(compile("1", "", "exec"), closure=(cell,))):
    try:
        call()
    except TypeError as error:
        print(error)


def generator(raised):
    try:
        yield
    finally:
        raise raised


first, second, third = Exception(1), Exception(2), Exception(3)
suspended = generator(third)
next(suspended)
try:
    raise first
except Exception:
    try:
        raise second
    except Exception as error:
        kept = error
    try:
        suspended.throw(kept)
    except Exception as error:
        while error:
            print(repr(error))
            error = error.__context__
a, b, c = Exception("a"), Exception("b"), Exception("c")
a.__context__, b.__context__ = b, a
try:
    try:
        raise a
    except Exception:
        raise c
except Exception as error:
    print(repr(error), repr(error.__context__))
