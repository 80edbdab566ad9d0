# slow
"""Loops of the kind that is worth compiling: nested, with calls, attributes, items, exceptions; results by hand-checked sums."""
def nested(n):
    t = 0
    for i in range(n):
        for j in range(i):
            if (i ^ j) & 1: t += i * j
            else: t -= 1
    return t
class P:
    def __init__(self): self.n = 0; self.f = 0.0; self.l = [0] * 10
    def step(self, k): self.n += k; self.f += k * 0.5; self.l[k % 10] += 1; return self.n & 3
def objects(n):
    p = P(); c = [0] * 4
    for i in range(n): c[p.step(i)] += 1
    return p.n, p.f, p.l, c
def strings(n):
    s, out = "", []
    for i in range(n):
        s += chr(97 + i % 26)
        if len(s) == 10: out.append(s); s = ""
    return len(out), out[-1], s
def dicts(n):
    d = {}
    for i in range(n):
        k = i * i % 101
        if k in d: d[k] += i
        else: d[k] = i
    return len(d), sum(d.values()), d[0]
def excs(n):
    t = 0
    for i in range(n):
        try:
            if i % 5 == 0: raise ValueError(i)
            t += i
        except ValueError as e: t -= e.args[0]
        finally: t += 1
    return t
def calls(n):
    f = lambda x, y=2, *a, **k: x * y + len(a) + len(k)
    t = 0
    for i in range(n): t += f(i) + f(i, 3) + f(i, 1, 2, 3) + f(x=i, z=1) + f(*(i, 2, 3)) + f(**{"x": i})
    return t
def gens(n):
    def g(k):
        while k: k -= 1; yield k
    return sum(x for i in range(n) for x in g(i % 7) if x & 1)
def poly(n):
    objs = [1, 2.5, "ab", [1], (1, 2), {1: 2}, True, None, 2 ** 70]; t = 0
    for i in range(n):
        o = objs[i % 9]
        if isinstance(o, (str, list, tuple, dict)): t += len(o)
        elif o is None: t += 100
        elif isinstance(o, float): t += int(o * 2)
        else: t += o % 1000
    return t
def tuples(n):
    a, b, c = 0, 1, 2
    for i in range(n): a, b, c = b, c, (a + b + c + i) % 10007
    return a, b, c
def change(n):
    class A:
        def f(self): return 1
    a, t = A(), 0
    for i in range(n):
        t += a.f()
        if i == n // 2: A.f = lambda self: 10
        if i == n * 3 // 4: a.f = lambda: 100
    return t
def globals_(n):
    global G
    G = 0
    for i in range(n):
        G += i
        if i == n // 2: globals()["G"] = 0.5
    return G
for f, n in ((nested, 150), (objects, 3000), (strings, 3000), (dicts, 3000), (excs, 3000), (calls, 800), (gens, 1000), (poly, 4000), (tuples, 5000), (change, 4000), (globals_, 4000)): print(f.__name__, f(n))
