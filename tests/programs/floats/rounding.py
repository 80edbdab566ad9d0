"""round, int, floor division and conversion of halves and extremes."""
import math
for v in (0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 2.675, 1e16, 1e300, 0.49999999999999994, -0.0, 2.0 ** 52 + 0.5):
    print(v, round(v), int(v), math.floor(v), math.ceil(v), math.trunc(v), v // 1, v % 1, v.is_integer())
for v, n in ((2.675, 2), (1.005, 2), (1234.5678, 2), (1234.5678, -2), (1250, -2), (1350, -2), (0.5, 0), (1.5, 0), (2.5, 0), (-2.5, 0), (5e-324, 5), (1e300, -300), (1e22, 2), (12345678.9, -4), (0.15, 1), (0.25, 1), (0.35, 1), (15, -1), (25, -1), (10 ** 30 + 5, -1), (-15, -1), (7, 3), (1e-5, 400), (1.5, -400)):
    r = round(v, n)
    print(v, n, r, type(r).__name__)
print(round(1.5), round(True), round(2.5, None), round(7, None), round(-3.7), type(round(1e20)), round(1e20))
for v in (float("nan"), float("inf"), "x", None, 1j):
    try:
        print(round(v))
    except Exception as e:
        print(type(e).__name__, e)
try:
    round(1.5, "a")
except TypeError as e:
    print(e)
print(round(float("inf"), 2), round(float("nan"), 2), (2.5).as_integer_ratio(), (0.1).as_integer_ratio(), (-0.0).as_integer_ratio())
for f in (float("inf"), float("nan")):
    try:
        f.as_integer_ratio()
    except Exception as e:
        print(type(e).__name__, e)
class R:
    def __round__(self, n="none"):
        return ("rounded", n)
    def __floor__(self):
        return "floor"
    def __ceil__(self):
        return "ceil"
    def __trunc__(self):
        return "trunc"
print(round(R()), round(R(), 3), math.floor(R()), math.ceil(R()), math.trunc(R()))
