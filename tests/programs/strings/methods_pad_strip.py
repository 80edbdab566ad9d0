"""strip, justify, zfill, expandtabs, translate."""
print(repr("  a ".strip()), repr("  a ".lstrip()), repr("  a ".rstrip()), "xxaxx".strip("x"), "abcba".strip("ab"), "abc".strip(""), "abc".strip("abc"), "a".strip(None), repr("\u2003a\x85".strip()), "éaé".strip("é"), "aé".rstrip("é"))
print("a".ljust(3) + "|", "a".rjust(3, "*"), "ab".center(5), "ab".center(5, "-"), "abc".center(4, "-"), "abcd".center(7, "-"), "abc".center(2), "a".ljust(3, "é"), "x".rjust(-5))
print("42".zfill(5), "-42".zfill(5), "+4".zfill(4), "".zfill(2), "abc".zfill(2), "--1".zfill(5), "é".zfill(3))
print(repr("a\tb".expandtabs()), repr("ab\tc\td".expandtabs(4)), repr("a\n\tb".expandtabs(2)), repr("\t".expandtabs(0)), repr("a\tb".expandtabs(tabsize=1)), repr("a\tb".expandtabs(-1)), repr("\r\tx".expandtabs(4)))
t = str.maketrans("abc", "xyz", "d")
print(t, "abcde".translate(t), "abc".translate({97: "long", 98: None, 99: 0x1F600}), "abc".translate({}), str.maketrans({"a": "b", 99: None, "é": 5}))
class M:
    def __getitem__(self, k):
        if k == 97:
            raise LookupError
        return chr(k + 1)
print("abz".translate(M()))
for text in ("'a'.center('x')", "'a'.center(5, 'xy')", "'a'.center(5, b'x')", "'a'.ljust(5, '')", "'a'.strip(1)", "'a'.zfill('1')", "str.maketrans('a', 'bc')", "str.maketrans(1)", "str.maketrans({'ab': 1})", "'a'.translate(1)", "'a'.translate({97: 1.5})", "'a'.translate({97: -1})", "'a'.translate([])", "'a'.expandtabs('x')", "'a'.ljust()"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
print("%s|%10s|%-10s|%.2s|%10.2s|%c" % ("abc", "abc", "abc", "abc", "abc", "a"))
