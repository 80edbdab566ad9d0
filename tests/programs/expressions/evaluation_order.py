"""Operands are evaluated left to right; assignment evaluates its value first."""
log = []
def f(x, v=None):
    log.append(x)
    return v if v is not None else x

def show(label):
    print(label, log)
    log.clear()

f(1) + f(2) * f(3)
show("arith")
f(1) < f(2) < f(3)
show("compare")
[f(1), f(2), *[f(3)], f(4)]
show("list")
{f(1): f(2), f(3): f(4)}
show("dict")
{f(1), f(2)}
show("set")
print(f("a"), f("b"), sep=f("c", ""), end=f("d", "\n"))
show("call")
d = {}
f("obj", d)[f("key")] = f("value")
show("subscript store")
f("obj", d)[f("key")]
show("subscript load")
x, y = f("l"), f("r")
show("tuple")
f("t1", d)[f(0)], f("t2", d)[f(1)] = f("v", (8, 9))
show("two targets")
a = f("c1", d)[f("c2")] = f("value")
show("chained")
lst = [1, 2, 3]
f("aug", lst)[f(0)] += f(5)
show("augmented")
print(lst)
f("slice", lst)[f(0):f(2):f(1)]
show("slice")
(f("then") if f("cond", []) else f("else"))
show("conditional")
(lambda p=f("default"): p)
show("default")

@f("deco", lambda g: g)
def g(a=f("def1"), *, b=f("kw1")) -> f("ann"):
    pass
show("def")

@f("cdeco", lambda c: c)
class C(f("base", object), metaclass=f("meta", type)):
    f("body")
show("class")
f("s%s") % f("arg")
show("percent")
del f("d", {1: 2})[f("k", 1)]
show("del")
f"{f('one')}{f('two')!r:{f('spec', '>5')}}"
show("fstring")
print(f("fn", max)(*f("star", [1, 2]), f("pos", 3), **f("kw", {"key": abs})))
show("starred call")
