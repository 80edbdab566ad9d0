# slow
"""A long computation that mixes ints, floats, bools and big ints across representations."""
h = 17
def mix(v):
    global h
    h = (h * 1000003 ^ hash(v)) & 0xFFFFFFFFFFFFFFFF
x, y, z, w = 1, 0.5, 3 ** 40, True
for i in range(1, 1500):
    x = x * 31 + i & 0x7FFFFFFFFFFFFFFF
    y = (y * 1.000001 + i / 7) % 1e6
    z = (z * z + x) % (10 ** 50 + 151)
    w = x % 3 == 0 or y > 500
    for v in (x, y, z, w, x + y, x - z, y * w, x // (i + 1), z >> i % 60, x << i % 9, -x, int(y), float(x % 10 ** 15), x ^ z, x & i, z % i, divmod(x, i), abs(-y), round(y, 2), x > y, z == x, min(x, y), str(x)[-3:], bool(i % 2)): mix(v if not isinstance(v, str) else int(v))
print(h, x, y, z, w)
acc = 0
for i in range(2000):
    acc += i if i % 3 else i * 0.25
    acc -= (i & 7) << 58 if i % 500 == 0 else 0
print(acc)
n = 2 ** 61
for step in (1, -1):
    for _ in range(5): n += step * 2 ** 60; print(n, type(n).__name__, n.bit_length(), end=" ")
print(); l = [2 ** 62 - 1, 2 ** 62, -2 ** 62, -2 ** 62 - 1, 2 ** 63, 0.1, 1e300, -1e-300, True]
for a in l: print([a == b for b in l].count(True), [a < b for b in l].count(True), a + 1, a * 2, -a, a * a, a - a, a / 3, a // 3, a % 7)
i = 0
while i < 3000: i += 1 if i % 2 else 3
print(i); f = 0.0
while f < 100: f += 0.7
print(f, int(f * 1e6)); c = 0
for a in range(-20, 20):
    for b in range(-20, 20):
        if b: c += a // b * 3 + a % b - (a ** 2 if b > 0 else -b) + (a > b) * 2
print(c)
