"""Index, slice, iterate strings of all unit widths."""
for s in ("abcdef", "abcdéf", "日本語abc", "a😀b😁c"):
    n = len(s)
    print(ascii(s), n, ascii([s[0], s[-1], s[n - 1], s[-n]]), ascii([c for c in s]), ascii(list(reversed(s))))
    print(ascii([s[1:3], s[:-1], s[::-1], s[::2], s[-3:], s[5:1], s[5:1:-1], s[100:], s[-100:2], s[:], s[1:100:3], s[-1:-4:-1], s[::-3]]))
    print(s[:] is s, s[0:n] == s, len(s[1:1]), hash(s) == hash(s[:1] + s[1:]), s[1:] + s[:1] == s[1:n] + s[0])
    for i in (n, -n - 1, 1 << 70):
        try:
            s[i]
        except IndexError as e:
            print("IndexError", e)
class I:
    def __index__(self):
        return 2
print("abcdef"[I()], "abcdef"[I():], "abcdef"[:I()], "abcdef"[::I()])
for bad in ("x", 1.5, None, (1, 2), [1]):
    try:
        "abc"[bad]
    except TypeError as e:
        print(e)
for bad in (slice("a"), slice(1.5), slice(None, None, 0), slice(None, None, [])):
    try:
        "abc"["".__len__():][bad]
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print("ab" < "abc", "b" > "abc", "é" > "z", "😀" > "\uffff", "a" == "a", "é" == "e\u0301", sorted(["b", "B", "a", "é", "😀", "日", ""]), max("hello"), min("hello"))
e = iter("a😀é")
print(next(e), ascii(next(e)), ascii(list(e)), list(enumerate("ab")), list(zip("ab", "cd")), tuple("xyz"), [*"hi"], len("a\0b"), "a\0b"[1] == "\0")
