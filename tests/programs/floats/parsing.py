"""float() of text and of other objects."""
ok = ["1", "1.5", " 1.5\n", "-1e3", "+.5", "5.", "1_0.5_0", "inf", "-Infinity", "nan", "NaN", "1e400", "1e-400", "0", "١.٥", "1E+5", "000.1", "123456789" * 5, "0." + "0" * 400 + "1", "179769313486231580793e289"]
for s in ok:
    print(repr(s[:30]), float(s))
for v in ("", " ", "abc", "1.2.3", "1e", "e5", "1__0", "_1", "1_", ".", "0x10", "1 2", "infin", "--1", "1,5", None, [], b"1.5", b"x", 1 + 2j, "\0", "1\0"):
    try:
        print(repr(v), float(v))
    except Exception as e:
        print(repr(v), "->", type(e).__name__, e)
class F:
    def __float__(self):
        return 2.5
class I:
    def __index__(self):
        return 3
class B:
    def __float__(self):
        return 1
print(float(F()), float(I()), float(), float(True), float(10 ** 300))
for v in (B(), 10 ** 400, -(10 ** 400)):
    try:
        print(float(v))
    except Exception as e:
        print(type(e).__name__, e)
print(complex("1+2j"), complex("-j"), complex(1, 2), complex("1e5j"), complex(" ( 1.5-2j ) ") , complex(F()), complex("3"))
for v in ("1 + 2j", "", "a", "1+2", "j1"):
    try:
        print(complex(v))
    except ValueError as e:
        print(repr(v), e)
print(float("9007199254740993"), float("0.1") == 0.1, float("2.2250738585072011e-308"), float("1.00000000000000011102230246251565"), float("1.00000000000000011102230246251566"))
