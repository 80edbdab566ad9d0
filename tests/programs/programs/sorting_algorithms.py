"""Eight ways to sort, on the same data."""
import random
def bubble(a):
    a = a[:]
    for i in range(len(a)):
        for j in range(len(a) - 1 - i):
            if a[j] > a[j + 1]: a[j], a[j + 1] = a[j + 1], a[j]
    return a
def insertion(a):
    a = list(a)
    for i in range(1, len(a)):
        x, j = a[i], i
        while j and a[j - 1] > x: a[j] = a[j - 1]; j -= 1
        a[j] = x
    return a
def quick(a): return a if len(a) < 2 else quick([x for x in a[1:] if x < a[0]]) + [a[0]] + quick([x for x in a[1:] if x >= a[0]])
def merge(a):
    if len(a) < 2: return a
    l, r, o = merge(a[:len(a) // 2]), merge(a[len(a) // 2:]), []
    i = j = 0
    while i < len(l) and j < len(r):
        if l[i] <= r[j]: o.append(l[i]); i += 1
        else: o.append(r[j]); j += 1
    return o + l[i:] + r[j:]
def heap(a):
    a = a[:]; n = len(a)
    def down(i, n):
        while (c := 2 * i + 1) < n:
            if c + 1 < n and a[c] < a[c + 1]: c += 1
            if a[i] >= a[c]: return
            a[i], a[c] = a[c], a[i]; i = c
    for i in reversed(range(n // 2)): down(i, n)
    for e in reversed(range(1, n)): a[0], a[e] = a[e], a[0]; down(0, e)
    return a
def shell(a):
    a = a[:]; gap = len(a) // 2
    while gap:
        for i in range(gap, len(a)):
            x, j = a[i], i
            while j >= gap and a[j - gap] > x: a[j] = a[j - gap]; j -= gap
            a[j] = x
        gap //= 2
    return a
def radix(a):
    for s in range(0, 24, 4):
        b = [[] for _ in range(16)]
        for x in a: b[x >> s & 15].append(x)
        a = [x for l in b for x in l]
    return a
def counting(a): 
    c = [0] * (max(a, default=-1) + 1)
    for x in a: c[x] += 1
    return [i for i, n in enumerate(c) for _ in range(n)]
def inplace(a):
    a = a[:]; stack = [(0, len(a) - 1)]
    while stack:
        lo, hi = stack.pop()
        if lo >= hi: continue
        p, i, j = a[(lo + hi) // 2], lo, hi
        while i <= j:
            while a[i] < p: i += 1
            while a[j] > p: j -= 1
            if i <= j: a[i], a[j] = a[j], a[i]; i += 1; j -= 1
        stack += [(lo, j), (i, hi)]
    return a
random.seed(11)
sets = [[], [1], [2, 1], [random.randrange(1000) for _ in range(150)], list(range(60)), list(range(60, 0, -1)), [5] * 30]
for f in (bubble, insertion, quick, merge, heap, shell, radix, counting, inplace): print(f.__name__, all(f(s) == sorted(s) for s in sets))
words = "pear fig apple kiwi banana date".split()
for f in (bubble, insertion, quick, merge, heap, shell, inplace): print(f(words) == sorted(words), end=" ")
print(); pairs = [(random.randrange(5), i) for i in range(30)]; print(merge([p for p in pairs]) == sorted(pairs))
