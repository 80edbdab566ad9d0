"""Asynchronous generators: asend, athrow, aclose, finalisation, iteration."""
class Suspend:
    def __init__(self, v): self.v = v
    def __await__(self): return (yield self.v)
def run(coro):
    log = []
    try:
        while True: log.append(coro.send(None))
    except StopIteration as e: return log, e.value
    except BaseException as e: return log, type(e).__name__, str(e)
async def ag(n):
    try:
        for i in range(n):
            await Suspend(("s", i))
            try: x = yield i
            except ValueError as e: x = yield f"caught {e}"
            if x: print("got", x, end=" ")
    finally:
        await Suspend("cleanup"); print("fin", end=" ")
a = ag(2); print(type(a).__name__, a.ag_running, a.ag_frame is not None, a.__name__, hasattr(a, "__anext__"), aiter(a) is a)
async def all_(): return [x async for x in ag(3)]
print(run(all_()))
async def drive():
    g = ag(5); out = []
    out.append(await g.asend(None)); out.append(await g.asend("hello")); out.append(await g.athrow(ValueError("v"))); out.append(await g.__anext__()); await g.aclose(); await g.aclose()
    try: await g.__anext__()
    except StopAsyncIteration as e: out.append(("stop", e.args))
    return out
print(run(drive()))
async def early():
    g = ag(5)
    async for x in g:
        if x == 1: break
    await g.aclose()
    return x
print(run(early()))
async def thrown():
    g = ag(3); await anext(g)
    try: await g.athrow(KeyError("k"))
    except KeyError as e: return repr(e), [x async for x in g]
print(run(thrown()))
async def badsend():
    try: await ag(1).asend("x")
    except TypeError as e: return str(e)
print(run(badsend()))
async def stubborn():
    try: yield 1
    except GeneratorExit: yield 2
async def cs():
    g = stubborn(); await anext(g)
    try: await g.aclose()
    except RuntimeError as e: return str(e)
print(run(cs()))
async def stops():
    yield 1
    raise StopAsyncIteration("inner")
async def st():
    try: return [x async for x in stops()]
    except RuntimeError as e: return str(e), repr(e.__cause__)
print(run(st()))
async def empty():
    if False: yield
async def ad(): return await anext(empty(), "dflt")
print(run(ad()))
async def chain(*gs):
    for g in gs:
        async for x in g: yield x
async def num(n):
    for i in range(n): yield i
async def ch(): return [x async for x in chain(num(2), num(3), (y * 10 async for y in num(3) if y))]
print(run(ch()))
async def concurrent():
    g = ag(3); c1 = g.__anext__(); c1.send(None)
    try: g.__anext__().send(None)
    except RuntimeError as e: msg = str(e)
    try: c1.send(None)
    except StopIteration as e: r = e.value
    await g.aclose()
    return msg, r
print(run(concurrent()))
async def returns():
    yield 1
    return
async def rr(): return [x async for x in returns()], [x async for x in num(0)]
print(run(rr()))
async def reuse():
    g = num(2); c = g.__anext__(); r = await c
    try: await c
    except RuntimeError as e: return r, str(e)
print(run(reuse()))
async def exc():
    async def boom(): yield 1; raise ValueError("boom")
    try:
        async for x in boom(): pass
    except ValueError as e: return x, str(e)
print(run(exc()))
try: list(num(2))
except TypeError as e: print(e)
try: num(1).send(None)
except AttributeError as e: print(e)
async def with_state():
    total = 0
    while True:
        v = yield total
        if v is None: return
        total += v
async def ws():
    g = with_state(); await anext(g); r = [await g.asend(i) for i in (1, 2, 3)]
    try: await g.asend(None)
    except StopAsyncIteration: return r
print(run(ws()))
