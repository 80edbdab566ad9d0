# slow
"""Many suspended generators at once, with deep state and all kinds of values in their registers."""
def g(i):
    a, b, c = i, str(i), [i]
    d = {"k": (i, i * 0.5)}
    while True:
        x = yield (a, b, c, d["k"][1])
        if x is not None: a += x
        c.append(x); b += "."
        try:
            with_ = (yield len(c)) or 0
        finally: d["k"] = (with_, a * 0.25)
gs = [g(i) for i in range(500)]
for q in gs: next(q)
for r in range(3):
    for q in gs: q.send(r); q.send(r * 2)
import gc; gc.collect()
print([q.send(7) for q in gs][:3], next(gs[499]), len(gs))
def nest(k):
    if k == 0: yield "bottom"; return
    for v in nest(k - 1): yield (k, v) if k < 3 else v
print(list(nest(60)))
def sieve():
    def ints():
        n = 2
        while True: yield n; n += 1
    def drop(p, it):
        for x in it:
            if x % p: yield x
    it = ints()
    while True:
        p = next(it); yield p
        it = drop(p, it)
s = sieve(); print([next(s) for _ in range(40)])
def interleave(*its):
    its = [iter(i) for i in its]
    while its:
        for it in list(its):
            try: yield next(it)
            except StopIteration: its.remove(it)
print(list(interleave("abc", range(5), [None], (x * 0.5 for x in range(2)))))
def evens(): 
    for i in range(0, 10 ** 6, 2): yield i
total = 0
for v in evens():
    total += v
    if v > 5000: break
print(total)
def tee(it, n):
    qs = [[] for _ in range(n)]
    def gen(q):
        while True:
            if not q:
                try: v = next(it)
                except StopIteration: return
                for o in qs: o.append(v)
            yield q.pop(0)
    return [gen(q) for q in qs]
a, b = tee(iter(range(6)), 2); print(next(a), next(a), list(b), list(a))
def merge(*gens):
    heads = [(next(q), i) for i, q in enumerate(gens)]
    gens = list(gens)
    while heads:
        v, i = min(heads); heads.remove((v, i)); yield v
        nv = next(gens[i], None)
        if nv is not None: heads.append((nv, i))
print(list(merge(iter(range(0, 20, 3)), iter(range(1, 20, 4)), iter([2, 2, 19]))))
def loc():
    x = yield
    def inner(): return x
    yield inner
    del x
    yield inner
l = loc(); next(l); f = l.send("closed over"); print(f()); next(l)
try: f()
except NameError as e: print(e)
def swap():
    a, b = 1, 2
    while True: a, b = b, (yield a)
w = swap(); print(next(w), w.send(3), w.send(4), w.send(5))
print(sum(1 for _ in (x for x in range(1000) for y in range(3))))
gen_list = [(x for x in range(i)) for i in range(4)]; print([list(x) for x in gen_list], [list(x) for x in gen_list])
def kinds(): yield 1; yield 2.5; yield "s"; yield None; yield 2 ** 70; yield [1]; yield {}; yield ...; yield kinds
print([type(v).__name__ for v in kinds()])
