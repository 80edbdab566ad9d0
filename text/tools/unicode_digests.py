"""Writes a checksum of each property over all code points, for `tests/unicode.rs`.

    python3.14 text/tools/unicode_digests.py > text/tests/cases/unicode.txt
"""

import sys
import unicodedata
import zlib

METHODS = "isalpha isalnum isdecimal isdigit isnumeric isspace isprintable isidentifier islower isupper istitle upper lower title capitalize casefold swapcase".split()

PROPERTIES = {name: getattr(str, name) for name in METHODS} | {
    "continues": lambda c: ("a" + c).isidentifier(),
    "word": lambda c: ("A\u03a3" + c + "b" + c + "\u03a3").title(),
    "final_sigma": lambda c: ("a" + c + "\u03a3" + c + "a\u03a3").lower(),
    "repr": lambda c: repr(c)[1:-1],
    "lines": lambda c: str(len(("a" + c + "b").splitlines())),
    "decimal": lambda c: str(unicodedata.decimal(c, "")),
    "digit": lambda c: str(unicodedata.digit(c, "")),
    "numeric": lambda c: repr(unicodedata.numeric(c, "")).strip("'"),
    "category": unicodedata.category,
    "bidirectional": unicodedata.bidirectional,
    "east_asian_width": unicodedata.east_asian_width,
    "combining": lambda c: str(unicodedata.combining(c)),
    "mirrored": lambda c: str(bool(unicodedata.mirrored(c))),
}

for name, function in PROPERTIES.items():
    digest = 0
    for cp in range(sys.maxunicode + 1):
        digest = zlib.crc32((str(function(chr(cp))) + ";").encode("utf-32-le", "surrogatepass"), digest)
    print(f"{name}\t{digest}")
