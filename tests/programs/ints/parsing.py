"""int() of text in every base, with underscores, signs, white space and errors."""
ok = ["0", "  42 ", "-7", "+7", "1_000", "\t9\n", "٣٤", "0_0", "00012", "9" * 30]
print([int(s) for s in ok])
for s, b in (("ff", 16), ("0xff", 16), ("0xff", 0), ("0b101", 0), ("0o17", 0), ("101", 2), ("zz", 36), ("-0x1F", 0), ("1_0", 2), ("0b1", 2), ("0", 0), ("00", 0), ("B", 12), ("0b1", 16)):
    print(s, b, int(s, b))
bad = [("", 10), (" ", 10), ("12a", 10), ("1__0", 10), ("_1", 10), ("1_", 10), ("0x", 16), ("9", 8), ("012", 0), ("1.5", 10), ("--1", 10), ("+ 1", 10), ("1", 1), ("1", 37), ("1", -2), ("é", 10), ("\0", 10), ("1 2", 10)]
for s, b in bad:
    try:
        print(int(s, b))
    except ValueError as e:
        print(repr(s), b, "->", e)
for v in (None, [], "abc", 1.5, -1.5, 1e20, float("nan"), float("inf"), b"12", b"x", bytearray(b"7"), 3 + 4j, True):
    try:
        print(repr(v), int(v))
    except Exception as e:
        print(repr(v), "->", type(e).__name__, e)
for args in (("1", "2"), (1, 10), (1.5, 10)):
    try:
        print(int(*args))
    except TypeError as e:
        print(e)
print(int(), int("10", base=3), int(2 ** 53 + 0.0), int(-1e18), int(1e30))

class Idx:
    def __index__(self):
        return 5
class Int:
    def __int__(self):
        return 6
class BadInt:
    def __int__(self):
        return "x"
class Trunc:
    def __trunc__(self):
        return 8
print(int(Idx()), int(Int()), int("101", Idx()))
for c in (BadInt, Trunc):
    try:
        print(int(c()))
    except TypeError as e:
        print(e)
