"""range: indexing, slicing, membership, equality, big values, errors."""
for r in (range(5), range(2, 10, 3), range(10, 0, -3), range(0), range(5, 5), range(-5, 5, 5), range(0, 10, 100), range(3, 0), range(10 ** 20, 10 ** 20 + 3)):
    print(r, len(r), list(r), list(reversed(r)), r[:2], r[::-1], r[1:], r[-2:], bool(r), r.start, r.stop, r.step, hash(r) == hash(r[:]), r == r[:], r.count(2), 5 in r, min(r, default=None), sum(r))
r = range(0, 100, 7)
print(r[3], r[-1], r[2:10:2], r[10:2:-3], r.index(14), 14 in r, 15 in r, 14.0 in r, 14.5 in r, "a" in r, None in r, True in range(3), r[1:1], r[100:], r[-100:2])
print(range(3) == range(0, 3, 1), range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2), range(3) == [0, 1, 2], range(1) != range(2), hash(range(0, 3, 2)) == hash(range(0, 4, 2)), {range(3): 1}[range(0, 3)], repr(range(1, 2, -1)), repr(range(1, 2)))
for text in ("range()", "range(1, 2, 3, 4)", "range('a')", "range(1.5)", "range(0, 1, 0)", "range(3)[3]", "range(3)[-4]", "range(3)['a']", "range(3).index(9)", "range(3).index('x')", "range(3) + range(3)", "range(3) < range(4)", "range(3)[::0]", "range(None)", "range(stop=3)", "len(range(1 << 70))", "range(3).start = 1", "range(3)[0] = 1", "range(2) * 2"):
    try: print(text, eval(text)) if "= " not in text else exec(text)
    except Exception as e: print(text, "->", type(e).__name__, e)
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
print(list(range(I(3))), list(range(I(1), I(6), I(2))), range(5)[I(2)], I(2) in range(5))
big = range(1 << 62, (1 << 62) + 4)
print(list(big), big[1], big[-1], (1 << 62) + 2 in big, list(range(-(1 << 63) - 2, -(1 << 63) + 1)), list(range(1 << 64, (1 << 64) - 3, -1)), range(1 << 100)[1 << 99], list(range((1 << 62) - 2, (1 << 62) + 2)))
it = iter(range(3)); print(next(it), it.__length_hint__(), list(it), list(it), next(it, None)); it = iter(range(10 ** 30, 10 ** 30 + 2)); print(list(it))
t = 0
for i in range(10): 
    t += i
    i = 100
print(t, i); n = 0
for i in range(5):
    for j in range(i): n += j
print(n, [i for i in range(3) for _ in range(i)], sum(range(1000)), sum(range(0, 10 ** 6, 1000)), max(range(10)), list(zip(range(3), range(3, 6))), list(enumerate(range(2, 4), 5)), sorted(range(5, 0, -1)), *range(3))
for i in range(0): pass
print(i, list(range(3, -1, -1)), tuple(range(2)), set(range(2)), [*range(2)], dict.fromkeys(range(2)), range(True), range(False, True))
