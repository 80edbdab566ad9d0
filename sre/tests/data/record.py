"""Records what CPython's `re` does, as data for the tests of the `sre` crate.

    python3.14 record.py cases  > cases.txt      hand-made cases
    python3.14 record.py random [SEED [N]] > random.txt

Lines are tab-separated fields. One line introduces a pattern:
    pattern  groups  code words  source and flags (to read)
and the lines after it are its cases:
    kind (s or b)  text as code points  operation  pos  endpos  expected
`expected` is a list, separated by `|`, of matches `start,end,lastindex,group spans...`; unset is -1.
"""

import random
import re
import sys
import warnings
from re import _compiler, _parser

warnings.simplefilter("ignore")

ASCII_TEXTS = ["", "a", "b", "ab", "ba", "aab", "abab", "aaab", "abcabc", "xaby", "a\nb", "\n", "a b", "ab12 cd_3", "\nab\n"]
WIDE_TEXTS = ["\xe9a\xc9", "\u0436\u0416ab", "ab\u212ak", "\U0001f600a\U00010400\U00010428", "\u2003a\u0661b", "\xb5\u03bc\u039c"]

# pattern, flags, texts
CASES = [
    # literals and runs
    ("", 0, ASCII_TEXTS), ("a", 0, ASCII_TEXTS), ("abc", 0, ["xxabcabcab", "ab", "abc"]), ("abcabd", 0, ["abcabcabd", "abcab"]),
    ("\u0436b", 0, WIDE_TEXTS + ["\u0436b a\u0436b"]), (".", 0, ASCII_TEXTS), (".", re.S, ASCII_TEXTS), ("a.c", 0, ["abc a\nc aXc"]),
    ("[^a]", 0, ASCII_TEXTS + WIDE_TEXTS), ("\\x00b", 0, ["a\0b"]), ("needle", 0, ["x" * 50 + "needle" + "y" * 9 + "needle", "needl"]),
    # sets
    ("[a-c]+", 0, ASCII_TEXTS), ("[^a-c\\n]+", 0, ASCII_TEXTS + WIDE_TEXTS), ("[aeiou\\d]+", 0, ["xx12ae y9"]), ("[\\s\\S]+", 0, ASCII_TEXTS),
    ("[\\w-]+", 0, ["a-b c_d --", "\u0436-\u0437 x"]), ("[\u0400-\u04ff]+", 0, WIDE_TEXTS + ["abc \u0401\u0451 d"]), ("[^\u0400-\u04ff]+", 0, WIDE_TEXTS),
    ("[\u0436a\u03bc\u2003z\xe9]+", 0, WIDE_TEXTS), ("[^\u0436a\u03bc\u2003z\xe9]+", 0, WIDE_TEXTS), ("[\U00010400-\U00010427]", re.I, WIDE_TEXTS),
    ("[^\\d\\s]+", 0, ["12 ab\u0661c", "x"]), ("[\\D]+", 0, ["12 ab\u0661c"]), ("[\\W_]+", 0, ["ab__ +c"]), ("[^\\W\\d]+", 0, ["ab12\u0436_ "]),
    ("[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\\.[a-z0-9-]+)*", re.I, ["mail Me.Too@Example.co.uk, x@y", "@@"]),
    # classes
    ("\\w+", 0, ASCII_TEXTS + WIDE_TEXTS), ("\\w+", re.A, ASCII_TEXTS + WIDE_TEXTS), ("\\W+", 0, ASCII_TEXTS + WIDE_TEXTS), ("\\W+", re.A, WIDE_TEXTS),
    ("\\d+", 0, WIDE_TEXTS + ["12a3"]), ("\\d+", re.A, WIDE_TEXTS + ["12a3"]), ("\\D+", 0, WIDE_TEXTS), ("\\s+", 0, ASCII_TEXTS + WIDE_TEXTS + ["a\x1c\x85\xa0b\t\v"]),
    ("\\s+", re.A, ASCII_TEXTS + WIDE_TEXTS + ["a\x1c\x85\xa0b\t\v"]), ("\\S+", 0, ASCII_TEXTS + WIDE_TEXTS),
    # positions
    ("^", 0, ASCII_TEXTS), ("$", 0, ASCII_TEXTS), ("^", re.M, ASCII_TEXTS), ("$", re.M, ASCII_TEXTS), ("^a|b$", 0, ASCII_TEXTS), ("^a|b$", re.M, ASCII_TEXTS + ["x\nab\nb"]),
    ("\\Aab", 0, ASCII_TEXTS), ("ab\\Z", 0, ASCII_TEXTS), ("ab\\z", 0, ASCII_TEXTS), ("\\b", 0, ASCII_TEXTS + WIDE_TEXTS), ("\\B", 0, ASCII_TEXTS + WIDE_TEXTS),
    ("\\b", re.A, WIDE_TEXTS), ("\\B", re.A, WIDE_TEXTS), ("\\b\\w", 0, ["ab cd \xe9f"]), ("\\w\\b", 0, ["ab cd \xe9f"]), ("^\\w+|\\d+$", re.M, ["ab 12\ncd 34\n5"]),
    ("^$", re.M, ["\n\na\n", ""]), ("(?m:^b)|^a", 0, ["ab\nb", "b\na"]),
    # alternatives
    ("a|b", 0, ASCII_TEXTS), ("a|ab", 0, ASCII_TEXTS), ("ab|a", 0, ASCII_TEXTS), ("(a|ab)(c|bcd)(d*)", 0, ["abcd", "abcdd"]), ("|a", 0, ASCII_TEXTS), ("a|", 0, ASCII_TEXTS),
    ("(?:a|b|c|d|ef|g\\d)+x", 0, ["abefg1x", "g2g", "efx"]), ("foo|bar|baz|qux", 0, ["a foo bar qu baz qux"]), ("(?:x|[a-c]|\\d)\\d", 0, ["x1 b2 33 d4"]),
    ("Monday|Tuesday|Wednesday|Thursday", re.I, ["on MONday or thursday"]), ("[cgt]gggtaaa|tttaccc[acg]", 0, ["cgggtaaagtttaccca", "agggtaaa"]),
    # repeats of one item
    ("a*", 0, ASCII_TEXTS), ("a+", 0, ASCII_TEXTS), ("a?", 0, ASCII_TEXTS), ("a{2}", 0, ASCII_TEXTS), ("a{1,2}b", 0, ASCII_TEXTS), ("a{0}b", 0, ASCII_TEXTS), ("a{,2}", 0, ASCII_TEXTS),
    ("a*?", 0, ASCII_TEXTS), ("a+?", 0, ASCII_TEXTS), ("a??b", 0, ASCII_TEXTS), ("a{1,2}?b", 0, ASCII_TEXTS), ("a{2,}?b", 0, ["aaab", "ab", "aab"]),
    ("a*+b", 0, ASCII_TEXTS), ("a++a", 0, ASCII_TEXTS), ("a?+a", 0, ASCII_TEXTS), ("a{1,2}+a", 0, ["a", "aa", "aaa", "aaaa"]),
    (".*b", 0, ASCII_TEXTS), (".*?b", 0, ASCII_TEXTS), (".*?b", re.S, ASCII_TEXTS), (".+?\\d", 0, ["ab12", "1", "x\n2"]), ("\\w+\\d", 0, ["ab12 c3", "1"]), ("\\w*?\\d\\b", 0, ["ab12 c3", "1"]),
    ("\\w+\\s*=\\s*\\d+", 0, ["a = 12, bc=3 d =e"]), ("(\\w+)\\s*=\\s*(\\d+)", 0, ["a = 12, bc=3 d =e"]), ("[\\w.]+@[\\w.]+\\.com", 0, ["foo.bar@x.y.com a@b.c x.com"]), (".*?#", 0, ["ab#cd#\n#x", "abc"]),
    ('"[^"\\\\]*(?:\\\\.[^"\\\\]*)*"', 0, ['say "a \\"b\\" c" and "d']), ("a*a*a*b", 0, ["aaaaac", "aaab"]), (".{3}", 0, ["abcdefgh"]), (".{2,3}?x", 0, ["abcx", "xx", "abx"]), ("[ab]*[bc]", 0, ["ababc", "abab", "a"]),
    ("<.*>", 0, ["<a><b>", "<>", "<"]), ("<.*?>", 0, ["<a><b>", "<>", "<"]), ("\\b\\d{3,5}\\b", 0, ["12 345 67890 123456"]), ("[^,]*,", 0, ["ab,c,,d"]), ("x*y+$", 0, ["xxyy", "xxyyz"]),
    # general repeats
    ("(?:ab)*", 0, ASCII_TEXTS), ("(?:ab)+", 0, ASCII_TEXTS), ("(?:ab)?", 0, ASCII_TEXTS), ("(?:ab){2}", 0, ASCII_TEXTS), ("(?:ab)*?x", 0, ["ababx", "x"]), ("(?:ab){1,2}?", 0, ["ababab"]),
    ("(a)|b", 0, ASCII_TEXTS), ("(?:(a)|b)*", 0, ASCII_TEXTS), ("(?:(a)|(b))*", 0, ASCII_TEXTS), ("(?:(a)|(b))+?$", 0, ASCII_TEXTS), ("((a)|b)*?c", 0, ["abac", "bc"]), ("(a*)*", 0, ASCII_TEXTS), ("(a*)+", 0, ASCII_TEXTS),
    ("(a|b?)*", 0, ASCII_TEXTS), ("(?:a|b?)*c", 0, ["abac", "c"]), ("(?:a?)*?b", 0, ["aab", "b"]), ("(?:a*?)*b", 0, ["aab", "b"]), ("(a?)*?$", 0, ["aa", ""]), ("(?:a{0,2}){2,3}", 0, ["aaaaaaa", ""]), ("(?:(?:a|b)*c)*d", 0, ["abcbcd", "abab", "d"]),
    ("(?:x(a)?)*", 0, ["xax", "xxa"]), ("(?:x(a)??)*y", 0, ["xaxy"]), ("(?:(x)(a)?){2}", 0, ["xax", "xxa"]), ("((x|y)z)*\\2", 0, ["xzyzy", "xzyzx"]), ("(?:a(?:b(?:c)?)?)*", 0, ["abcaba"]), ("(?:\\w+\\s*)*$", 0, ["ab cd  ef", "ab, c"]),
    ("(?:a|ab){2}c", 0, ["aabc", "abac", "ababc"]), ("(?:a|b)*abb", 0, ["ababbabb"]), ("(?:[ab]c|a)*?b", 0, ["acab", "bcb"]), ("((?:a|b)(?:c)?)*", 0, ["acbca"]), ("(\\w+?,)*\\w+", 0, ["a,bc,d"]), ("(a(b)?)+", 0, ["aba"]), ("(?:(a)|(b)|(c))*", 0, ["abcab"]),
    # possessive and atomic
    ("(?:ab)*+a", 0, ["ababa", "abab"]), ("(?:a|ab)++b", 0, ["abb", "ab"]), ("(?:a|ab){2}+", 0, ["aba", "aab", "aa"]), ("(?:a?)*+b", 0, ["aab"]), ("(?:(a)|b)*+", 0, ASCII_TEXTS), ("(?:a|b)?+b", 0, ASCII_TEXTS), ("(?:(a)(b)?){1,2}+c", 0, ["ababc", "abac"]),
    ("(?>a*)b", 0, ASCII_TEXTS), ("(?>a*)a", 0, ASCII_TEXTS), ("(?>a|ab)c", 0, ["abc", "ac"]), ("(?>(a)|b)*c", 0, ["abc", "bac"]), ("(?:(?>a|ab)c?)*", 0, ["acab"]), ("x(?>(a)(b)?)*y", 0, ["xabay", "xaby"]),
    # assertions
    ("a(?=b)", 0, ASCII_TEXTS), ("a(?!b)", 0, ASCII_TEXTS), ("(?<=a)b", 0, ASCII_TEXTS), ("(?<!a)b", 0, ASCII_TEXTS), ("(?=(a+))a*b\\1", 0, ["baaabac", "aaba"]), ("(?=(a))ab", 0, ASCII_TEXTS), ("(?!(a)b)a", 0, ASCII_TEXTS),
    ("(?<=(a))b", 0, ASCII_TEXTS), ("(?<=ab)c|(?<!b)c", 0, ["abc c bc"]), ("(?:(?=(a|b))\\w)*", 0, ["abba", "abc"]), ("(?:(?!(b))\\w)*b", 0, ["aab", "b"]), ("(?<=^|,)\\w", re.M, ["a,b"]) if False else ("(?<=,)\\w", 0, ["a,b"]), ("(?<![ab])c", 0, ["acbcc"]), ("\\w+(?=\\()", 0, ["f(x) + gg(y) h"]),
    ("(?=.*\\d)(?=.*[a-z]).{4,8}", 0, ["abc1", "abcd", "1234x678"]), ("(?!)", 0, ["a"]), ("(?=)", 0, ["a"]), ("a(?!)|b", 0, ["ab"]), ("(?<=a(?=b))b", 0, ["ab"]),
    # groups
    ("(a)(b)?", 0, ASCII_TEXTS), ("((a)b)", 0, ASCII_TEXTS), ("(?P<x>a)(?P<y>b)?", 0, ASCII_TEXTS), ("(a)\\1", 0, ["aa", "ab", "aaa"]), ("(.)\\1", 0, ["abba", "aAa"]), ("(.)\\1", re.I, ["aA\xe9\xc9", "\u0416\u0436"]), ("(.)\\1", re.I | re.A, ["aA\xe9\xc9", "\u0416\u0436"]),
    ("(a*)b\\1", 0, ["aabaa", "aaba"]), ("(a)?\\1b", 0, ["aab", "b"]), ("(a)?(?(1)b|c)", 0, ["ab", "c", "ac", "b"]), ("(a)?(?(1)b)", 0, ["ab", "c", "ac", "a"]), ("(<)?\\w+(?(1)>|$)", 0, ["<ab>", "<ab", "ab"]), ("(?:(a)|b)(?(1)c|d)", 0, ["ac", "bd", "bc"]), ("(?P<q>['\"]).*?(?P=q)", 0, ["say 'a\"b' \"c\""]),
    ("(a)(?(1)[\\x00-\\x0f])", 0, ["a\x0f", "ab"]), ("(\\w)(?:(\\d)|(\\s))*\\1", 0, ["a1 a", "b2b", "c"]), ("(?:(a)|(?(1)b|c))*", 0, ["cab", "acb", "abb"]),
    # case
    ("abc", re.I, ["xABC aBc"]), ("k", re.I, ["K\u212a"]), ("\u212a", re.I, ["kK"]), ("\xb5", re.I, WIDE_TEXTS), ("\u03bc", re.I, WIDE_TEXTS), ("[a-z]+", re.I, ["abXY\u212a\u017f"]), ("[a-z]+", re.I | re.A, ["abXY\u212a\u017f"]), ("[^a]", re.I, ["aAbB"]), ("[\xe0-\xff]+", re.I, ["\xc0\xe0\xd7\xf7\xdf\u0178"]), ("\u0436+", re.I, WIDE_TEXTS),
    ("[^\u0436k]+", re.I, WIDE_TEXTS), ("(?i:a)b", 0, ["Ab", "AB"]), ("\U00010400", re.I, WIDE_TEXTS), ("[\u0430-\u044f]+x?", re.I, ["\u0410\u0411x"]), ("\u017f", re.I, ["sS\u017f"]), ("[^s]", re.I, ["sS\u017f"]), ("(?:ab|CD)+", re.I, ["abCDcdAB"]), ("st", re.I, ["\ufb05\ufb06 ST"]),
    # iteration, empty matches
    ("x*", 0, ["axbxxc", ""]), ("\\b|a", 0, ["ab a"]), ("(?=a)|a", 0, ["aa"]), ("$|a", 0, ["aa\n"]), ("\\s*", 0, ["a  b"]), ("(?:)", 0, ["ab"]), ("a*?", 0, ["aa"]), ("(a)|", 0, ["ab"]), ("\\w*\\b", 0, ["ab cd"]),
]

BYTES_CASES = [
    (b"abc", 0, [b"xabc", b"ab"]), (b"[\x80-\xff]+", 0, [b"a\x80\xffb"]), (b"\\w+", 0, [b"ab \xe9c_1"]), (b"\\W", 0, [b"a\xe9"]), (b"A", re.I, [b"aA\xe1"]), (b"\\w+", re.L, [b"ab \xe9c"]), (b"[\\w]+\\b", re.L, [b"ab \xe9c"]), (b"[a-c]+", re.I | re.L, [b"aBC d"]), (b"abc", re.I | re.L, [b"xAbC"]), (b"[^a]", re.I | re.L, [b"aAb"]), (b"(a)\\1", re.I | re.L, [b"aA"]),
    (b"[^x]+x", re.I | re.L, [b"abX", b"ab"]), (b"\\B", re.L, [b"ab c"]), (b"\\s+\\d", 0, [b" \x85\xa01 2"]), (b".*\n", 0, [b"a\nb\n\n"]), (b"\\x00+", 0, [b"a\0\0"]),
]


def code_of(pattern, flags):
    parsed = _parser.parse(pattern, flags)
    return _compiler._code(parsed, flags), parsed.state.groups - 1


def show(match):
    out = [match.start(), match.end(), match.lastindex or 0]
    for span in match.regs[1:]:
        out += span
    return ",".join(map(str, out))


def records(pattern, flags, texts, ops, positions):
    code, groups = code_of(pattern, flags)
    compiled = re.compile(pattern, flags)
    yield "\t".join(["pattern", str(groups), " ".join(str(int(word)) for word in code), ascii((pattern, flags))])
    for text in texts:
        for op in ops:
            for pos, end in positions(text):
                got = getattr(compiled, op)(text, pos, end)
                found = list(got) if op == "finditer" else [got] if got else []
                units = text if isinstance(text, bytes) else map(ord, text)
                yield "\t".join([
                    "b" if isinstance(text, bytes) else "s", " ".join(map(str, units)), op, str(pos), str(end),
                    "|".join(map(show, found)),
                ])


def whole(text):
    yield 0, len(text)


def parts(text):
    yield 0, len(text)
    if len(text) > 1:
        yield 1, len(text)
        yield 1, len(text) - 1


OPS = ["match", "fullmatch", "search", "finditer"]


def cases():
    for pattern, flags, texts in CASES + BYTES_CASES:
        yield from records(pattern, flags, texts, OPS, whole)
        yield from records(pattern, flags, texts[-2:], OPS, lambda t: list(parts(t))[1:])


class Random:
    """Random patterns over a small alphabet, dense in the constructs that interact."""

    def __init__(self, seed):
        self.r = random.Random(seed)

    def unit(self):
        return self.r.choice(["a", "b", "c", "a", "b", ".", "[ab]", "[^a]", "[a-c]", "\\w", "\\W", "\\s", "\u0436", "[\u0436b]", "[^\u0436\\s]"])

    def pattern(self, depth):
        return "|".join(self.sequence(depth) for _ in range(self.r.choice([1, 1, 1, 2, 3])))

    def sequence(self, depth):
        return "".join(self.piece(depth) for _ in range(self.r.choice([0, 1, 1, 2, 2, 3, 4])))

    def piece(self, depth):
        k = self.r.random()
        if depth == 0 or k < 0.35:
            return self.unit() + self.repeat(0.4)
        if k < 0.55:
            self.groups += 1
            return "(" + self.pattern(depth - 1) + ")" + self.repeat(0.5)
        if k < 0.70:
            return "(?:" + self.pattern(depth - 1) + ")" + self.repeat(0.7)
        if k < 0.75:
            return "(?>" + self.pattern(depth - 1) + ")" + self.repeat(0.3)
        if k < 0.82:
            return self.r.choice(["(?=", "(?!"]) + self.pattern(depth - 1) + ")"
        if k < 0.86:
            return self.r.choice(["(?<=", "(?<!"]) + self.unit() * self.r.choice([1, 1, 2]) + ")"
        if k < 0.91:
            return self.r.choice(["^", "$", "\\b", "\\B", "\\A", "\\Z"])
        if self.groups and k < 0.96:
            return "\\%d" % self.r.randint(1, self.groups) + self.repeat(0.2)
        if self.groups:
            no = "|" + self.sequence(depth - 1) if self.r.random() < 0.6 else ""
            return "(?(%d)%s%s)" % (self.r.randint(1, self.groups), self.sequence(depth - 1), no)
        return self.unit()

    def repeat(self, chance):
        if self.r.random() > chance:
            return ""
        return self.r.choice(["*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}"]) + self.r.choice(["", "", "?", "+"])

    def text(self):
        return "".join(self.r.choice("aaabbbc \n\u0436" if self.wide else "aaabbbc \n") for _ in range(self.r.randint(0, 9)))

    def case(self):
        self.groups = 0
        self.wide = self.r.random() < 0.3
        pattern = self.pattern(3)
        flags = self.r.choice([0, 0, 0, re.I, re.M, re.S, re.A, re.I | re.A])
        try:
            re.compile(pattern, flags)
        except re.error:
            return
        op = self.r.choice(OPS)
        yield from records(pattern, flags, [self.text() for _ in range(2)], [op, "search"], lambda t: [self.r.choice(list(parts(t)))])


def main():
    which = sys.argv[1]
    if which == "cases":
        lines = cases()
    else:
        seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
        count = int(sys.argv[3]) if len(sys.argv) > 3 else 400
        generator = Random(seed)
        lines = (line for _ in range(count) for line in generator.case())
    for line in lines:
        print(line)


main()
