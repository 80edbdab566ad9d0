"""Tuples: construction, methods, comparison, hash, errors."""
t = (1, "a", 2.5, None, (2, 3))
print(t, len(t), t[0], t[-1], t[1:3], t[::-1], t + (9,), t * 2, 0 * t, (), (1,), tuple(), tuple("ab"), tuple([1]), 1 in t, (2, 3) in t, t.index("a"), t.count(1))
print((1, 2) == (1, 2), (1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1, 2) == [1, 2], (1, "b") > (1, "a"), (2,) >= (1, 9), (1, 2) != (1, 2), hash((1, 2)) == hash((1, 2)), hash((1, 2)) == hash((1.0, True + 1)), hash(()) == hash(()))
for text in ("(1,).index(2)", "(1,)[1]", "(1,) + [1]", "(1,) * 'a'", "tuple(1)", "tuple(1, 2)", "(1, 'a') < (1, 2)", "hash(([],))", "(1,).append(2)", "(1, 2).count()", "(1,) < [1]", "tuple(x=1)", "(1,).index(1, 1)"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
x = 1, 2, 3
a, b, c = x
print(a, b, c, x, type(x)); y = (5); print(y, type(y)); z = 5,; print(z)
t = ([],); t[0].append(1); print(t)
try:
    t[0] += [2]
except TypeError as e:
    print(e, t)
d = {(1, 2): "a", (): "e", (1,): "one"}
print(d[1, 2], d[()], d[(1,)], d.get((2, 1)), (1, 2) in d)
class T(tuple):
    def __new__(cls, *args):
        return super().__new__(cls, args)
    @property
    def x(self): return self[0]
    def __repr__(self): return "T" + super().__repr__()
p = T(3, 4); p.extra = 1
print(p, p.x, p == (3, 4), hash(p) == hash((3, 4)), p + (1,), type(p + ()), type(p[:]), len(p), p[1], isinstance(p, tuple), [*p], p.extra, {p: 1}[(3, 4)])
l = []; r = (l,); l.append(r); print(r, repr(l)); l.clear()
n = ((((1,),),),); print(n, n[0][0][0][0]); print(tuple(i * i for i in range(5)), tuple({1: 2, 3: 4}), (*range(3), *"ab"), sorted([(2, 1), (1, 2), (1, 1)]), max((1, 5), (1, 4)), sum([(1,), (2,)], ()))
print((1, float("nan")) == (1, float("nan")), (lambda n: (n,) == (n,))(float("nan")), tuple.__add__((1,), (2,)), t.__len__(), (1, 2, 3).__contains__(2), iter((1, 2)).__next__())
big = tuple(range(1000)); print(big[500], big[-1], len(big * 3), big[::250], hash(big) == hash(tuple(range(1000))), big == tuple(range(1000)), big < tuple(range(1, 1001)))
