"""global, nonlocal, unbound locals, class scope, del, exec and eval scopes."""
x = "global"
def read(): return x
def write():
    global x, fresh
    x = "written"; fresh = 1
def local():
    x = "local"; return x
def unbound():
    try: print(y)
    except UnboundLocalError as e: print(e)
    y = 1
    del y
    try: y
    except UnboundLocalError as e: print(e)
    try: del y
    except UnboundLocalError as e: print(e)
print(read(), local(), read()); write(); print(read(), fresh); unbound()
def outer():
    v = 1
    def inc():
        nonlocal v
        v += 1
        return v
    def free():
        try: return w
        except NameError as e: return str(e)
    print(inc(), inc(), v, free())
    w = "bound"
    print(free())
    del w
    print(free())
outer()
class C:
    x = "class"
    y = x + "!"
    def get(self): return x
    z = [x for _ in range(2)]
    lam = lambda: x
    try: q = undefined
    except NameError as e: q = str(e)
    for i in range(3): pass
    del i
print(C.x, C.y, C().get(), C.z, C.lam(), C.q, hasattr(C, "i"))
def shadow():
    x = "enclosing"
    class D:
        y = x
        x = "in class"
        z = x
        def m(self): return x
    return D.y, D.z, D().m()
print(shadow())
class E:
    global made_by_class
    made_by_class = 5
print(made_by_class, hasattr(E, "made_by_class"))
try:
    undefined_name
except NameError as e: print(e, e.name)
print(eval("x + '!'"), eval("a + b", {"a": 1}, {"b": 2}), eval("[i for i in range(n)]", {"n": 3}))
ns = {"k": 1}; exec("k += 1; new = k * 2", ns); print(ns["k"], ns["new"]); loc = {}; exec("p = 1\ndef f(): return 5\nq = f()", {}, loc); print(sorted(loc), loc["q"])
def uses_locals():
    a = 1; b = [2]
    d = locals(); d["a"] = 99
    return a, sorted(locals())
print(uses_locals(), sorted(k for k in vars() if k in ("x", "C", "ns")))
def ex():
    exec("inner = 1"); return "inner" in locals()
print(ex())
try: exec("def f():\n  nonlocal zz")
except SyntaxError as e: print(e.msg)
print([x for x in "ab"], x, {x: 1 for x in "a"}, (lambda x: x)(3), x)
def default(a=x, b=[]): b.append(a); return b
x = "later"; print(default(), default(), default.__defaults__)
try:
    print(later_defined())
except NameError as e: print(e)
def later_defined(): return 1
print(later_defined()); print = print; len_ = len; len = lambda v: "shadowed"; print(len([])); del len; print(len([]))
