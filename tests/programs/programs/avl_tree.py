"""A balanced tree as an ordered map, checked against a sorted list."""
class N:
    __slots__ = ("k", "v", "l", "r", "h")
    def __init__(self, k, v): self.k, self.v, self.l, self.r, self.h = k, v, None, None, 1
h = lambda n: n.h if n else 0
def fix(n):
    n.h = 1 + max(h(n.l), h(n.r))
    b = h(n.l) - h(n.r)
    if b > 1:
        if h(n.l.l) < h(n.l.r): n.l = rot_l(n.l)
        return rot_r(n)
    if b < -1:
        if h(n.r.r) < h(n.r.l): n.r = rot_r(n.r)
        return rot_l(n)
    return n
def rot_r(n): m = n.l; n.l, m.r = m.r, n; n.h = 1 + max(h(n.l), h(n.r)); m.h = 1 + max(h(m.l), h(m.r)); return m
def rot_l(n): m = n.r; n.r, m.l = m.l, n; n.h = 1 + max(h(n.l), h(n.r)); m.h = 1 + max(h(m.l), h(m.r)); return m
def put(n, k, v):
    if not n: return N(k, v)
    if k < n.k: n.l = put(n.l, k, v)
    elif k > n.k: n.r = put(n.r, k, v)
    else: n.v = v
    return fix(n)
def rem(n, k):
    if not n: raise KeyError(k)
    if k < n.k: n.l = rem(n.l, k)
    elif k > n.k: n.r = rem(n.r, k)
    elif not n.l: return n.r
    elif not n.r: return n.l
    else:
        m = n.r
        while m.l: m = m.l
        n.k, n.v = m.k, m.v; n.r = rem(n.r, m.k)
    return fix(n)
def items(n):
    if n: yield from items(n.l); yield n.k, n.v; yield from items(n.r)
root, model, s = None, {}, 1
for i in range(1500):
    s = s * 48271 % 2147483647; k = s % 300
    if s % 3: root = put(root, k, i); model[k] = i
    elif k in model: root = rem(root, k); del model[k]
    else:
        try: root = rem(root, k); print("missed")
        except KeyError: pass
print(list(items(root)) == sorted(model.items()), len(model), root.h, list(items(root))[:5])
