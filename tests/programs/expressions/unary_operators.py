"""Unary operators on every kind of operand."""
print(-5, +5, ~5, -(-5), ~~5, - 0, -0.0, +0.0, -True, +True, ~int(False), -1j, +1j)
print(-(2 ** 62), ~(2 ** 62), -(-(2 ** 63)), ~(-(2 ** 64)), -(2 ** 100))
for text in ("-'a'", "+[]", "~1.5", "-None", "~'x'", "+{}", "~1j", "-print", "-(1,)"):
    try:
        print(eval(text))
    except TypeError as e:
        print(text, "->", e)

class N:
    def __neg__(self):
        return "neg"
    def __pos__(self):
        return "pos"
    def __invert__(self):
        return "invert"
    def __abs__(self):
        return "abs"

n = N()
print(-n, +n, ~n, abs(n), -N(), not n)

class I(int):
    pass

v = I(5)
print(type(-v).__name__, type(+v).__name__, type(abs(v)).__name__, type(~v).__name__)
try:
    abs("x")
except TypeError as e:
    print(e)
class OnInstance:
    pass
o = OnInstance()
o.__neg__ = lambda: "no"
try:
    -o
except TypeError as e:
    print(e)
