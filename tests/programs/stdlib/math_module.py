"""math: every function at ordinary and extreme values."""
import math
inf, nan = math.inf, math.nan
fns1 = ["acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "ceil", "cos", "cosh", "degrees", "erf", "erfc", "exp", "exp2", "expm1", "fabs", "floor", "frexp", "gamma", "isfinite", "isinf", "isnan", "lgamma", "log", "log10", "log1p", "log2", "modf", "radians", "sin", "sinh", "sqrt", "tan", "tanh", "trunc", "ulp"]
for n in fns1:
    out = []
    for v in (0, 0.5, 1, -1, 2.5, -2.5, 100, 1e-10, inf, -inf, nan, 1e308, "x"):
        try: r = getattr(math, n)(v); out.append(f"{r:.12g}" if isinstance(r, float) else str(r))
        except Exception as e: out.append(f"{type(e).__name__}:{e}")
    print(n, out)
print(math.atan2(1, -1), math.copysign(3, -0.0), math.dist([0, 0], [3, 4]), math.fmod(-7, 3), math.fsum([0.1] * 10), math.hypot(3, 4, 12), math.ldexp(1.5, 4), math.nextafter(1, 2), math.pow(2, 0.5), math.remainder(7, 4), math.isclose(1, 1 + 1e-10), math.isclose(0, 1e-12, abs_tol=1e-9), math.prod([2, 3.5]), math.prod([], start=5), math.sumprod([1, 2], [3, 4]), math.fma(2, 3, 4), math.e, math.pi, math.tau, math.nextafter(0, 1), math.nextafter(1, 0, steps=3))
print(math.gcd(12, 18), math.gcd(), math.gcd(0, 5), math.gcd(-4, 6, 10), math.gcd(10 ** 30, 6 ** 30), math.lcm(4, 6), math.lcm(), math.lcm(0, 3), math.factorial(25), math.comb(50, 25), math.comb(3, 5), math.perm(10, 3), math.perm(5), math.isqrt(10 ** 40 + 1), math.isqrt(0), math.log(8, 2), math.log(10 ** 400), math.log2(2 ** 2000), math.log10(10 ** 400), math.floor(2 ** 70), math.ceil(-1.5), math.trunc(1e20), math.cbrt(27), math.frexp(0), math.ldexp(1, -1080), math.degrees(math.pi))
for e in ("math.sqrt(-1)", "math.log(0)", "math.log(-1)", "math.log(1, 1)", "math.acos(2)", "math.exp(1000)", "math.pow(0, -1)", "math.pow(-1, 0.5)", "math.factorial(-1)", "math.factorial(1.5)", "math.isqrt(-1)", "math.gcd(1.5)", "math.comb(-1, 2)", "math.floor(inf)", "math.ceil(nan)", "math.ldexp(1, 10 ** 10)", "math.fmod(1, 0)", "math.gamma(-1)", "math.gamma(200)", "math.atanh(1)", "math.sin(inf)", "math.sqrt(10 ** 400)", "math.fsum([1e308, 1e308])", "math.fsum([inf, -inf])", "math.dist([1], [1, 2])", "math.prod(5)", "math.sqrt('a')", "math.sqrt()", "math.sqrt(1, 2)", "math.hypot('a')", "math.perm(1.5)", "math.log10(0)", "math.cosh(1000)", "math.remainder(1, 0)", "math.sumprod([1], [1, 2])", "math.copysign('a', 1)", "math.tan(math.pi / 2) > 1e15", "math.isclose(1, 2, rel_tol=-1)", "math.nextafter(1, 2, steps=-1)", "math.factorial('a')", "math.sqrt(None)"):
    try: print(e, eval(e))
    except Exception as x: print(e, "->", type(x).__name__, x)
class F:
    def __float__(self): return 0.25
    def __index__(self): return 9
    def __floor__(self): return "f"
    def __ceil__(self): return "c"
    def __trunc__(self): return "t"
print(math.sqrt(F()), math.isqrt(F()), math.floor(F()), math.ceil(F()), math.trunc(F()), math.gcd(F(), 6), math.sqrt(True))
