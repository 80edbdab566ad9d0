"""pickle in pure Python: round trips of values, objects, cycles, hooks."""
import pickle, copyreg, collections, enum, functools
def rt(v): return [pickle._loads(pickle._dumps(v, p)) for p in (0, 1, 2, 5)]
for v in (None, True, 0, -5, 2 ** 70, -2 ** 31, 1.5, float("inf"), "aé😀", "", b"b\xff", bytearray(b"x"), (), (1,), (1, 2, 3, 4), [], [1, [2]], {}, {"a": {1: 2}}, {1, 2}, frozenset([1]), 1j, range(3), slice(1, 2), ..., int, len, collections.OrderedDict(a=1), collections.Counter("aab"), collections.deque([1], 2), ValueError("e", 1)):
    r = rt(v); print(repr(v), all(repr(x) == repr(v) for x in r), type(r[0]).__name__)
class P:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return self.x == o.x
class St:
    def __init__(self): self.a, self.b = 1, 2
    def __getstate__(self): return {"a": self.a}
    def __setstate__(self, s): self.__dict__.update(s, restored=True)
class Red:
    def __init__(self, v): self.v = v
    def __reduce__(self): return (Red, (self.v * 2,))
class Sl: __slots__ = ("q",)
class NT(collections.namedtuple("NT", "a b")): pass
class E(enum.Enum): A = 1
class L(list): pass
class NewArgs(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    def __getnewargs__(self): return tuple(self)
print(all(x == P([1]) for x in rt(P([1]))), vars(rt(St())[3]), [x.v for x in rt(Red(1))], rt(NT(1, 2))[3], rt(E.A)[3] is E.A, rt(NewArgs(1, 2))[2]); s = Sl(); s.q = 5; print(pickle._loads(pickle._dumps(s)).q); l = L([1]); l.z = 2; m = rt(l)[3]; print(m, m.z, type(m).__name__)
c = []; c.append(c); d = rt(c)[3]; print(d[0] is d); p = P(None); p.x = p; print((lambda r: r.x is r)(rt(p)[3])); sh = [1]; a, b = rt([sh, sh])[3]; print(a is b)
for bad in (lambda: 0, (x for x in []), open(__file__)):
    try: pickle._dumps(bad); print("ok")
    except Exception as e: print(type(e).__name__)
copyreg.pickle(complex, lambda c: (complex, (c.real + 1, c.imag))); print(pickle._loads(pickle._dumps(functools.partial(int, "7")))(), pickle._loads(b"I5\n."), len(pickle._dumps(list(range(1000)))))
for bad in (b"", b"x", b"\x80\x05.", b"cos\nsystem_nope\n."):
    try: pickle._loads(bad)
    except Exception as e: print(type(e).__name__, e)
