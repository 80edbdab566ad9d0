"""return, break and continue through finally blocks."""
def a():
    try: return "try"
    finally: print("fin a", end=" ")
def c():
    for i in range(3):
        try:
            if i == 1: continue
            print("body", i, end=" ")
        finally:
            print("fin", i, end=" ")
    return "done"
def d():
    for i in range(3):
        try:
            if i == 1: break
        finally:
            print("fin", i, end=" ")
    return i
def e():
    try:
        try: raise ValueError("inner")
        finally: print("inner fin", end=" ")
    except ValueError as x:
        return "caught " + str(x)
    finally:
        print("outer fin", end=" ")
def f():
    x = 1
    try: return x
    finally: x = 2
def g():
    try:
        return log("value")
    finally:
        log("finally")
def log(s):
    print(s, end=" ")
    return s
def h():
    try: pass
    except ValueError: print("no")
    else:
        print("else", end=" ")
        return "from else"
    finally: print("fin", end=" ")
def i():
    try:
        try: return 1
        finally:
            try: raise KeyError
            except KeyError: print("swallowed", end=" ")
    finally: print("out", end=" ")
def j():
    for x in (1, 2):
        for y in (1, 2):
            try:
                try:
                    if y == 2: break
                    if x == 2: return "x2"
                finally: print("f1", x, y, end=" ")
            finally: print("f2", x, y, end=" ")
def k():
    while True:
        try:
            try: 1 / 0
            except ZeroDivisionError: break
            finally: print("kf", end=" ")
        finally: print("kf2", end=" ")
    return "left"
for fn in (a, c, d, e, f, g, h, i, j, k): print("->", fn())
def gen():
    try:
        for i in range(3):
            try: yield i
            finally: print("g", i, end=" ")
    finally: print("gen end", end=" ")
import gc
for v in gen():
    if v == 1: break
gc.collect()
print()
def nested(n):
    try:
        if n == 0: raise RuntimeError("bottom")
        return nested(n - 1)
    finally:
        print(n, end=" ")
try: nested(5)
except RuntimeError as r: print(r)
def raise_in_finally():
    try: raise ValueError("first")
    finally: raise TypeError("second")
try: raise_in_finally()
except TypeError as t: print(t, repr(t.__context__), t.__cause__)
def ret_none():
    try: return
    finally: print("rn", end=" ")
print(ret_none())
