"""Blocks nested fairly deep in one function, all kinds mixed."""
class CM:
    def __init__(self, n): self.n = n
    def __enter__(self): return self.n
    def __exit__(self, *a): out.append(("exit", self.n, a[0] and a[0].__name__)); return self.n == 3
out = []
def f(stop):
    for a in range(2):
        with CM(1) as one:
            while True:
                try:
                    for b in (1, 2):
                        with CM(2) as two, CM(3) as three:
                            if stop == "raise" and b == 2: raise ValueError(stop)
                            if stop == "return" and b == 2: return (a, b, one, two, three)
                            if stop == "break" and b == 1: break
                            if stop == "continue": continue
                            out.append((a, b))
                    else:
                        out.append("for else")
                    if stop == "outer":
                        raise KeyError(a)
                except KeyError as e:
                    out.append(repr(e))
                    if a: break
                    break
                else:
                    out.append("try else")
                    break
                finally:
                    out.append("finally")
    return "end"
for stop in ("none", "raise", "return", "break", "continue", "outer"):
    out.clear()
    print(stop, f(stop))
    for o in out: print("   ", o)
def deep(x):
    if x > 0:
        if x > 1:
            if x > 2:
                if x > 3:
                    if x > 4:
                        if x > 5: return "six"
                        elif x == 5: return "five"
                    else: return "four"
                else: return "three"
            else: return "two"
        else: return "one"
    else: return "zero"
print([deep(i) for i in range(8)])
def many(x):
    if x == 0: return 0
    elif x == 1: return "a"
    elif x == 2: return "b"
    elif x == 3: return "c"
    elif x < 0: return "neg"
    elif x != x: return "nan"
    return "other"
print([many(v) for v in (0, 1, 2, 3, -1, float("nan"), 10)])
