"""async with, async for, async comprehensions."""
class Suspend:
    def __init__(self, v): self.v = v
    def __await__(self): return (yield self.v)
def run(coro):
    log = []
    try:
        while True: log.append(coro.send(None))
    except StopIteration as e: return log, e.value
    except Exception as e: return log, type(e).__name__, str(e)
class CM:
    def __init__(self, n, swallow=False): self.n, self.s = n, swallow
    async def __aenter__(self): await Suspend(("enter", self.n)); return self.n
    async def __aexit__(self, t, v, tb): await Suspend(("exit", self.n, t and t.__name__)); return self.s
class AIt:
    def __init__(self, n): self.i, self.n = 0, n
    def __aiter__(self): return self
    async def __anext__(self):
        await Suspend(("next", self.i))
        if self.i >= self.n: raise StopAsyncIteration
        self.i += 1
        return self.i
async def w():
    async with CM("a") as a, CM("b") as b: await Suspend(("body", a, b))
    return "done"
async def we(s):
    async with CM("a", s): raise ValueError("x")
    return "swallowed"
async def wr():
    for i in range(3):
        async with CM(i):
            if i == 0: continue
            if i == 1: return "returned"
async def f():
    out = []
    async for i in AIt(3): out.append(i)
    else: out.append("else")
    return out
async def fb():
    async for i in AIt(9):
        if i == 1: continue
        if i == 3: break
    else: return "no"
    return i
async def c(): return [i async for i in AIt(3)], {i async for i in AIt(2)}, {i: -i async for i in AIt(2)}, [(i, j) async for i in AIt(2) for j in "ab" if i > 1 or j == "a"], [x async for i in AIt(2) if i % 2 for x in [i, i * 10]], [await Suspend(i) async for i in AIt(1)]
async def ge():
    g = (i * 2 async for i in AIt(3))
    return type(g).__name__, [x async for x in g]
for co in (w(), we(True), we(False), wr(), f(), fb(), c(), ge()): print(run(co))
async def e1():
    async with 5: pass
async def e2():
    async for x in 5: pass
async def e3():
    async for x in [1]: pass
class BadIter:
    def __aiter__(self): return 5
class BadNext:
    def __aiter__(self): return self
    def __anext__(self): return 5
class Sync:
    def __enter__(self): return 1
    def __exit__(self, *a): pass
class BadEnter:
    def __aenter__(self): return 5
    async def __aexit__(self, *a): pass
async def e4():
    async for x in BadIter(): pass
async def e5():
    async for x in BadNext(): pass
async def e6():
    async with Sync(): pass
async def e7():
    async with BadEnter(): pass
async def e8():
    with CM(1): pass
async def e9():
    for x in AIt(1): pass
async def e10():
    async with CM("fails"): await Suspend(1); [][1]
for co in (e1(), e2(), e3(), e4(), e5(), e6(), e7(), e8(), e9(), e10()): print(run(co))
async def nested():
    async with CM("o"):
        try:
            async with CM("i"):
                async for i in AIt(2):
                    if i == 2: raise KeyError("k")
        except KeyError as e: return repr(e)
        finally: await Suspend("fin")
print(run(nested()))
async def an():
    it = aiter(AIt(2)); a = await anext(it); b = await anext(it); c = await anext(it, "default")
    try: await anext(it)
    except StopAsyncIteration: return a, b, c, "stopped"
print(run(an()))
for src in ("async def f():\n  yield 1\n  return 2", "def f(): await x", "def f():\n async with x: pass", "[await x for y in z]", "async def f():\n  yield from x", "def f(): [x async for x in y]", "await 5", "async for x in y: pass", "async def f(): return\nasync with x: pass"):
    try: compile(src, "<s>", "exec"); print("ok")
    except SyntaxError as e: print(e.msg)
