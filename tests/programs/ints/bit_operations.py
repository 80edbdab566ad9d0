"""Shifts, and, or, xor, invert with negative and big operands; bit_length, bit_count."""
vals = [0, 1, -1, 5, -5, 255, -256, 2 ** 62, -2 ** 62, 2 ** 63 - 1, -2 ** 63, 2 ** 64, 2 ** 100 + 5, -(2 ** 100) - 5]
for v in vals:
    print(v, v.bit_length(), v.bit_count(), v >> 1, v >> 63, v >> 64, v >> 200, v << 3, v << 64)
for a in vals:
    print([a & b for b in vals])
    print([a | b for b in vals])
    print([a ^ b for b in vals])
    assert all(~(a & b) == ~a | ~b for b in vals)
for text in ("1 << -1", "1 >> -1", "0 << 10 ** 30", "1 >> 10 ** 30", "-1 >> 10 ** 30", "1 << 1.0", "1.0 >> 1", "1 & 1.0", "'a' | 1", "(1 << 70) >> -1", "1 << 10 ** 30"):
    try:
        print(text, "=", eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
print(True & True, True | False, True ^ True, type(True & 1).__name__, type(True & True).__name__)
print(1 << 0, 1 << 61, 1 << 62, 1 << 63, -1 << 62, -1 << 63, 3 << 61, -3 << 61, 1 << 1000 == 2 ** 1000)
x = 1
x <<= 65; print(x); x >>= 64; print(x); x |= 12; print(x); x &= 10; print(x); x ^= 7; print(x)
print((2 ** 70 - 1) & -(2 ** 35), (2 ** 70 - 1) & ~(2 ** 69), -(2 ** 70) | 1, -(2 ** 70) ^ -1)
