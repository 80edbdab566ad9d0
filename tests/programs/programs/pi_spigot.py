"""Digits of pi and e with big integers; square roots; Fibonacci by matrix powers; Pell."""
def pi_digits(n):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    out = []
    while len(out) < n:
        if 4 * q + r - t < m * t: out.append(m); q, r, m = 10 * q, 10 * (r - m * t), 10 * (3 * q + r) // t - 10 * m
        else: q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return "".join(map(str, out))
print(pi_digits(150))
def e_digits(n):
    one = 10 ** (n + 10); t = s = one; k = 1
    while t: t //= k; s += t; k += 1
    return str(s)[:n]
print(e_digits(120))
def isqrt(n):
    x = 1 << (n.bit_length() + 1) // 2
    while (y := (x + n // x) // 2) < x: x = y
    return x
print(isqrt(2 * 10 ** 200), isqrt(10 ** 30 - 1))
def fib(n):
    def mul(a, b): return (a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3])
    r, m = (1, 0, 0, 1), (1, 1, 1, 0)
    while n:
        if n & 1: r = mul(r, m)
        m = mul(m, m); n >>= 1
    return r[1]
print(fib(100), fib(1000), fib(5000) % 10 ** 30)
def modinv(a, m):
    g, x, y, b = a, 1, 0, m
    while b: q = g // b; g, b, x, y = b, g % b, y, x - q * y
    return x % m
print(modinv(3, 10 ** 9 + 7), [modinv(i, 97) for i in range(1, 8)])
def mr(n):
    if n < 4: return n > 1
    d, s = n - 1, 0
    while d % 2 == 0: d //= 2; s += 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if a >= n: break
        x = pow(a, d, n)
        if x in (1, n - 1): continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1: break
        else: return False
    return True
print([p for p in range(50) if mr(p)], mr(2 ** 127 - 1), mr(2 ** 127 + 1), mr(10 ** 18 + 9), next(n for n in range(10 ** 20, 10 ** 21) if mr(n)))
def rho(n):
    from math import gcd
    x = y = 2; d = 1
    while d == 1: x = (x * x + 1) % n; y = (y * y + 1) % n; y = (y * y + 1) % n; d = gcd(abs(x - y), n)
    return d
print(sorted([rho(10403), 10403 // rho(10403)]), rho(1000003 * 1000033) in (1000003, 1000033))
