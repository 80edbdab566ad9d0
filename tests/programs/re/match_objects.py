# What a match shows of itself.
import re, copy


def show(label, f):
    try:
        print(label, "->", repr(f()))
    except Exception as e:
        print(label, "!!", type(e).__name__, e)


class Index:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n


class Bad:
    def __index__(self): raise ZeroDivisionError("index")


class BadHash(str):
    def __hash__(self): raise ZeroDivisionError("hash")


class S(str):
    pass


m = re.match("(?P<x>a)(b)?(?P<rest>.*)", "axyz")
print(m, m.re.pattern, m.string, m.pos, m.endpos, m.lastindex, m.lastgroup, m.regs)
for args in [(), (0,), (1,), (2,), ("x",), ("rest",), (0, 1, 2, "x"), (4,), ("y",), (-1,), (1.5,), (10**40,), (-10**40,), (True,), (None,), (Index(1),), (Bad(),), (BadHash("x"),), ([],), (b"x",), (1, 9)]:
    show("group" + ascii(args if not any(isinstance(a, (Index, Bad)) for a in args) else "(...)"), lambda: m.group(*args))
for key in [0, 1, 2, "x", 5, "y", slice(1), None, Index(1), Bad()]:
    show("item", lambda: m[key])
show("groups", lambda: m.groups())
show("groups", lambda: m.groups("-"))
show("groups", lambda: m.groups(default=5))
show("groups", lambda: m.groups(1, 2))
show("groupdict", lambda: m.groupdict())
show("groupdict", lambda: re.match("(?P<a>a)?(?P<b>b)", "b").groupdict())
show("groupdict", lambda: re.match("(?P<a>a)?(?P<b>b)", "b").groupdict("none"))
show("groupdict", lambda: re.match("(?P<a>a)?(?P<b>b)", "b").groupdict(default=7))
for f in [m.start, m.end, m.span]:
    for args in [(), (1,), (2,), ("x",), (Index(1),)]:
        show(f.__name__, lambda: f(*args))
    for args in [(5,), ("q",), ([],), (-1,)]:
        show(f.__name__, lambda: f(*args))
show("start", lambda: m.start(1, 2))
show("expand", lambda: m.expand(r"\1-\2-\g<x>-\g<0>\n"))
show("expand", lambda: m.expand("plain"))
show("expand", lambda: m.expand(b"bytes"))
show("expand", lambda: m.expand(r"\9"))
show("expand", lambda: m.expand(r"\g<nope>"))
show("expand", lambda: re.match(b"(a)", b"ab").expand(rb"\g<1>!"))
show("copy", lambda: copy.copy(m) is m and copy.deepcopy(m) is m)
show("len", lambda: len(m))
show("iter", lambda: iter(m))
show("bool", lambda: bool(m))
show("set", lambda: setattr(m, "x", 1))
show("set string", lambda: setattr(m, "string", 1))
show("less", lambda: m < m)
print(type(m), type(m) is re.Match, m == m, m == re.match("a", "a"))
print(re.match("a" * 10, "a" * 300), re.match(b".*", b"x" * 80), re.match(".*", "x" * 80), re.match("'\n", "'\n"))
print(re.match("((.))", "x").lastindex, re.match("(.)(.)", "xy").lastindex, re.match("(.)|.", "x").lastgroup, re.match("(x)?y", "y").lastindex)
print(re.match("(.)(?P<b>.)", "xy").lastgroup, re.match("(?P<b>.)(.)", "xy").lastgroup)
print(type(re.match("a", S("a")).string).__name__, type(re.match("a", S("a")).group()).__name__, type(re.match("a", S("ab")).group()).__name__)
m = re.compile("b").search("abab", 2, 4)
print(m, m.pos, m.endpos, m.string, m.span())
print(re.compile("b").search("abab", -7, 100).endpos, re.compile("b").search("abab", 3, 2))
