"""Dynamic programming over strings: distance, alignment, longest common subsequence."""
def lev(a, b):
    prev = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        cur = [i]
        for j, y in enumerate(b, 1): cur.append(min(prev[j] + 1, cur[-1] + 1, prev[j - 1] + (x != y)))
        prev = cur
    return prev[-1]
def lcs(a, b):
    t = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b): t[i + 1][j + 1] = t[i][j] + x if x == y else max(t[i][j + 1], t[i + 1][j], key=len)
    return t[-1][-1]
def align(a, b):
    from functools import cache
    @cache
    def go(i, j):
        if i == len(a) and j == len(b): return 0, "", ""
        o = []
        if i < len(a) and j < len(b): c, x, y = go(i + 1, j + 1); o.append((c + (a[i] != b[j]), a[i] + x, b[j] + y))
        if i < len(a): c, x, y = go(i + 1, j); o.append((c + 1, a[i] + x, "-" + y))
        if j < len(b): c, x, y = go(i, j + 1); o.append((c + 1, "-" + x, b[j] + y))
        return min(o)
    return go(0, 0)
for a, b in (("kitten", "sitting"), ("", "abc"), ("flaw", "lawn"), ("intention", "execution"), ("same", "same"), ("日本語", "日語本")):
    print(a, b, lev(a, b), lcs(a, b), align(a, b))
print(lev("abcdefghij" * 12, "acegikmoqs" * 12))
def knap(items, cap):
    best = [0] * (cap + 1)
    for w, v in items:
        for c in range(cap, w - 1, -1): best[c] = max(best[c], best[c - w] + v)
    return best[cap]
print(knap([(3, 4), (4, 5), (7, 10), (8, 11), (9, 13)], 17), [sum(1 for _ in range(n)) for n in range(3)])
def coins(t, cs):
    ways = [1] + [0] * t
    for c in cs:
        for i in range(c, t + 1): ways[i] += ways[i - c]
    return ways[t]
print(coins(200, [1, 2, 5, 10, 20, 50, 100, 200]))
