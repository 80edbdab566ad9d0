"""Writes a table of cases with the results of the CPython it runs under, for `tests/oracle.rs`.

    python3.14 text/tools/cases.py AREA [SEED [COUNT]] > text/tests/cases/AREA.txt

A line is: operation, arguments, then `=result` or `!ExceptionName: message`, separated by tabs, each escaped with
`unicode_escape`.
"""

import random
import sys

R = random.Random()

# How much of each area is recorded in the repository.
COUNTS = {"repr": 150, "number": 120, "format": 150, "string": 60, "template": 300, "codec": 400}


def esc(text):
    return text.encode("unicode_escape", "surrogatepass").decode("ascii")


def emit(op, args, function):
    try:
        result = "=" + function()
    except UnicodeError as e:
        # Not among the exceptions of the crate's faults.
        result = "!ValueError: " + ("decode " if isinstance(e, UnicodeDecodeError) else "encode ") + str(e)
    except Exception as e:
        result = "!" + type(e).__name__ + ": " + str(e)
    print("\t".join(esc(part) for part in [op, *args, result]))


# ---- values

CHARS = "aAbB01 '\"\\\t\n\r\x00\x1f\x7f\x80\xa0\xad\xdf\xe9\u0130\u0149\u03a3\u03c3\u03c2\u0345\u0660\u2028\u2160\ud800\udc80\ufffe\uffff\U00010400\U0001d7d8\U0001f600\U0010ffff"


def any_text(most=12):
    pool = R.choice(["abc", "aB \t\n", "ab'\"\\", CHARS, CHARS])
    return "".join(R.choice(pool) for _ in range(R.randint(0, most)))


def any_int():
    kind = R.randint(0, 5)
    if kind == 0:
        return R.randint(-20, 20)
    if kind == 1:
        return R.choice([1, -1]) * (2 ** R.randint(0, 1100) + R.randint(-2, 2))
    if kind == 2:
        return R.choice([1, -1]) * 10 ** R.randint(0, 40)
    return R.choice([1, -1]) * R.getrandbits(R.choice([8, 31, 53, 54, 62, 63, 64, 65, 128, 200, 1030]))


def any_float():
    kind = R.randint(0, 8)
    if kind == 0:
        return R.choice([0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 1e16, 1e17, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan"), 9007199254740993.0, 2.0**63, -(2.0**63), 2.0**64])
    if kind == 1:
        import struct
        return struct.unpack("<d", R.randbytes(8))[0]
    if kind == 2:
        return R.randint(-100000, 100000) / R.choice([1, 2, 4, 8, 10, 100, 1000])
    if kind == 3:
        return R.randint(-999, 999) * 10.0 ** R.randint(-20, 25)
    if kind == 4:
        return float(R.getrandbits(R.randint(1, 70)))
    return R.uniform(-10, 10) * 10 ** R.randint(-6, 6)


# ---- areas


def repr_cases():
    text = any_text()
    emit("repr", [text], lambda: repr(text))
    emit("ascii", [text], lambda: ascii(text))
    data = R.randbytes(R.randint(0, 6)) + text.encode("utf-8", "surrogatepass")
    emit("bytes_repr", [data.decode("latin-1")], lambda: repr(data))


NUMBERISH = "0123456789__..eE+-jJxXoObB \t\xa0\u0663afnit()\x1c\n"


def number_text():
    kind = R.randint(0, 4)
    if kind == 0:
        return "".join(R.choice(NUMBERISH) for _ in range(R.randint(0, 8)))
    text = R.choice([lambda: str(any_int()), lambda: repr(any_float()), lambda: hex(any_int()), lambda: bin(R.getrandbits(9)), lambda: oct(R.getrandbits(70)), lambda: f"{any_int():_}", lambda: f"{any_int():#_x}", lambda: str(complex(any_float(), any_float())), lambda: R.choice(["inf", "-Infinity", "NaN", "+nan", "infi", "nanj", "1e400", "1e-400", "0_0", "00", "007"])])()
    if kind == 1 and text:
        at = R.randrange(len(text) + 1)
        text = text[:at] + R.choice(NUMBERISH) + text[at:]
    if kind == 2:
        text = R.choice(["", " ", "\t\n", "\xa0", "\u2003", "\x1c"]) + text + R.choice(["", " ", "\x85"])
    if kind == 3:
        text = text.translate({0x30 + d: 0x0660 + d for d in range(10)})
    return text


def number_cases():
    text = number_text()
    base = R.choice([10, 10, 10, 0, 16, 2, 8, 36, 7, 1, 37])
    emit("int", [text, str(base)], lambda: str(int(text, base)))
    emit("float", [text], lambda: float(text).hex())
    emit("complex", [text], lambda: repr(complex(text)))
    value, other, x, y = any_int(), any_int(), any_float(), any_float()
    emit("int_bytes", [text, str(base)], lambda: str(int(text.encode("latin-1"), base))) if text.isascii() else None
    emit("decimal", [hex(value)], lambda: str(value))
    emit("int_hash", [hex(value)], lambda: str(hash(value)))
    emit("int_to_float", [hex(value)], lambda: float(value).hex())
    emit("true_divide", [hex(value), hex(other)], lambda: (value / other).hex())
    emit("compare", [hex(value), x.hex()], lambda: "?" if x != x else "<" if value < x else ">" if value > x else "=")
    near = float(value) if abs(value) < 2**1023 else 1.5
    emit("compare", [hex(value), near.hex()], lambda: "<" if value < near else ">" if value > near else "=")
    emit("float_repr", [x.hex()], lambda: repr(x))
    emit("float_hex", [x.hex()], lambda: x.hex())
    emit("float_hash", [x.hex()], lambda: str(hash(x)) if x == x else "?")
    emit("float_to_int", [x.hex()], lambda: str(int(x)))
    emit("float_round_to_int", [x.hex()], lambda: str(round(x)))
    emit("ratio", [x.hex()], lambda: "%d/%d" % x.as_integer_ratio())
    digits = R.choice([R.randint(-5, 20), R.randint(-330, 330)])
    emit("round", [x.hex(), str(digits)], lambda: round(x, digits).hex())
    places, tie = R.randint(-25, 2), 5 * R.randint(-50, 50) * 10 ** R.randint(0, 20)
    emit("round_int", [hex(value), str(places)], lambda: str(round(value, places)))
    emit("round_int", [hex(tie), str(places)], lambda: str(round(tie, places)))
    emit("complex_repr", [x.hex(), y.hex()], lambda: repr(complex(x, y)))
    text = x.hex()
    if R.random() < 0.7:
        at = R.randrange(len(text) + 1)
        text = text[:at] + R.choice("0123456789abcdefxp+-. \n") + text[at + R.randint(0, 1) :]
    emit("from_hex", [text], lambda: float.fromhex(text).hex())


def any_spec():
    def maybe(choices, chance=0.4):
        return R.choice(choices) if R.random() < chance else ""

    fill = maybe(["<", ">", "^", "=", "x<", "0>", "*^", "0=", "\xe9=", "\u20ac<", "0<"])
    precision = R.choice(["", "", ".0", ".1", ".2", ".3", ".6", ".10", ".17", ".30", ".400", ".,", ".3_", ".7,", ".2_,", "."])
    if R.random() < 0.02:
        return any_text(5)
    return fill + maybe(["+", "-", " "]) + maybe("z", 0.1) + maybe("#", 0.2) + maybe("0", 0.3) + maybe(["1", "5", "8", "12", "20", "31"], 0.5) + maybe([",", "_", ",_"], 0.3) + precision + R.choice(["", "d", "x", "X", "o", "b", "c", "n", "e", "E", "f", "F", "g", "G", "%", "s", "r", "\xe9", "f", "g", "e"])


def format_cases():
    spec, i, x, y, s = any_spec(), any_int(), any_float(), any_float(), any_text()
    emit("format_int", [hex(i), spec], lambda: format(i, spec))
    small = R.randint(-3000, 70000)
    emit("format_int", [hex(small), spec], lambda: format(small, spec))
    emit("format_float", [x.hex(), spec], lambda: format(x, spec))
    emit("format_complex", [x.hex(), y.hex(), spec], lambda: format(complex(x, y), spec))
    emit("format_str", [s, spec], lambda: format(s, spec))


UNARY = "upper lower casefold swapcase capitalize title isalpha isalnum isdecimal isdigit isnumeric isspace isprintable isidentifier islower isupper istitle isascii".split()
BYTES_UNARY = "upper lower swapcase capitalize title isalpha isalnum isdigit isspace islower isupper istitle".split()


def some_text(most=14):
    if R.random() < 0.3:
        return "".join(R.choice("ab") for _ in range(R.randint(0, 60)))
    return any_text(most)


def part_of(text, most=4):
    """Often a piece of the text, so that searches find something."""
    if R.random() < 0.3:
        return any_text(2)
    at = R.randint(0, len(text))
    return text[at : at + R.randint(0, R.choice([most, 14]))]


def index_near(text):
    return R.choice([None, None, R.randint(-len(text) - 2, len(text) + 2)])


def string_cases():
    text = some_text()
    for name in UNARY:
        emit(name, [text], lambda: str(getattr(text, name)()))
    data = text.encode("utf-8", "surrogatepass")
    for name in BYTES_UNARY:
        emit("bytes." + name, [data.decode("latin-1")], lambda: repr(getattr(data, name)()))
    keep, tab, width, most = R.randint(0, 1), R.choice([0, 1, 4, 8, -3]), R.randint(0, 20), R.choice([-1, -1, 0, 1, 2, 5])
    fill = R.choice("* 0\u20ac\U0001f600")
    part, new = part_of(text), any_text(3)
    start, end = index_near(text), index_near(text)
    emit("split", [text, str(most)], lambda: repr(text.split(None, most)))
    emit("rsplit", [text, str(most)], lambda: repr(text.rsplit(None, most)))
    emit("splitlines", [text, str(keep)], lambda: repr(text.splitlines(keep)))
    latin = data.decode("latin-1")
    emit("bytes.split", [latin, str(most)], lambda: repr(data.split(None, most)))
    emit("bytes.rsplit", [latin, str(most)], lambda: repr(data.rsplit(None, most)))
    emit("bytes.splitlines", [latin, str(keep)], lambda: repr(data.splitlines(keep)))
    emit("bytes.strip", [latin], lambda: repr(data.strip()))
    emit("bytes.expandtabs", [latin, str(tab)], lambda: repr(data.expandtabs(tab)))
    emit("expandtabs", [text, str(tab)], lambda: text.expandtabs(tab))
    for name in "center ljust rjust".split():
        emit(name, [text, str(width), fill], lambda: getattr(text, name)(width, fill))
    emit("zfill", [text, str(width)], lambda: text.zfill(width))
    for name in "strip lstrip rstrip".split():
        emit(name, [text], lambda: getattr(text, name)())
        emit(name, [text, part], lambda: getattr(text, name)(part))
    bounds = [str(start), str(end)]
    for name in "find rfind count".split():
        emit(name, [text, part, *bounds], lambda: str(getattr(text, name)(part, start, end)))
    emit("startswith", [text, part], lambda: str(text.startswith(part)))
    emit("endswith", [text, part], lambda: str(text.endswith(part)))
    emit("replace", [text, part, new, str(most)], lambda: text.replace(part, new, most))
    emit("compare_text", [text, part], lambda: "<" if text < part else "=" if text == part else ">")
    if part:
        emit("split_at", [text, part, str(most)], lambda: repr(text.split(part, most)))
        emit("rsplit_at", [text, part, str(most)], lambda: repr(text.rsplit(part, most)))
        emit("partition", [text, part], lambda: repr(text.partition(part)))
        emit("rpartition", [text, part], lambda: repr(text.rpartition(part)))


def template_text():
    return "".join(R.choice(["{", "}", "{}", "{0", "a", ".b", "[c", "[1]", "]", "!", "!r", ":", ":>3", "{{", "}}", "x}", " ", "[", ".", "\u0663", "99999999999999999999"]) for _ in range(R.randint(1, 7)))


def field_steps(text):
    import _string
    first, rest = _string.formatter_field_name_split(text)
    return repr(first) + "".join(("." if attribute else "") + repr(value) for attribute, value in rest)


def percent_text():
    def directive():
        return "%" + "".join(R.choice(["", "", "-", "+", " ", "#", "0"]) for _ in range(2)) + R.choice(["", "", "", "5", "12", "*", "%"]) + R.choice(["", "", ".", ".0", ".3", ".8", ".*"]) + R.choice(["", "", "l", "hh"]) + R.choice("diuoxXeEfFgGcsrasdfgxzb%\xe9\x01")

    return "".join(R.choice([directive, directive, directive, lambda: "%%", lambda: any_text(3), lambda: "%"])() for _ in range(R.randint(1, 3)))


def template_cases():
    import _string
    text = template_text()
    emit("pieces", [text], lambda: repr(list(_string.formatter_parser(text))))
    name = text.replace("{", "").replace("}", "").replace("!", "").replace(":", "")
    emit("field_name", [name], lambda: field_steps(name))
    text = percent_text()
    values, shown = [], []
    for _ in range(R.randint(0, 4)):
        value = R.choice([any_int, lambda: R.randint(-12, 12), any_float, lambda: any_text(3)])()
        values.append(value)
        shown.append("i" + hex(value) if isinstance(value, int) else "f" + value.hex() if isinstance(value, float) else "s" + value)
    emit("percent", [text, *shown], lambda: text % tuple(values))


ENCODINGS = "utf-8 utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be latin-1 ascii unicode-escape raw-unicode-escape".split()
HANDLERS = "strict strict ignore replace backslashreplace surrogateescape surrogatepass".split()
BYTE_PARTS = [b"a", b"\x80", b"\xff", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\xed\xb2", b"\xe0\x80", b"\xf4\x90", b"\xc0\xaf", b"\x00\xd8", b"\xd8\x00", b"\x00\xdc", b"\xff\xfe", b"\xfe\xff", b"\x00\x00", b"\x11\x00", b"\\", b"\\x4", b"\\u00", b"\\U0010ffff", b"\\U00110000", b"\\n", b"\\\\", b"\\N{", b"}", b"\\7", b"\\400", b"\\\n", b"\\'"]


def codec_cases():
    import codecs
    import warnings
    warnings.simplefilter("ignore")
    encoding, handler = R.choice(ENCODINGS), R.choice(HANDLERS)
    data = b"".join(R.choice(BYTE_PARTS) for _ in range(R.randint(0, 5)))
    if R.random() < 0.4:
        data = any_text(4).encode(encoding, "backslashreplace") + data
    emit("decode", [data.decode("latin-1"), encoding, handler], lambda: data.decode(encoding, handler))
    partial = codecs.lookup(encoding).incrementaldecoder
    if encoding not in ("utf-16", "utf-32"):
        emit("decode_part", [data.decode("latin-1"), encoding], lambda: partial().decode(data))
    emit("escape_decode", [data.decode("latin-1")], lambda: codecs.escape_decode(data)[0].decode("latin-1"))
    text = any_text(6)
    handler = R.choice(HANDLERS + ["xmlcharrefreplace"])
    emit("encode", [text, encoding, handler], lambda: text.encode(encoding, handler).decode("latin-1"))


def main():
    area = sys.argv[1]
    R.seed(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    for _ in range(int(sys.argv[3]) if len(sys.argv) > 3 else COUNTS[area]):
        globals()[area + "_cases"]()


main()
