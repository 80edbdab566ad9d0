"""OrderedDict, defaultdict, Counter, ChainMap, namedtuple."""
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, namedtuple
import copy


def show(work, *args):
    try:
        print(work(*args))
    except Exception as error:
        print(type(error).__name__, error)


od = OrderedDict([("a", 1), ("b", 2)], c=3)
print(od, list(reversed(od)), od == {"c": 3, "b": 2, "a": 1}, od == OrderedDict(reversed(od.items())))
od.move_to_end("a")
print(list(od))
od.move_to_end("c", last=False)
print(list(od), od.popitem(), od.popitem(last=False), od)
od["z"] = od["b"] = 9
print(od, od.pop("z"), od.pop("z", "gone"), od.setdefault("n", 5), od.setdefault("n", 6), len(od))
show(od.pop, "nope")
show(od.move_to_end, "nope")
show(OrderedDict().popitem)
show(OrderedDict, 1, 2)
show(OrderedDict, [1])
show(OrderedDict, [(1,)])
show(OrderedDict, 5)
show(hash, od)
od.update([("q", 1)], r=2)
print(od | {"b": 0}, {"first": 1} | od, OrderedDict.fromkeys("xyx", 0), OrderedDict())
od |= {"s": 3}
print(list(od.items())[-1], od.copy() == od, type(od.copy()).__name__, copy.copy(od) == od, copy.deepcopy(od) == od)
od["self"] = od
print(od)


class Recent(OrderedDict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)

    def __missing__(self, key):
        return f"no {key}"


r = Recent(a=1)
r.update(b=2)
print(r, r["x"], r.pop("y", 0), type(r.copy()).__name__, r.tag if hasattr(r, "tag") else "-")
lru = OrderedDict()
for i in range(3000):
    lru[i % 700] = i
    lru.move_to_end(i % 700)
    if len(lru) > 500:
        lru.popitem(last=False)
print(len(lru), next(iter(lru)), next(reversed(lru)))

dd = defaultdict(list, {"k": [0]}, m=[1])
dd["k"].append(1)
dd["new"].append(2)
print(dd, "absent" in dd, dd.get("absent"), dd.default_factory, len(dd))
dd.default_factory = None
show(lambda: dd["absent"])
show(defaultdict, 5)
show(lambda: defaultdict(lambda: 1 / 0)["x"])
print(defaultdict(int) | {"a": 1}, {"a": 1} | defaultdict(str, b="x"), defaultdict(None, a=1).copy(), defaultdict(int) == {})
tree = lambda: defaultdict(tree)
t = tree()
t["a"]["b"]["c"] = 1
print(dict(t["a"]["b"]), list(t), copy.deepcopy(dd), copy.copy(dd).default_factory)
class Keyed(defaultdict):
    def __missing__(self, key):
        self[key] = value = key * 2
        return value
k = Keyed()
print(k[2], k["ab"], k, isinstance(k, dict))

c = Counter("abracadabra")
print(c, c.most_common(2), c["zzz"], sum(c.values()), c.total(), sorted(c.elements())[:6])
c.update("aab")
c.subtract({"a": 5, "x": 1})
print(c, +c, -c, c + Counter(a=1), c - Counter(b=9), c & Counter(a=1, r=1), c | Counter(z=2))
print(Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), Counter([1, 1, 2.0, 2]), Counter(a=2, b=1) > Counter(a=1))
class Odd(Counter):
    def __setitem__(self, key, value):
        super().__setitem__(key, value + 100)
print(Odd("aa"), Counter(x for x in "zzy"), Counter([(1, 2), (1, 2)]), Counter({}))
show(Counter, [[]])

cm = ChainMap({"a": 1}, {"a": 2, "b": 3})
child = cm.new_child({"c": 4})
child["a"] = 0
print(cm["a"], child["a"], child["b"], len(child), sorted(child), child.parents == cm, child.maps[0], "q" in child)
show(lambda: cm["q"])
show(cm.pop, "b")

P = namedtuple("P", "x y z", defaults=[0])
p = P(1, y=2)
print(p, p.x, p[1], p._fields, p._asdict(), p._replace(x=9), P._make([4, 5, 6]), p == (1, 2, 0), P.x, hash(p) == hash((1, 2, 0)))
x, *rest = p
print(x, rest, P.__doc__, P._field_defaults, P.__match_args__, isinstance(p, tuple), copy.copy(p), p + (1,), len(p))
match p:
    case P(x=1, y=yy):
        print("matched", yy)
show(P, 1)
show(P, 1, 2, 3, 4)
show(setattr, p, "x", 3)
show(delattr, p, "x")
show(namedtuple, "Q", "a a")
show(namedtuple, "Q", "class")
show(lambda: P.x.__get__([1], list))
print(namedtuple("R", "a class b a", rename=True)._fields)
class Sub(P):
    __slots__ = ()
    @property
    def total(self):
        return self.x + self.y + self.z
print(Sub(1, 2, 3).total, Sub(1, 2), type(Sub(1, 2)._replace(x=5)).__name__)

u = UserDict(a=1); u["b"] = 2
l = UserList([3, 1, 2]); l.sort(); l += [9]
s = UserString("abc")
print(u, u.data, l, l[1:], l + [0], s.upper(), s + "d", s == "abc", len(u), "a" in u)
