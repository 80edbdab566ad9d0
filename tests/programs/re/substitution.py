# sub and subn, with templates and callables.
import re


def show(label, f):
    try:
        print(label, "->", ascii(f()))
    except Exception as e:
        print(label, "!!", type(e).__name__, e)


class S(str):
    pass


P = re.compile("(?P<x>a)(b)?")
B = re.compile(b"a")
for repl in ["z", "", r"[\1\2]", r"[\g<x>]", r"\g<0>\g<0>", r"\n\t", r"\\", r"\101", "\\q", r"\g<9>", r"\g<", r"\g<y>", r"\3", S("s"), 5, None, b"a", [1]]:
    show(repl, lambda: P.sub(repl, "xabaa"))
    show(repl, lambda: P.sub(repl, "xx"))
for repl in [b"z", rb"<\g<0>>", bytearray(b"q"), memoryview(b"q"), "a"]:
    show(type(repl).__name__, lambda: B.sub(repl, b"xax"))
    show(type(repl).__name__, lambda: B.sub(repl, bytearray(b"xx")))
for count in [0, 1, 2, -1, True]:
    show(count, lambda: P.subn("z", "xabaab", count))
show("keyword", lambda: P.sub(repl="z", string="aab", count=1))
show("count", lambda: P.sub("z", "a", "x"))
show("missing", lambda: P.sub("z"))
show("missing", lambda: P.subn())
show("upper", lambda: P.sub(lambda m: m.group().upper(), "xabaa"))
show("none", lambda: P.sub(lambda m: None, "xabaa"))
show("int", lambda: P.sub(lambda m: 5, "xabaa"))
show("bytes", lambda: P.sub(lambda m: b"q", "xabaa"))
show("type", lambda: re.sub("a", lambda m: S("s"), "a"))
show("raise", lambda: P.sub(lambda m: 1 // 0, "xabaa"))
show("arity", lambda: P.sub(lambda: 0, "xabaa"))
show("class", lambda: re.sub("a", str, "ba"))
show("method", lambda: re.sub("[ab]", lambda m: {"a": "1", "b": "2"}[m[0]], "abc"))
for pattern, text in [("x*", "abxd"), ("", "abc"), (r"\b", "ab cd"), ("$", "a\n"), ("(?m)^", "a\nb\n"), ("a*?", "aa"), ("(?=b)", "ab"), ("a|", "ab")]:
    show((pattern, text), lambda: re.sub(pattern, "-", text))
    show((pattern, text), lambda: re.subn(pattern, r"<\g<0>>", text))
for text in [S("qq"), S("qa"), S("")]:
    print(type(P.sub("x", text)).__name__, type(re.sub("", "", text)).__name__)
print(re.sub("(a)|b", r"[\1]", "ab"), re.sub(b"(a)|b", rb"[\1]", b"ab"))
print(ascii(re.sub("b", "\u0436", "abc")), ascii(re.sub("\u0436", "b", "a\u0436c")), ascii(re.sub("b", "\U0001f600", "abc")))

calls = []


def nested(m):
    calls.append(m.span())
    return re.sub("(.)", r"\1\1", m.group())


print(re.sub("[a-z]+", nested, "ab 12 cd"), calls)


def collect(m):
    import gc
    gc.collect()
    return m.group(0)[::-1]


print(re.sub(r"\w+", collect, "one two three " * 3))
print(len(re.sub(r"\w+", lambda m: m[0] * 2, "word " * 3000)))


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(re.sub(r"\d+", lambda m: str(fib(int(m[0]))), "1 5 10 12"))
