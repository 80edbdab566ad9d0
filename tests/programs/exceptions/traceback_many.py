"""Tracebacks of many kinds of mistakes: marks, chains, notes, groups, repeated lines, suggestions."""
import traceback, sys
def p(f, *a):
    try: f(*a)
    except BaseException as e:
        print("".join(traceback.format_exception(e)), end=""); print("---")
class A: pass
def rec(n): return rec(n-1) if n else 1/0
p(rec, 10)
def mut(n):
    if n: mut2(n-1)
    else: raise ValueError("x")
def mut2(n): mut(n)
p(mut, 5)
def multi():
    return (1 +
        2 / 0 +
        3)
p(multi)
def args_():
    print(1,
        undefined_name,
        2)
p(args_)
def sub(): 
    d = {"a": {"b": None}}
    return d["a"]["b"]["c"]
p(sub)
def attr(): return A().foo.bar
p(attr)
def call(): A()()
p(call)
def chain():
    try: {}["x"]
    except KeyError as e: raise ValueError("v") from e
p(chain)
def chain2():
    try: {}["x"]
    except KeyError: raise ValueError("multi\nline")
p(chain2)
def supp():
    try: {}["x"]
    except KeyError: raise ValueError("v") from None
p(supp)
def notes():
    e = ValueError("v"); e.add_note("note 1"); e.add_note("multi\nline note"); raise e
p(notes)
def badnotes():
    e = ValueError("v"); e.__notes__ = 5; raise e
p(badnotes)
def badnotes2():
    e = ValueError("v"); e.__notes__ = ["a", 5, None]; raise e
p(badnotes2)
class Bad(Exception):
    def __str__(self): raise TypeError
p(lambda: (_ for _ in ()).throw(Bad()))
def name(): return lenn([])
p(name)
def name2():
    foobar = 1; return foobra
p(name2)
def imp(): import collectons
p(imp)
class S:
    blech = 1
    def meth(self): return blech
p(lambda: S().blecj)
p(lambda: S().meth())
def kw(alpha=1): pass
p(lambda: kw(alpa=1))
def asrt(): assert 1 == 2, "msg"
p(asrt)
def unp(): a, b = 1, 2, 3
p(unp)
def lam(): (lambda x: x / 0)(1)
p(lam)
def comp(): return [1/x for x in (1, 0)]
p(comp)
def gen(): yield 1/0
p(lambda: list(gen()))
def fmt(): return f"{1/0} {2}"
p(fmt)
def wit():
    with open("/nonexistent/x") as f: pass
p(wit)
def dec():
    @undefined_deco
    def x(): pass
p(dec)
def cls():
    class X(undefined_base): pass
p(cls)
def aug():
    x = "a"; x += 1
p(aug)
def cmp(): return 1 < "a" < 2
p(cmp)
def idx(): [1,2,3][10]
p(idx)
def slc(): [1,2][1:"a"]
p(slc)
def star(): print(*5)
p(star)
def kwstar(): print(**5)
p(kwstar)
def dele():
    x = 1; del x; x
p(dele)
def uni(): "ééé" + 1/0 + "日本"
p(uni)
def tabs():
	x = 1;	y = 1/0
p(tabs)
def fo():
    for i in 5: pass
p(fo)
def rais(): raise 5
p(rais)
def ret(): return (yield_ := 1/0)
p(ret)
def binm(): return A() @ A()
p(binm)
def un(): return -A()
p(un)
def ctx():
    with A(): pass
p(ctx)
async def aw(): await 5
p(lambda: aw().send(None))
def group():
    raise ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [TypeError(2), KeyError("k")])])
p(group)
def big(): raise ExceptionGroup("g", [ValueError(i) for i in range(20)])
p(big)
def syn(): compile("x = = 1", "<s>", "exec")
p(syn)
def syn2(): exec("def f(:\n pass")
p(syn2)
def unb():
    print(loc)
    loc = 1
p(unb)
def long_():
    return aaaaaaaaaaaaaaaaaaaaaaaaaaaaa(bbbbbbbbbbbbbbbbbbbbbbbbbb,
                 ccccccccccccccccccccc,
                 ddddddddddddd)
p(long_)
def chain3():
    x = (A()
        .foo
        .bar)
p(chain3)
def three():
    try:
        try: 1/0
        finally: [][0]
    except IndexError:
        raise KeyError("third")
p(three)
def keyerr(): {}[("a", 1)]
p(keyerr)
def osx(): import os; os.mkdir("/nonexistent/a/b")
p(osx)
def ex(): exec("1/0\n")
p(ex)
def ev(): eval("1/0")
p(ev)
def self_sug():
    class Q:
        def __init__(self): self.valeu = 1
        def m(self): return self.value
    Q().m()
p(self_sug)
def std(): return sys.foo
p(std)
def forgot(): return maath.sqrt(1)
p(forgot)
def forgot2(): return math.sqrt(1)
p(forgot2)
def cyc():
    a = ValueError("a"); b = KeyError("b"); a.__cause__ = b; b.__cause__ = a; raise a
p(cyc)
te = traceback.TracebackException.from_exception(ValueError("x")); print(list(te.format()))
try: rec(3)
except ZeroDivisionError as e:
    print(traceback.format_tb(e.__traceback__, limit=2), traceback.format_tb(e.__traceback__, limit=-2))
    traceback.print_exception(e, limit=1, file=sys.stdout)
    print([(f.name, f.lineno, f.end_lineno, f.colno, f.end_colno, f.line) for f in traceback.extract_tb(e.__traceback__)])
