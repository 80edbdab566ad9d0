"""Mixed arithmetic, modulo signs, infinities, power."""
inf, nan = float("inf"), float("nan")
print(1 + 1.5, 1.5 + 1, 3 * 0.5, 7 - 0.5, 7 / 2.0, 2 ** 0.5, 2.0 ** 3, 2.0 ** -1, 10 ** 20 + 0.5, 2 ** 62 + 1.0, 1.0 * 2 ** 64)
for a in (5.5, -5.5):
    for b in (2.0, -2.0, 0.3, inf, -inf):
        print(a, b, a % b, a // b, divmod(a, b))
print(0.0 % 5, -0.0 % 5, 0.0 % -5, -1e-20 % 3, 5 % inf, -5 % inf, 6.0 // 0.1, 1 // 0.1)
for text in ("inf % 2", "inf // 2", "0.0 / 0.0", "1.0 % 0.0", "2.0 ** 10000", "(-2.0) ** 0.5", "0.0 ** -2", "inf ** 0", "nan ** 0", "1 ** nan", "(-inf) ** 3", "(-inf) ** 2", "inf ** -1", "(-1.0) ** inf", "0 ** inf", "1e308 + 1e308", "int(inf)", "int(nan)", "10 ** 400 * 1.0", "10 ** 400 + 1.0", "1.0 < 10 ** 400", "float(10 ** 308)", "1e200 ** 2", "(-8.0) ** 3", "2.0 ** 1024"):
    try:
        print(text, "=", eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
print(max(nan, 1), max(1, nan), min(nan, 1), sorted([3.0, 1, 2.5, -inf, inf]), sum([1.5, 2, True]), abs(-inf), -nan != nan)
print((1 + 2j) * (3 - 1j), (1 + 2j) / (3 - 1j), abs(3 + 4j), (1 + 2j) ** 2, (1j) ** 2, 2 ** 1j, (1 + 2j).conjugate(), (1 + 2j).real, (2j).imag, 1j == 1j, 1 + 0j == 1, -(1 + 2j), 1j - 1, 5 - 1j, 1j * 0)
for text in ("1j // 1", "1j % 1", "1j / 0", "0j ** -1", "int(1j)", "float(1j)", "1j > 0", "divmod(1j, 1)", "complex('x')", "complex(1, 'a')", "complex('1', 2)"):
    try:
        print(text, "=", eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
x = 1.0
for i in range(1, 30):
    x = x * i / (i + 0.5) + i * 0.25 - x / 3
print(x)
class F(float):
    def __repr__(self):
        return "F" + super().__repr__()
print(F(1.5), [F(1.5)], F(1.5) + 1, type(F(1) * 2), F(2) == 2, hash(F(0.5)) == hash(0.5), f"{F(1.5):.3f}", "%s %r" % (F(1), F(1)), F("1e3"), -F(2))
