"""frame.f_locals reads and writes the variables of a function (PEP 667)."""
import sys
def f():
    x = 1
    p = sys._getframe().f_locals
    print(type(p), [n for n in dir(p) if n not in dir(object)], type(p).__module__, type(p).__mro__)
    print(p, p=={'x':1}, p.copy(), len(p), list(p), p|{'z':1}, {'z':1}|p)
    import collections.abc as c; print(isinstance(p,c.Mapping), isinstance(p, c.MutableMapping))
    for e in ('del p["x"]','p.clear()','p.pop("x")','p.popitem()','p["nope"]','p[1]','hash(p)','del p["q"]','p.pop("q")', 'p.pop("q",5)','p[1]=2; print(len(p), p[1])', 'del p[1]', 'p.update(5)', 'p.update({"x":7}); print(x)','p|5', 'p.setdefault("x",3)', 'p.setdefault("w",3)', 'type(p)()', 'type(p)(5)', 'p.fromkeys', 'reversed(p)', 'p.nope', 'p.x=1', 'p==p','p!=p','p<p','p|={"x":3}'):
        try: exec(e); print(e,'ok')
        except BaseException as x_: print(e,type(x_).__name__, x_)
    p["x"] = 5; print(x); p["new"] = 3; print(sorted(k for k in p if k!="p"), sys._getframe().f_locals["new"], "new" in locals(), "new" in p, p.get("zz"), p.get("zz", 4), p.get("x"))
    print(sys._getframe().f_locals == p, sys._getframe().f_locals is p)
f()
def cells():
    a = 1
    def g():
        nonlocal a
        fr = sys._getframe(); fr.f_locals["a"] = "written"; fr.f_back.f_locals["b"] = "from below"; fr.f_back.f_locals["late"] = "bound early"
        return a
    b = 2
    print(g(), a, b, late)
    late = 1
cells()
def gen():
    v = 1
    while True: yield v
g = gen(); print(next(g)); g.gi_frame.f_locals["v"] = 42; print(next(g), dict(g.gi_frame.f_locals))
def dead():
    q = [1]; return sys._getframe()
fr = dead(); print(dict(fr.f_locals)); fr.f_locals["q"] = 9; print(fr.f_locals["q"], list(fr.f_locals.items())); fr.clear(); print(dict(fr.f_locals))
class K:
    z = 1
    l = sys._getframe().f_locals; l["y"] = 2; print(type(l), y)
print(sys._getframe().f_locals is globals())
def loc():
    x = 1; a = locals(); a["x"] = 2; b = locals(); print(x, a, b["x"], a is b)
loc()
def debug():
    n = 0
    def tick(): sys._getframe(1).f_locals["n"] += 1
    while n < 3: tick()
    print("n", n)
debug()
try: 1/0
except ZeroDivisionError as e: tb = e.__traceback__
print(type(tb.tb_frame.f_locals))
def raiser():
    keep = "k"; raise KeyError
try: raiser()
except KeyError as e: fr = e.__traceback__.tb_next.tb_frame; print(fr.f_locals["keep"], fr.f_locals)
def delvar():
    d = 1; p = sys._getframe().f_locals; del d; print("d" in p, list(p)); p["d"] = 2; print(d)
delvar()
def args(a, /, b, *c, d=1, **e): print({k: v for k, v in sys._getframe().f_locals.items()})
args(1, 2, 3, d=4, e=5)
