# slow
"""Generator functions and expressions: laziness, exhaustion, return values, state."""
def g(n):
    print("start", end=" ")
    for i in range(n):
        print("before", i, end=" ")
        yield i
    print("end", end=" ")
    return "result"
x = g(2)
print(type(x).__name__, iter(x) is x, x.gi_frame is not None, x.gi_running, x.gi_code.co_name, x.__name__, x.__qualname__)
print(next(x)); print(next(x))
try: next(x)
except StopIteration as e: print(e.value, e.args)
for _ in range(2):
    try: next(x)
    except StopIteration as e: print("again", e.value)
print(x.gi_frame, list(x))
print(list(g(3)))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
def take(n, it):
    for i, v in enumerate(it):
        if i == n: return
        yield v
print(list(take(15, fib())))
e = (i * i for i in range(5) if i % 2); print(next(e), list(e), list(e))
print(sum(i for i in range(10)), max(len(w) for w in "a bb ccc".split()), dict((i, i * 2) for i in range(3)), ",".join(str(i) for i in range(4)), set(i % 2 for i in range(5)) == {0, 1}, any(i > 3 for i in range(5)), all(i < 3 for i in range(5)), tuple(i for i in "ab"), sorted((-i for i in range(3))))
def lazy():
    print("evaluated", end=" ")
    return [1, 2]
z = (i for i in lazy()); print("created", list(z))
def empty():
    return
    yield
print(list(empty()))
def several(): x = yield; print("got", x); y = yield x * 2; print("got", y); return y
s = several(); print(next(s), s.send(21))
try: s.send("last")
except StopIteration as e: print(e.value)
s = several()
try: s.send(5)
except TypeError as e: print(e)
print(s.send(None))
def cond(flag):
    if flag: yield "yes"
    else: yield "no"; yield "really"
print(list(cond(True)), list(cond(False)))
def args(a, *b, c=3, **d): yield a; yield b; yield c; yield d
print(list(args(1, 2, c=4, e=5)))
try: args()
except TypeError as e: print(e)
def nested():
    for a in (x for x in range(3)):
        for b in (y * a for y in range(3)): yield a, b
print(list(nested()))
gens = [(lambda k: (k * i for i in range(3)))(k) for k in range(3)]; print([list(q) for q in gens])
primes = lambda n: [p for p in range(2, n) if all(p % q for q in range(2, int(p ** .5) + 1))]; print(primes(40))
def zipped(*its):
    its = [iter(i) for i in its]
    while its:
        row = []
        for it in its:
            try: row.append(next(it))
            except StopIteration: return
        yield tuple(row)
print(list(zipped("abc", [1, 2], range(5))))
big = (i for i in range(100000)); print(sum(big), next(big, "done"))
print([*g(1)], (lambda *a: a)(*(i for i in range(3)))); a, b, *c = (i for i in range(5)); print(a, b, c)
try: len(x)
except TypeError as e: print(e)
try: x[0]
except TypeError as e: print(e)
print(2 in (i for i in range(5)), 9 in (i for i in range(5)), list(zip(e2 := (i for i in range(4)), e2)))
