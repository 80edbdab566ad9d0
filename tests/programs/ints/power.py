# slow
"""** and pow: negative exponents, modulus, inverses, big results."""
print(2 ** 0, 0 ** 0, 0 ** 5, 1 ** 1000000, (-1) ** 1000001, 2 ** 10, (-2) ** 3, 2 ** -2, (-2) ** -3, 10 ** 20)
print(3 ** 200)
print((-3) ** 101)
print(2 ** 0.5, (-8) ** (1 / 3), 4 ** -0.5, 2 ** 1000 == 1 << 1000, 10 ** -5)
print(pow(3, 4), pow(3, 4, 5), pow(3, -1, 7), pow(-3, 3, 7), pow(3, 3, -7), pow(2, 10 ** 6, 10 ** 9 + 7), pow(5, 0, 1), pow(0, 0, 1), pow(0, 0, 7))
print(pow(12345678901234567890, 98765432109876543210, 10 ** 30 + 57))
print(pow(3, -5, 10 ** 9 + 7), pow(10 ** 30, -1, 10 ** 9 + 7), pow(-2, -1, 9), pow(2, 3, mod=5), pow(base=2, exp=5))
for args in ((2, -1, 4), (6, -1, 9), (0, -1, 5), (2, 3, 0), (2.0, 3, 5), (2, 3.0, 5), (2, 3, 5.0), ("a", 1), (0, -1), (0.0, -1), (2, "x", 3)):
    try:
        print(args, pow(*args))
    except Exception as e:
        print(args, "->", type(e).__name__, e)
print(7 ** 77 % 10 ** 10, (10 ** 18) ** 3, (2 ** 31) ** 2, (2 ** 32) ** 2, (-(2 ** 31)) ** 3)
x = 2
x **= 70
print(x)
x **= 0
print(x, x ** True, 2 ** True, False ** False)
print(sum(pow(i, 65537, 1000003) for i in range(200)))
