"""Times CPython's `re` on some patterns and writes them, with the text, for `bench.rs` to run.

    python3.14 sre/examples/bench.py FILE && cargo run --release -p sre --example bench FILE
"""

import random
import re
import sys
import time
from re import _compiler, _parser

r = random.Random(7)
WORDS = "the quick brown fox jumps over lazy dog count total index value name Python Perl Tcl return while".split()


def prose(size):
    out, n = [], 0
    while n < size:
        kind = r.random()
        if kind < 0.05:
            piece = "%s = %d" % (r.choice(WORDS), r.randrange(10**6))
        elif kind < 0.08:
            piece = "%s.%s@%s.com" % (r.choice(WORDS), r.choice(WORDS), r.choice(WORDS))
        elif kind < 0.12:
            piece = "#\n"
        else:
            piece = r.choice(WORDS) + r.choice(["", "", ",", "."])
        out.append(piece)
        n += len(piece) + 1
    return " ".join(out)


def dna(size):
    return "\n".join("".join(r.choice("acgt") for _ in range(60)) for _ in range(size // 61))


PROSE, DNA = prose(1_000_000), dna(1_000_000)
LINES = PROSE[:200_000]
HTML = "".join('<div class="%s"><a href="http://%s.com/%s?x=%d">%s</a> &nbsp;</div>\n' % tuple(r.choice(WORDS) if i != 3 else 7 for i in range(5)) for _ in range(6000))

JOBS = [
    (r"\w+", 0, PROSE), (r"(\w+)\s*=\s*(\d+)", 0, PROSE), (r"[\w.]+@[\w.]+\.com", 0, PROSE), (r".*?#", 0, PROSE),
    (r"(?P<a>[a-z]+)(?:\s+(?P<b>[A-Z]\w*))+", 0, PROSE), (r"\b\d{3,5}\b", 0, PROSE), (r"^\w+|\d+$", re.M, PROSE),
    (r"Python|Perl|Tcl", 0, PROSE), (r"(Python|Perl|Tcl)", 0, PROSE), (r"(?:P|T)(?:ython|erl|cl)", 0, PROSE), (r"(?i)python|perl", 0, PROSE),
    (r"Python", 0, PROSE), (r".*Python", 0, PROSE), (r".*(Python|Perl)", 0, LINES), (r"(.)(.)(.)", 0, PROSE), (r"[a-z]*\s", 0, PROSE),
    (r"(?:\w+\s+){3}", 0, PROSE), (r"\s*(?:,|\.)\s*", 0, PROSE), (r"^\s+|\s+$", 0, LINES), (r"(a|b|c|d|e)+", 0, PROSE),
    (r"agggtaaa|tttaccct", re.I, DNA), (r"[cgt]gggtaaa|tttaccc[acg]", re.I, DNA), (r"a[act]ggtaaa|tttacc[agt]t", re.I, DNA), (r"agggt[cgt]aa|tt[acg]accct", 0, DNA), (r">.*\n|\n", 0, DNA),
    (r'<a[^>]*href="([^"]*)"', 0, HTML), (r"<(\w+)[^>]*>", 0, HTML), (r"(\w+)://([^/:]+)(:\d*)?([^# ]*)", 0, HTML), (r"&[a-z]+;", 0, HTML), (r'"(?:[^"\\]|\\.)*"', 0, HTML), (r"</?(?:div|a|span)\b", 0, HTML), (r"(?:^|\s)class=", 0, HTML), (r"\b\w+\b", 0, HTML),
    (r"\w+", 0, PROSE[:300_000] + "\u0436"), (r"[\w.]+@[\w.]+\.com", 0, PROSE[:300_000] + "\u0436"), (r"Python|Perl|Tcl", 0, PROSE[:300_000] + "\u0436"), (r".*?#", 0, PROSE[:300_000] + "\U00010400"),
]


def main(path):
    with open(path, "w") as out:
        texts = []
        for pattern, flags, text in JOBS:
            if text not in texts:
                texts.append(text)
                out.write("text\t%s\n" % " ".join(str(ord(c)) for c in text))
            parsed = _parser.parse(pattern, flags)
            code = _compiler._code(parsed, flags)
            compiled = re.compile(pattern, flags)
            best = 1e9
            for _ in range(3):
                start = time.perf_counter()
                scanner = compiled.scanner(text)
                n = 0
                while scanner.search():
                    n += 1
                best = min(best, time.perf_counter() - start)
            print("%-45s %7d %9.2f ms" % (pattern, n, best * 1000))
            out.write("\t".join(["pattern", str(texts.index(text)), str(parsed.state.groups - 1), " ".join(str(int(w)) for w in code), str(n), "%.3f" % (best * 1000), pattern.encode("unicode_escape").decode()]) + "\n")


main(sys.argv[1])
