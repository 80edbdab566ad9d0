"""__cause__, __context__, __suppress_context__ in every situation."""
def chain(e, depth=0):
    while e is not None:
        print("  " * depth + repr(e), "cause", repr(e.__cause__), "context", repr(e.__context__), e.__suppress_context__)
        e = e.__cause__ or e.__context__
        depth += 1
def run(f):
    print(f.__name__)
    try: f()
    except BaseException as e: chain(e, 1)
@run
def implicit():
    try: 1 / 0
    except ZeroDivisionError: {}["k"]
@run
def explicit():
    try: 1 / 0
    except ZeroDivisionError as e: raise ValueError("v") from e
@run
def from_none():
    try: 1 / 0
    except ZeroDivisionError: raise ValueError("v") from None
@run
def from_class(): raise ValueError("v") from KeyError
@run
def in_finally():
    try: raise KeyError("a")
    finally: raise ValueError("b")
@run
def in_else():
    try: pass
    except: pass
    else: raise ValueError("else")
@run
def three():
    try:
        try: raise KeyError(1)
        except KeyError: raise KeyError(2)
    except KeyError: raise KeyError(3)
@run
def handled_inside():
    try: raise KeyError("outer")
    except KeyError:
        try: raise ValueError("inner")
        except ValueError: pass
        raise IndexError("after")
@run
def same_again():
    e = ValueError("same")
    try: raise e
    except ValueError: raise e
@run
def cycle():
    a, b = ValueError("a"), KeyError("b")
    try: raise a
    except ValueError:
        try: raise b
        except KeyError: raise a
@run
def via_function():
    def helper(): raise IndexError("helper")
    try: raise KeyError("k")
    except KeyError: helper()
@run
def generator_throw():
    def g():
        try: yield
        except KeyError: raise ValueError("from gen")
    i = g(); next(i); i.throw(KeyError("thrown"))
@run
def with_exit():
    class C:
        def __enter__(self): pass
        def __exit__(self, *a): raise ValueError("exit")
    with C(): raise KeyError("body")
@run
def property_chain():
    class C:
        @property
        def p(self):
            try: return {}["x"]
            except KeyError as e: raise AttributeError("p") from e
    C().p
@run
def set_by_hand():
    e = ValueError("x"); e.__cause__ = KeyError("c"); print(e.__suppress_context__); e.__suppress_context__ = False; raise e
@run
def bad_cause():
    e = ValueError()
    for n, v in (("__cause__", 5), ("__context__", "x"), ("__traceback__", 5), ("args", 5), ("__suppress_context__", "x"), ("__notes__", 5)):
        try: setattr(e, n, v); print("ok", n, getattr(e, n))
        except TypeError as x: print(n, x)
    raise e
@run
def stopiteration_in_generator():
    def g():
        raise StopIteration("s")
        yield
    list(g())
@run
def except_in_loop():
    for i in range(3):
        try: raise KeyError(i)
        except KeyError as e:
            if i == 2: raise ValueError("loop")
@run
def nested_function_context():
    def f():
        try: raise ValueError("f")
        except ValueError: g()
    def g():
        try: raise KeyError("g")
        except KeyError: pass
        raise TypeError("end")
    f()
e = ValueError("z"); print(e.__traceback__, e.__context__, e.with_traceback(None) is e)
try: del e.__cause__
except TypeError as x: print(x)
