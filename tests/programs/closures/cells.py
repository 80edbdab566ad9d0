"""Closures: capture by variable, per-iteration capture, nonlocal, shared cells, deep nesting."""
def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    def get(): return n
    return inc, get
i1, g1 = counter(); i2, g2 = counter()
print(i1(), i1(5), g1(), i2(), g2(), g1())
fs = [lambda: i for i in range(3)]; print([f() for f in fs])
fs = [lambda i=i: i for i in range(3)]; print([f() for f in fs])
def make(): 
    out = []
    for i in range(3):
        def f(): return i
        out.append(f)
    i = "rebound"
    return out
print([f() for f in make()])
def a(x):
    def b(y):
        def c(z):
            def d(w):
                nonlocal x, z
                x += w; z += y
                return x, y, z, w
            return d
        return c
    return b
d = a(1)(2)(3); print(d(4), d(5))
def late():
    def f(): return v
    try: f()
    except NameError as e: print(type(e).__name__, e)
    v = 1; print(f(), f.__closure__[0].cell_contents); del v
    try: f()
    except NameError as e: print(e)
    try: f.__closure__[0].cell_contents
    except ValueError as e: print(e)
late()
def params(a, *args, k=1, **kw):
    return lambda: (a, args, k, kw)
print(params(1, 2, k=3, z=4)())
def rebind(a):
    f = lambda: a
    a = a * 2
    return f
print(rebind(21)())
def selfref():
    def f(n): return 1 if n == 0 else n * f(n - 1)
    return f
print(selfref()(10))
def cls():
    v = "captured"
    class C:
        w = v
        def m(self): return v, __class__.__name__
        def setv(self, x):
            nonlocal v
            v = x
    return C
C = cls(); c = C(); print(c.m()); c.setv("new"); print(c.m(), C.w)
def comp(): 
    k = 10
    return [(lambda: i + k)() for i in range(3)], {j: (lambda: j * k) for j in range(2)}[1](), sum(i * k for i in range(3))
print(comp())
def gen():
    n = 0
    def bump():
        nonlocal n
        n += 10
    while n < 30:
        yield n
        bump()
print(list(gen()))
def exc():
    try: raise ValueError("x")
    except ValueError as e:
        f = lambda: str(e)
        print(f())
    try: f()
    except NameError as n: print(n)
exc()
def withstmt():
    class M:
        def __enter__(self): return "entered"
        def __exit__(self, *a): pass
    with M() as m: f = lambda: m
    return f()
print(withstmt())
def unp():
    (p, *q), r = (1, 2, 3), 4
    return lambda: (p, q, r)
print(unp()())
def loop():
    fs = []
    for x, y in [(1, 2), (3, 4)]: fs.append(lambda: (x, y))
    return [f() for f in fs]
print(loop())
import types
cell = types.CellType(5); print(cell.cell_contents, types.CellType(1) == types.CellType(1), types.CellType(1) < types.CellType(2)); cell.cell_contents = 7; print(cell.cell_contents)
def deep(n):
    f = lambda: 0
    for i in range(n): f = (lambda g, i: lambda: g() + i)(f, i)
    return f()
print(deep(200))
