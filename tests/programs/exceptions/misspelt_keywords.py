"""`traceback` suggests keywords for misspelt ones, from the source that SyntaxError keeps; SyntaxError's arguments."""

import traceback

SOURCES = [
    "for x im range(3):\n    pass\n",
    "whille True:\n    pass\n",
    "fur a in b:\n    pass\n",
    "x = 1\ndefn f():\n    pass\n",
    "def f():\n    returm 3\n",
    "classe A:\n    pass\n",
    "impor math\n",
    "form math import sin\n",
    "if x:\n    pass\nelseif y:\n    pass\n",
    "lamda x: x\n",
    "a = lamda x: x\n",
    "asynch def f():\n    pass\n",
    "with open(x) ass f:\n    pass\n",
    "raisee ValueError\n",
    "f(a b)\n",
    "x = 1 1\n",
    "print 'no keyword'\n",
]

for source in SOURCES:
    try:
        compile(source, "<module>", "exec")
    except SyntaxError as error:
        print("".join(traceback.format_exception_only(error)), end="")
        print("   ", error._metadata[2:], error.args[1][1:])


def attempt(*args):
    try:
        error = SyntaxError(*args)
    except Exception as failure:
        print(args, type(failure).__name__, failure)
    else:
        print(args, error.msg, error.filename, error.lineno, error.offset, error.text, error.end_lineno,
              error.end_offset, error._metadata, error.args)


attempt()
attempt("m")
attempt("m", ("f", 1, 2, "t"))
attempt("m", ["f", 1, 2, "t"])
attempt("m", ("f", 1, 2, "t", 3, 4))
attempt("m", ("f", 1, 2, "t", 3, 4, (5, 6, "source")))
attempt("m", "abcd")
attempt("m", ("f", 1, 2))
attempt("m", ())
attempt("m", ("f", 1, 2, "t", 3))
attempt("m", ("f", 1, 2, "t", 3, 4, 5, 6))
attempt("m", 3)
attempt("m", None, 3)
