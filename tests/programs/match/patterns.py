"""match: every kind of pattern, guards, captures, class patterns, mapping and sequence rules."""
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class N: pass
class Color: RED = 1; BLUE = "b"
def m(v):
    match v:
        case 0: return "zero"
        case -1 | -2.5: return "negative"
        case 1 + 2j: return "complex"
        case "a" | "b" as s: return f"letter {s}"
        case b"x": return "bytes"
        case None: return "none"
        case True: return "true"
        case Color.BLUE: return "blue"
        case []: return "empty seq"
        case [x]: return f"one {x}"
        case [1, *rest]: return f"starts with 1, {rest}"
        case [*init, 9]: return f"ends with 9, {init}"
        case (a, [b, c], *_): return f"nested {a} {b} {c}"
        case [_, _]: return "pair"
        case {"t": "p", "x": x, **rest}: return f"map {x} {sorted(rest)}"
        case {"k": [a, {"z": z}]}: return f"deep {a} {z}"
        case {1: _, "n": None}: return "mixed keys"
        case P(0, 0): return "origin"
        case P(x=0, y=yy): return f"on y axis {yy}"
        case P(x, y) if x == y: return f"diagonal {x}"
        case P(P(a, b), _): return f"P in P {a} {b}"
        case P(): return "some P"
        case int(n) if n > 100: return f"big {n}"
        case int() | float() as num: return f"number {num}"
        case str(s): return f"str {s}"
        case {}: return "a mapping"
        case N() as n: return type(n).__name__
        case set() | frozenset(): return "a set"
        case _: return f"other {type(v).__name__}"
for v in (0, False, 0.0, -1, -2.5, 1 + 2j, "a", "b", b"x", None, True, 1, 1.0, [], (), [5], (5,), [1, 2, 3], [2, 9], [7, [8, 6], 5], [2, 3], [2, 3, 4], {"t": "p", "x": 1, "y": 2}, {"k": [1, {"z": 2, "w": 3}]}, {1: 0, "n": None}, P(0, 0), P(0, 5), P(3, 3), P(P(1, 2), 3), P(1, 2), 500, 50, 2.5, "text", {}, {"q": 1}, N(), {1}, frozenset(), "", bytearray(b"ab"), range(1), range(5), iter([]), object, ..., b"yy", (1, 2)):
    print(repr(v) if not isinstance(v, (P, N)) and "object at" not in repr(v) else type(v).__name__, "->", m(v))
def cap(v):
    match v:
        case [a, b] if a > b: return "gt", a, b
        case [a, b]: return "le", a, b
    return "none"
print(cap([2, 1]), cap([1, 2]), cap(5))
match 5:
    case x if x > 10: print("big")
    case x: print("bound", x)
print(x)
match [1, 2, 3, 4]:
    case [first, *_, last]: print(first, last)
match (1, 2):
    case 1, 2: print("open sequence")
match 1, 2:
    case a, b: print(a, b)
log = []
class G:
    @property
    def a(self): log.append("a"); return 1
    @property
    def b(self): log.append("b"); return 2
match G():
    case G(a=2, b=2): print("no")
    case G(a=1, b=3): print("no")
    case G(a=1, b=bb): print("yes", bb)
print(log)
class Sub(P): pass
class Kw:
    __match_args__ = ["a"]
class Over:
    __match_args__ = ("x",)
    x = 1
for subj, pat in ((Sub(1, 2), "P(a, b)"), (5, "int(1, 2)"), (Kw(), "Kw(1)"), (Over(), "Over(1, 2)"), (5, "x_undefined.y"), (N(), "N(1)"), (Over(), "Over(1, x=1)"), (5, "print()"), (5, "int(real=5, imag=0)"), ("abc", "str(x)"), ([1], "list([y])"), ({"a": 1}, "dict(a=1)"), ((1, 2), "tuple((a, b))"), (True, "bool(b)"), (3, "int(real=r)"), (b"z", "bytes(q)"), (P(1, 2), "P(1, y=2)"), (P(1, 2), "P(1, 3)"), (P(1, 2), "P(z=1)")):
    try: exec(f"match subj:\n  case {pat}: print(pat, 'matched')\n  case _: print(pat, 'not matched')")
    except Exception as e: print(pat, "->", type(e).__name__, e)
for src in ("case x: pass\n  case y: pass", "case x | y: pass", "case [x, x]: pass", "case {'a': 1, 'a': 2}: pass", "case [*a, *b]: pass", "case P(x=1, x=2): pass", "case _ | 1: pass", "case {**rest, 'a': 1}: pass", "case 1 | x: pass", "case f'x': pass", "case -x: pass", "case 1 + 2: pass", "case {x: 1}: pass", "case a.b.c(): pass", "case (1 as _): pass", "case P(x, y=1, z): pass", "case {**_}: pass", "case 1.5 + 2j | 'a' 'b': pass", "case *a: pass", "case (x): pass"):
    try: compile(f"match v:\n  {src}", "s", "exec"); print(src.replace("\n", ";"), "ok")
    except SyntaxError as e: print(src.replace("\n", ";"), "->", e.msg)
match = 1; case = 2; _ = 3; type = 4; print(match, case, _, type, match + case)
def matchf(match): return match
print(matchf(match=5))
from collections import deque, OrderedDict, defaultdict
for v in (deque([1, 2]), OrderedDict(a=1), defaultdict(list, a=1), memoryview(b"ab"), {1: 2}.keys(), "ab", zip()):
    match v:
        case [a, b]: print("seq", a, b)
        case {"a": a}: print("map", a)
        case _: print("neither", v.__class__.__name__)
d = defaultdict(list)
match d:
    case {"missing": x}: print("no")
    case _: print(dict(d))
