# slow
"""List, set, dict comprehensions and generator expressions: nesting, conditions, scopes."""
print([x for x in range(5)], [x * y for x in range(3) for y in range(3) if x != y], [[j for j in range(i)] for i in range(4)], {x % 3 for x in range(9)}, {k: v for k, v in zip("ab", [1, 2])}, [x for x in range(20) if x % 2 if x % 3], [(x, y) for x in range(4) if x > 1 for y in range(x) if y], [x if x % 2 else -x for x in range(5)])
print([a + b for a, b in [(1, 2), (3, 4)]], [a for a, *b in ["abc", "de"]], [b for a, *b in ["abc", "de"]], [x for [x] in [[1], [2]]], {v: k for k, v in {"a": 1}.items()}, [y for x in [[1, 2], [3]] for y in x], [*[i for i in range(2)], *(j for j in "x")], {**{i: i for i in range(2)}}, [lambda: i for i in range(2)][0]())
x = "outer"; print([x for x in "ab"], x, [x for _ in range(2)], [x + y for y in "cd"])
def f(n):
    m = 10
    return [i + m + n for i in range(3)], {i: [m * j for j in range(i)] for i in range(3)}, [(lambda: i * m)() for i in range(3)], list(i + n for i in range(2))
print(f(5))
class C:
    items = [1, 2, 3]; n = 2
    a = [i for i in items]
    try: b = [i * n for i in items]
    except NameError as e: b = str(e)
    c = list(i for i in items)
print(C.a, C.b, C.c)
try: i_undefined = [q for q in range(3)]; q
except NameError as e: print(e)
print([(y := x * 2) for x in range(3)], y, [z for x in range(5) if (z := x * x) > 5], z)
def err(f):
    try: return f()
    except Exception as e: return f"{type(e).__name__}: {e}"
print(err(lambda: [x for x in 5]), err(lambda: [1 / x for x in (1, 0)]), err(lambda: {[]: 1 for _ in "a"}), err(lambda: {[] for _ in "a"}), err(lambda: [a for a, b in [1]]), err(lambda: list(1 // x for x in [0])), err(lambda: [undefined_thing for _ in [1]]))
m = [[1, 2, 3], [4, 5, 6]]; print([[r[i] for r in m] for i in range(3)], [list(c) for c in zip(*m)], sum([x for r in m for x in r]), [x for r in m for x in r if x % 2])
order = []
def t(n, v): order.append(n); return v
[t("elt", x) for x in t("iter1", [1, 2]) if t("cond", x > 1) for y in t("iter2", [1])]; print(order); order.clear()
{t("key", k): t("val", k) for k in t("it", "a")}; print(order); order.clear()
g = (t("lazy", i) for i in t("first", [1])); print(order, list(g), order)
fs = [lambda: k for k in range(3)]; print([h() for h in fs]); fs = [lambda k=k: k for k in range(3)]; print([h() for h in fs])
print([c for c in "hello" if c not in "aeiou"], {w: len(w) for w in "the quick fox".split()}, sorted({c.upper() for c in "aAbB"}), [i for i in range(30) if all(i % d for d in range(2, i)) and i > 1], "".join([chr(97 + i) for i in range(26)]), [(i, j, k) for i in range(1, 20) for j in range(i, 20) for k in range(j, 20) if i * i + j * j == k * k], [*map(lambda p: p[0] * p[1], ((a, b) for a in range(3) for b in range(2)))])
def outer():
    v = [1]
    def inner(): return [v for _ in range(1)][0]
    v = [2]
    return inner(), [[v for v in range(2)] for v in range(2)], v
print(outer()); print([i for i in range(3) for i in range(i)], [[i for i in range(i)] for i in range(3)], [x for x in [x for x in [1, 2]]], dict.fromkeys([i for i in "ab"], [j for j in "c"]))
big = [i for i in range(10000) if i % 7 == 0]; print(len(big), sum(big), len({i % 100 for i in range(10000)}), len({i: i for i in range(5000)}))
def gen_in(): return [(yield_) for yield_ in (yield "y")]
h = gen_in(); print(next(h))
try: h.send([1, 2])
except StopIteration as e: print(e.value)
for src in ("[x for x in (yield)]", "[(yield x) for x in y]", "[x := 1 for x in y]", "[i for i in range(3) if (i := 1)]", "[x async for x in y]", "{**a for a in b}", "[*a for a in b]", "{a: b, c for d in e}", "(x for x in y, z)", "f(x for x in y, 1)", "[for x in y]", "[x for x]", "[a, b for a in c]", "class A: [x := 1 for _ in y]"):
    try: compile(src, "s", "exec"); print(src, "ok")
    except SyntaxError as e: print(src, "->", e.msg)
