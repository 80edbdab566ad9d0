"""Coroutines driven by hand: await, results, exceptions, awaitables."""
import warnings
warnings.simplefilter("ignore")
class Suspend:
    def __init__(self, v): self.v = v
    def __await__(self):
        r = yield self.v
        return ("resumed", r)
async def inner(x):
    r = await Suspend(x)
    return r
async def outer():
    a = await inner("first")
    b = await inner("second")
    return a, b
c = outer()
print(type(c).__name__, c.cr_running, c.cr_await, c.cr_code.co_name, c.__name__)
print(c.send(None), c.send(1))
try: c.send(2)
except StopIteration as e: print(e.value)
for act in (lambda: c.send(None), lambda: c.throw(ValueError()), lambda: c.close()):
    try: print(act())
    except RuntimeError as e: print(e)
def run(coro, values=()):
    log, it = [], iter(values)
    try:
        v = None
        while True:
            log.append(coro.send(v)); v = next(it, None)
    except StopIteration as e: return log, e.value
async def simple(): return 42
print(run(simple()), run(outer(), "xy"))
async def exc():
    try: await Suspend("will throw")
    except ValueError as e: return f"caught {e}"
    finally: print("finally", end=" ")
e = exc(); print(e.send(None))
try: e.throw(ValueError("thrown in"))
except StopIteration as s: print(s.value)
async def closing():
    try: await Suspend(1)
    except GeneratorExit: print("exit", end=" "); raise
k = closing(); k.send(None); k.close(); print("closed")
k = closing(); k.close(); print("unstarted closed")
async def bad(x): return await x
for v in (5, None, "s", [1], (i for i in ()), simple):
    try: run(bad(v))
    except TypeError as t: print(t)
class NotIter:
    def __await__(self): return 5
class CoroAwait:
    def __await__(self): return simple()
for v in (NotIter(), CoroAwait()):
    co = bad(v)
    try: run(co)
    except TypeError as t: print(t)
import warnings, gc; warnings.simplefilter("ignore")
gc.collect()
try: next(simple())
except TypeError as t: print(t)
try: iter(simple())
except TypeError as t: print(t)
try: [*simple()]
except TypeError as t: print(t)
try:
    z = closing(); z.send(1)
except TypeError as t: print(t)
async def stop(): raise StopIteration("x")
try: run(stop())
except RuntimeError as r: print(r)
async def multi(n):
    total = 0
    for i in range(n): total += (await Suspend(i))[1] or 0
    return total
print(run(multi(4), [10, 20, 30, 40]))
async def args(a, *b, c=1, **d): return a, b, c, d
print(run(args(1, 2, c=3, e=4)))
import types
@types.coroutine
def gencoro(): x = yield "from generator"; return x
async def uses(): return await gencoro()
print(run(uses(), ["val"]))
async def twice():
    co = simple(); await co
    try: await co
    except RuntimeError as r: return str(r)
print(run(twice()))
async def self_await():
    try: await me
    except (RuntimeError, ValueError) as r: return str(r)
me = self_await(); print(run(me))
class C:
    async def m(self): return type(self).__name__
    @classmethod
    async def cm(cls): return cls.__name__
    @staticmethod
    async def sm(): return "static"
    def __await__(self): return self.m().__await__()
print(run(C().m()), run(C.cm()), run(C.sm()), run(bad(C())))
async def cond(x): return "yes" if await x else "no"
async def comp(): return [await inner(i) for i in range(3)], {i: await simple() for i in range(2)}, sum([await simple() for _ in range(2)])
print(run(comp(), "abc"), run(cond(simple())))
async def expr(): return (await simple()) + await simple() * 2, [await simple(), *[await simple()]], f"{await simple()}", (await simple()) if await simple() else 0, -await simple(), {await simple(): await simple()}
print(run(expr()))
l = lambda: simple(); print(run(bad(l())))
w = simple().__await__(); print(type(w).__name__, iter(w) is w)
try: next(w)
except StopIteration as e: print(e.value)
