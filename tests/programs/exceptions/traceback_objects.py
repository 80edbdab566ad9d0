"""Traceback and frame objects: lineno, names, walking, sys.exc_info in nested handlers."""
import sys
def a():
    b()
def b():
    loc = "value"
    c()
def c():
    raise ValueError("deep")
try:
    a()
except ValueError as e:
    tb = e.__traceback__
    while tb:
        f = tb.tb_frame
        print(tb.tb_lineno, f.f_code.co_name, f.f_lineno, sorted(k for k in f.f_locals if not k.startswith("__"))[:3] if f.f_code.co_name != "<module>" else "module", f.f_back and f.f_back.f_code.co_name)
        tb = tb.tb_next
def d():
    f = sys._getframe()
    x = 1
    print(f.f_code.co_name, f.f_lineno, f.f_locals["x"], f.f_back.f_code.co_name, sys._getframe(1).f_code.co_name, f.f_globals is globals())
    f.f_locals["x"] = 99
    print(x, f.f_locals["x"])
d()
try: sys._getframe(1000)
except ValueError as e: print(e)
def nested():
    try: raise KeyError(1)
    except KeyError:
        print(repr(sys.exception()))
        try: raise ValueError(2)
        except ValueError:
            print(repr(sys.exception()))
            inner()
        print(repr(sys.exception()))
    print(sys.exception())
def inner():
    print("inner sees", repr(sys.exception()))
    try: raise TypeError(3)
    except TypeError: print(repr(sys.exception()))
    print("and again", repr(sys.exception()))
nested()
def gen():
    try: yield repr(sys.exception())
    except GeneratorExit: return
    try: raise ValueError("in gen")
    except ValueError: yield repr(sys.exception())
g = gen()
try: raise KeyError("outer")
except KeyError:
    print(next(g), repr(sys.exception()))
g2 = gen(); next(g2)
try: 1 / 0
except ZeroDivisionError as e: z = e
print(z.__traceback__.tb_lineno, z.__traceback__.tb_next, z.__traceback__.tb_frame.f_code.co_name, type(z.__traceback__).__name__, type(z.__traceback__.tb_frame).__name__)
def reraised():
    try: c()
    except ValueError as e:
        e2 = e
    try: raise e2
    except ValueError as e:
        n, t = 0, e.__traceback__
        while t: n += 1; t = t.tb_next
        return n
print(reraised())
e = ValueError().with_traceback(z.__traceback__); print(e.__traceback__ is z.__traceback__)
import traceback
try: a()
except ValueError as e:
    print([(f.name, f.lineno, f.line) for f in traceback.extract_tb(e.__traceback__)])
    print(traceback.format_exception_only(e), len(traceback.format_exception(e)))
print(traceback.format_exception_only(SyntaxError("bad", ("f.py", 3, 5, "a = = 1\n", 3, 6))))
