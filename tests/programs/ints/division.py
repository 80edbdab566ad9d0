"""Floor division, modulo, divmod and true division of all signs and sizes."""
big = 10 ** 40
values = [0, 1, -1, 2, -2, 7, -7, 13, -13, 2 ** 62, -2 ** 62, 2 ** 63, -2 ** 63, big, -big, big + 7, -big - 7]
for a in values:
    for b in values:
        if b == 0:
            continue
        q, r = divmod(a, b)
        assert (a // b, a % b) == (q, r) and q * b + r == a
    print(a, [a // b for b in (3, -3, 7, -7, 2 ** 62, -2 ** 63, big)], [a % b for b in (3, -3, 7, -7, 2 ** 62, -2 ** 63, big)])
for op in ("1 // 0", "1 % 0", "1 / 0", "divmod(1, 0)", "0 // 0", "big // 0", "big % 0", "big / 0", "1.0 // 0", "1.0 % 0", "1.0 / 0", "divmod(1.0, 0)", "0 ** -1", "0.0 ** -1", "pow(2, 3, 0)", "1 // False", "1j / 0"):
    try:
        print(eval(op))
    except Exception as e:
        print(op, "->", type(e).__name__, e)
print(7 / 2, -7 / 2, 1 / 3, 2 / 3, big / 3, 3 / big, big / big, (2 ** 1100) / (2 ** 1099), 10 ** 400 / 10 ** 399)
try:
    print(10 ** 400 / 3)
except OverflowError as e:
    print(e)
print((2 ** 53 + 1) / 1, (2 ** 54 + 2) / 2, (2 ** 53 + 1) / 2 ** 53, 9007199254740993 / 3, 1 / (10 ** 400), -1 / (10 ** 400), 5e-324 == 1 / (2 ** 1074))
print(True // 1, True / 2, False % 5, 5 % True, -5 % 3 + 5 // -3)
print(7 // 2.0, -7 // 2.0, 7 % -2.5, -7.5 % 2, divmod(-7, 2.5), divmod(7.5, -2), 1e300 // 1e-300)
