"""f-strings: expressions, conversions, nested specs, =, quotes, multi-line, errors."""
x, y, name, d, l = 5, 3.14159, "tenure", {"k": "v", 1: 2}, [1, 2, 3]
print(f"{x}", f"{x + 1}", f"{name!r}", f"{name!s}", f"{'é'!a}", f"{x:5}|{x:<5}|{x:^5}|{x:>5}|{x:05}|{x:+}", f"{y:.2f} {y:8.3f} {y:e}", f"{name:>10}|{name:*^10}|{name:.3}", f"{x!r:>4}")
w, p = 10, 3; print(f"{y:{w}.{p}}|{y:{w}}|{name:{'>'}{w}}|{x:{'0'}{4}}|{y:{w - 2}.{p - 1}f}", f"{x=}", f"{x = }", f"{x+1=}", f"{name=!s}", f"{name=}", f"{y=:.2f}", f"{ x = !r:>5}", f"{d['k']=}", f"{l[0]=}")
print(f"{{}}", f"{{{x}}}", f"{{{{{x}}}}}", f"{x}}}", f"a{x}b{y}c", f"", f"no fields", f"{d['k']} {d["k"]} {l[1:]} {d}", f"{'nested ' + f'{x + 1}'}", f"{f"{f"{x}"}"}", f"{(lambda a: a * 2)(x)}", f"{[i for i in range(3)]}", f"{ {1: 2}[1] }", f"{x if x > 3 else 'small'}", f"{x!r}", f"{x:}", f"{'a' 'b'}")
print(f"line1 {
    x +
    1  # comment
} end", f"""multi
{x}
{name:>{
    8}}""", rf"\n{x}\t", fr"{name}\x", f"\n{x}\t\x41\N{BULLET}".encode(), F"{x}", f'{"\n".join(["a", "b"])!r}')
print("a" f"{x}" "b" f"{y:.1f}" 'c', f"{x}" "{x}", "{x}" f"{x}", f"{x:{"{"}>5}", f"{'{'}{'}'}", f"{"}"}")
class F:
    def __format__(self, s): return f"<{s!r}>"
    def __repr__(self): return "REPR"
    def __str__(self): return "STR"
f = F(); print(f"{f}", f"{f:abc}", f"{f!r}", f"{f!s:>5}", f"{f!r:*<6}", f"{f:{x}}", f"{f=}", f"{f=:q}", f"{f: }", f"{f:%Y-%m}", f"{f:a{x}b{name}c}")
print(f"{None} {True} {...} {1j} {10 ** 20} {-x} {not x} {x == 5} {x != 5} {x >= 5} {x <= 5} {x and y} {*l,} {x,}", f"{(x := 7)} {x}", f"{x:=5}", f"{l!r:>12}", f"{'':>3}|", f"{'a':b<3}{'z'}")
def g(): yield (f"{(yield 'inner')}")
h = g(); print(next(h), h.send("sent")); print([f"{i}:{j}" for i in range(2) for j in "ab"], {f"k{i}": f"{i:02}" for i in range(2)}, (lambda q: f"{q}{x}")(1))
for bad in ("f'{1:d5}'", "f'{[]:5}'", "f'{\"a\":d}'", "f'{undefined}'", "f'{1/0}'", "f'{None:>5}'", "f'{x:{1}{2}q}'", "f'{1.5:d}'", "f'{f:'", "f'{}'", "f'{'", "f'}'", "f'{x!}'", "f'{x!z}'", "f'{x!rr}'", "f'{x y}'", "f'{lambda: 1}'", "f'{x:{y:{z:{w}}}}'", "f'{!r}'", "f'{:5}'", "f'{=}'", "f'{x=!}'", "f'{*x}'", "f'{x'", "f'{#}'", "f'{x:{}}'", "f'{a b:5}'", "f'{ }'", "fb'x'", "f'{yield}'", "f'{return}'", "f'{x!r=}'", "f\"{x:\n}\"", "f'{x;y}'", "f'{**x}'", "f'{1 if}'", "f'{x}}'", "f'{\\}'", "f'{0x}'", "'a' f'{' 'b'", "f'{)}'", "f'{(}'", "f'{a[}'"):
    try: print(bad, eval(bad))
    except Exception as e: print(bad, "->", type(e).__name__, e if not isinstance(e, SyntaxError) else e.msg)
t = t"hello {name} {x:>{w}} {y!r}"; print(type(t).__name__, t.strings, t.values, [(i.value, i.expression, i.conversion, i.format_spec) for i in t.interpolations], list(t)[0])
