"""Tuple subclasses with __new__, slots and properties, as hand-written records."""
class Point(tuple):
    __slots__ = ()
    def __new__(cls, x, y=0):
        return tuple.__new__(cls, (x, y))
    x = property(lambda self: self[0])
    y = property(lambda self: self[1])
    def __repr__(self):
        return f"Point(x={self.x!r}, y={self.y!r})"
    def __add__(self, o):
        return Point(self.x + o.x, self.y + o.y)
    def _replace(self, **kw):
        return Point(kw.get("x", self.x), kw.get("y", self.y))
    def __eq__(self, o):
        return isinstance(o, Point) and tuple.__eq__(self, o)
    def __hash__(self):
        return tuple.__hash__(self)
p = Point(1, 2)
print(p, p + Point(3), p._replace(y=9), p == Point(1, 2), p == (1, 2), (1, 2) == p, p != Point(1, 3), hash(p) == hash((1, 2)), len(p), list(p), p[1], p < Point(1, 3), sorted([Point(2), p]))
for action in ("p.x = 5", "p.z = 1", "p[0] = 1", "Point()", "Point(1, 2, 3)", "Point(z=1)", "p.z"):
    try:
        exec(action)
    except Exception as e:
        print(action, "->", type(e).__name__, e)
x, y = p
print(x, y, *p, {p: "v"}[Point(1, 2)], hasattr(p, "__dict__"), Point.__slots__, isinstance(p, tuple), p.__class__.__mro__)
match p:
    case (a, b):
        print("sequence", a, b)
class Version(tuple):
    def __new__(cls, text):
        return super().__new__(cls, map(int, text.split(".")))
    def __str__(self):
        return ".".join(map(str, self))
vs = [Version(v) for v in ("1.10", "1.9", "1.10.1", "0.99")]
print(sorted(vs), *map(str, sorted(vs)), max(vs), Version("1.2") == (1, 2))
