"""Equal numbers hash alike, whatever their type; hash follows the modulus 2**61-1."""
m = 2 ** 61 - 1
for v in (0, 1, -1, -2, m - 1, m, m + 1, -m, -m - 1, 2 * m, 2 ** 62, 2 ** 64, 10 ** 40, -(10 ** 40), True, False):
    print(v, hash(v))
for f in (0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 1e100, 2.0 ** 61, -1e300, 1e-300, float("inf"), float("-inf"), 5e-324):
    print(f, hash(f))
print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), hash(2 ** 70) == hash(2.0 ** 70), hash(0.5) == hash(0.5 + 0j), hash(1 + 1j), hash(2.5j))
d = {1: "int"}
d[1.0] = "float"
d[True] = "bool"
print(d, len({1, 1.0, True, 1 + 0j}), {2 ** 70: 1}[2.0 ** 70])
print(2 ** 53 == 2.0 ** 53, 2 ** 53 + 1 == 2.0 ** 53, 2 ** 53 + 1 > 2.0 ** 53, 10 ** 400 > 1e308, 10 ** 400 < float("inf"), -(10 ** 400) < -1e308, 10 ** 400 == float("inf"))
print(1 < 1.5, 2 > 1.5, 1 == 1.0, 2 ** 62 < 2.0 ** 62, 2 ** 63 - 1 < 2.0 ** 63, 2 ** 63 - 1 == 2.0 ** 63, 1 < float("nan"), 10 ** 400 < float("nan"))
print(sorted([3, 1.5, True, 2 ** 70, -1e300, 0, 2.5]), max(1, 1.0), min(1.0, 1), max(2 ** 53, 2.0 ** 53 - 1))
class H(int):
    def __hash__(self):
        return 10 ** 30
print(hash(H(3)) == hash(10 ** 30))
class Neg:
    def __hash__(self):
        return -1
class BadHash:
    def __hash__(self):
        return "x"
print(hash(Neg()))
try:
    hash(BadHash())
except TypeError as e:
    print(e)
