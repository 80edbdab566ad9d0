# Context variables, contexts and tokens.
from contextvars import Context, ContextVar, Token, copy_context


def told(function):
    try:
        print(repr(function()))
    except BaseException as error:
        print(type(error).__name__, "|", str(error).partition(" at 0x")[0])


v, w = ContextVar("v"), ContextVar("w", default=5)
told(lambda: v.get())
told(lambda: (v.get(3), w.get(), w.get(6)))
for wrong in (lambda: ContextVar(1), lambda: ContextVar(), lambda: ContextVar("a", 3), lambda: ContextVar("a", default=1, x=3)):
    told(wrong)
token = v.set(1)
told(lambda: (token.var is v, token.old_value, token.old_value is Token.MISSING, v.get()))
told(lambda: Token())
told(lambda: Context(1))
told(lambda: w.reset(token))
told(lambda: v.reset(1))
told(lambda: v.reset(token))
told(lambda: v.reset(token))
told(lambda: v.get())

c = copy_context()
told(lambda: c.run(lambda a, b=2: (a, b), 1, b=3))
told(lambda: c.run(lambda: c.run(print)))
told(lambda: c.run())
told(lambda: c.run(lambda: 1 / 0))
told(lambda: c.run(v.set, 9).var is v)
told(lambda: (v in c, w in c, c[v], c.get(v), c.get(w), c.get(w, 7), len(c), list(c) == [v], list(c.items()) == [(v, 9)]))
told(lambda: c[w])
told(lambda: c[1])
told(lambda: 1 in c)
token = c.run(v.set, 1)
told(lambda: v.reset(token))
told(lambda: (c == c.copy(), c.copy() is c, c == 1))
told(lambda: hash(c))

# A copy and its source do not see each other's changes, whoever changes first.
a = Context()
a.run(v.set, "a")
b = a.run(copy_context)
b.run(v.set, "b")
d = b.copy()
b.run(w.set, 1)
print(a[v], b[v], d[v], b.get(w), d.get(w), len(a), len(b), len(d))

# The context comes back however the call ends, also from within generators.
def steps():
    while True:
        yield v.get("none")
        v.set("stepped")

g = steps()
print(next(g), a.run(next, g), next(g), a[v])
def nested():
    v.set("outer")
    print(Context().run(v.get, "empty"), a.copy().run(v.get), v.get())
Context().run(nested)
print(v.get("none"))

with v.set(5) as inner:
    print(inner.var.get(), v.get())
told(lambda: v.get())
told(lambda: inner.__exit__(None, None, None))
told(lambda: ContextVar[int])
told(lambda: Token[int])
for cls in (ContextVar, Context, Token):
    print(cls.__module__, cls.__name__)
