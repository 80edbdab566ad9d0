"""`codeop` tells source that is incomplete from source that is wrong."""

import codeop

SOURCES = (
    "", "x = 1", "x = 1\n", "for a in b:", "while True:", "if x:\n  pass\nelif y:", "class A:", "x = (", "def f():",
    "with a as b:", "try:", "try:\n  x\n", "try:\n  x\nexcept", "x = [1,", "'''a", "a b", "if 1:\n  x = (1", "@foo",
    "@foo\n", "x = 'abc", "f(a b", "1 +", "def f(:", ")", "if x:\n  pass\n y", "def f():\n  pass", "def f():\n  pass\n",
    "match x:", "x = {", "f'''{a", "lambda:", "if x: pass", "if x: pass\n", "import", "from a import (",
)

for source in SOURCES:
    for symbol in ("single", "exec", "eval"):
        try:
            code = codeop.compile_command(source, "<typed>", symbol)
            print(repr(source), symbol, "incomplete" if code is None else "complete")
        except (SyntaxError, OverflowError, ValueError) as error:
            print(repr(source), symbol, type(error).__name__, error.msg)

ALLOW_INCOMPLETE = codeop.PyCF_ALLOW_INCOMPLETE_INPUT | codeop.PyCF_DONT_IMPLY_DEDENT
for source in ("for a in b:\n", "x = (1,\n", "'''abc\n", "try:\n  x\n", "def f(\n\n", "x = ["):
    for mode in ("exec", "single"):
        try:
            compile(source, "<typed>", mode, ALLOW_INCOMPLETE)
        except SyntaxError as error:
            print(repr(source), mode, type(error).__name__, error.args)

console_input = ["def f(x):", "    return x * 2", "", "f(21)", "if f(1) == 2:", "    print('two')", "", "f(", "3)", "1 +"]

import code
import contextlib
import io

console = code.InteractiveConsole(filename="<console>")
errors = io.StringIO()
with contextlib.redirect_stderr(errors):
    for line in console_input:
        print(repr(line), console.push(line))
print(errors.getvalue(), end="")
