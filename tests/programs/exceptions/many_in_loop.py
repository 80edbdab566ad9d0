# slow
"""Raising and catching many times, deep, and through many frames, leaves nothing behind."""
import sys
n = 0
for i in range(5000):
    try:
        if i % 3 == 0: raise ValueError(i)
        if i % 3 == 1: {}[i]
        [].pop()
    except ValueError as e: n += e.args[0]
    except KeyError as e: n -= e.args[0]
    except IndexError: n += 1
print(n, sys.exception())
def deep(k):
    if k == 0: raise KeyError("deep")
    try: deep(k - 1)
    finally: counts.append(k)
counts = []
for _ in range(20):
    try: deep(50)
    except KeyError: pass
print(len(counts), counts[:3])
def search(tree, x):
    class Found(Exception): pass
    def walk(t):
        if isinstance(t, list):
            for i, c in enumerate(t):
                try: walk(c)
                except Found as f: raise Found([i] + f.args[0])
        elif t == x: raise Found([])
    try: walk(tree)
    except Found as f: return f.args[0]
print(search([1, [2, [3, [4, 5]]], 6], 5), search([[], [[6]]], 6), search([1], 9))
def counter():
    i = 0
    while True:
        try: yield i
        except ValueError as e: i = e.args[0]
        else: i += 1
g = counter(); print([next(g) for _ in range(3)], g.throw(ValueError(100)), next(g), next(g))
class Retry:
    def __init__(self, n): self.n = n
    def __iter__(self):
        for i in range(self.n):
            try: yield i
            except Exception as e: print("never here")
out = []
for i in Retry(4):
    try: out.append(10 // (i - 2))
    except ZeroDivisionError as e: out.append(str(e)); continue
    finally: out.append("f")
print(out)
def ret():
    for i in range(3):
        try:
            try: raise ValueError(i)
            except ValueError as e:
                if e.args[0] == 1: return f"returned in handler {i}"
        finally: out.append(i)
print(ret(), out[-2:], sys.exception())
total = 0
def may(i):
    if i & 1: raise OverflowError
    return i
for i in range(2000):
    try: total += may(i)
    except ArithmeticError: total -= 1
print(total)
