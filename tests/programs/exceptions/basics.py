"""try, except, else, finally; matching; exception variables; bare raise."""
def t(f):
    try: return f()
    except (KeyError, IndexError) as e: return "lookup", type(e).__name__, e.args
    except ValueError as e: return "value", str(e)
    except ArithmeticError: return "arith"
    else: return "never"
    finally: print("fin", end=" ")
def r(e): raise e
for f in (lambda: 1, lambda: {}["k"], lambda: [][1], lambda: int("x"), lambda: 1 / 0, lambda: 2.0 ** 5000):
    print(t(f))
try: t(lambda: r(TypeError("through")))
except TypeError as e: print(e)
for exc in (ValueError, ValueError(), ValueError("m"), ValueError("a", 1), KeyError("k"), KeyError(("t",)), Exception(None), OSError(2, "No such file"), OSError(2, "No such file", "name"), OSError("just text"), StopIteration(5), SystemExit(3), AssertionError(), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), KeyError(), KeyError("a", "b"), ImportError("m", name="n", path="p"), AttributeError("a", name="x", obj=1), NameError("q", name="q"), SyntaxError("s"), SyntaxError("s", ("f.py", 1, 2, "text")), BaseException(), GeneratorExit(), KeyboardInterrupt()):
    try: raise exc
    except BaseException as e: print(type(e).__name__, "|", e, "|", repr(e), "|", e.args)
e = OSError(2, "m", "f"); print(e.errno, e.strerror, e.filename, type(e).__name__, type(OSError(13, "x")).__name__, type(OSError(17, "x")).__name__, type(OSError(999, "x")).__name__, isinstance(FileNotFoundError(), OSError), IOError is OSError, EnvironmentError is OSError)
print(StopIteration(7).value, StopIteration().value, SystemExit(4).code, SystemExit().code, SystemExit(1, 2).code, KeyError("x").__str__(), UnicodeDecodeError("a", b"b", 0, 1, "r").reason)
for bad in (5, "text", None, int, object(), (ValueError, KeyError), [ValueError]):
    try: raise bad
    except TypeError as e: print(e)
try: raise ValueError from 5
except TypeError as e: print(e)
try:
    try: raise ValueError("x")
    except 5: pass
except TypeError as e: print(e, "|", repr(e.__context__))
try:
    try: raise ValueError("x")
    except (KeyError, "str"): pass
except TypeError as e: print(e)
try: raise
except RuntimeError as e: print(e)
def reraise():
    try: 1 / 0
    except ZeroDivisionError: raise
try: reraise()
except ZeroDivisionError as e: print(e)
try:
    try: raise KeyError(1)
    except KeyError as e: raise e
except KeyError as f: print(f, f.__context__)
e = 1
try: raise ValueError
except ValueError as e: pass
try: e
except NameError as x: print(x)
class E1(Exception): pass
class E2(E1): pass
for x in (E1, E2):
    try: raise x
    except E2: print("E2")
    except E1: print("E1")
def dyn(): print("evaluated", end=" "); return ValueError
try: raise KeyError
except KeyError: print("first")
except dyn(): print("no")
try: raise ValueError
except dyn() as v: print(type(v))
try: raise ValueError
except KeyError, ValueError: print("unparenthesised")
for _ in range(2):
    try: continue
    except: print("no")
    else: print("not after continue")
    finally: print("f")
try: int("z")
except: print("bare", end=" ")
import sys; print(sys.exc_info(), sys.exception())
try: raise KeyError("inner")
except KeyError: print(sys.exc_info()[0], sys.exception(), sys.exc_info()[2] is sys.exception().__traceback__)
