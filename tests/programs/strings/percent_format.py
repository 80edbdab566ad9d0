"""% formatting of tuples, mappings, single values, with flags and errors."""
print("%s %d %r" % ("a", 1, "b"), "%%" % (), "100%%", "%s" % "x", "%s" % (1,), "%s" % [1, 2], "%s %s" % ((1, 2), 3), "%s" % None, "%s" % {"a": 1})
print("%(a)s %(b)05d %(a)r" % {"a": "x", "b": 42}, "%(x)s" % {"x": (1, 2)}, "%(a b)s" % {"a b": 1}, "%()s" % {"": 5}, "no" % {}, "no" % [], "%(k(x))s" % {"k(x)": 2})
print("[%5s][%-5s][%05d][%+d][% d][%x][%#x][%X][%o][%#o]" % ("a", "b", 42, 42, 42, 255, 255, 255, 8, 8))
print("[%.3f][%8.2f][%-8.1f][%08.3f][%+.1f][%e][%.2E][%g][%G][%g][%#.0f][%.0f]" % (3.14159, 2.5, 2.5, -2.5, 1, 12345.678, 0.00012, 1e10, 1e-10, 100000.0, 3, 2.5))
print("[%*d][%-*d][%.*f][%*.*f]" % (5, 42, 5, 42, 2, 3.14159, 8, 3, 2.71828), "[%-05d]" % 3, "[%+05d]" % 3, "[%.5d]" % 42, "[%8.5d]" % -42, "[%#.3x]" % 5)
print("%c%c%c" % ("a", 98, "日"), "%5c|" % "x", "%a" % "é", "%r" % "é", "%.2s" % "abcdef", "%5.1s|" % "abc", "%i %u" % (3, 4), "%d" % 3.7, "%d" % -3.7, "%x" % -255, "%d" % (10 ** 30), "%s" % 1.0, "%f" % 1, "%f" % (10 ** 20), "%g" % 0.0001, "%g" % 1e-5, "%f" % float("nan"), "%F" % float("inf"), "%d" % True)
cases = [("%d", "a"), ("%d", None), ("%x", 1.5), ("%f", "a"), ("%c", 1.5), ("%c", "ab"), ("%c", -1), ("%s %s", ("a",)), ("%s", ("a", "b")), ("%q", 1), ("%", 1), ("%(a)s", 1), ("%(a)s", {}), ("%(a", {}), ("%*d", ("a", 1)), ("a", 1), ("%z", ()), ("%.", 1), ("%s %(a)s", {"a": 1}), ("%5", (1,)), ("%c", 0x110000), ("%d", "1"), ("%e", []), ("%(a)s", (1,)), ("%o", 1.0), ("abc%", ())]
for f, v in cases:
    try:
        print(f, f % v)
    except Exception as e:
        print(f, v, "->", type(e).__name__, e)
class I:
    def __index__(self):
        return 7
    def __float__(self):
        return 1.25
    def __int__(self):
        return 9
print("%x %o %c" % (I(), I(), I()), "%f" % I(), "%d" % I())
class D(dict):
    def __missing__(self, k):
        return k.upper()
print("%(abc)s %(x)s" % D(x=1))
b = b"%s %d %r %a %x %c %b %5.1f" % (b"a", 1, "r", "é", 255, 65, b"z", 2.5)
print(b)
for f, v in ((b"%s", "a"), (b"%b", 1), (b"%c", 256), (b"%d", "x")):
    try:
        print(f % v)
    except Exception as e:
        print(type(e).__name__, e)
