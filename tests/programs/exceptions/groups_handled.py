"""What `except*` hands to handlers and raises afterwards: nesting, tracebacks, contexts, notes; making and splitting groups."""
import traceback
def show(e, ind=0):
    if e is None: print(" "*ind+"None"); return
    print(" "*ind + type(e).__name__, repr(e.args[0] if e.args else None), getattr(e,'__notes__',None), "ctx", repr(e.__context__), "cause", repr(e.__cause__), e.__suppress_context__, "tb", [f.lineno for f in traceback.extract_tb(e.__traceback__)])
    if isinstance(e, BaseExceptionGroup):
        for x in e.exceptions: show(x, ind+2)
def mk():
    return ExceptionGroup("outer", [ValueError(1), ExceptionGroup("inner", [TypeError(2), ValueError(3)]), OSError(4)])
try:
    try: raise mk()
    except* ValueError as e: show(e)
except BaseException as e: show(e)
print("-- raise in handler")
try:
    try: raise mk()
    except* ValueError as e: raise KeyError("k")
    except* TypeError as e: raise
except BaseException as e: show(e)
print("-- reraise all")
try:
    try: raise mk()
    except* ValueError as e: raise
    except* TypeError as e: raise e
except BaseException as e: show(e)
print("-- naked")
try:
    try: raise ValueError("naked")
    except* ValueError as e: show(e); raise
except BaseException as e: show(e)
try:
    try: raise ValueError("naked")
    except* ValueError as e: raise e
except BaseException as e: show(e)
try:
    try: raise ValueError("naked")
    except* TypeError as e: pass
except BaseException as e: show(e)
try:
    try: raise ValueError("naked")
    except* ValueError as e: raise KeyError from e
except BaseException as e: show(e)
print("-- notes")
try:
    try:
        g = mk(); g.add_note("n1"); g.exceptions[1].add_note("n2"); raise g
    except* TypeError: pass
except BaseException as e: show(e); print(e is g)
print("-- bad types")
for bad in ("int", "5", "ExceptionGroup", "(ValueError, BaseExceptionGroup)", "(ValueError, 3)", "()"):
    ns = {"mk": mk}
    try:
        exec(f"try: raise mk()\nexcept* {bad}: print('matched')", ns)
    except BaseException as e: show(e)
print("-- subclass derive")
class G(ExceptionGroup):
    def __new__(cls, m, x, code): o = super().__new__(cls, m, x); o.code = code; return o
    def derive(self, excs): return G(self.message, excs, self.code)
try:
    try: raise G("g", [ValueError(1), TypeError(2)], 42)
    except* ValueError as e: print(type(e).__name__, e.code)
except G as e: print(e.code, repr(e))
class NoDerive(ExceptionGroup): pass
try:
    try: raise NoDerive("nd", [ValueError(1), TypeError(2)])
    except* ValueError as e: print(type(e).__name__)
except BaseException as e: print(repr(e))
class BadDerive(ExceptionGroup):
    def derive(self, x): return 5
try:
    try: raise BadDerive("nd", [ValueError(1), TypeError(2)])
    except* ValueError as e: print(type(e).__name__)
except BaseException as e: print(repr(e))
print("-- split API")
g = mk()
for c in (ValueError, (TypeError, OSError), lambda e: isinstance(e, OSError), ExceptionGroup, lambda e: True, KeyError):
    print(g.split(c), g.subgroup(c))
for c in (5, int, (int,), "x", (ValueError, 5), None):
    for f in (g.split, g.subgroup):
        try: f(c)
        except Exception as e: print(type(e).__name__, e)
for a in ((), ("m",), ("m", []), ("m", 5), (5, [ValueError()]), ("m", [1]), ("m", [ValueError]), ("m", [KeyboardInterrupt()]), ("m", {ValueError()}), ("m", (ValueError(),), 1), ("m", "abc")):
    for c in (ExceptionGroup, BaseExceptionGroup):
        try: print(repr(c(*a)))
        except Exception as e: print(type(e).__name__, e)
try: ExceptionGroup(message="a", exceptions=[])
except TypeError as e: print(e)
print(g.message, g.exceptions, str(g), g.args)
for a in ("message", "exceptions"):
    try: setattr(g, a, 1)
    except AttributeError as e: print(e)
print(repr(ExceptionGroup("a", [ValueError(1)])), ExceptionGroup[int])
excs = [ValueError(1)]; g = ExceptionGroup("x", excs); excs.append(TypeError(2)); print(repr(g), g.exceptions)
print(g.derive([OSError()]), g.derive([KeyboardInterrupt()]))
try: raise ExceptionGroup("ctx", [ValueError(1)]) from KeyError("cause")
except ExceptionGroup as e:
    s = e.split(ValueError)[0]; print(s is e, repr(s.__cause__), s.__suppress_context__)
def nested():
    try:
        try: raise mk()
        except* ValueError: 
            try: raise ExceptionGroup("two", [KeyError(1), OSError(2)])
            except* KeyError: pass
    except* OSError as e: show(e)
try: nested()
except BaseException as e: show(e)
def fin():
    for i in range(3):
        try: raise ExceptionGroup("x", [ValueError(i)])
        except* ValueError: pass
        else: print("else")
        finally: print("fin", i)
fin()
def els():
    try: pass
    except* ValueError: pass
    else: print("else ran")
    finally: print("finally")
els()
import sys
try: raise mk()
except* ValueError as e: print(sys.exception() is e)
except* (OSError, TypeError) as e: print(sys.exception() is e, repr(e))
print(sys.exception())
try:
    try: raise mk()
    except* ValueError: 1/0
    except* TypeError: [][1]
    except* OSError: {}["x"]
except BaseException as e: traceback.print_exception(e, file=sys.stdout)
try:
    try: 1/0
    except ZeroDivisionError:
        try: raise mk()
        except* ValueError: pass
except BaseException as e: traceback.print_exception(e, file=sys.stdout)
