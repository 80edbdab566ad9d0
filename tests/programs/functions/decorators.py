"""Decorators of functions and classes, stacked, with arguments, as classes."""
def trace(fn):
    def wrapper(*args, **kwargs):
        print("call", fn.__name__, [a if isinstance(a, (int, str)) else type(a).__name__ for a in args], kwargs)
        return fn(*args, **kwargs)
    return wrapper
def repeat(n):
    def deco(fn):
        def wrapper(*a): return [fn(*a) for _ in range(n)]
        return wrapper
    return deco
@trace
@repeat(3)
def add(a, b=1): return a + b
print(add(1), add(2, 5))
class Count:
    def __init__(self, fn): self.fn, self.n = fn, 0
    def __call__(self, *a):
        self.n += 1
        return self.fn(*a)
    def __get__(self, obj, cls): return self if obj is None else lambda *a: self(obj, *a)
@Count
def sq(x): return x * x
print(sq(3), sq(4), sq.n)
class K:
    @Count
    def m(self, x): return (type(self).__name__, x)
    @staticmethod
    @trace
    def st(x): return x
    @classmethod
    @trace
    def cl(cls, x): return cls.__name__, x
    @property
    @trace
    def pr(self): return "prop"
k = K(); print(k.m(1), k.m(2), K.m.n, k.st(5), K.cl(6), k.pr)
def register(cls): registry.append(cls.__name__); cls.tag = "tagged"; return cls
registry = []
@register
class A: pass
@register
class B(A): pass
print(registry, B.tag, A().tag)
@(lambda f: "replaced")
def gone(): pass
print(gone)
decos = {"x": [trace]}
@decos["x"][0]
def sub(a): return -a
print(sub(4))
@type
class Meta: pass
print(Meta)
@trace
def gen(n):
    yield from range(n)
print(list(gen(3)))
def memoize(f, cache={}):
    def g(n):
        if n not in cache: cache[n] = f(n)
        return cache[n]
    return g
@memoize
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(90))
try:
    @5
    def bad(): pass
except TypeError as e: print(e)
try:
    bad
except NameError as e: print(e)
@print
@type
def never(): pass
print(never)
