"""List methods and their errors."""
a = [3, 1, 2]
a.append(4); a.extend([5, 6]); a.extend("ab"); a.extend(x for x in (7,)); a.insert(0, "first"); a.insert(-1, "near end"); a.insert(100, "end"); a.insert(-100, "begin")
print(a, len(a))
print(a.pop(), a.pop(0), a.pop(-2), a.index(5), a.index("a", 3), a.count(1), a.remove("first"), a)
a.reverse(); print(a)
b = a.copy(); b.clear(); print(b, a is not b, a == a.copy(), a.copy() is a)
print([1] + [2], [1, 2] * 2, 2 * [0], [] * 5, [1] * -1, [[]] * 2, [1, 2] < [1, 3], [1] < [1, 0], [] < [1], [1, 2] == [1, 2], [1] == (1,), [2] > [1, 5])
c = [1, 2]; d = c; c += [3]; c *= 2; print(d, c is d)
e = []; e += "ab"; e += (1, 2); e += {5: 6}; e += range(2); print(e)
f = []; f.append(f); print(f, f == f, [f], repr(f), len(f)); f.clear()
for text in ("[].pop()", "[1].pop(5)", "[1].pop('a')", "[1].remove(2)", "[1].index(2)", "[1].index(1, 1)", "[].append()", "[].append(1, 2)", "[].extend(1)", "[].extend(None)", "[].insert(1)", "[].insert('a', 1)", "[1] + (1,)", "[1] + None", "[1] * 'a'", "[1] * 1.0", "list(1)", "list(1, 2)", "list(x=1)", "[].sort(1)", "[].sort(foo=1)", "[1, 'a'].sort()", "[1] < 1", "[1, 'a'] < [1, 2]", "hash([])", "[].nope()", "[0] * (1 << 62)", "[1].copy(1)", "[1].count()", "[].reverse(1)", "[].pop(1, 2)"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
x = [1]
try:
    x += 5
except TypeError as e:
    print(e, x)
print(list(), list("abc"), list(range(3)), list({1: 2}), list((1, 2)), [*"xy", *[1], *()], list(map(str, [1, 2])))
class L(list):
    def append(self, v):
        super().append(v * 10)
l = L([1]); l.append(2); l.extra = 5
print(l, l.extra, type(l + [1]), type(l * 2), type(l[:]), type(l.copy()), isinstance(l, list), l == [1, 20], L() == [], repr(L("ab")))
