"""A small event loop: tasks, sleeping, queues, gather, cancellation, timeouts."""
import heapq
class Cancelled(BaseException): pass
class Future:
    def __init__(self): self.done, self.value, self.exc, self.cbs = False, None, None, []
    def set(self, v=None, exc=None):
        if self.done: return
        self.done, self.value, self.exc = True, v, exc
        for cb in self.cbs: loop.ready.append(cb)
    def __await__(self):
        if not self.done: yield self
        if self.exc: raise self.exc
        return self.value
class Task(Future):
    def __init__(self, coro, name): super().__init__(); self.coro, self.name, self.waiting, self.cancel_req = coro, name, None, False; loop.ready.append(self.step)
    def step(self):
        if self.done: return
        try:
            if self.cancel_req: self.cancel_req = False; f = self.coro.throw(Cancelled())
            else: f = self.coro.send(None)
        except StopIteration as e: self.set(e.value)
        except (Exception, Cancelled) as e: self.set(exc=e)
        else: f.cbs.append(self.step)
    def cancel(self): self.cancel_req = True; loop.ready.append(self.step)
class Loop:
    def __init__(self): self.ready, self.timers, self.now, self.n = [], [], 0, 0
    def call_at(self, t, f): self.n += 1; heapq.heappush(self.timers, (t, self.n, f))
    def run(self, coro):
        main = Task(coro, "main")
        while not main.done:
            while self.ready: self.ready.pop(0)()
            if self.timers and not main.done: self.now, _, f = heapq.heappop(self.timers); f()
        return main.value if not main.exc else repr(main.exc)
loop = Loop()
async def sleep(t): f = Future(); loop.call_at(loop.now + t, f.set); await f
async def gather(*cs):
    ts = [Task(c, str(i)) for i, c in enumerate(cs)]
    return [await t for t in ts]
class Queue:
    def __init__(self): self.items, self.getters = [], []
    def put(self, x):
        if self.getters: self.getters.pop(0).set(x)
        else: self.items.append(x)
    async def get(self):
        if self.items: return self.items.pop(0)
        f = Future(); self.getters.append(f); return await f
class Lock:
    def __init__(self): self.held, self.w = False, []
    async def __aenter__(self):
        while self.held: f = Future(); self.w.append(f); await f
        self.held = True
    async def __aexit__(self, *a):
        self.held = False
        if self.w: self.w.pop(0).set()
async def timeout(t, coro):
    task = Task(coro, "timed"); loop.call_at(loop.now + t, lambda: None if task.done else task.cancel())
    try: return await task
    except Cancelled: return "timed out"
log = []
async def tick(name, n, dt):
    for i in range(n): await sleep(dt); log.append((loop.now, name, i))
    return name
async def producer(q):
    for i in range(4): await sleep(2); q.put(i)
    q.put(None)
async def consumer(q):
    got = []
    while (x := await q.get()) is not None: got.append((loop.now, x))
    return got
async def fails(): await sleep(1); raise ValueError("task error")
async def slow():
    try: await sleep(1000)
    finally: log.append("slow cleaned up")
async def critical(lock, n):
    async with lock: log.append(("in", n)); await sleep(1); log.append(("out", n))
async def main():
    print(await gather(tick("a", 3, 2), tick("b", 2, 3), tick("c", 1, 10)), loop.now)
    q = Queue(); print(await gather(producer(q), consumer(q)))
    try: await gather(fails(), tick("d", 1, 1))
    except ValueError as e: print(e)
    print(await timeout(5, slow()), await timeout(50, tick("e", 1, 1)), loop.now)
    lock = Lock(); await gather(*(critical(lock, i) for i in range(3)))
    t = Task(slow(), "s"); await sleep(1); t.cancel()
    try: await t
    except Cancelled: print("cancelled")
    async def fan(d): return d if d == 0 else sum(await gather(*[fan(d - 1) for _ in range(2)])) + 1
    print(await fan(5))
    return "end"
print(loop.run(main())); print(log)
