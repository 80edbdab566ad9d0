"""Annotations are evaluated on demand: functions, classes, modules; __annotate__; errors only when looked at."""
import annotationlib
def f(a: Later, b: "text" = 1) -> missing.attr: pass
try: f.__annotations__
except NameError as e: print(e)
class Later: pass
class missing: attr = 5
print(f.__annotations__, f.__annotate__(1), f.__annotations__ is f.__annotations__)
class C:
    x: int = 1
    y: "C"
    z: list[C]
    def m(self, other: C) -> C: return self
    if True: w: Later
print(C.__annotations__, C.m.__annotations__, hasattr(C, "y"), C.x)
class D(C): pass
print(D.__annotations__, "__annotations__" in D.__dict__); mod: int = 3; other: Undefined
try: __annotations__
except NameError as e: print(e)
class Undefined: pass
print(__annotations__ if "__annotations__" in globals() else __annotate__(1))
def g(): 
    loc: never_evaluated[1 / 0] = 5
    return loc
print(g()); def_count = 0
def count():
    global def_count
    def_count += 1
    return int
def h(a: count(), b: count()): pass
print(def_count, h.__annotations__, def_count, h.__annotations__, def_count)
h.__annotations__ = {"a": str}; print(h.__annotations__, h.__annotate__); h.__annotate__ = lambda fmt: {"q": fmt}; print(h.__annotations__); del h.__annotations__; print(h.__annotations__)
def fwd(a: Unknown, b: Unknown2.x[int]): pass
print(annotationlib.get_annotations(fwd, format=annotationlib.Format.STRING), annotationlib.get_annotations(f, format=annotationlib.Format.VALUE)); r = annotationlib.get_annotations(fwd, format=annotationlib.Format.FORWARDREF); print({k: type(v).__name__ for k, v in r.items()})
def closure():
    T = str
    def inner(a: T) -> list[T]: return a
    return inner
print(closure().__annotations__); a: int; (b): str = "x"; C.k: int = 7; d = {}; d["i"]: float = 2.0; print(b, C.k, d)
try: a
except NameError as e: print(e)
lam = lambda q: q
print(lam.__annotations__, (lambda: 0).__annotate__)
class E:
    exec("v: int = 3")
    try: print(v)
    except NameError as e: print(e)
