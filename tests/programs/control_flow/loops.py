# slow
"""for, while, break, continue, else, nested."""
for i in range(5):
    if i == 1: continue
    if i == 3: break
    print(i, end=" ")
else:
    print("not reached")
print("after", i)
for i in []:
    pass
else:
    print("else of empty for")
n = 3
while n:
    n -= 1
else:
    print("else of while", n)
while True:
    n += 1
    if n > 5: break
else:
    print("never")
print(n)
for a in range(3):
    for b in range(3):
        if b == a: break
        print(a, b, end="; ")
    else:
        print("inner else", a)
        continue
    if a == 2: break
else:
    print("outer else")
print()
for x, (y, *z) in [(1, (2, 3, 4)), (5, "ab")]: print(x, y, z)
for i, d[i] in [] : pass
d = {}
for d["k"] in range(3): pass
print(d)
class O: pass
o = O()
for o.attr in "xyz": pass
print(o.attr)
l = [0]
for l[0] in (7, 8): print(l, end=" ")
print()
def first(pred, xs):
    for x in xs:
        if pred(x): return x
    else:
        return "none"
print(first(lambda x: x > 2, [1, 2, 3, 4]), first(lambda x: x > 9, [1]))
def f():
    while True:
        try:
            return "from try"
        finally:
            print("finally", end=" ")
print(f())
total = 0
for i in range(10):
    if i % 2: continue
    elif i == 8: break
    else: total += i
print(total)
i = 0
while i < 10:
    i += 1
    if i == 2: continue
    if i == 4: break
else: print("no")
print(i, [k for k in range(3)], i)
for bad in (5, None, object):
    try:
        for _ in bad: pass
    except TypeError as e: print(e)
it = iter([1, 2, 3, 4, 5])
for v in it:
    print(v, next(it, "end"), end="; ")
print()
x = 10
for x in range(3): pass
del x
try: print(x)
except NameError as e: print(e)
