"""bytes: construction, methods, errors."""
print(bytes(), bytes(3), bytes([1, 2, 255]), bytes("é", "utf-8"), bytes(b"x"), bytes(range(5)), bytes((i for i in [65, 66])), b"\x00\t\n\r\\'\"\x7f\x80", b"'", b'"', b"'\"")
print(b"abc"[0], b"abc"[-1], b"abc"[1:], b"abc"[::-1], list(b"ab"), len(b"\0\0"), b"a" + b"b", b"ab" * 2, 0 * b"a", b"a" < b"b", b"a" == "a", b"ab" in b"xaby", 97 in b"abc", hash(b"a") == hash(b"a"))
print(b"a,b,c".split(b","), b" a b ".split(), b"a\nb\r\nc".splitlines(), b"-".join([b"a", b"b"]), b"abcabc".find(b"c"), b"abc".find(99), b"abcabc".rfind(b"a"), b"abc".index(b"b"), b"aXbX".replace(b"X", b"--"), b"abca".count(b"a"), b"abca".count(97))
print(b"  x ".strip(), b"xax".strip(b"x"), b"aB".upper(), b"aB".lower(), b"ab cd".title(), b"aB".swapcase(), b"ab".capitalize(), b"a".center(3, b"*"), b"a".ljust(3), b"a".rjust(3, b"."), b"-5".zfill(4), b"a\tb".expandtabs(2))
print(b"abc".startswith(b"ab"), b"abc".endswith((b"x", b"c")), b"ab".isalpha(), b"12".isdigit(), b"a1".isalnum(), b" ".isspace(), b"A".isupper(), b"a".islower(), b"Ab".istitle(), b"\x80".isascii())
print(b"abc".hex(), b"abc".hex(":"), b"abcdef".hex("-", 2), bytes.fromhex("61 62 63"), bytes.fromhex(""), b"a=b".partition(b"="), b"a=b=c".rpartition(b"="), b"abc".translate(bytes(range(256))), b"abc".translate(None, b"b"), bytes.maketrans(b"a", b"b")[97], b"abc".removeprefix(b"a"), b"abc".removesuffix(b"c"))
print(b"abc".decode(), b"\xff".decode("latin-1"), str(b"a"), repr(b"\xff"), bytes(b"ab").__class__, b"a" b"b", rb"\x", iter(b"a").__next__())
for text in ("bytes(-1)", "bytes([256])", "bytes([-1])", "bytes('a')", "bytes(1, 'utf-8')", "bytes(1.5)", "bytes(['a'])", "bytes('a', 'nope')", "b'a' + 'b'", "b'a'[5]", "b'a' < 'a'", "b'a'.find('a')", "b'a'.join(['x'])", "b''.join([1])", "b'a'.split('x')", "b'a'.index(b'z')", "b'abc'.find(256)", "'a' in b'a'", "bytes.fromhex('6')", "bytes.fromhex('zz')", "b'a'.replace(b'a', 'b')", "b'a'.center(5, b'ab')", "bytes([1, None])", "b'a'.translate(b'x')", "bytes(None)", "bytes(1 << 70)", "b'a'.split(b'')"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
class B(bytes):
    pass
class HasBytes:
    def __bytes__(self):
        return b"has"
print(B(b"x"), type(B(b"x")), bytes(HasBytes()), type(B(b"x") + b""), B(b"ab")[0:1], type(B(b"ab")[0:1]))
print(sorted([b"b", b"a", b"ab", b""]), max(b"abc"), sum(b"\1\2"), b"%d-%s" % (5, b"x"), {b"k": 1}[b"k"], b"a" != b"b", bool(b""), b"" == bytes(0))
