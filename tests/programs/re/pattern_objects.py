# What a compiled pattern shows of itself.
import re, copy, weakref


def show(label, f):
    try:
        print(label, "->", repr(f()))
    except Exception as e:
        print(label, "!!", type(e).__name__, e)


P = re.compile("(?P<x>a)(b)?")
B = re.compile(rb"\d+")
for p in [P, B, re.compile("x" * 300), re.compile("a", re.I | re.X), re.compile("a", re.A | re.M | re.S), re.compile(b"a", re.L), re.compile("it's"),
          re.compile("(?i)a"), re.compile("\u0436"), re.compile("a\nb"), re.compile("[a-z]+", re.IGNORECASE | re.UNICODE)]:
    print(repr(p), p.flags, p.groups, p.pattern, dict(p.groupindex))
print(type(P), type(P).__module__, type(P).__name__, type(P).__qualname__, type(P) is re.Pattern)
print(P.groupindex, type(P.groupindex).__name__)
show("set pattern", lambda: setattr(P, "pattern", 1))
show("set other", lambda: setattr(P, "other", 1))
show("del pattern", lambda: delattr(P, "pattern"))
show("new", lambda: re.Pattern())
show("new match", lambda: re.Match())
show("base", lambda: type("X", (re.Pattern,), {}))
show("less", lambda: P < P)
print(P == re.compile("(?P<x>a)(b)?"), P != B, P == 1, hash(P) == hash(re.compile("(?P<x>a)(b)?")))
re.purge()
Q = re.compile("(?P<x>a)(b)?")
print(P is Q, P == Q, hash(P) == hash(Q), len({P, Q, B}))
print(re.compile("a") == re.compile("a", re.I), re.compile("a") == re.compile(b"a"))
print(copy.copy(P) is P, copy.deepcopy(P) is P, P.__copy__() is P, P.__deepcopy__({}) is P)
r = weakref.ref(P)
print(r() is P)
print(re.Pattern[str], re.Match[bytes])
show("twice", lambda: re.compile(P) is P)
show("flags twice", lambda: re.compile(P, re.I))
show("not a pattern", lambda: re.compile(5))
show("list", lambda: re.compile([]))
print(re.escape("a.b*c[d]-\n~ \u0436"), re.escape(b"a+b"))
print(repr(re.I), repr(re.I | re.M), re.RegexFlag(0), re.A.value, re.NOFLAG)
for bad in ["(", ")", "a**", "[a", "(?P<1>a)", "(?P<a>x)(?P<a>y)", "(?P=b)", r"\8", "(?<=a*)b", "x{2,1}", "(?z)", "*", "a(?i)b", "[b-a]", "(?(1)a|b|c)", "(?P<a", "\\", r"\x1", r"\N{nope}", r"\u12", "(?#", "(?", "(?<", "(?-", "(?i-i:a)", "a{99999999999999999999}"]:
    show(ascii(bad), lambda: re.compile(bad))
for bad in [r"a\q", r"[\q]", r"(?P<a\u0436>x)"]:
    show(ascii(bad), lambda: re.compile(bad))
try:
    re.compile("ab\n(c")
except re.error as e:
    print(e.msg, e.pos, e.lineno, e.colno, e.pattern, re.error is re.PatternError)
