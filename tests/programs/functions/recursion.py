# slow
"""Recursive and mutually recursive functions, many arguments, higher-order functions."""
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print([fib(i) for i in range(18)])
def ack(m, n): return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
print(ack(2, 5))
def even(n): return n == 0 or odd(n - 1)
def odd(n): return n != 0 and even(n - 1)
print(even(300), odd(300))
def hanoi(n, a, b, c): return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
print(len(hanoi(8, "A", "B", "C")), hanoi(3, "A", "B", "C"))
def perms(xs): return [[]] if not xs else [[x] + p for i, x in enumerate(xs) for p in perms(xs[:i] + xs[i + 1:])]
print(perms([1, 2, 3]), len(perms(list(range(6)))))
Y = lambda f: (lambda x: x(x))(lambda y: f(lambda *a: y(y)(*a)))
print(Y(lambda self: lambda n: 1 if n == 0 else n * self(n - 1))(20))
def compose(*fs): return lambda x: x if not fs else compose(*fs[:-1])(fs[-1](x))
print(compose(lambda x: x + 1, lambda x: x * 2, abs)(-5))
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))
def curry(f, n, *a): return f(*a) if n == len(a) else lambda x: curry(f, n, *a, x)
print(curry(lambda a, b, c: a + b * c, 3)(1)(2)(3))
def flatten(x):
    for e in x:
        if isinstance(e, list): yield from flatten(e)
        else: yield e
print(list(flatten([1, [2, [3, [4, []], 5]], 6])))
def collatz(n, seen=()): return seen + (n,) if n == 1 else collatz(n // 2 if n % 2 == 0 else 3 * n + 1, seen + (n,))
print(collatz(27)[-5:], len(collatz(27)))
memo = {}
def part(n, m):
    if (n, m) not in memo: memo[n, m] = 1 if n == 0 else 0 if n < 0 or m == 0 else part(n, m - 1) + part(n - m, m)
    return memo[n, m]
print(part(100, 100))
def queens(n, row=0, cols=0, d1=0, d2=0):
    if row == n: return 1
    count, free = 0, ((1 << n) - 1) & ~(cols | d1 | d2)
    while free:
        bit = free & -free
        free ^= bit
        count += queens(n, row + 1, cols | bit, (d1 | bit) << 1, (d2 | bit) >> 1)
    return count
print([queens(i) for i in range(1, 8)])
def gcd(a, b): return a if not b else gcd(b, a % b)
print(gcd(1071, 462), gcd(10 ** 30, 6 ** 20))
def subsets(s): return [[]] if not s else (lambda r: r + [[s[0]] + x for x in r])(subsets(s[1:]))
print(subsets([1, 2, 3]))
