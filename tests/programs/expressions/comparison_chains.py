"""Comparisons chain, each operand is evaluated once; results may be any object."""
count = 0
def once(v):
    global count
    count += 1
    return v

print(1 < once(2) < 3, count)
print(1 < once(0) < once(3), count)
print(1 == 1.0 == True, 1 != 2 != 1)
print("a" < "b" <= "b" < "c", [1, 2] < [1, 3] < [2], (1,) < (1, 0))
print(3 > 2 == 2, 3 > 2 in [2], 1 in [1] in [[1]])

class Odd:
    """Comparisons that answer with something that is not a bool."""
    def __init__(self, name):
        self.name = name
    def __lt__(self, other):
        return f"{self.name}<{other.name}"
    def __eq__(self, other):
        return []
    def __repr__(self):
        return self.name

a, b, c = Odd("a"), Odd("b"), Odd("c")
print(a < b, a < b < c, a == b, a == b < c, a != b)
print(a > b, a in [b], a in [a])
for op in ("a <= b", "1 < 'x'", "[] < ()", "None < 1", "1j < 2j", "{} < {}", "object() < object()", "(1, 'a') < (1, 2)"):
    try:
        print(op, eval(op))
    except TypeError as e:
        print(op, "->", e)
nan = float("nan")
print(nan == nan, nan != nan, nan < 1, nan in [nan], [nan] == [nan], nan is nan, (nan,) == (float("nan"),))
print(1 == "1", [] == (), None == 0, 0 == False, "" == b"", {1} == frozenset({1}), [1] != [1])
print(1 < 2 > 1 <= 1 >= 1 == 1 != 0)
