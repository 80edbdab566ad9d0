"""str() of objects, __str__ and __repr__ fallbacks, bytes decoding."""
class Neither:
    pass
class OnlyRepr:
    def __repr__(self):
        return "<only repr>"
class OnlyStr:
    def __str__(self):
        return "only str"
class Both(OnlyRepr, OnlyStr):
    pass
print(str(OnlyRepr()), repr(OnlyRepr()), str(OnlyStr()), repr(OnlyStr()).startswith("<__main__.OnlyStr object at 0x"), str(Both()), repr(Both()), [OnlyStr.__name__, Both()])
print(f"{Both()} {Both()!r} {Both()!s} {Both()!a}", "%s %r" % (Both(), Both()), "{} {!r}".format(Both(), Both()))
class BadStr:
    def __str__(self):
        return 5
class BadRepr:
    def __repr__(self):
        return None
class SubStr(str):
    pass
class ReturnsSub:
    def __str__(self):
        return SubStr("sub")
print(type(str(ReturnsSub())).__name__, type(str(SubStr("a"))).__name__, repr(SubStr("q")))
for f in (lambda: str(BadStr()), lambda: repr(BadRepr()), lambda: f"{BadStr()}", lambda: [BadRepr()].__repr__(), lambda: str(1, 2), lambda: str(b"a", 1), lambda: str("a", "utf-8"), lambda: str(b"\xff", "utf-8"), lambda: str(b"a", "nope"), lambda: str(b"a", "utf-8", "strict", 1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(str(), str(object=5), str(b"abc", "utf-8"), str(b"\xe9", "latin-1"), str(b"\xff", "utf-8", "replace") == "\ufffd", str(b"a", errors="ignore"), str(b"x"), str(None), str(...), str(NotImplemented), str(int), str(print), str(type(None)))
class T(str):
    def __new__(cls, v, extra):
        self = super().__new__(cls, v * 2)
        self.extra = extra
        return self
    def __str__(self):
        return "T!" + self.extra
t = T("ab", "x")
print(t == "abab", str(t), f"{t}", t.upper(), len(t), t + "c", t.extra, repr(t), "%s" % t, hash(t) == hash("abab"), {"abab": 1}[t], t.__class__.__name__)
