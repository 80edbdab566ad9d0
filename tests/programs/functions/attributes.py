"""Function objects: names, defaults, code, doc, attributes, closures, descriptors."""
def f(a, b=1, *c, d=2, **e):
    """Doc string."""
    x = a
    return x
print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__, f.__dict__, f.__closure__, type(f).__name__)
co = f.__code__
print(co.co_name, co.co_argcount, co.co_kwonlyargcount, co.co_posonlyargcount, co.co_varnames, co.co_freevars, co.co_cellvars, co.co_flags & 12, co.co_firstlineno, co.co_qualname)
f.attr = 1; f.__doc__ = "new"; f.__name__ = "renamed"; f.__defaults__ = (10, 20); f.__kwdefaults__ = {"d": 99}
print(f.attr, f.__doc__, f.__name__, f.__qualname__, f(), vars(f))
f.__defaults__ = None
try: f()
except TypeError as e: print(e)
for text in ("f.__name__ = 5", "f.__defaults__ = 5", "f.__code__ = 5", "f.__dict__ = 5", "f.__kwdefaults__ = []", "del f.__name__", "f.__closure__ = ()", "f.__globals__ = {}"):
    try: exec(text); print("ok", text)
    except Exception as e: print(text, "->", type(e).__name__, e)
def g(): return "g"
def h(): return "h"
g.__code__ = h.__code__; print(g(), g.__name__)
def outer():
    v = 5
    def inner(): return v
    return inner
i = outer()
print(i.__qualname__, i.__closure__[0].cell_contents, i.__code__.co_freevars, outer.__code__.co_cellvars)
i.__closure__[0].cell_contents = 6; print(i())
class C:
    def m(self): "doc m"; return self
    lam = lambda self: 1
c = C()
print(C.m.__qualname__, c.m.__func__ is C.m, c.m.__self__ is c, c.m == c.m, c.m is c.m, c.m.__name__, c.m.__doc__, hash(c.m) == hash(c.m), C.lam.__name__, C.lam.__qualname__, c.m != C().m)
try: c.m.x = 1
except AttributeError as e: print(e)
C.m.x = 1; print(c.m.x, f.__get__(c).__self__ is c, f.__get__(None, C) is f)
print(repr(len), repr([].append)[:40], len.__name__, len.__module__, len.__self__.__name__, [].append.__name__, [].append.__self__, str.upper, repr(str.upper), type(str.upper).__name__, repr(int.__add__), type((1).__add__).__name__, len.__doc__ is not None, callable(f), callable(1))
import types
n = types.FunctionType(h.__code__, {"__builtins__": {}}, "made"); print(n(), n.__name__, types.MethodType(lambda s, a: (s, a), 1)(2), isinstance(f, types.FunctionType), isinstance(len, types.BuiltinFunctionType))
def deco(fn):
    def wrapper(*a, **k): return ("wrapped", fn(*a, **k))
    wrapper.__wrapped__ = fn
    return wrapper
@deco
@deco
def d(x): return x
print(d(1), d.__name__, d.__wrapped__.__wrapped__(2))
print((lambda: 0).__name__, (lambda: 0).__qualname__, (lambda a, b=1: 0).__defaults__, [fn.__qualname__ for fn in [lambda: 0]], f.__builtins__ is not None, f.__type_params__, f.__annotations__)
