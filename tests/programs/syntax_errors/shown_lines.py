"""The line a syntax error shows: of the file, of the source, or none."""
import os
def show(src, fn, mode="exec"):
    try: compile(src, fn, mode); print(repr(src), "ok")
    except SyntaxError as e: print(repr(src), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text), e.filename==fn, type(e).__name__)
import tempfile
folder = tempfile.TemporaryDirectory(); p = os.path.join(folder.name, "real.py")
for src in ["x=1\nreturn 5", "é = 1; return é", "def f():\n  global x\n  x: int\n", "def f(a,a): pass\nz", "  x", "if x:\n    a\n  b\n", "if x:\n  a\n    b", "x = (", "from __future__ import nope", "'''abc", "x = 'abc", "x\n\ty", "if x:\n", "for x in y:", "f(a=1, a=2)", "a b\n", "a b", "a b\r\n", "x = $", "\x0c  x", "  x", "    x\n", "if x:\n\ta\n        b\n", "{1:2, 3}", "{1:2, 3:}", "{1:}", "x=1\n {", ")"]:
    with open(p,"w") as file: file.write(src)
    show(src, p); show(src, "<string>"); show(src, "nofile")
for src in ["x=", "a b", "x y\n", "return", "", "1 +", "(", "  1 2", "\n\n1 2"]:
    show(src, "e", "eval"); show(src, "s", "single")
show(b"x = '\xff'", "b"); show(b"# coding: latin-1\nx = '\xe9' y", "b")
show("x = '\0'", "b")
