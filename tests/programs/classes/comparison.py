"""Rich comparison: reflection, defaults, hash interplay, total orderings."""
class V:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v if isinstance(o, V) else NotImplemented
    def __lt__(self, o): return self.v < o.v if isinstance(o, V) else NotImplemented
    def __repr__(self): return f"V{self.v}"
a, b = V(1), V(2)
print(a == b, a == V(1), a != b, a < b, a > b, a == 1, 1 == a, a != 1, sorted([b, a]), max(a, b), min([b, a]), a in [V(1)], [a] == [V(1)], (a, b) < (a, V(3)), [b, a].index(V(1)))
for e in ("a <= b", "a >= b", "a < 1", "1 < a", "hash(a)", "{a}", "a > 'x'"):
    try: print(eval(e))
    except TypeError as x: print(e, "->", x)
print(V.__hash__, V(1).__ne__(V(2)), V(1).__eq__(5), object().__eq__(5), object().__ne__(5), object().__lt__(5))
class H(V):
    def __hash__(self): return hash(self.v)
print({H(1): "x"}[H(1)], len({H(1), H(1), H(2)}), H(1) == V(1))
class Child(H):
    def __eq__(self, o): return True
print(Child.__hash__)
class Log:
    def __init__(self, n): self.n = n
    def __getattr__(self, k): raise AttributeError(k)
for n in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(Log, f"__{n}__", (lambda n: lambda s, o: print(f"{s.n}.{n}", end=" ") or NotImplemented)(n))
x, y = Log("x"), Log("y")
for op in ("<", "<=", ">", ">=", "==", "!="):
    try: print(eval(f"x {op} y"))
    except TypeError as e: print(e)
    try: print(eval(f"x {op} 5"))
    except TypeError as e: print(e)
print(x == x, x != x, x in [x], [x] == [x])
class SubLog(Log): 
    def __lt__(self, o): print("sub lt", end=" "); return True
    def __gt__(self, o): print("sub gt", end=" "); return True
print(Log("p") < SubLog("q"), SubLog("q") < Log("p"), Log("p") > SubLog("q"))
class NonBool:
    def __eq__(self, o): return "truthy"
    def __lt__(self, o): return []
n = NonBool(); print(n == 1, n != 1, n in [2], [n] == [5], not n == 1, n < 1, sorted([n, n]) == [n, n], 1 < 2 == n)
class Err:
    def __eq__(self, o): raise RuntimeError("no eq")
    def __lt__(self, o): raise RuntimeError("no lt")
    __hash__ = object.__hash__
for e in ("Err() == 1", "[Err()] == [1]", "Err() in [1, 2]", "sorted([Err(), Err()])", "Err() != 1", "max(Err(), Err())", "(1, Err()) == (1, 2)", "{1: Err()} == {1: 2}", "[1, 2].index(Err())", "[1].count(Err())", "[1].remove(Err())"):
    try: print(eval(e))
    except RuntimeError as x: print(e, "->", x)
e = Err(); print([e] == [e], e in [e], {e: 1}[e], (e,) == (e,), [e].index(e))
import functools
@functools.total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(T(1) <= T(2), T(1) >= T(2), T(2) > T(1), T(1) <= T(1))
class NE:
    def __eq__(self, o): return False
    def __ne__(self, o): return False
print(NE() == 1, NE() != 1, None == NE(), None != NE(), object() == object(), object() != object())
