"""contextmanager, ExitStack, suppress, redirect, closing, nullcontext, ContextDecorator, async variants."""
from contextlib import *
import io, sys
@contextmanager
def cm(n, swallow=False):
    print("<", n, end=" ")
    try: yield n * 2
    except ValueError as e:
        print("caught", e, end=" ")
        if not swallow: raise
    finally: print(">", end=" ")
with cm(1) as v: print(v, end=" ")
print()
with cm(2, True): raise ValueError("x")
print()
try:
    with cm(3): raise ValueError("y")
except ValueError as e: print(e)
try:
    with cm(4): raise KeyError("k")
except KeyError as e: print(e)
@contextmanager
def noyield():
    if False: yield
@contextmanager
def twice(): yield 1; yield 2
@contextmanager
def stop(): yield; raise StopIteration("s")
for f in (noyield, twice):
    try:
        with f(): pass
    except RuntimeError as e: print(e)
try:
    with twice(): raise ValueError("through twice")
except (RuntimeError, ValueError) as e: print(type(e).__name__, e)
try:
    with stop(): pass
except RuntimeError as e: print(e)
@cm("deco")
def f(x): print("in f", x, end=" "); return x
print(f(5), f(6)); c = cm("once")
with c: pass
try:
    with c: pass
except (RuntimeError, AttributeError) as e: print(type(e).__name__)
with suppress(KeyError, IndexError): {}["x"]
with suppress(): pass
try:
    with suppress(KeyError): raise ValueError("not suppressed")
except ValueError as e: print(e)
with suppress(ValueError): raise ExceptionGroup("g", [ValueError(1)])
log = []
with ExitStack() as s:
    a = s.enter_context(cm("a")); s.callback(log.append, "cb"); s.push(lambda *e: log.append(e[0] and e[0].__name__)); s.enter_context(suppress(KeyError)); print(a, end=" "); raise KeyError
print(log); s = ExitStack(); s.callback(print, "closed", end=" "); s2 = s.pop_all(); s.close(); print("after"); s2.close(); print()
try:
    with ExitStack() as s: s.callback(lambda: 1 / 0); s.callback(lambda: {}["in cb"]); raise ValueError("body")
except ZeroDivisionError as e: print(repr(e), repr(e.__context__), repr(e.__context__.__context__))
try: ExitStack().enter_context(5)
except TypeError as e: print(e)
with redirect_stdout(io.StringIO()) as b, redirect_stderr(b): print("captured"); print("err", file=sys.stderr)
print(repr(b.getvalue())); 
class R:
    def close(self): print("close called")
with closing(R()) as r: pass
with nullcontext(5) as n: print(n)
class D(ContextDecorator):
    def __enter__(self): print("enter", end=" "); return self
    def __exit__(self, *e): print("exit", end=" "); return True
@D()
def g(): raise ValueError
print(g()); print(isinstance(cm(1), AbstractContextManager), isinstance(D(), AbstractContextManager), issubclass(R, AbstractContextManager)); cm(9)
@asynccontextmanager
async def acm(n): print("a<", n, end=" "); yield n; print("a>", end=" ")
async def main():
    async with acm(1) as x, AsyncExitStack() as s: y = await s.enter_async_context(acm(2)); s.push_async_callback(cb, 3); print(x, y, end=" ")
    async with aclosing(ag()) as g:
        async for i in g: return i
async def cb(n): print("cb", n, end=" ")
async def ag():
    try: yield 1
    finally: print("closed", end=" ")
try: main().send(None)
except StopIteration as e: print(e.value)
import os, tempfile
with chdir("/"): print(os.getcwd())
