"""Positions under the failing part of a line."""
import traceback
def show(f):
    try: f()
    except Exception as e: traceback.print_exception(e)
class O: pass
o = O(); o.a = None; d = {"k": {"z": 1}}; l = [1]
show(lambda: o.a.b.c)
show(lambda: d["k"]["q"]["z"])
show(lambda: 1 + 2 + "x" + 3)
show(lambda: (1).real.nope + 5)
show(lambda: len(5) + len("x"))
show(lambda: [i / 0 for i in range(3)])
def f(x):
    y = (x +
         1 /
         0)
    return y
show(lambda: f(1))
def g():
    assert 1 == 2, "message"
show(g)
def h():
    raise ValueError("plain raise")
show(h)
def k():
    a, b = 1, 2, 3
show(k)
def m():
    for x in 5:
        pass
show(m)
def n():
    del o.nope
show(n)
def p():
    o.x.y = 5
show(p)
def q():
    l[5] = 1
show(q)
def r():
    return undefined_name + 1
show(r)
def s():
    with 5 as x: pass
show(s)
def t():
    f(1, 2, *[3], k=4)
show(t)
def u():
    return f"{o.missing!r:>10}"
show(u)
def v():
    import nonexistent_module
show(v)
def w():
    return -"x", not o, ~1.5
show(w)
def x():
    class K(5): pass
show(x)
def y():
    return l[0] if o.nope else 5
show(y)
def z():
    return (yield_ := o.walrus) and l[1:2:3]["x"]
show(z)
