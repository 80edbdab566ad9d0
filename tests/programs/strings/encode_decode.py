"""Encodings and their error handlers."""
s = "aé日😀"
for enc in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf8", "UTF-8", "U8"):
    b = s.encode(enc)
    print(enc, b, b.decode(enc) == s)
print("aé".encode("latin-1"), "a".encode("ascii"), "aé".encode("iso-8859-1"), "aé".encode("cp1252"))
for enc in ("ascii", "latin-1"):
    for h in ("strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "nope"):
        try:
            print(enc, h, s.encode(enc, h))
        except Exception as e:
            print(enc, h, "->", type(e).__name__, e)
bad = [b"\xff", b"a\x80b", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80", b"ok\xe2\x28\xa1end"]
for b in bad:
    for h in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape"):
        try:
            print(b, h, ascii(b.decode("utf-8", h)))
        except UnicodeDecodeError as e:
            print(b, h, "->", e, e.start, e.end, e.reason, e.encoding)
for text in ("'\\ud800'.encode()", "'\\ud800'.encode('utf-8', 'surrogatepass')", "'\\udc80'.encode('utf-8', 'surrogateescape')", "b'\\xed\\xa0\\x80'.decode('utf-8', 'surrogatepass')", "'a'.encode('nope')", "b'a'.decode('nope')", "'a'.encode(1)", "b'\\x80'.decode('ascii')", "b'\\x80'.decode('ascii', 'replace')", "b'abc'.decode('utf-16')", "'é'.encode('ascii')"):
    try:
        print(text, ascii(eval(text)))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
print("é".encode("unicode_escape"), b"\\u00e9\\n".decode("unicode_escape"), "é".encode("utf-8").hex(), "".encode(), b"".decode(), "x".encode(encoding="utf-8", errors="strict"))
print(b"\xef\xbb\xbfhi".decode("utf-8-sig"), "hi".encode("utf-8-sig"))
