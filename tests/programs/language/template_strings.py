"""t-strings: structure, evaluation, nesting, formatting left to the program."""
from string.templatelib import Template, Interpolation
name, n = "x", 3.14159
t = t"hello {name}, {n:.2f} {name!r} {n + 1=} {'a' 'b'}"
print(type(t) is Template, t.strings, t.values, [(i.value, i.expression, i.conversion, i.format_spec) for i in t.interpolations])
print(list(t)[:3] == ["hello ", t.interpolations[0], ", "], len(t.strings) == len(t.interpolations) + 1, t"".strings, t"plain".strings, list(t""), t"{name}".strings, t"{{}}".strings)
def render(t): return "".join(p if isinstance(p, str) else format({"r": repr, "s": str, "a": ascii, None: lambda v: v}[p.conversion](p.value), p.format_spec) for p in t)
print(render(t), render(t"{name:>5}|{n:{5}.{1}f}|{'é'!a}"), render(t"a" t"{name}" t"b"))
u = t"{name}" + t" more {n}"; print(u.strings, u.values)
for bad in (lambda: t"a" + "b", lambda: "b" + t"a", lambda: t"{1/0}", lambda: t"{undefined}", lambda: hash(t"a") and t"a" < t"b"):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
def html(t): return "".join(p if isinstance(p, str) else str(p.value).replace("<", "&lt;") for p in t)
print(html(t"<b>{'<script>'}</b>"), rt"\n{name}".strings, Template("a", Interpolation(5, "x", None, ""), "b").strings, Interpolation(1, "e").expression, repr(t"{name}"), repr(t"a{n:.1f}b"))
log = []
def f(v): log.append(v); return v
t"{f(1)}{f(2):{f(3)}}"; print(log); print(t"{name}" == t"{name}", t"nested {t'{name}'}".values[0].values, t"{f'{name}'}".values, f"{t'{n}'.values}")
match t"{name}":
    case Template(): print("template")
i = Interpolation(5, "x", "r", "d")
match i:
    case Interpolation(v, e, c, s): print(v, e, c, s)
try: i.value = 6
except AttributeError as e: print(e)
try: Template(5)
except TypeError as e: print(e)
