"""send, throw and close in all states."""
def echo():
    try:
        v = None
        while True:
            try: v = yield v
            except ValueError as e: v = f"caught {e}"
    except GeneratorExit: print("exit", end=" "); raise
    finally: print("finally")
g = echo(); print(next(g), g.send(1), g.send("x"), g.throw(ValueError("boom")), g.throw(ValueError), g.send(2)); g.close(); g.close()
for act in (lambda g: next(g), lambda g: g.send(None), lambda g: g.send(1), lambda g: g.throw(KeyError("after"))):
    try: act(g)
    except BaseException as e: print(type(e).__name__, e)
g = echo()
try: g.throw(KeyError("unstarted"))
except KeyError as e: print(e)
print(list(g)); g = echo(); g.close(); print(list(g))
def stubborn():
    for _ in range(2):
        try: yield 1
        except GeneratorExit: print("ignored")
g = stubborn(); next(g)
try: g.close()
except RuntimeError as e: print(e)
print(g.close())
def onclose(v):
    try: yield 1
    except GeneratorExit: return v
g = onclose("ret"); next(g); print(g.close()); g = onclose(5); print(g.close())
def raises():
    try: yield 1
    finally: raise KeyError("in close")
g = raises(); next(g)
try: g.close()
except KeyError as e: print(e, repr(e.__context__))
def stop(): yield 1; raise StopIteration("x")
g = stop(); next(g)
try: next(g)
except RuntimeError as e: print(e, repr(e.__cause__))
def inner_stop():
    yield next(iter([]))
try: list(inner_stop())
except RuntimeError as e: print(e)
def reenter():
    try: next(me)
    except ValueError as e: yield str(e)
me = reenter(); print(next(me))
def check():
    yield me2.gi_running, me2.gi_suspended
me2 = check(); print(me2.gi_running, me2.gi_suspended, next(me2), me2.gi_running, me2.gi_suspended)
import warnings; warnings.simplefilter('ignore')
g = echo(); next(g)
for bad in ((), (5,), ("x",), (ValueError, 1, 2, 3, 4), (ValueError("a"), 5)):
    try: g.throw(*bad)
    except TypeError as e: print(e)
import gc; del g; gc.collect()
def multi():
    for i in range(5):
        try: yield i
        except ValueError: print("skip", i, end=" "); yield "extra"
g = multi(); print(next(g), g.throw(ValueError()), next(g), list(g))
def fin():
    try: yield 1; yield 2
    finally: print("cleanup", end=" ")
for v in fin(): break
import gc; gc.collect(); print("|", v)
g = fin(); next(g); del g; gc.collect(); print("| deleted")
def ctx():
    try: yield
    except ValueError: raise KeyError("k")
g = ctx(); next(g)
try: g.throw(ValueError("v"))
except KeyError as e: print(repr(e), repr(e.__context__))
def deleg():
    r = yield from echo(); print("r", r)
g = deleg(); next(g); print(g.send(5), g.throw(ValueError("through"))); g.close()
def accumulate():
    total, n = 0, 0
    while True:
        v = yield (total / n if n else None)
        if v is None: return total
        total += v; n += 1
a = accumulate(); next(a); print([a.send(v) for v in (1, 2, 6)])
try: a.send(None)
except StopIteration as e: print(e.value)
