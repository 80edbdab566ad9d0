# slow
"""Arithmetic around 2**62, 2**63 and 2**64, where machine words end."""
edges = []
for p in (30, 31, 32, 60, 61, 62, 63, 64, 65, 127, 128):
    for d in (-2, -1, 0, 1, 2):
        edges.append((1 << p) + d)
        edges.append(-(1 << p) + d)
for e in edges:
    print(e, e + 1, e - 1, -e, ~e, abs(e), e * 2, e // 2, e >> 1, e << 1, e & 0xFF, bool(e), hex(e))
h = 0
for a in edges:
    for b in edges:
        r = (a + b, a - b, a * b, a & b, a | b, a ^ b, a < b, a == b, a <= b)
        if b:
            q, m = divmod(a, b)
            assert q * b + m == a and (m == 0 or (m < 0) == (b < 0)), (a, b)
            r += (q, m)
        for v in r:
            h = (h * 1000003 + v) % ((1 << 89) - 1)
print(h)
m = (1 << 62) - 1
print(m, m + 1, m + 1 - 1, (m + 1) - (m + 1), (m + 1) // (m + 1), -m - 1, -m - 2, -m - 2 + 1)
print(m * m, m * -m, (m + 1) * 2 // 2 == m + 1, -(-(1 << 62)), abs(-(1 << 62)), (-(1 << 62)) // -1, (-(1 << 63)) // -1)
x = 1
for _ in range(200):
    x += x
print(x)
for _ in range(150):
    x //= 2
print(x)
n = (1 << 62) - 3
for _ in range(6):
    n += 1
    print(n, end=" ")
for _ in range(6):
    n -= 1
    print(n, end=" ")
print()
n = -(1 << 62) + 3
for _ in range(6):
    n -= 1
    print(n, end=" ")
print()
