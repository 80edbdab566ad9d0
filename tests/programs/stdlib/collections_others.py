"""namedtuple, OrderedDict, defaultdict, Counter, ChainMap, UserDict."""
from collections import *
P = namedtuple("P", "x y z", defaults=[0]); p = P(1, 2); print(p, p.x, p[1], p._fields, p._asdict(), p._replace(x=9), P._make([4, 5, 6]), p == (1, 2, 0), P._field_defaults, P.__doc__, P.x.__doc__, len(p), p + (1,), hash(p) == hash((1, 2, 0)), *p)
for f in (lambda: P(), lambda: P(1, 2, 3, 4), lambda: P(1, q=2), lambda: p._replace(w=1), lambda: namedtuple("B", "class"), lambda: namedtuple("B", "a a"), lambda: namedtuple("1B", "a"), lambda: namedtuple("B", "_a"), lambda: setattr(p, "x", 1), lambda: namedtuple("R", "class a a", rename=True)._fields):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Q(P):
    def norm(self): return self.x + self.y
print(Q(1, 2).norm(), Q(1, 2)); od = OrderedDict(a=1, b=2, c=3); od.move_to_end("a"); print(od, list(reversed(od))); od.move_to_end("c", last=False); print(od, od.popitem(), od.popitem(last=False), od == {"b": 2}, OrderedDict([(1, 2), (3, 4)]) == OrderedDict([(3, 4), (1, 2)]), OrderedDict(a=1) | {"z": 2}, od.pop("b"), od)
try: od.popitem()
except KeyError as e: print(e)
try: od.move_to_end("q")
except KeyError as e: print(e)
dd = defaultdict(list); dd["a"].append(1); dd["b"]; print(dd, dd.get("zz"), "zz" in dd, dd.default_factory, dict(dd)); di = defaultdict(lambda: 7, x=1); print(di["q"], sorted(di.items())); dn = defaultdict(None)
try: dn["x"]
except KeyError as e: print("KeyError", e)
try: defaultdict(5)
except TypeError as e: print(e)
print(defaultdict(int, {"a": 1}) | {"b": 2}, defaultdict(int).copy(), type(dd.copy()).__name__); nest = lambda: defaultdict(nest); t = nest(); t["a"]["b"]["c"] = 1; print(t["a"]["b"]["c"])
c = Counter("abracadabra"); print(c, c.most_common(2), c["z"], sum(c.values()), c.total(), sorted(c.elements())[:4]); c.update("aaa"); c.subtract("ab"); print(c, c + Counter(a=1), c - Counter(a=100), c & Counter("abc"), c | Counter(z=3), +Counter(a=-1, b=2), -Counter(a=-1), Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), Counter({"x": 2}, y=1), Counter([1, 1, 2]).most_common(), Counter()); del c["zzz"]
cm = ChainMap({"a": 1}, {"a": 2, "b": 3}); print(cm["a"], cm["b"], dict(cm), cm.new_child({"c": 5}), cm.parents, len(cm), sorted(cm)); cm["n"] = 1; print(cm.maps)
try: cm["zz"]
except KeyError as e: print(e)
class U(UserDict):
    def __setitem__(self, k, v): super().__setitem__(str(k), v)
u = U({1: 2}); u[3] = 4; print(u, u["1"], 3 in u, u.data, len(u)); print(UserList([1, 2]) + [3], UserString("ab").upper(), UserList([3, 1]).data)
