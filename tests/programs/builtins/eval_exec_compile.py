"""eval, exec, compile: namespaces, modes, code objects, errors."""
print(eval("1 + 2"), eval(" 3 "), eval("x", {"x": 5}), eval("x + y", {"x": 1}, {"y": 2}), eval("[i for i in range(3)]"), eval("(lambda: 7)()"), eval("__name__"), eval(b"1+1"))
g = {}; exec("a = 1\ndef f(x): return x + a\nclass C: v = f(2)", g); print(g["a"], g["f"](10), g["C"].v, "__builtins__" in g); l = {}; exec("z = 1; w = z + 1", {}, l); print(l)
c = compile("x * 2", "<c>", "eval"); print(eval(c, {"x": 21}), c.co_filename, type(c).__name__, c.co_name); c = compile("y = 5\nprint('in exec', y)", "f.py", "exec"); exec(c); print(y, exec("1 + 1")); c = compile("1 + 1; 'shown'", "s", "single"); exec(c)
class M(dict):
    def __missing__(self, k): return f"<{k}>"
    def __getitem__(self, k): return dict.__getitem__(self, k) if k in self else self.__missing__(k)
print(eval("foo + bar", {"__builtins__": {}}, M())); d = M(); exec("q = foo", {"__builtins__": {}}, d); print(dict(d))
for f in (lambda: eval("1 +"), lambda: eval("x = 1"), lambda: eval(""), lambda: eval("a b"), lambda: exec("1 = x"), lambda: eval("nope"), lambda: exec("if 1:"), lambda: eval(5), lambda: exec(None), lambda: eval("1", 5), lambda: eval("1", {}, 5), lambda: exec("x", {}), lambda: compile("1", "f", "bad"), lambda: compile("a\0b", "f", "exec"), lambda: eval("1/0"), lambda: exec("raise KeyError('from exec')"), lambda: exec("return 1"), lambda: exec("yield 1"), lambda: exec("break"), lambda: exec("  x = 1"), lambda: exec("x = 1\n  y = 2"), lambda: eval("len", {"__builtins__": {}}), lambda: compile("x", "f"), lambda: compile(5, "f", "exec"), lambda: eval("'unterminated"), lambda: exec("def f(:\n pass"), lambda: eval("(1, 2"), lambda: exec("x ="), lambda: exec("for"), lambda: exec("print 'x'")):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
def scope():
    loc = 1
    exec("loc = 2; new = 3"); r = eval("loc + 1"); return loc, r, "new" in locals()
print(scope()); x = 10
def outer():
    x = 20
    def inner(): return eval("x")
    class K: x = 30; y = eval("x")
    return inner(), K.y, [eval("x") for _ in "a"], (lambda: eval("x"))()
try: print(outer())
except NameError as e: print(e)
exec("for i in range(3):\n  if i == 1: continue\n  print(i, end=' ')\nelse: print('else')"); exec("async def co(): return 5\nr = co.__code__.co_flags & 128"); print(r); exec(compile("import sys\nm = sys.__name__", "i", "exec")); print(m)
src = "def gen(n):\n" + "".join(f"    yield n + {i}\n" for i in range(50)); exec(src); print(sum(gen(1))); exec("\n".join(f"v{i} = {i}" for i in range(300))); print(v299 + v1, eval("+".join(f"v{i}" for i in range(300)))); print(eval(compile("a + b", "", "eval", dont_inherit=True), {"a": "x", "b": "y"}), globals() is eval("globals()"), "f" in dir() , sorted(eval("locals()", {}, {"only": 1})))
