"""Strings made in different ways are equal, hash alike and find the same keys."""
import sys
made = ["abc", "a" + "bc", "".join(["a", "b", "c"]), "xabcx"[1:4], "ABC".lower(), str("abc"), "%s" % "abc", f"{'abc'}", b"abc".decode(), "abcd".rstrip("d"), sys.intern("abc"), "cba"[::-1], chr(97) + "bc", "\x61bc", "日abc"[1:], "a-b-c".replace("-", "")]
print(len(set(made)), len({m: i for i, m in enumerate(made)}), all(hash(m) == hash("abc") for m in made), all(m == "abc" for m in made))
d = {"abc": 1}
print([d[m] for m in made])
class C:
    pass
c = C()
for i, m in enumerate(made):
    setattr(c, m, i)
print(vars(c), [getattr(c, m) for m in made][:3], c.abc)
print([sys.intern(m) is sys.intern("abc") for m in made])
wide = ["é", "日é"[1:], "e\u0301"[:0] + "é", "\xe9", b"\xe9".decode("latin-1")]
print(len(set(wide)), len(set(["😀", "a😀"[1:], "\U0001F600"])))
try:
    sys.intern(1)
except TypeError as e:
    print(e)
class S(str):
    pass
try:
    sys.intern(S("a"))
except TypeError as e:
    print(e)
print({S("a"): 1}["a"], {"a": 1}[S("a")], S("a") == "a", "a" == S("a"), len({S("a"), "a"}), getattr(c, S("abc")))
class H(str):
    def __hash__(self):
        return 1
    def __eq__(self, other):
        return str.__eq__(self, other)
d = {H("k"): "h"}
print(d.get("k"), d[H("k")], hash("") == hash(""), "\0" == "", hash("a\0") == hash("a"))
