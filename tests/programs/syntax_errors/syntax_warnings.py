"""SyntaxWarnings: message and line."""
import warnings
cases = ["x is 1", "x is 'a'", "x is not ()", "1 is x", "assert (x, 'msg')", "'\\d'", "b'\\q'", "'\\400'", "1()", "'a'()", "[1](2)", "(1, 2)(3)", "{}()", "{1}[0]", "[1]['a']", "'a'['b']", "1[0]", "None[0]", "(lambda: 0)[0]", "f'{x}'()", "[1][1.5]", "1if x else 2", "0x1for x in y", "x is None", "x is True", "x is ...", "assert ()", "assert x, 'm'", "try: pass\nfinally:\n  def f(): return 1", "def f():\n  try: pass\n  finally: return 1", "for x in y:\n  try: pass\n  finally: break", "for x in y:\n  try: pass\n  finally: continue", "r'\\d'", "f'\\d'", "x == 1 is 2", "(x for x in y)()", "-1 is x", "1 < x is 2", "def f(): '\\w'", "x = 1or 2", "1.and 2", "5in x"]
for src in cases:
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        try: compile(src, "f.py", "exec")
        except SyntaxError as e: print(repr(src), "SyntaxError", e.msg)
    print(repr(src), [(x.category.__name__, str(x.message), x.lineno) for x in w])
warnings.simplefilter("error")
for src in ("x is 1", "'\\d'", "1()"):
    try: compile(src, "f.py", "exec")
    except SyntaxError as e: print(type(e).__name__, e.msg, e.lineno, e.offset)
