"""Subclasses of builtin types: overridden hooks and who calls them."""
class D(dict):
    def __getitem__(self, k): return ("got", super().get(k))
    def __setitem__(self, k, v): super().__setitem__(k, (v, "set"))
    def __contains__(self, k): return True
    def __iter__(self): return iter(["iter"])
    def __len__(self): return 99
    def keys(self): return ["k"]
    def get(self, k, d=None): return "custom get"
d = D(a=1); d["b"] = 2; print(d, d["a"], d["zz"], "q" in d, list(d), len(d), d.get("a"), dict.get(d, "b"), d.setdefault("c", 3), d.copy(), dict(d), {**d}, d.pop("b"))
class L(list):
    def __getitem__(self, i): return ("item", super().__getitem__(i))
    def __len__(self): return 7
    def __iter__(self): return iter("LI")
    def __contains__(self, x): return x == "magic"
    def append(self, x): super().append(("app", x))
    def __eq__(self, o): return "eq"
    def __add__(self, o): return "add"
    def __iadd__(self, o): self.append(o); return self
l = L([1, 2]); l.append(3); print(repr(l), l[0], len(l), list(l), "magic" in l, 1 in l, l == 1, l + 1, sorted(l), [*l], tuple(l), l[:1]); l += 5; print(repr(l)); l.extend([6]); print(repr(l), bool(L()), max(l))
class T(tuple):
    def __getitem__(self, i): return "item"
    def __iter__(self): return iter([7, 8])
    def __len__(self): return 0
t = T((1, 2, 3)); a, b = t; print(t[0], list(t), len(t), bool(t), a, b, (lambda *x: x)(*t), t + (4,), t == (1, 2, 3), repr(t), hash(t) == hash((1, 2, 3)))
class S(str):
    def __str__(self): return "STR"
    def __repr__(self): return "REPR"
    def __len__(self): return 50
    def __getitem__(self, i): return "x"
    def __iter__(self): return iter([1])
    def upper(self): return "UP"
    def __format__(self, f): return "FMT"
    def __eq__(self, o): return True
    __hash__ = str.__hash__
s = S("abc"); print(s, repr(s), [s], len(s), s[0], list(s), s.upper(), f"{s}", f"{s!s}", "%s" % s, s + "d", s == 5, "b" in s, s.lower(), "".join([s, s]), s.split("b"), str.__str__(s), str(s), format(s), "{}".format(s))
class I(int):
    def __repr__(self): return "I!"
    def __index__(self): return 1
    def __int__(self): return 2
    def __bool__(self): return False
    def __eq__(self, o): return "eq"
    def __hash__(self): return 0
    def __str__(self): return "I-str"
    def __float__(self): return 9.5
i = I(5); print(i, repr(i), [i], i + 0, int(i), bool(i), not i, i == 1, f"{i}", f"{i:d}", "%d" % i, "%s" % i, float(i), i < 6, list(range(i)), "ab" * i, i.real, -i)
class F(float):
    def __str__(self): return "F-str"
    def __eq__(self, o): return False
    def __hash__(self): return 1
f = F(1.5); print(f, repr(f), f == 1.5, f + 1, f"{f}", f"{f:.2f}", "%s" % f, round(f), int(f))
class St(set):
    def add(self, x): super().add(("added", x))
    def __contains__(self, x): return "maybe"
    def __or__(self, o): return "or"
st = St([1]); st.add(2); st.update([3]); print(sorted(map(str, st)), 5 in st, st | {1}, {1} | st == {1, 3, ("added", 2)}, st.union([9]) == {1, 3, 9, ("added", 2)}, type(st.copy()).__name__)
class B(bytes):
    def __getitem__(self, i): return "b"
    def __str__(self): return "B-str"
b = B(b"xy"); print(b, b[0], list(b), b + b"z", b == b"xy", b.decode())
class P(property):
    def __get__(self, o, t=None): return ("P", super().__get__(o, t) if o else None)
class UseP:
    @P
    def v(self): return 1
print(UseP().v, UseP.v)
class Ex(Exception):
    def __str__(self): return "custom"
    @property
    def args(self): return "hidden"
print(Ex(1), repr(Ex(1)), Ex(1).args)
class Ty(type):
    def __str__(cls): return "Ty-str"
class UseTy(metaclass=Ty): pass
print(UseTy, repr(UseTy).startswith("<class"), f"{UseTy}")
