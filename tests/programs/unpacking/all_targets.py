"""Assignment targets of every shape, starred ones, swaps, errors."""
a, b = 1, 2; a, b = b, a; print(a, b); (a, b), [c, (d,)] = (1, 2), [3, [4]]; print(a, b, c, d); a, = [5]; [a] = (6,); print(a); () = []; [] = ()
a, *b = 1, 2, 3; *c, d = "xyz"; e, *f, g = range(5); print(a, b, c, d, e, f, g); *h, = "ab"; a, *i, b = (1, 2); [*j] = {}; (*k, l), m = [1, 2], 3; print(h, i, j, k, l, m)
x = y = z = []; x.append(1); print(z, x is y); a = b, c = 1, 2; print(a, b, c)
class O: pass
o = O(); o.l = [0, 0]; d = {}
o.a, o.l[0], d["k"], *o.rest = 1, 2, 3, 4, 5; print(o.a, o.l, d, o.rest)
i = 0; l = [0, 0, 0]; i, l[i] = 1, 9; print(i, l); l[0], l[0] = 1, 2; print(l); l[1:], n = [7, 8, 9], 0; print(l)
a, b, c = "abc"; a, b = {"k1": 1, "k2": 2}; c, d = (q for q in (1, 2)); e, f = b"xy"; print(a, b, c, d, e, f)
for a, (b, *c) in [(1, "xyz"), (2, [3])]: print(a, b, c)
for *a, b in [(1, 2), (3,)]: print(a, b)
print([(p, q) for p, (q, _) in [(1, (2, 3))]], {k: v for k, *v in ["abc"]})
with open("/dev/null") as o.file: print(o.file.name)
o.file.close()
def f(*args): (a, *b), c = args; return a, b, c
print(f([1, 2, 3], 4), (lambda *a: a)(*[1], *(2, 3), *"45", *{6: 7}), [*range(3), *[], *"a"], (*[1], 2, *[3]), {*[1], *(2,)}, {**{"a": 1}, "b": 2, **dict(c=3)}, {"a": 1, **{"a": 2}}, {**{"a": 2}, "a": 1})
for src in ("a, b = 1", "a, b = 1,", "a, b = 1, 2, 3", "a, *b, c = 1,", "a, b = None", "a, b = 'x'", "a, (b, c) = 1, 2", "a, b, c, *d = 1, 2", "[a] = []", "() = [1]", "a, b = [1, 2, 3, 4, 5]", "a, b, c = {1, 2}", "*a, b = []", "a, b = iter([1])", "a, b = range(10**30)", "a, b = (i for i in [])", "(a, b), c = 1, 2", "for a, b in ['abc']: pass", "[*5]", "{*5}", "print(*5)", "{**5}", "(*None,)", "a, b = {}.items()", "x, y = 5.0", "x, y = print"):
    try: exec(src); print(src, "ok")
    except Exception as e: print(src, "->", type(e).__name__, e)
for src in ("*a = [1]", "*a, *b = [1]", "a, *b, *c = x", "f() = 1", "1 = x", "a + b = 1", "(a, 1) = x", "None = 1", "[a, b()] = 1", "a, b += 1", "*a += 1", "x = *a", "del *a", "del f()", "del 1", "for f() in x: pass", "for 1 in x: pass", "with a as 1: pass", "(x for x in y) = 1", "a = b() = c", "lambda: x = 1", "{a: b} = c", "'s' = 1", "f'{x}' = 1", "... = 1", "True = 1", "a.b() = 1", "x if y else z = 1", "-a = 1", "a < b = 1", "(a := 1) = 2", "__debug__ = 1", "del (a, b())", "(*a) = 1", "*(a, b) = 1", "print(*)", "a, b: int = 1", "(a, b): int", "a = yield = 1"):
    try: compile(src, "s", "exec"); print(src, "ok")
    except SyntaxError as e: print(src, "->", e.msg)
class Short:
    def __iter__(self):
        yield 1; raise KeyError("in iteration")
try: a, b = Short()
except KeyError as e: print("KeyError", e)
class Counted:
    def __init__(self, n): self.n, self.c = n, 0
    def __iter__(self): return self
    def __next__(self):
        self.c += 1
        if self.c > self.n: raise StopIteration
        return self.c
c5 = Counted(5)
try: a, b = c5
except ValueError as e: print(e, c5.c)
a, b, *c = Counted(4); print(a, b, c); first, *_, last = range(1000); print(first, last, len(_))
def swap3(a, b, c): a, b, c = c, a, b; return a, b, c
print(swap3(1, 2, 3)); a, a = 1, 2; print(a); a, b = a + 1, a * 2; print(a, b); (a), (b) = [1], (2); print(a, b)
fib = [0, 1]
for _ in range(10): fib = [*fib, fib[-1] + fib[-2]]
print(fib); m = [[1, 2], [3, 4]]; m[0][0], m[1][1] = m[1][1], m[0][0]; print(m); (a, b), (c, d) = m; print(a, b, c, d)
