"""return in finally discards exceptions and earlier returns; 3.14 warns about it."""
import warnings
warnings.simplefilter("ignore", SyntaxWarning)
src = '''
def a():
    try: return 1
    finally: return 2
def b():
    try: raise ValueError("lost")
    finally: return "swallowed"
def c():
    for i in range(3):
        try: raise KeyError(i)
        finally: continue
    return "continued"
def d():
    while True:
        try: return "lost"
        finally: break
    return "broke out"
def e():
    try:
        try: 1 / 0
        finally: return "inner"
    finally: return "outer"
def f():
    for i in range(5):
        try: return i
        finally:
            if i < 2: continue
'''
ns = {}
exec(src, ns)
for name in "abcdef":
    print(name, ns[name]())
import sys
print(sys.exception())
