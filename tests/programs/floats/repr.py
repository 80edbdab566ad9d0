"""Shortest text that reads back, in both notations."""
vals = [0.0, -0.0, 1.0, 0.1, 0.2, 0.1 + 0.2, 1 / 3, 2 / 3, 1e15, 1e16, 1e17, 123456789012345680.0, 1e22, 1e23, 1e-4, 1e-5, 0.00012345, 1.5e300, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 3.141592653589793, 100.0, 1e100, 9007199254740993.0, 4.35, 2.675, 1e-7, 12345.678]
for v in vals:
    print(v, repr(-v), str(v), float(repr(v)) == v)
inf = float("inf")
print(inf, -inf, float("nan"), -float("nan"), inf - inf, inf * 0, inf + 1, 1e308 * 10, -1e308 * 10)
print([0.1, -0.0], (1e5,), {1.0: 2.5}, 1e5, 1e-10j, 1.5 + 2.5j, complex(0.0, -0.0), complex(-0.0, 1), -0j, complex("nan"), complex("inf+nanj"))
x = 0.0
for _ in range(10):
    x += 0.1
print(x, x == 1.0, round(x, 10))
print(sum([0.1] * 10), 0.1 * 3, 1.1 + 2.2, 1.1 * 1.1, 1e16 + 1.0, 1e16 + 2.0)
y = 1.0
while y != 0.0:
    last = y
    y /= 2
print(last)
y = 1.0
n = 0
while y < inf:
    last = y
    y *= 1.7
    n += 1
print(n, last)
print((0.1).hex(), (1.0).hex(), (-0.0).hex(), inf.hex(), (5e-324).hex(), float.fromhex("0x1.8p1"), float.fromhex("-0x.4p-2"), float.fromhex("inf"))
