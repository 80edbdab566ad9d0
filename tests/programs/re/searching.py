# match, fullmatch, search, findall, finditer, split, scanner.
import re


def show(label, f):
    try:
        print(label, "->", ascii(f()))
    except Exception as e:
        print(label, "!!", type(e).__name__, e)


P = re.compile("(?P<x>a)(b)?")
B = re.compile(b"a")
for s in ["ab", "xab", "", "aab", b"a", 1, None, bytearray(b"ab"), ["a"]]:
    for name in ["match", "fullmatch", "search", "findall", "split"]:
        show((name, s), lambda: getattr(P, name)(s))
for s in [b"ab", bytearray(b"xab"), memoryview(b"aa"), "a", 3]:
    for name in ["match", "search", "findall", "split"]:
        show((name, type(s).__name__), lambda: getattr(B, name)(s))
show("missing", lambda: P.match())
show("many", lambda: P.match("a", 1, 2, 3))
show("keyword", lambda: P.match(string="xab", pos=1, endpos=2))
show("unknown", lambda: P.match("a", foo=1))
show("pos", lambda: P.match("a", pos="x"))
show("pos", lambda: P.match("a", 1.5))
show("pos", lambda: P.match("a", 10**30))
show("pos", lambda: P.match("xab", True))
show("findall pos", lambda: P.findall("abab", 1))
show("findall endpos", lambda: P.findall("abab", 1, 3))
for pattern, text in [("a|(b)", "aba"), ("(a)|(b)", "aba"), ("a*", "baac"), ("", "abc"), ("x*", "axbc"), (r"\b", "a b"), ("(?=a)", "aba"), (r"\w+", "hello big world"), ("(.)(.)", "abcde"), ("$", "a\n"), ("(?m)^", "a\nb\n")]:
    print(pattern, [m.span() for m in re.finditer(pattern, text)], re.findall(pattern, text), re.split(pattern, text))
show("split", lambda: re.split(",", "a,b,c", maxsplit=1))
show("split", lambda: re.compile("(x)|(,)").split("axb,c", 1))
show("split", lambda: re.compile("(x)|(,)").split("axb,c", maxsplit=-1))
show("split", lambda: re.compile("(x)|(,)").split("axb,c", maxsplit=0))
show("split", lambda: re.compile(",").split(bytearray(b"a")))
it = P.finditer("abaab")
print(type(it).__name__, iter(it) is it, next(it).span(), [m.span() for m in it], next(it, "done"))
show("finditer", lambda: P.finditer(1))
scanner = P.scanner("abaxab")
print(type(scanner).__name__, scanner.pattern is P)
print([scanner.match() for _ in range(4)])
scanner = P.scanner("abaxab")
print([scanner.search() for _ in range(4)])
scanner = re.compile("a*").scanner("baa", 0, 3)
print([scanner.search() for _ in range(4)], scanner.match())
scanner = re.compile("a*").scanner("aab")
print([scanner.match() for _ in range(4)])
print(re.fullmatch("a|ab", "ab"), re.fullmatch("a|ab", "abc"), re.fullmatch("a*?", "aaa"), re.fullmatch("(?:a|b)*?c?", "abab"))
print(re.search("b+", "aabb\u0436"), re.search("\u0436", "ab\u0436"), re.search("\U0001f600", "x\U0001f600"), re.findall("[\u0430-\u044f]+", "abc \u0430\u0431\u0432 d \u044f"))


def tokens(text):
    spec = [("NUMBER", r"\d+(\.\d*)?"), ("ASSIGN", r":="), ("END", r";"), ("ID", r"[A-Za-z]+"), ("OP", r"[+\-*/]"), ("NEWLINE", r"\n"), ("SKIP", r"[ \t]+"), ("MISMATCH", r".")]
    line, start = 1, 0
    for m in re.finditer("|".join("(?P<%s>%s)" % pair for pair in spec), text):
        kind, value = m.lastgroup, m.group()
        if kind == "NEWLINE":
            line, start = line + 1, m.end()
        elif kind != "SKIP":
            yield kind, value, line, m.start() - start


print(list(tokens("IF quantity THEN\n  total := total + price * 1.5;\nENDIF;?")))
big = "word, " * 5000
print(len(re.findall(r"\w+", big)), len(re.split(r"\W+", big)), sum(1 for _ in re.finditer(",", big)))
