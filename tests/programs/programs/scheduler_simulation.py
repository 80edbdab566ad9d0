"""Discrete events: a queue of tasks with priorities, devices and statistics, in classes with inheritance."""
import heapq
class Packet:
    def __init__(self, kind, n): self.kind, self.n, self.hops = kind, n, []
class Task:
    count = 0
    def __init__(self, sched, prio): self.s, self.prio, self.q, self.done = sched, prio, [], 0; Task.count += 1; self.id = Task.count; sched.tasks.append(self)
    def put(self, p): self.q.append(p); p.hops.append(self.id); self.s.wake(self)
    def run(self):
        while self.q: self.work(self.q.pop(0)); self.done += 1
    def work(self, p): raise NotImplementedError
    def __lt__(self, o): return (self.prio, self.id) < (o.prio, o.id)
class Worker(Task):
    def __init__(self, s, prio, nxt): super().__init__(s, prio); self.next = nxt
    def work(self, p):
        p.n = (p.n * 31 + self.id) % 10007
        self.next[p.n % len(self.next)].put(p) if len(p.hops) < 30 else self.s.out.append(p)
class Device(Task):
    def work(self, p): self.s.after(p.n % 5 + 1, lambda: self.back.put(p))
class Sched:
    def __init__(self): self.tasks, self.ready, self.events, self.now, self.out, self.seq, self.steps = [], [], [], 0, [], 0, 0
    def wake(self, t):
        if t not in self.ready: heapq.heappush(self.ready, t)
    def after(self, d, f): self.seq += 1; heapq.heappush(self.events, (self.now + d, self.seq, f))
    def run(self):
        while self.ready or self.events:
            if self.ready: heapq.heappop(self.ready).run(); self.steps += 1
            else: self.now, _, f = heapq.heappop(self.events); f()
s = Sched(); ws = []
for i in range(4): ws.append(Worker(s, i % 3, ws))
for i in range(3): d = Device(s, 5); d.back = ws[i]; ws.append(d)
for i in range(40): ws[i % 4].put(Packet("ab"[i % 2], i))
s.run(); print(s.now, s.steps, len(s.out), [t.done for t in s.tasks], sum(p.n for p in s.out), s.out[0].hops[:8], sum(len(p.hops) for p in s.out))
try: Task(s, 0).put(Packet("z", 0)) or s.run()
except NotImplementedError as e: print("NotImplementedError", repr(e))
