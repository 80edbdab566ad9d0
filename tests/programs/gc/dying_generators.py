"""Generators, coroutines and asynchronous generators that die suspended, and __del__ that comes after the instances."""
import gc, sys, warnings
def hook(u): print("  UNR", type(u.exc_value).__name__, u.exc_value, "|", str(u.err_msg).split(" at 0x")[0], "|", type(u.object).__name__)
sys.unraisablehook = hook
warnings.simplefilter("always")
def show(m, c, f, l, *a, **k): print("  WARN", c.__name__, m, l)
warnings.showwarning = show
def bad():
    try: yield 1
    finally: raise KeyError("x")
g = bad(); next(g); del g; gc.collect()
def ign():
    while True:
        try: yield 1
        except GeneratorExit: print("ignored")
g = ign(); next(g); del g; gc.collect()
async def co(): pass
c = co(); del c; gc.collect()
async def co2():
    try: await A()
    finally: print("co2 fin")
class A:
    def __await__(self):
        try: yield 1
        finally: print("A closed")
c = co2(); c.send(None); del c; gc.collect()
c = co(); c.close(); del c; gc.collect(); print("closed")
async def ag():
    try: yield 1; yield 2
    finally: print("ag fin")
a = ag()
s = a.asend(None); del s; gc.collect()
s = a.__anext__(); del s; gc.collect()
s = a.athrow(ValueError); del s; gc.collect()
s = a.aclose(); del s; gc.collect()
s = a.asend(None)
try: s.send(None)
except StopIteration as e: print(e.value)
del s, a; gc.collect()
async def ag2():
    try: yield 1
    finally: await A()
a = ag2()
try: a.asend(None).send(None)
except StopIteration as e: print(e.value)
del a; gc.collect()
def first(g): print("  first", g.__name__)
def final(g): print("  final", g.__name__); saved.append(g)
saved = []
sys.set_asyncgen_hooks(first, final)
a = ag(); 
try: a.__anext__().send(None)
except StopIteration as e: print(e.value)
del a; gc.collect(); print(len(saved)); saved.clear(); gc.collect()
def badfinal(g): raise OSError("in hook")
sys.set_asyncgen_hooks(first, badfinal)
a = ag(); 
try: a.__anext__().send(None)
except StopIteration as e: print(e.value)
del a; gc.collect()
sys.set_asyncgen_hooks(None, None)
warnings.simplefilter("error")
c = co(); del c; gc.collect()
a = ag(); s = a.asend(None); del s; gc.collect()
warnings.simplefilter("always")
inner = bad()
def outer(): yield from ign2()
def ign2():
    try: yield 5
    finally: print("inner fin")
i = ign2()
def o2(): yield from i
g = o2(); next(g); del g; gc.collect(); print(list(i))
class It:
    def __iter__(self): return self
    def __next__(self): return 1
    def close(self): print("It.close")
def o3(): yield from It()
g = o3(); next(g); del g; gc.collect()
late = []
class Late: pass
class LateChild(Late): pass
o, p = Late(), [LateChild()]; Late.__del__ = lambda self: late.append(type(self).__name__); del o; p.clear(); gc.collect(); print(sorted(late))
class Turned: pass
class Into:
    def __del__(self): print("turned into")
o = Turned(); o.__class__ = Into; del o; gc.collect()
del inner
class C:
    async def m(self): pass
c = C().m(); del c; gc.collect()
