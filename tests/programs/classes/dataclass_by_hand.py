"""A class decorator that builds __init__, __repr__, __eq__ and ordering by exec."""
def record(cls=None, *, order=False, frozen=False):
    def wrap(cls):
        fields = {}
        for b in reversed(cls.__mro__): fields.update(b.__dict__.get("_fields", {}))
        own = {n: getattr(cls, n, ...) for n in cls.__annotations__}
        fields.update(own)
        cls._fields = fields
        params = ", ".join(n if d is ... else f"{n}=_d_{n}" for n, d in fields.items())
        body = "\n".join(f"  object.__setattr__(self, {n!r}, {n})" for n in fields) or "  pass"
        ns = {f"_d_{n}": d for n, d in fields.items()}
        exec(f"def __init__(self, {params}):\n{body}\n  getattr(self, '__post_init__', lambda: 0)()", ns)
        cls.__init__ = ns["__init__"]
        cls.__repr__ = lambda s: f"{type(s).__qualname__}({', '.join(f'{n}={getattr(s, n)!r}' for n in fields)})"
        key = lambda s: tuple(getattr(s, n) for n in fields)
        cls.__eq__ = lambda s, o: key(s) == key(o) if type(o) is type(s) else NotImplemented
        if order: cls.__lt__ = lambda s, o: key(s) < key(o)
        if frozen:
            def bad(s, n, v): raise AttributeError(f"cannot assign to field {n!r}")
            cls.__setattr__ = bad
            cls.__hash__ = lambda s: hash(key(s))
        return cls
    return wrap if cls is None else wrap(cls)
@record
class P:
    x: int
    y: int = 5
@record(order=True, frozen=True)
class V:
    major: int
    minor: int = 0
@record
class Q(P):
    z: str = "z"
    def __post_init__(self): self.sum = self.x + self.y
print(P(1), P(1, 2), P(x=3), P(1) == P(1, 5), P(1) == Q(1), Q(1, 2, "c"), Q(1).sum, sorted([V(2), V(1, 9), V(1)]), {V(1): "a"}[V(1, 0)], V(1) < V(2))
for e in ("P()", "P(1, 2, 3)", "P(q=1)", "V(1) > 5"):
    try: print(eval(e))
    except TypeError as x: print(e, "->", str(x).replace("record.<locals>.wrap.<locals>.", ""))
v = V(1)
try: v.major = 2
except AttributeError as x: print(x)
p = P(1); p.x = 10; print(p, vars(p), P._fields, P.y)
class Enum:
    pass
class EnumMeta(type):
    def __new__(m, n, b, ns):
        members = {k: v for k, v in ns.items() if not k.startswith("_") and not callable(v)}
        cls = super().__new__(m, n, b, {k: v for k, v in ns.items() if k not in members})
        cls._m = {}
        for k, v in members.items():
            o = object.__new__(cls); o.name, o.value = k, v
            cls._m[k] = o; setattr(cls, k, o)
        return cls
    def __iter__(cls): return iter(cls._m.values())
    def __call__(cls, v):
        for o in cls:
            if o.value == v: return o
        raise ValueError(f"{v!r} is not a {cls.__name__}")
    def __getitem__(cls, k): return cls._m[k]
    def __len__(cls): return len(cls._m)
class Color(metaclass=EnumMeta):
    RED = 1; GREEN = 2
    def __repr__(self): return f"Color.{self.name}"
    def mix(self): return "mixed " + self.name
print(list(Color), Color(2), Color["RED"], Color.RED is Color(1), len(Color), Color.RED.mix())
try: Color(9)
except ValueError as e: print(e)
