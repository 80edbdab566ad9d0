"""dir, vars, type, id, hash, callable, getattr family, help-less docs, __builtins__."""
class A:
    "doc of A"
    x = 1
    def m(self): "doc of m"
a = A(); a.y = 2
print([n for n in dir(a) if not n.startswith("__")], [n for n in dir(A) if not n.startswith("__")], vars(a), sorted(k for k in vars(A) if not k.startswith("__")), "x" in dir(), dir([])[-5:], len(dir(int)) > 60, dir(None) == sorted(dir(None)))
print(sorted(n for n in dir(object())), sorted(set(dir(A)) - set(dir(object))), A.__doc__, A.m.__doc__, a.__doc__, type(a).__name__, int.__doc__ is not None, len.__doc__[:10])
print(getattr(a, "x"), getattr(a, "q", "d"), hasattr(a, "m"), hasattr(a, "q"), setattr(a, "z", 3), a.z, delattr(a, "z"), hasattr(a, "z"), callable(a), callable(A), callable(len), callable(lambda: 0), callable(a.m), callable(5))
print(id(a) == id(a), id(a) != id(A()), hash(a) == hash(a), hash(None) == hash(None), hash(A) == hash(A), type(a) is A, type(A) is type, type(5), type("s"), type(None), type(...), type([]), type(len), type(a.m), type(A.m), type(A.__init__), type(int.__add__), type([].append), type(dict.fromkeys), type(type.__call__), type(A.__dict__), type(iter([])), type(x for x in []), type(range(1)), type(slice(1)), type(NotImplemented), type(property()), type(super(A, a)), type(memoryview(b"")), type(zip()), type(1j))
for f in (lambda: vars(5), lambda: vars([]), lambda: dir(1, 2), lambda: hash([]), lambda: getattr(a), lambda: getattr(a, "q"), lambda: hasattr(a), lambda: hasattr(a, 5), lambda: delattr(a, "nope"), lambda: setattr(a, 5, 1), lambda: type(1, 2), lambda: isinstance(1), lambda: callable(), lambda: id(), lambda: hash(1, 2), lambda: setattr(5, "x", 1), lambda: vars(1, 2)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
import builtins
print(__builtins__ is builtins, builtins.len is len, len(dir(builtins)) > 140, sorted(n for n in dir(builtins) if n.islower() and not n.startswith("_")))
builtins.injected = "via builtins"; print(injected); del builtins.injected
try: injected
except NameError as e: print(e)
try: lenn([])
except NameError as e: print(e)
len_ = builtins.len; builtins.len = lambda x: "patched"; print(len([1])); builtins.len = len_; print(len([1]))
class D:
    def __dir__(self): return ["b", "a", 5] if self.bad else ("b", "a")
d = D(); d.bad = False; print(dir(d)); d.bad = True
try: dir(d)
except TypeError as e: print(e)
print(int.__add__(1, 2), str.upper("a"), list.__len__([1]), (1).__add__(2), "a".__mul__(3), [1].__contains__(1), int.__eq__(1, "a"), (5).__lt__(6), object.__repr__(a)[:19], type.__repr__(A), int("5").__class__, (5).__str__(), "".__class__.__name__, {}.__len__(), (1.5).__int__(), None.__class__, True.__and__(False), [].__class__.__mro__, int.__name__, int.__module__, int.__qualname__, int.__bases__, A.__module__, A.__dict__["x"])
