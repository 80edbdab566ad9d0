"""str.format: fields, attributes, indexes, nested specs, errors."""
class P:
    x = 3
    items = [1, 2]
    d = {"k": "v", "1": "str", 1: "int"}
p = P()
print("{} {}".format(1, 2), "{1} {0} {1}".format("a", "b"), "{a} {b}".format(a=1, b=2), "{0.x} {0.items[1]} {0.d[k]} {0.d[1]}".format(p), "{p.x}".format(p=p), "{{}} {{{}}}".format(5))
print("{:>5}|{:<5}|{:^5}|{:*^7}|{:05}|{:+}|{:,}|{:x}|{:.2f}|{:%}|{:e}|{!r:>5}|{!s}|{!a}".format("a", "b", "c", "d", 42, 42, 1234567, 255, 3.14159, 0.25, 12345.678, "q", "s", "é"))
print("{:{}}|{:{w}.{p}}|{:{fill}{align}{width}}".format("x", 5, 3.14159, "y", w=8, p=3, fill="*", align="^", width=7))
print("{0[0]} {0[1]} {1[a]} {1[b c]}".format([10, 20], {"a": 1, "b c": 2}), "{0[-1]}".format({"-1": "str key"}), "{!r}".format("x"), "{:}".format(3), "{0:}".format("z"))
cases = [("{}", (), {}), ("{1}", (0,), {}), ("{a}", (), {}), ("{", (), {}), ("}", (), {}), ("{0", (1,), {}), ("{0!}", (1,), {}), ("{0!x}", (1,), {}), ("{0!rr}", (1,), {}), ("{} {0}", (1,), {}), ("{0} {}", (1,), {}), ("{0.y}", (p,), {}), ("{0[5]}", ([1],), {}), ("{0[a]}", ([1],), {}), ("{:d}", ("a",), {}), ("{:s}", (1,), {}), ("{:.2d}", (1,), {}), ("{:z}", (1,), {}), ("{0[}", (1,), {}), ("{0[]}", ([1],), {}), ("{0.}", (1,), {}), ("{:{:{}}}", (1, 2, 3), {}), ("{:,}", ("a",), {}), ("{:>>5}x", (1,), {}), ("{:=5}", ("a",), {}), ("{a.b}", (), {"a": 1}), ("{!r", (1,), {}), ("{0}}", (1,), {}), ("{-1}", (1,), {}), ("{ 0 }", (1,), {" 0 ": 9}), ("{0]}", (1,), {}), ("{:c}", (-1,), {}), ("{:5}", (None,), {}), ("{:5}", ([],), {})]
for f, a, k in cases:
    try:
        print(f, f.format(*a, **k))
    except Exception as e:
        print(f, "->", type(e).__name__, e)
class F:
    def __format__(self, spec):
        return f"<{spec}>"
print("{} {:abc} {:{}}".format(F(), F(), F(), "nested"), format(F(), "x"), format(F()))
class BadF:
    def __format__(self, spec):
        return 3
for f in (lambda: format(BadF()), lambda: format(object(), "5"), lambda: format(1, 2)):
    try:
        print(f())
    except TypeError as e:
        print(e)
class M(dict):
    def __missing__(self, k):
        return f"<{k}>"
print("{x} {y}".format_map(M(x=1)), "{a[0]}".format_map({"a": "zz"}))
