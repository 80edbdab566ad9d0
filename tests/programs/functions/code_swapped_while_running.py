"""A function may get another code while it runs: who runs it goes on with the old one."""
import gc
def other(): return ["other-const", 1.5, "zzz"]
def f():
    f.__code__ = other.__code__
    gc.collect()
    x = "my constant" + str(len("abc"))
    gc.collect()
    return x, f.__name__
print(f()); print(f())
def gen():
    yield "a"
    yield "b" + str(len)
    yield "c"
def gen2():
    yield "zz"; yield 5
g=gen(); print(next(g)); gen.__code__=gen2.__code__; gc.collect(); print(next(g)); print(next(g)); print(list(gen()))
