"""Set algebra, methods, comparisons, errors."""
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(sorted(a | b), sorted(a & b), sorted(a - b), sorted(a ^ b), sorted(a.union(b, [9])), sorted(a.intersection([1], (1, 2))), sorted(a.difference([1], {2})), sorted(a.symmetric_difference([1, 9])), a.union() == a, a.union() is a)
print(a < b, a <= a, a > {1}, a >= {1, 2}, a == {4, 3, 2, 1}, a != b, a.issubset([1, 2, 3, 4, 5]), a.issuperset(()), a.isdisjoint({9}), {1} == frozenset([1]), set() < {0}, {1} < {2}, {1, 2} > {1})
c = set(a); c.add(9); c.add(9); c.discard(1); c.discard(77); c.remove(2); print(sorted(c), len(c)); c.update([1], "x" and (2,), {3: 4}); print(sorted(c))
c |= {100}; c &= {1, 2, 3, 100}; c -= {1}; c ^= {2, 50}; print(sorted(c)); c.intersection_update([3, 100]); c.difference_update([100]); c.symmetric_difference_update([3, 4]); print(c, c.pop(), c, c.clear(), set())
print(repr(set()), repr({1}), repr(frozenset()), repr(frozenset({1})), {1, True, 1.0}, len({0, False, 0.0, -0.0}), set("aab") == {"a", "b"}, {*"ab", *[1]} == {"a", "b", 1}, bool(set()), 1 in {1}, "x" in frozenset("x"))
print(type({1} | frozenset()), type(frozenset() | {1}), type(frozenset([1]) & {1}), frozenset([1, 2]) | {3} == {1, 2, 3}, hash(frozenset([1, 2])) == hash(frozenset([2, 1])), {frozenset([1])} == {frozenset([1])}, {1} in [{1}], {1} in {frozenset([1])}, frozenset(frozenset([1])) == {1})
for text in ("{[]}", "{{1}}", "set([[]])", "set().pop()", "{1}.remove(2)", "set(1)", "set(1, 2)", "{1} | [1]", "{1} + {2}", "{1} < [1]", "{1} & 'a'", "hash({1})", "{1}.add()", "{1}.add([])", "{1}.discard({})", "{1}.remove([])", "{1}.update(1)", "frozenset().add(1)", "{1}.union(5)", "[] in {1}", "set(x=1)", "{1}.issubset(1)", "frozenset([[]])", "{1} - 5", "{1}.isdisjoint(3)", "set('a') == 'a'", "{1}.remove({2})"):
    try: print(text, eval(text))
    except Exception as e: print(text, "->", type(e).__name__, e)
for op in ("|=", "&=", "-=", "^="):
    x = {1}
    try: exec(f"x {op} [1]")
    except TypeError as e: print(e)
f = frozenset([1]); g = f; f |= {2}; print(sorted(f), g, f is g); s = t = {1}; s |= {2}; print(t, s is t)
class S(set): pass
class F(frozenset): pass
print(type(S([1]) | {2}), type({2} | S([1])), type(S([1]).copy()), type(F() | {1}), S([1]), F([1]), S([1]) == {1}, frozenset([1]) is frozenset(frozenset([1])), type(S([1]).union()))
it = iter({1, 2}); z = {1, 2, 3}
try:
    for x in z: z.add(x + 10)
except RuntimeError as e: print(e)
try:
    for x in z: z.discard(x)
except RuntimeError as e: print(e)
q = set(range(1000)); q -= set(range(0, 1000, 2)); print(len(q), sum(q), min(q), 500 in q, 501 in q, len(q & set(range(100))), len(q | set(range(100))))
