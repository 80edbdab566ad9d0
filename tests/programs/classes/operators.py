"""All binary, in-place and reflected operators on user classes."""
ops = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@", "lshift": "<<", "rshift": ">>", "and": "&", "or": "|", "xor": "^"}
def make(prefix):
    def m(name): return lambda self, *a: (self.__class__.__name__, prefix + name) + tuple(x if isinstance(x, (int, str)) else type(x).__name__ for x in a)
    return {f"__{prefix}{n}__": m(n) for n in ops}
L = type("L", (), make(""))
R = type("R", (), make("r"))
I = type("I", (), make("i"))
LR = type("LR", (), {**make(""), **make("r")})
class None_: pass
for n, op in ops.items():
    env = {"l": L(), "r": R(), "i": I(), "lr": LR(), "n": None_(), "o": 5}
    print(op, eval(f"l {op} o", env), eval(f"o {op} r", env), eval(f"l {op} r", env), eval(f"n {op} r", env), eval(f"o {op} lr", env), eval(f"lr {op} lr", env))
    exec(f"i {op}= 3\nx = l\nx {op}= 4", env); print("   ", env["i"], env["x"])
    for e in (f"r {op} o", f"n {op} n", f"r {op} r", f"o {op} l", f"n {op} 'x'"):
        try: print(eval(e, {**env, "r": R(), "n": None_()}))
        except TypeError as x: print("   ", x)
class Base:
    def __add__(self, o): return "Base.add"
    def __radd__(self, o): return "Base.radd"
    def __eq__(self, o): return "Base.eq"
    def __lt__(self, o): return "Base.lt"
    def __gt__(self, o): return "Base.gt"
class Same(Base): pass
class Over(Base):
    def __radd__(self, o): return "Over.radd"
    def __gt__(self, o): return "Over.gt"
    def __eq__(self, o): return "Over.eq"
print(Base() + Same(), Base() + Over(), Over() + Base(), Base() < Over(), Base() == Over(), Over() < Base(), Same() + Over())
class NI:
    def __init__(self, n): self.n = n
    def __add__(self, o): print("add", self.n, end=" "); return NotImplemented
    def __radd__(self, o): print("radd", self.n, end=" "); return NotImplemented
    def __iadd__(self, o): print("iadd", self.n, end=" "); return NotImplemented
    def __lt__(self, o): print("lt", self.n, end=" "); return NotImplemented
    def __gt__(self, o): print("gt", self.n, end=" "); return NotImplemented
    def __eq__(self, o): print("eq", self.n, end=" "); return NotImplemented
for e in ("a + b", "a + 1", "1 + a", "a < b", "a == b", "a != b", "a > 1", "a == 1", "[a] == [b]", "a in [b]"):
    try: print(e, eval(e, {"a": NI(1), "b": NI(2)}))
    except TypeError as x: print(e, "->", x)
a = NI(1)
try: a += NI(2)
except TypeError as x: print(x)
class Pow:
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __rpow__(self, o, m=None): return ("rpow", o, m)
print(Pow() ** 2, pow(Pow(), 2, 3), 2 ** Pow(), divmod(type("D", (), {"__divmod__": lambda s, o: ("dm", o)})(), 3), divmod(3, type("D", (), {"__rdivmod__": lambda s, o: ("rdm", o)})()))
class Blocked: __add__ = None; __radd__ = None
for e in ("Blocked() + 1", "1 + Blocked()", "Blocked() + Blocked()"):
    try: eval(e)
    except TypeError as x: print(x)
class Seq:
    def __mul__(self, n): return ("mul", n)
    def __rmul__(self, n): return ("rmul", n)
    def __index__(self): return 2
print(Seq() * 3, 3 * Seq(), [1] * Seq(), "a" * Seq(), (1,) * Seq())
class Num(int):
    def __add__(self, o): return "Num.add"
    def __rsub__(self, o): return "Num.rsub"
    def __mod__(self, o): return "mod"
print(Num(1) + 1, 1 + Num(1), 5 - Num(1), Num(5) % 3, 5 % Num(3), 2.5 - Num(1), True + Num(1))
class Str(str):
    def __add__(self, o): return "Str.add"
    def __radd__(self, o): return "Str.radd"
    def __rmod__(self, o): return "rmod"
print(Str("a") + "b", "a" + Str("b"), "%s" % Str("z"), "a" * Num(2))
x = [1]; y = x; x += (2,); x *= 2; print(y, x is y); t = (1,); t += (2,); print(t); s = "a"; s *= 3; print(s)
