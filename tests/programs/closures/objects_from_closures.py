"""Programs written with closures only: queues, memo, event lists, pairs."""
def cons(a, b): return lambda sel: sel(a, b)
car = lambda p: p(lambda a, b: a)
cdr = lambda p: p(lambda a, b: b)
def from_list(xs):
    r = None
    for x in reversed(xs): r = cons(x, r)
    return r
def to_list(p):
    out = []
    while p is not None: out.append(car(p)); p = cdr(p)
    return out
l = from_list(list(range(10))); print(to_list(l), car(cdr(l)))
def cmap(f, p): return None if p is None else cons(f(car(p)), cmap(f, cdr(p)))
print(to_list(cmap(lambda x: x * x, l)))
def account(balance):
    history = []
    def deposit(x):
        nonlocal balance
        balance += x; history.append(("dep", x))
        return balance
    def withdraw(x):
        nonlocal balance
        if x > balance: raise ValueError(f"only {balance}")
        balance -= x; history.append(("wd", x))
        return balance
    return {"deposit": deposit, "withdraw": withdraw, "balance": lambda: balance, "history": lambda: list(history)}
acc = account(100); acc["deposit"](50); acc["withdraw"](30)
try: acc["withdraw"](1000)
except ValueError as e: print(e)
print(acc["balance"](), acc["history"]())
def memo(f):
    cache = {}
    def g(*a):
        nonlocal hits
        if a in cache: hits += 1
        else: cache[a] = f(*a)
        return cache[a]
    hits = 0
    g.stats = lambda: (len(cache), hits)
    return g
@memo
def grid(r, c): return 1 if r == 0 or c == 0 else grid(r - 1, c) + grid(r, c - 1)
print(grid(14, 14), grid.stats())
church = lambda n: lambda f: lambda x: x if n == 0 else f(church(n - 1)(f)(x))
num = lambda c: c(lambda x: x + 1)(0)
add = lambda a, b: lambda f: lambda x: a(f)(b(f)(x))
mul = lambda a, b: lambda f: a(b(f))
print(num(church(7)), num(add(church(3), church(4))), num(mul(church(6), church(7))))
def events():
    handlers = {}
    def on(name, fn): handlers.setdefault(name, []).append(fn); return lambda: handlers[name].remove(fn)
    def emit(name, *a): return [h(*a) for h in handlers.get(name, [])]
    return on, emit
on, emit = events(); seen = []; off = on("x", seen.append); on("x", lambda v: v * 2)
print(emit("x", 5), seen, off(), emit("x", 6), seen, emit("none"))
def stream(n): return (n, lambda: stream(n + 1))
def take(s, k):
    out = []
    for _ in range(k): out.append(s[0]); s = s[1]()
    return out
def sfilter(p, s):
    while not p(s[0]): s = s[1]()
    return (s[0], lambda: sfilter(p, s[1]()))
def sieve(s): return (s[0], lambda: sieve(sfilter(lambda x: x % s[0], s[1]())))
print(take(sieve(stream(2)), 15))
def machine():
    stack = []
    ops = {"+": lambda: stack.append(stack.pop() + stack.pop()), "*": lambda: stack.append(stack.pop() * stack.pop()), "dup": lambda: stack.append(stack[-1])}
    def run(src):
        for t in src.split(): ops.get(t, lambda: stack.append(int(t)))()
        return stack
    ops[":sq"] = lambda: (ops["dup"](), ops["*"]())
    return run
print(machine()("2 3 + dup * 5 :sq +"))
