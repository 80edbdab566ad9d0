"""Generators as coroutines: pipelines, schedulers, state machines."""
def coroutine(f):
    def start(*a): g = f(*a); next(g); return g
    return start
@coroutine
def sink(out):
    while True: out.append((yield))
@coroutine
def mapper(f, nxt):
    while True: nxt.send(f((yield)))
@coroutine
def filt(p, nxt):
    while True:
        v = yield
        if p(v): nxt.send(v)
@coroutine
def broadcast(*ts):
    while True:
        v = yield
        for t in ts: t.send(v)
a, b = [], []
p = broadcast(filt(lambda x: x % 2, mapper(lambda x: x * 10, sink(a))), mapper(str, sink(b)))
for i in range(6): p.send(i)
print(a, b)
from collections import deque
class Sched:
    def __init__(self): self.q, self.log, self.waiting = deque(), [], {}
    def spawn(self, name, g): self.q.append((name, g, None))
    def run(self):
        while self.q:
            name, g, v = self.q.popleft()
            try: op, *args = g.send(v)
            except StopIteration as e: self.log.append((name, "done", e.value)); continue
            except Exception as e: self.log.append((name, type(e).__name__, str(e))); continue
            if op == "yield": self.q.append((name, g, len(self.q)))
            elif op == "spawn": self.spawn(*args); self.q.append((name, g, "spawned"))
            elif op == "recv": self.waiting.setdefault(args[0], deque()).append((name, g))
            elif op == "send":
                self.q.append((name, g, None))
                w = self.waiting.get(args[0])
                if w: n2, g2 = w.popleft(); self.q.append((n2, g2, args[1]))
                else: self.log.append((name, "dropped", args[1]))
s = Sched()
def worker(n):
    for i in range(n): x = yield ("yield",); s.log.append((n, i, x))
    return n * 100
def producer():
    yield ("spawn", "consumer", consumer())
    yield ("yield",)
    for i in range(3): yield ("send", "ch", i); yield ("yield",)
    yield ("send", "ch", None); yield ("send", "ch", "nobody")
def consumer():
    got = []
    while (v := (yield ("recv", "ch"))) is not None: got.append(v)
    return got
def failing(): yield ("yield",); raise ValueError("task failed")
s.spawn("w2", worker(2)); s.spawn("prod", producer()); s.spawn("w3", worker(3)); s.spawn("bad", failing()); s.run()
for l in s.log: print(l)
def machine():
    state, n = "idle", 0
    while state != "stop":
        ev = yield state, n
        match state, ev:
            case "idle", "go": state = "run"
            case "run", int(k): n += k
            case "run", "pause": state = "idle"
            case _, "quit": state = "stop"
    return n
m = machine(); next(m); print([m.send(e) for e in ("x", "go", 5, 6, "pause", 7, "go", 1)])
try: m.send("quit")
except StopIteration as e: print(e.value)
def tokens(src):
    i = 0
    while i < len(src):
        if src[i].isdigit():
            j = i
            while j < len(src) and src[j].isdigit(): j += 1
            yield ("num", int(src[i:j])); i = j
        else:
            if src[i] != " ": yield ("op", src[i])
            i += 1
    yield ("end", None)
def parse(ts):
    cur = next(ts)
    def adv(): nonlocal cur; old, cur = cur, next(ts, None); return old
    def expr(): 
        v = term()
        while cur[1] in ("+", "-"): v = v + term() if adv()[1] == "+" else v - term()
        return v
    def term():
        v = atom()
        while cur[1] in ("*", "/"): v = v * atom() if adv()[1] == "*" else v // atom()
        return v
    def atom():
        k, t = adv()
        if k == "num": return t
        if t == "-": return -atom()
        v = expr(); adv(); return v
    return expr()
for e in ("1 + 2 * 3", "(1+2)*3 - -4", "100 / 7 / 2", "2*(3+(4-1))*5"): print(e, "=", parse(tokens(e)))
