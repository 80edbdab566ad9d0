"""abc: abstract classes, registration, properties, hooks; numbers and collections.abc mix-ins."""
import abc, numbers, collections.abc as ca
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): return "base area"
    @property
    @abc.abstractmethod
    def name(self): ...
    @classmethod
    @abc.abstractmethod
    def make(cls): ...
    @staticmethod
    @abc.abstractmethod
    def s(): ...
    def describe(self): return f"{self.name}: {self.area()}"
for missing in ((), ("area",), ("area", "name"), ("area", "name", "make"), ("area", "name", "make", "s")):
    C = type("C", (Shape,), {**{m: (lambda self: super(C, self).area()) if m == "area" else property(lambda s: "n") if m == "name" else staticmethod(lambda: 1) for m in missing}})
    try: print(C().describe())
    except TypeError as e: print(e)
print(sorted(Shape.__abstractmethods__), abc.get_cache_token() >= 0, isinstance(Shape, abc.ABCMeta)); del C
class Reg: pass
Shape.register(Reg); print(issubclass(Reg, Shape), isinstance(Reg(), Shape), Reg.__mro__)
@Shape.register
class Reg2: pass
print(isinstance(Reg2(), Shape))
try: Shape.register(5)
except TypeError as e: print(e)
class Late(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
class Impl(Late): pass
Impl.f = lambda s: 1; abc.update_abstractmethods(Impl); print(Impl().f())
class Seq(ca.Sequence):
    def __init__(self, *v): self.v = v
    def __getitem__(self, i): return self.v[i]
    def __len__(self): return len(self.v)
s = Seq(1, 2, 3, 2); print(list(s), 2 in s, s.index(2), s.count(2), list(reversed(s)), isinstance(s, ca.Iterable), isinstance(s, ca.Collection))
class Map(ca.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = Map(); m["a"] = 1; m.update(b=2); print(dict(m), m.get("z"), m.pop("a"), m.setdefault("q", 9), list(m.items()), m == {"b": 2, "q": 9}, list(m.keys()), m.popitem(), "b" in m, {**m}); m.clear(); print(len(m))
class MSet(ca.MutableSet):
    def __init__(self, it=()): self.s = list(dict.fromkeys(it))
    def __contains__(self, x): return x in self.s
    def __iter__(self): return iter(self.s)
    def __len__(self): return len(self.s)
    def add(self, x): x in self.s or self.s.append(x)
    def discard(self, x): x in self.s and self.s.remove(x)
a, b = MSet("abc"), MSet("bcd"); print(list(a & b), list(a | b), list(a - b), list(a ^ b), a <= b, a == MSet("cba"), a.isdisjoint(MSet("z"))); a |= b; a.remove("d"); print(list(a))
try: a.remove("zz")
except KeyError as e: print(e)
class MSeq(ca.MutableSequence):
    def __init__(self): self.l = []
    def __getitem__(self, i): return self.l[i]
    def __setitem__(self, i, v): self.l[i] = v
    def __delitem__(self, i): del self.l[i]
    def __len__(self): return len(self.l)
    def insert(self, i, v): self.l.insert(i, v)
q = MSeq(); q.append(1); q.extend([3, 2]); q += [5]; q.reverse(); print(list(q), q.pop(), q.remove(3), list(q))
for t in (int, float, complex, bool, str, list, tuple, dict, set, frozenset, range, bytes, type(None), type(lambda: 0), type(x for x in ()), type({}.keys()), object):
    print(t.__name__, [n for n in ("Hashable", "Iterable", "Iterator", "Sized", "Container", "Callable", "Sequence", "MutableSequence", "Mapping", "Set", "MutableSet", "Generator", "Reversible", "ByteString", "Buffer") if hasattr(ca, n) and issubclass(t, getattr(ca, n))], [n for n in ("Number", "Complex", "Real", "Rational", "Integral") if issubclass(t, getattr(numbers, n))])
