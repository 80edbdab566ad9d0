# slow
"""The message of an unsupported operation names the operator and both types."""
ops = ["+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^"]
values = {"int": 1, "str": "a", "list": [1], "NoneType": None, "dict": {}, "float": 1.5, "tuple": (1,), "set": {1}, "func": len}
for op in ops:
    for (ln, l) in values.items():
        for rn in ("str", "NoneType", "list", "float"):
            r = values[rn]
            try:
                res = eval(f"l {op} r", {"l": l, "r": r})
                print(ln, op, rn, "=", res)
            except Exception as e:
                print(ln, op, rn, type(e).__name__, e)
for op in ops:
    target = object()
    env = {"x": None, "y": 2}
    try:
        exec(f"x {op}= y", env)
    except TypeError as e:
        print(e)
for text in ("'a' + 1", "1 + 'a'", "'a' * 'b'", "[1] + (2,)", "(1,) + [2]", "b'a' + 'a'", "'a' + b'a'", "[1] * 1.5", "divmod(1, 'a')", "pow('a', 2)", "pow(2, 'a', 3)", "{1} + {2}", "{1: 2} + {}", "print >> 1"):
    try:
        print(eval(text))
    except TypeError as e:
        print(text, "->", e)
