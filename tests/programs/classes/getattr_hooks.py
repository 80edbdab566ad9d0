"""__getattr__, __getattribute__, __setattr__, __delattr__, __dir__, module-like proxies."""
class G:
    real = 1
    def __getattr__(self, n):
        if n.startswith("no"): raise AttributeError(f"custom {n}")
        return f"<{n}>"
g = G(); g.own = 2
print(g.real, g.own, g.anything, hasattr(g, "nope"), getattr(g, "nope", "d"), hasattr(g, "x"))
try: g.nope
except AttributeError as e: print(e, e.name, e.obj is g)
class S:
    def __init__(self): object.__setattr__(self, "log", [])
    def __setattr__(self, n, v): self.log.append(("set", n, v))
    def __delattr__(self, n): self.log.append(("del", n))
    def __getattribute__(self, n):
        if n != "log": object.__getattribute__(self, "log").append(("get", n))
        return object.__getattribute__(self, n)
s = S(); s.a = 1; del s.b
try: s.c
except AttributeError as e: print(e)
s.d = s.log.__class__; setattr(s, "e", 5); delattr(s, "f"); hasattr(s, "g"); getattr(s, "h", 0)
print(s.log)
class Proxy:
    def __init__(self, t): self.__dict__["_t"] = t
    def __getattr__(self, n): return getattr(self._t, n)
    def __setattr__(self, n, v): setattr(self._t, n, v)
    def __delattr__(self, n): delattr(self._t, n)
    def __dir__(self): return ["z", "a"]
class T: pass
t = T(); p = Proxy(t); p.x = 5; print(t.x, p.x); del p.x; print(hasattr(t, "x"), hasattr(p, "x"), dir(p), Proxy([1, 2]).count(1))
try: len(Proxy([1]))
except TypeError as e: print(e)
class Both:
    def __getattribute__(self, n): raise AttributeError("from getattribute " + n)
    def __getattr__(self, n): return "from getattr " + n
print(Both().x, Both().__dict__)
class Slow(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__
    __delattr__ = dict.__delitem__
d = Slow(a=1); d.b = 2; print(d.a, d, d["b"]); del d.a; print(d)
try: d.zz
except KeyError as e: print("KeyError", e)
class Meta(type):
    def __getattr__(cls, n): return f"{cls.__name__} class attr {n}"
    def __setattr__(cls, n, v): super().__setattr__(n, v + 1)
class K(metaclass=Meta): pass
K.z = 1; print(K.foo, K.z, K().z)
try: K().foo
except AttributeError as e: print(e)
class Rec:
    def __getattr__(self, n): return self.missing_forever
try: Rec().x
except RecursionError as e: print("RecursionError")
class Call:
    def __getattr__(self, n): return lambda *a, **k: (n, a, k)
print(Call().do_it(1, x=2), Call().b())
class E:
    def __getattr__(self, n): raise KeyError(n)
for f in (lambda: E().x, lambda: hasattr(E(), "x"), lambda: getattr(E(), "x", 1)):
    try: print(f())
    except KeyError as e: print("KeyError", e)
print(object.__getattribute__(g, "own"), type.__getattribute__(G, "real"), G.__getattr__(g, "q"), getattr(g, "".join(["re", "al"])))
o = T(); o.__dict__["not an identifier"] = 1; setattr(o, "with space", 2); print(getattr(o, "not an identifier"), vars(o)); object.__delattr__(o, "with space"); print(vars(o))
