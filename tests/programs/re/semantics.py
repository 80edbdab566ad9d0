# The corners of matching: order of alternatives, what groups keep, look-around, case, classes.
import re

CASES = [
    (r"(a|ab)(c|bcd)(d*)", 0, "abcd"), (r"(?:(a)|b)*", 0, "ab"), (r"(?:(a)|(b))*", 0, "abab"), (r"(a*)*", 0, "aab"), (r"(a|b?)*c", 0, "abc"), (r"(?:x(a)?)*", 0, "xax"),
    (r"((a)|b)*?c", 0, "abac"), (r"(.)\1", 0, "xaab"), (r"(?i)(.)\1", 0, "xaAb"), (r"(a)?(?(1)b|c)", 0, "ab"), (r"(a)?(?(1)b|c)", 0, "c"), (r"(<)?\w+(?(1)>|$)", 0, "<ab>"),
    (r"a(?=b)", 0, "acab"), (r"a(?!b)", 0, "abac"), (r"(?<=a)b", 0, "bab"), (r"(?<!a)b", 0, "abb"), (r"(?=(a+))a*b\1", 0, "baaabac"), (r"(?!(a)b)a", 0, "aba"), (r"(?<=(a))b", 0, "ab"),
    (r"(?>a*)b", 0, "aab"), (r"(?>a|ab)c", 0, "abc"), (r"a*+a", 0, "aaa"), (r"(?:ab)*+a", 0, "ababa"), (r"(?:a|ab){2}+", 0, "aba"), (r"a{2,3}?", 0, "aaaa"), (r"a{,2}", 0, "aaa"), (r"x{0}y", 0, "xy"),
    (r"^a", re.M, "b\na"), (r"a$", 0, "ba\n"), (r"a\Z", 0, "a\n"), (r"a\z", 0, "ba"), (r"\Aa", 0, "ba"), (r"\ba\b", 0, "ba a"), (r"\B", 0, ""), (r"\b", 0, ""), (r"\Ba", 0, "ba"),
    (r".", 0, "\n"), (r".", re.S, "\n"), (r"\d+", 0, "a\u0661\u0662"), (r"\d+", re.A, "a\u0661\u0662"), (r"\w+", 0, "-\xe9\u0436_"), (r"\w+", re.A, "\xe9a_"), (r"\s+", 0, "a\u2003\x1c\x85"), (r"\s+", re.A, "\x1c \t"),
    (r"k", re.I, "\u212a"), (r"[a-z]", re.I, "\u017f"), (r"[a-z]", re.I | re.A, "\u017f"), (r"\u0436", re.I, "\u0416"), (r"[^k]", re.I, "kK\u212ax"), (r"\xb5", re.I, "\u03bc"), (r"\u01c5", re.I, "\u01c4\u01c6"), (r"ss", re.I, "\xdf"),
    (r"[\u0430-\u044f]+", re.I, "\u0410\u0411"), (r"[\U00010400-\U00010427]", re.I, "\U00010428"), (r"\ufb05", re.I, "\ufb06"), (r"\u0130", re.I, "i\u0130"), (r"i", re.I, "\u0130\u0131I"), (r"\xc5", re.I, "\u212b"), (r"[\w--]", 0, "-"),
    (r"[]a]+", 0, "]a["), (r"[^]a]+", 0, "]b"), (r"[a\-z]+", 0, "-az"), (r"[\b]", 0, "\b"), (r"[\s\S]+", 0, "a\n"), (r"[^\s\S]", 0, "a"), (r"\x41\u0042\U00000043\103\07", 0, "ABCC\x07"), (r"\N{DIGIT ONE}", 0, "1"),
    ("(?x) a  b # comment\n c", 0, "abc"), (r"(?i:a)b", 0, "Ab"), (r"(?-i:a)b", re.I, "aB"), (r"(?s:.).", 0, "\na"), (r"(?a:\w)\w", 0, "a\xe9"), (r"(?#note)a", 0, "a"), (r"(?P<n>a)(?P=n)", 0, "aa"),
    (r'"[^"\\]*(?:\\.[^"\\]*)*"', 0, 'x "a \\" b" y'), (r"(?:\w+\s*)*$", 0, "ab cd  ef"), (r"(\w+?,)*\w+", 0, "a,bc,d"), (r"(a+|b+|c+)*d", 0, "aabbccd"), (r"^(([a-z])+.)+[A-Z]([a-z])+$", 0, "aaaaaaaaaa"),
]
for pattern, flags, text in CASES:
    try:
        m = re.search(pattern, text, flags)
    except Exception as e:
        print(ascii(pattern), type(e).__name__, e)
        continue
    print(ascii(pattern), ascii(text), m and (m.span(), m.groups(), m.lastindex) if m is None else (m.span(), ascii(m.groups()), m.lastindex))

for pattern, text in [(rb"\w+", b"ab \xe9"), (rb"[\x80-\xff]+", b"a\x80\xff"), (rb"(?i)A", b"a"), (rb"(?L)\w+", b"a_1 b"), (rb"(?iL)[a-c]+", b"xABC"), (rb".+", b"a\nb"), (rb"\s\S", b" \xa0")]:
    print(pattern, re.search(pattern, text))

# long texts and deep repeats
print(re.match("(?:a|b)*", "ab" * 50000).end(), re.match("(?:ab)*?c", "ab" * 20000 + "c").end(), re.match("(a)*", "a" * 50000).span(1), re.match("(?:(a)|b)*c", "ab" * 10000))
print(re.search("(?:x+)+y", "x" * 20), re.match(".*" * 5 + "z", "a" * 60), len(re.findall("(?:a?){20}a{20}", "a" * 20)))
