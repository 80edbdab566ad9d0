"""User containers: every hook of len, subscript, iteration, contains, call, bool, index, conversion."""
class Box:
    def __init__(self, *v): self.v = list(v)
    def __len__(self): return len(self.v)
    def __getitem__(self, i): return Box(*self.v[i]) if isinstance(i, slice) else self.v[i]
    def __setitem__(self, i, x): self.v[i] = x
    def __delitem__(self, i): del self.v[i]
    def __iter__(self): return iter(self.v)
    def __reversed__(self): return iter(["reversed"] + self.v[::-1])
    def __contains__(self, x): return x in self.v or x == "always"
    def __call__(self, *a, **k): return (a, k)
    def __repr__(self): return f"Box{tuple(self.v)}"
    def __bool__(self): return len(self.v) > 1
    def __index__(self): return len(self.v)
    def __int__(self): return 100
    def __float__(self): return 1.25
    def __complex__(self): return 2j
    def __hash__(self): return 77
    def __eq__(self, o): return isinstance(o, Box) and self.v == o.v
    def __format__(self, s): return f"fmt:{s}"
    def __bytes__(self): return b"box"
    def __round__(self, n=None): return ("round", n)
    def __enter__(self): return "in"
    def __exit__(self, *a): return True
    def __length_hint__(self): return 3
    def __abs__(self): return "abs"
    def __divmod__(self, o): return "divmod"
b = Box(1, 2, 3)
print(len(b), b[0], b[-1], b[1:], list(b), list(reversed(b)), 2 in b, "always" in b, 9 in b, b(1, x=2), bool(b), bool(Box()), not Box(1))
b[0] = 10; b[1:2] = [20, 21]; del b[-1]; b[0] += 5; print(b, [*b], {**{"k": b}}, (lambda *a: a)(*b), max(b), sum(b), sorted(b, reverse=True), tuple(b), set(b) == {15, 20, 21}, list(zip(b, b)), dict(enumerate(b)))
print(int(b), float(b), complex(b), [0, 1, 2, 3, 4][b], "%d" % Box(1), hex(b), hash(b), {b: 1}[Box(15, 20, 21)], f"{b:spec}", format(b, "s"), bytes(b), round(b), round(b, 2), abs(b), divmod(b, 1), range(b), "abc"[:b], [0] * b)
with b as w: print(w); raise KeyError("swallowed")
x, *y = b; print(x, y)
class Inst: pass
i = Inst(); i.__len__ = lambda: 5; i.__call__ = lambda: 5; i.__iter__ = lambda: iter([]); i.__getitem__ = lambda k: k; i.__contains__ = lambda k: True; i.__bool__ = lambda: False; i.__str__ = lambda: "no"; i.__eq__ = lambda o: True; i.__hash__ = lambda: 5; i.__enter__ = lambda: 1
for e in ("len(i)", "i()", "list(i)", "i[0]", "1 in i"):
    try: print(eval(e))
    except TypeError as x: print(e, "->", x)
print(bool(i), str(i) == "no", i == 1, hash(i) == 5)
try:
    with i: pass
except TypeError as x: print(x)
class Bad:
    def __len__(self): return "x"
    def __iter__(self): return 5
    def __index__(self): return "i"
    def __int__(self): return "n"
    def __float__(self): return "f"
    def __repr__(self): return 5
    def __contains__(self, x): raise KeyError("c")
    def __hash__(self): return 1.5
    def __bytes__(self): return "b"
    def __complex__(self): return 1
    def __format__(self, s): return 1
    def __call__(self): return super
    def __reversed__(self): return 5
    def __dir__(self): return 5
for e in ("len(x)", "iter(x)", "[1][x]", "int(x)", "float(x)", "repr(x)", "1 in x", "hash(x)", "bytes(x)", "complex(x)", "format(x)", "list(x)", "for _ in x: pass", "a, b = x", "[*x]", "range(x)", "'a' * x", "reversed(x)", "dir(x)", "f'{x}'", "hex(x)", "bool(x)"):
    try: exec(e, {"x": Bad()}); print(e, "ok")
    except Exception as r: print(e, "->", type(r).__name__, r)
