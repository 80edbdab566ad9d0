# slow
"""A set against a dict used as a set, over thousands of random operations."""
seed = 99
def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (seed >> 33) % n
def check(keyof):
    s, d = set(), {}
    h = 0
    for step in range(2000):
        k = keyof(rnd(150))
        op = rnd(7)
        if op < 3: s.add(k); d[k] = 1
        elif op == 3: s.discard(k); d.pop(k, None)
        elif op == 4: assert (k in s) == (k in d)
        elif op == 5:
            o = {keyof(rnd(150)) for _ in range(5)}
            if rnd(2): s |= o; d.update(dict.fromkeys(o))
            else:
                s -= o
                for x in o: d.pop(x, None)
        else:
            o = frozenset(keyof(i) for i in range(rnd(150)))
            assert len(s & o) == sum(x in o for x in d) and len(s ^ o) == len(s | o) - len(s & o)
            assert (s - o) | (s & o) == s and (s & o) <= s and s >= (s - o)
        assert len(s) == len(d)
        h = (h * 31 + len(s)) % 1000000007
    assert s == set(d) and sorted(map(repr, s)) == sorted(map(repr, d))
    return h, len(s)
print(check(lambda i: i))
print(check(lambda i: "key%d" % i))
print(check(lambda i: (i, -i)))
print(check(lambda i: i * 0.5))
print(check(lambda i: i if i % 3 else str(i)))
class K:
    def __init__(self, v): self.v = v
    def __hash__(self): return self.v % 7
    def __eq__(self, o): return self.v == o.v
    def __repr__(self): return f"K{self.v}"
print(check(K))
a = {i for i in range(50)}
popped = []
while a: popped.append(a.pop())
print(sorted(popped) == list(range(50)), a, {i % 3 for i in range(10)} == {0, 1, 2})
print(sorted({(x, y) for x in range(3) for y in range(3) if x != y}))
