# slow
"""Deeply nested source ends in an exception, never in a crash; moderately nested source works."""
import warnings; warnings.simplefilter("ignore")
def attempt(src, mode="eval"):
    try: c = compile(src, "<deep>", mode); return "compiled"
    except (SyntaxError, MemoryError, RecursionError, OverflowError) as e: return "refused"
shapes = {"parens": lambda n: "(" * n + "1" + ")" * n, "lists": lambda n: "[" * n + "]" * n, "unary": lambda n: "-" * n + "1", "not": lambda n: "not " * n + "1", "attr": lambda n: "x" + ".a" * n, "calls": lambda n: "f(" * n + ")" * n, "call chain": lambda n: "f" + "()" * n, "subscripts": lambda n: "x" + "[0]" * n, "lambda": lambda n: "lambda: " * n + "1", "ternary": lambda n: "1 if x else " * n + "2", "dicts": lambda n: "{1:" * n + "2" + "}" * n, "await-like": lambda n: "f(x)(" * n + ")" * n, "compare": lambda n: "(1<" * n + "2" + ")" * n, "power": lambda n: "2**" * n + "1", "fstring": lambda n: "f'{" * n + "1" + "}'" * n}
for name, make in shapes.items():
    print(name, attempt(make(20)) if name != "fstring" else attempt("f'{f\"{1}\"}'"), end=" ")
    for n in (100_000,):
        r = attempt(make(n)); print("survived", end=" ")
    print()
print(eval("(" * 50 + "7" + ")" * 50), eval("-" * 50 + "7"), eval("[" * 30 + "1" + "]" * 30 + "[0]" * 30), eval("+".join(["1"] * 2000)), eval("1" + "+1" * 500), len(eval("[" + "1," * 20000 + "]")), eval("(lambda: " * 15 + "5" + ")()" * 15))
for name, src in (("ifs", "".join(" " * i + "if 1:\n" for i in range(99)) + " " * 99 + "x = 1\n"), ("too many ifs", "".join(" " * i + "if 1:\n" for i in range(150)) + " " * 150 + "x = 1\n"), ("fors", "".join(" " * i + f"for i{i} in [1]:\n" for i in range(15)) + " " * 15 + "x = 1\n"), ("defs", "".join(" " * i + f"def f{i}():\n" for i in range(60)) + " " * 60 + "pass\n"), ("classes", "".join(" " * i + f"class C{i}:\n" for i in range(60)) + " " * 60 + "pass\n"), ("withs", "".join(" " * i + f"with c:\n" for i in range(15)) + " " * 15 + "pass\n"), ("elifs", "if 0: pass\n" + "elif x: pass\n" * 1000), ("many lines", "x = 1\n" * 10000), ("long line", "x = [" + "1, " * 50000 + "]"), ("many args", "f(" + ", ".join(f"a{i}" for i in range(1000)) + ")"), ("many params", "def f(" + ", ".join(f"a{i}" for i in range(1000)) + "): pass"), ("many names", "\n".join(f"v{i} = {i}" for i in range(5000))), ("many constants", "x = (" + ", ".join(f"'c{i}'" for i in range(5000)) + ")"), ("long string", "x = '" + "a" * 100000 + "'"), ("long name", "a" * 10000 + " = 1"), ("big int", "x = " + "1" * 4000), ("concat", "x = " + " ".join(["'a'"] * 5000)), ("targets", " = ".join(f"t{i}" for i in range(1000)) + " = 0"), ("decorators", "@d\n" * 500 + "def f(): pass"), ("or", " or ".join(["0"] * 2000)), ("chain compare", " < ".join(["1"] * 500)), ("nested comp", "[" * 15 + "x" + " for x in y]" * 15)):
    try: compile(src, "<s>", "exec"); print(name, "compiled")
    except (SyntaxError, MemoryError, RecursionError) as e: print(name, type(e).__name__, getattr(e, "msg", ""))
src = "def f(x):\n" + "".join(f"  if x == {i}: return {i * 2}\n" for i in range(2000)) + "  return -1\n"; g = {}; exec(src, g); print(g["f"](1999), g["f"](5000))
src = "def f(" + ", ".join(f"p{i}={i}" for i in range(400)) + "): return p399 + p0"; exec(src, g); print(g["f"](), g["f"](1000))
src = "class C:\n" + "".join(f"  def m{i}(self): return {i}\n" for i in range(500)); exec(src, g); print(g["C"]().m499())
