"""Tokeniser, precedence climbing, variables, functions, errors."""
import math
class CalcError(Exception): pass
OPS = {"+": (1, lambda a, b: a + b), "-": (1, lambda a, b: a - b), "*": (2, lambda a, b: a * b), "/": (2, lambda a, b: a / b), "%": (2, lambda a, b: a % b), "^": (4, lambda a, b: a ** b)}
def tokens(s):
    i = 0
    while i < len(s):
        c = s[i]
        if c.isspace(): i += 1
        elif c.isdigit() or c == ".":
            j = i
            while j < len(s) and (s[j].isdigit() or s[j] == "."): j += 1
            yield float(s[i:j]) if "." in s[i:j] else int(s[i:j]); i = j
        elif c.isalpha():
            j = i
            while j < len(s) and s[j].isalnum(): j += 1
            yield ("id", s[i:j]); i = j
        elif c in "+-*/%^(),=": yield c; i += 1
        else: raise CalcError(f"bad character {c!r} at {i}")
    yield "end"
class Calc:
    def __init__(self): self.vars = {"pi": math.pi}
    def eval(self, s):
        self.t = list(tokens(s)); self.i = 0
        if len(self.t) > 2 and self.t[1] == "=" and isinstance(self.t[0], tuple):
            self.i = 2; v = self.vars[self.t[0][1]] = self.expr(0)
        else: v = self.expr(0)
        if self.t[self.i] != "end": raise CalcError(f"unexpected {self.t[self.i]!r}")
        return v
    def next(self): self.i += 1; return self.t[self.i - 1]
    def expr(self, prec):
        left = self.unary()
        while (o := self.t[self.i]) in OPS and OPS[o][0] > prec - (o == "^"):
            self.next(); right = self.expr(OPS[o][0])
            try: left = OPS[o][1](left, right)
            except ArithmeticError as e: raise CalcError(str(e)) from e
        return left
    def unary(self):
        match self.next():
            case "-": return -self.expr(3)
            case "(": 
                v = self.expr(0)
                if self.next() != ")": raise CalcError("missing )")
                return v
            case int() | float() as n: return n
            case ("id", name):
                if self.t[self.i] == "(":
                    self.next(); args = [self.expr(0)]
                    while self.t[self.i] == ",": self.next(); args.append(self.expr(0))
                    self.next()
                    return {"max": max, "sqrt": math.sqrt, "sum": lambda *a: sum(a)}[name](*args)
                if name not in self.vars: raise CalcError(f"unknown {name}")
                return self.vars[name]
            case t: raise CalcError(f"unexpected {t!r}")
c = Calc()
for s in ("1 + 2 * 3", "(1+2)*3", "-2^2", "2^3^2", "10/4", "10 % 4 - 1", "x = 5", "x * x + y", "y = x + 1", "max(x, y, 3) + sum(1,2)", "sqrt(16) * pi", "1 / 0", "1 +", "(1", "$", "3 4", "1.5.2", "2 * -3"):
    try: print(s, "=", c.eval(s))
    except (CalcError, ValueError) as e: print(s, "!", type(e).__name__, e)
