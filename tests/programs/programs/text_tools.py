"""CSV, INI, template engine and word wrapping by hand."""
def csv(text):
    rows, row, cell, quoted, i = [], [], "", False, 0
    while i < len(text):
        c = text[i]
        if quoted:
            if c == '"':
                if text[i + 1:i + 2] == '"': cell += '"'; i += 1
                else: quoted = False
            else: cell += c
        elif c == '"': quoted = True
        elif c == ",": row.append(cell); cell = ""
        elif c == "\n": row.append(cell); rows.append(row); row, cell = [], ""
        else: cell += c
        i += 1
    if cell or row: rows.append(row + [cell])
    return rows
print(csv('a,b,c\n1,"x, y",3\n"say ""hi""",,"multi\nline"\nlast,1,2'))
def ini(text):
    out, sec = {}, None
    for n, line in enumerate(text.splitlines(), 1):
        line = line.split("#")[0].strip()
        if not line: continue
        if line[0] == "[" and line[-1] == "]": sec = out.setdefault(line[1:-1], {})
        elif "=" in line and sec is not None:
            k, _, v = map(str.strip, line.partition("=")); sec[k] = int(v) if v.lstrip("-").isdigit() else v.lower() == "yes" if v.lower() in ("yes", "no") else v
        else: raise ValueError(f"line {n}: {line!r}")
    return out
print(ini("[server]\nport = 80 # comment\nname = web\n\n[flags]\ndebug = yes\nlevel=-3"))
try: ini("x = 1")
except ValueError as e: print(e)
def render(t, ctx):
    import re
    out, stack, pos = [], [], 0
    code = ["def f(out, ctx):\n"]; ind = 1
    for m in re.finditer(r"\{\{(.*?)\}\}|\{%(.*?)%\}", t):
        code.append(" " * ind + f"out.append({t[pos:m.start()]!r})\n"); pos = m.end()
        if m[1]: code.append(" " * ind + f"out.append(str(eval({m[1].strip()!r}, {{}}, ctx)))\n")
        else:
            w = m[2].split()
            if w[0] == "for": code.append(" " * ind + f"for ctx[{w[1]!r}] in eval({' '.join(w[3:])!r}, {{}}, ctx):\n"); ind += 1
            elif w[0] == "if": code.append(" " * ind + f"if eval({' '.join(w[1:])!r}, {{}}, ctx):\n"); ind += 1
            elif w[0] == "end": code.append(" " * ind + "pass\n"); ind -= 1
    code.append(" " * ind + f"out.append({t[pos:]!r})\n")
    ns = {}; exec("".join(code), ns); ns["f"](out, ctx); return "".join(out)
print(render("Hello {{ name.title() }}!{% for i in items %} [{{ i }}{% if i % 2 %} odd{% end %}]{% end %} bye", {"name": "world", "items": [1, 2, 3]}))
def wrap(text, w):
    line = ""
    for word in text.split():
        if len(line) + len(word) + bool(line) > w and line: yield line; line = word
        else: line = f"{line} {word}".strip()
    if line: yield line
for l in wrap("Some text that is long enough to need several lines when it is wrapped at thirty columns.", 30): print(f"|{l:<30}|{l:>30}|{l:^30}|")
rows = [("name", "qty", "price"), ("apple", 3, 0.5), ("watermelon", 12, 3.25), ("é", -1, 1e6)]
ws = [max(len(str(r[i])) for r in rows) for i in range(3)]
for r in rows: print(" | ".join(f"{str(v):<{w}}" if i == 0 else f"{v!s:>{w}}" for i, (v, w) in enumerate(zip(r, ws))))
def numerals(n):
    for v, s in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while n >= v: yield s; n -= v
print(["".join(numerals(n)) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3999)])
def say(s):
    from itertools import groupby
    return "".join(f"{len(list(g))}{k}" for k, g in groupby(s))
s = "1"
for _ in range(12): s = say(s)
print(s); print("".join(chr((ord(c) - 97 + 13) % 26 + 97) if c.islower() else c for c in "uryyb jbeyq"), " ".join(w[::-1] for w in "abc def".split()), "racecar" == "racecar"[::-1], sorted("listen") == sorted("silent"))
