"""Fast Fourier transform with complex numbers; big multiplication by convolution."""
import cmath
def fft(a, inv=False):
    n = len(a)
    if n == 1: return a
    e, o = fft(a[::2], inv), fft(a[1::2], inv)
    out = [0] * n
    for k in range(n // 2):
        t = cmath.exp((2j if inv else -2j) * cmath.pi * k / n) * o[k]
        out[k], out[k + n // 2] = e[k] + t, e[k] - t
    return out
def rnd(z): return complex(round(z.real, 6) + 0.0, round(z.imag, 6) + 0.0)
print([rnd(z) for z in fft([1, 2, 3, 4, 0, 0, 0, 0])]); a = [complex(i % 7, i % 3) for i in range(64)]; b = [z / 64 for z in fft(fft(a), True)]; print(max(abs(x - y) for x, y in zip(a, b)) < 1e-12)
def mul(x, y):
    p, q = [int(c) for c in str(x)[::-1]], [int(c) for c in str(y)[::-1]]
    n = 1
    while n < len(p) + len(q): n *= 2
    f, g = fft(p + [0] * (n - len(p))), fft(q + [0] * (n - len(q)))
    r = [round(z.real / n) for z in fft([u * v for u, v in zip(f, g)], True)]
    out, carry = [], 0
    for d in r: carry += d; out.append(carry % 10); carry //= 10
    return int("".join(map(str, out[::-1])))
print(mul(12345678901234567890, 98765432109876543210) == 12345678901234567890 * 98765432109876543210, mul(3 ** 100, 7 ** 90) == 3 ** 100 * 7 ** 90)
print(cmath.sqrt(-1), cmath.phase(1j), cmath.polar(1 + 1j), cmath.rect(2, 0), cmath.isclose(cmath.exp(1j * cmath.pi), -1), cmath.log(-1), cmath.isnan(complex("nan")), cmath.sin(1j), cmath.inf)
