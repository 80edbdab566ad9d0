"""operator: functions and callables."""
import operator as o
print(o.add(1, 2), o.concat("a", "b"), o.contains([1], 1), o.countOf([1, 1], 1), o.eq(1, 1), o.floordiv(7, 2), o.ge(1, 2), o.getitem([5], 0), o.index(True), o.indexOf("abc", "c"), o.inv(5), o.invert(5), o.is_(None, None), o.is_not(1, None), o.is_none(None), o.is_not_none(None), o.length_hint([1]), o.lshift(1, 3), o.mod(7, 4), o.mul(2, 3), o.neg(1), o.not_([]), o.or_(1, 2), o.pos(1), o.pow(2, 3), o.rshift(8, 1), o.sub(1, 2), o.truediv(1, 2), o.truth([0]), o.xor(1, 3), o.and_(3, 1), o.abs(-1), o.call(len, "ab"), o.lt(1, 2), o.ne(1, 2))
l = [1, 2]; o.setitem(l, 0, 9); o.delitem(l, 1); print(l, o.iadd(l, [3]), o.imul([1], 2), o.iconcat([1], [2]), o.ior({1}, {2}), o.ipow(2, 3), o.isub(5, 1), o.itruediv(1, 4), o.iand(6, 3), o.ixor(1, 2), o.ilshift(1, 2), o.irshift(4, 1), o.imod(5, 3), o.ifloordiv(5, 2))
g = o.itemgetter; a = o.attrgetter; m = o.methodcaller
class P: pass
p = P(); p.x = 1; p.q = P(); p.q.y = 2
print(g(1)("abc"), g(0, 2)("abc"), g("k")({"k": 5}), g(slice(1))([1, 2]), a("x")(p), a("x", "q.y")(p), a("q.y")(p), m("upper")("a"), m("split", ",", maxsplit=1)("a,b,c"), g(1), a("x", "y.z"), m("f", 1, k=2), sorted([(2, "a"), (1, "b")], key=g(1)), list(map(m("strip"), [" a"])))
for f in (lambda: g(), lambda: a(5), lambda: m(), lambda: g(5)([1]), lambda: a("zz")(p), lambda: m("nope")("a"), lambda: o.add(1), lambda: o.index(1.5), lambda: o.indexOf([1], 2), lambda: o.concat(1, 2), lambda: o.add(1, "a"), lambda: o.length_hint(5, "a"), lambda: g(1)(5), lambda: m(5), lambda: o.truth(), lambda: o.attrgetter("a")(1, 2)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
import copy; print(copy.copy(g(1))("ab"), o.itemgetter(1) == o.itemgetter(1), o.__add__(1, 2), o.length_hint(iter([1, 2])), o.length_hint(5, 7), o.matmul.__name__)
