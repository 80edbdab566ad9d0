"""abs, divmod, pow, round, sum, min, max, hex, bin, oct with user-defined objects."""
class N:
    def __abs__(self): return "abs"
    def __divmod__(self, o): return ("divmod", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __round__(self, n=None): return ("round", n)
    def __index__(self): return 10
    def __add__(self, o): return ("add", o)
    def __radd__(self, o): return ("radd", o)
n = N()
print(abs(n), divmod(n, 1), divmod(1, n), pow(n, 2), pow(n, 2, 3), round(n), round(n, 1), hex(n), bin(n), oct(n), sum([n]), sum([], 5), sum([[1], [2]], []), sum([1.5, 2]), sum(range(5), 10), sum([True, False]), sum((x for x in range(4))), sum([0.1] * 10), sum([1e100, 1.0, -1e100]), sum([2 ** 62, 2 ** 62]), sum([1, 2.5, 2 ** 70]), sum([1j, 2]))
print(min(1, 2), min([3, 1]), min("b", "a"), min([], default="d"), min([1, 2], key=lambda x: -x), max("ab", "b", key=len), max({1: 2, 3: 0}), max([1, 1.0]), max(1.0, 1), min((), default=None), max(range(5)), min([[2], [1, 5]]), max("hello"), min(3, 1, 2, key=str))
for f in (lambda: sum(["a"]), lambda: sum(["a"], ""), lambda: sum([b"a"], b""), lambda: sum([bytearray(b"a")], bytearray()), lambda: sum(5), lambda: sum([1], start="x"), lambda: min(), lambda: min(1), lambda: min([]), lambda: min(1, 2, default=3), lambda: max([1, "a"]), lambda: max(1, 2, key=5), lambda: min([1], kei=1), lambda: abs("x"), lambda: abs(), lambda: divmod(1), lambda: divmod("a", 1), lambda: pow("a", 2), lambda: pow(2, 2, "a"), lambda: round("x"), lambda: round(1, "x"), lambda: hex("a"), lambda: bin(1.5), lambda: pow(2, -1, 4), lambda: round(1.5, 2, 3), lambda: max(None), lambda: sum(None), lambda: max([1, 2], key=lambda: 0)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(divmod(-7, 3), divmod(7.5, -2), divmod(2 ** 70, 3), pow(2, 100), pow(2.0, 3), pow(-1, 0.5), pow(3, 5, 7), abs(-2 ** 63), abs(-0.0), abs(3 - 4j), abs(True), round(2.5), round(-2.5), round(1e300), round(12345, -2), hex(-255), oct(-8), bin(-5), bin(2 ** 65), int(True), float("1e3"), complex(1), bool("0"), all([]), any([]), all(x > 0 for x in [1, 2]), any(x > 5 for x in [1, 9]))
