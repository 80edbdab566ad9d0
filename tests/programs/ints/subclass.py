"""Subclasses of int keep state; operations give plain ints."""
class Money(int):
    def __new__(cls, value, currency="EUR"):
        self = super().__new__(cls, value)
        self.currency = currency
        return self
    def __repr__(self):
        return f"Money({int(self)}, {self.currency})"
    def __add__(self, other):
        return Money(int(self) + int(other), self.currency)

m = Money(5)
print(m, str(m), f"{m}", f"{m:>5}", "%d" % m, [m], m + 3, 3 + m, type(3 + m), m - 1, type(m - 1), m * 2, m.currency)
print(m == 5, hash(m) == hash(5), {5: "x"}[m], m in [5], isinstance(m, int), int(m), type(int(m)), m.__int__(), +m, type(+m))
print([10, 20, 30, 40, 50, 60][m], "ab" * m, range(m), list(range(Money(2), Money(4))), m.bit_length(), bool(Money(0)), -m)
print(sum([Money(1), Money(2)]), max(Money(3), 2), sorted([Money(3), 1, Money(2)]), m.__dict__, vars(m))
big = Money(2 ** 80, "USD")
print(big, big + 1, big - 1, type(big // 2), big.currency, hash(big) == hash(2 ** 80))
class Counted(int):
    calls = 0
    def __eq__(self, other):
        Counted.calls += 1
        return int.__eq__(self, other)
    __hash__ = int.__hash__
c = Counted(3)
print(c == 3, 3 == c, c != 4, c in [1, 2, 3], Counted.calls)
class R(int):
    def __radd__(self, other):
        return "radd"
    def __rsub__(self, other):
        return "rsub"
    def __lt__(self, other):
        return "lt"
    def __gt__(self, other):
        return "gt"
print(1 + R(2), 1 - R(2), R(2) + 1, 1 < R(2), R(1) < 2, R(1) + R(2))
