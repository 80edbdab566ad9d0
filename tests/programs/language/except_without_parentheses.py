"""3.14: except A, B without parentheses; order of evaluation; as still needs them."""
for e in (KeyError("k"), ValueError("v"), TypeError("t"), ZeroDivisionError("z")):
    try: raise e
    except KeyError, ValueError: print("first pair", repr(e))
    except TypeError, IndexError, OSError: print("triple", repr(e))
    except ArithmeticError: print("single", repr(e))
try: raise ExceptionGroup("g", [KeyError(1), ValueError(2), OSError(3)])
except* KeyError, ValueError: print("group pair")
except* OSError: print("group single")
for src in ("try: pass\nexcept A, B as e: pass", "try: pass\nexcept (A, B) as e: pass", "try: pass\nexcept A,: pass", "try: pass\nexcept* A, B as e: pass", "try: pass\nexcept *: pass"):
    try: compile(src, "s", "exec"); print("ok")
    except SyntaxError as e: print(e.msg)
def order(n, c): print("eval", n, end="; "); return c
try: raise ValueError
except order(1, KeyError), order(2, ValueError): print("matched")
try:
    try: raise KeyError("x")
    except ValueError, 5: pass
except TypeError as e: print(e)
def f():
    for i in range(3):
        try: [][i] if i else {}["q"]
        except IndexError, KeyError: yield i
print(list(f()))
