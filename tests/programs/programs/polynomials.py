"""A polynomial class with all operators; division, gcd, evaluation, derivatives, roots."""
from fractions import Fraction
class Poly:
    def __init__(self, *c):
        c = list(c)
        while c and c[-1] == 0: c.pop()
        self.c = tuple(c)
    def __add__(self, o): o = self._p(o); n = max(len(self.c), len(o.c)); return Poly(*(self[i] + o[i] for i in range(n)))
    def __getitem__(self, i): return self.c[i] if i < len(self.c) else 0
    @staticmethod
    def _p(o): return o if isinstance(o, Poly) else Poly(o)
    __radd__ = __add__
    def __neg__(self): return Poly(*(-x for x in self.c))
    def __sub__(self, o): return self + -self._p(o)
    def __rsub__(self, o): return self._p(o) - self
    def __mul__(self, o):
        o = self._p(o); r = [0] * (len(self.c) + len(o.c))
        for i, a in enumerate(self.c):
            for j, b in enumerate(o.c): r[i + j] += a * b
        return Poly(*r)
    __rmul__ = __mul__
    def __pow__(self, n): return Poly(1) if n == 0 else self * self ** (n - 1)
    def __divmod__(self, o):
        r, q = list(map(Fraction, self.c)), [Fraction(0)] * max(len(self.c) - len(o.c) + 1, 0)
        if not o.c: raise ZeroDivisionError("polynomial division by zero")
        for i in reversed(range(len(q))):
            q[i] = r[i + len(o.c) - 1] / o.c[-1]
            for j, b in enumerate(o.c): r[i + j] -= q[i] * b
        return Poly(*q), Poly(*r)
    def __floordiv__(self, o): return divmod(self, self._p(o))[0]
    def __mod__(self, o): return divmod(self, self._p(o))[1]
    def __call__(self, x):
        r = 0
        for a in reversed(self.c): r = r * x + a
        return r
    def __eq__(self, o): return self.c == self._p(o).c
    def __hash__(self): return hash(self.c)
    def __bool__(self): return bool(self.c)
    def __len__(self): return len(self.c)
    def diff(self): return Poly(*[i * a for i, a in enumerate(self.c)][1:])
    def __str__(self): return " + ".join(f"{a}x^{i}" if i > 1 else f"{a}x" if i else str(a) for i, a in reversed(list(enumerate(self.c))) if a).replace("+ -", "- ") or "0"
x = Poly(0, 1)
p = (x + 1) * (x - 2) * (x + 3); q = x ** 2 - 4
print(p, "|", q, "|", p + q, "|", p - q, "|", 2 * p + 1, "|", 1 - x, "|", p(2), p(0.5), p(Poly(1, 1)), "|", p.diff(), "|", *divmod(p, q), p // (x + 1) * (x + 1) == p, p % (x - 2), bool(p - p), p - p, len(p), hash(p) == hash(p + 0), Poly(5) == 5)
def gcd(a, b):
    while b: a, b = b, a % b
    return a * Poly(Fraction(1) / a.c[-1])
print(gcd(p, q), gcd(x ** 4 - 1, x ** 6 - 1), (x + 1) ** 10)
try: p // Poly()
except ZeroDivisionError as e: print(e)
r = 3.0
for _ in range(20): r -= p(r) / p.diff()(r)
print(round(r, 12), sum(Poly(*range(n)) for n in range(4)))
