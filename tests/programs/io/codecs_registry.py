# The registry of codecs, error handlers, incremental and table codecs.
import codecs


def attempt(function, *args):
    try:
        print(ascii(function(*args)))
    except Exception as error:
        print(type(error).__name__, ascii(str(error)), getattr(error, "__notes__", ""))


text = "aé€😀\n"
for name in ("utf-8", "utf-16", "utf-16-le", "utf-32-be", "utf-8-sig", "utf-7", "unicode_escape", "raw_unicode_escape", "punycode"):
    attempt(lambda: text.encode(name))
    attempt(lambda: text.encode(name).decode(name) == text)
for name in ("cp1252", "iso8859-15", "koi8-r", "mac_roman", "cp437", "latin-1", "ascii"):
    attempt(text.encode, name)
    for errors in ("ignore", "replace", "backslashreplace", "xmlcharrefreplace", "surrogateescape"):
        attempt(text.encode, name, errors)
    attempt(bytes(range(0x78, 0xa2)).decode, name, "replace")
for name in ("hex", "base64", "rot13", "nope", "UTF 8", "utf_8"):
    attempt("x".encode, name)
    attempt(b"x".decode, name)
attempt(codecs.encode, b"hello", "hex")
attempt(codecs.decode, "uryyb", "rot13")
attempt(codecs.encode, b"abc", "base64")
attempt(codecs.decode, b"6869", "hex_codec")
info = codecs.lookup("UTF8")
print(info.name, info.encode("é"), info.decode(b"\xc3\xa9"), info._is_text_encoding, len(info))


def handler(error):
    print(type(error).__name__, error.encoding, ascii(error.object), error.start, error.end, error.reason)
    return "<%d>" % (error.end - error.start), error.end


codecs.register_error("demo", handler)
print("aéèb€".encode("ascii", "demo"), "é€".encode("latin-1", "demo"), "x€y\x81".encode("cp1252", "demo"))
print(b"a\xff\xfeb".decode("utf-8", "demo"), b"\x81".decode("cp1252", "demo"), b"\xe9".decode("ascii", "demo"))
codecs.register_error("bytes", lambda e: (b"\x00\xff", e.end))
print("aéb".encode("ascii", "bytes"), "a\udc00".encode("utf-16-le", "bytes"))
codecs.register_error("back", lambda e: ("?", -1))
print("éb".encode("ascii", "back"))
for answer in (1, ("x",), ("x", "y"), ("x", 100), (1, 2), ("é", 1)):
    codecs.register_error("bad", lambda e: answer)
    attempt("é".encode, "ascii", "bad")
    attempt(b"\xff".decode, "ascii", "bad")
attempt("é".encode, "ascii", "unknown")
attempt("e".encode, "ascii", "unknown")
attempt(codecs.lookup_error, "unknown")
attempt(codecs.register_error, "x", 1)
attempt(codecs.register, 1)
attempt(b"\xff".decode, "utf-8", "xmlcharrefreplace")
for name in ("strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "surrogateescape", "surrogatepass"):
    h = codecs.lookup_error(name)
    attempt(h, UnicodeEncodeError("utf-8", "a\udc80b", 1, 2, "why"))
    attempt(h, UnicodeDecodeError("utf-8", b"a\xed\xa0\x80", 1, 4, "why"))
    attempt(h, UnicodeTranslateError("a\u1234b", 1, 2, "why"))
    attempt(h, ValueError("x"))


def search(name):
    if name == "double":
        return codecs.CodecInfo(lambda s, e="strict": (s.encode() * 2, len(s)), lambda b, e="strict": (bytes(b).decode()[:1], len(b)), name="double")
    if name == "wrong":
        return 1
    if name == "odd":
        return codecs.CodecInfo(lambda s, e="strict": (s, len(s)), lambda b, e="strict": (b, len(b)), name="odd")


codecs.register(search)
print("ab".encode("double"), b"xy".decode("DOUBLE"), codecs.lookup("double").name)
attempt("a".encode, "wrong")
attempt("a".encode, "odd")
attempt(b"a".decode, "odd")
codecs.unregister(search)
attempt("a".encode, "double")
for name, parts in (("utf-8", (b"a\xe2", b"\x82", b"\xacb")), ("utf-16", (b"\xff", b"\xfea", b"\0b\0")), ("utf-8-sig", (b"\xef\xbb", b"\xbfz")), ("utf-7", (b"+AK", b"M-x"))):
    d = codecs.getincrementaldecoder(name)()
    print(name, [d.decode(part) for part in parts], d.decode(b"", True), d.getstate())
e = codecs.getincrementalencoder("utf-16")()
print(e.encode("a"), e.encode("b"), list(codecs.iterencode(["é", "x"], "utf-8")), list(codecs.iterdecode([b"\xc3", b"\xa9"], "utf-8")))
print(codecs.utf_8_decode(b"a\xc3"), codecs.utf_16_ex_decode(b"\xfe\xff\0a", "strict", 0, True), codecs.escape_decode(rb"\x41\n\101"), codecs.escape_encode(b"\n'\xff"))
print(codecs.charmap_encode("ab", "strict", {97: 1, 98: b"xy"}), codecs.charmap_decode(b"\0\1\2", "replace", "xy"), codecs.charmap_build("ab"))
attempt(codecs.charmap_encode, "c", "strict", {97: 1})
attempt(codecs.charmap_decode, b"\x05", "strict", {})
attempt(codecs.utf_8_encode, b"x")
attempt(codecs.utf_8_decode, "x")
attempt(codecs.utf_8_encode, "x", 1)
import io
w = codecs.getwriter("utf-8")(io.BytesIO())
w.write("é")
print(w.getvalue(), codecs.getreader("latin-1")(io.BytesIO(b"\xe9\n2")).readlines())
