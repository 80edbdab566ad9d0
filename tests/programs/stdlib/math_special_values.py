"""math at the ends of the range: results that every C library agrees on, and the errors."""
import math


class Real:
    def __init__(self, value):
        self.value = value

    def __float__(self):
        return self.value


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Rounding:
    def __ceil__(self):
        return "ceiling"

    def __floor__(self):
        return "floor"

    def __trunc__(self):
        return "whole"


POINTS = [0.0, -0.0, 1.0, -1.0, 2.5, -2.5, 1e300, -1e300, 5e-324, math.inf, -math.inf, math.nan, 7, True, 10**400]


def show(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if isinstance(result, float) and math.isfinite(result) and result:
        return f"{result:.13g}"
    return repr(result)


for name in ("sqrt exp expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh acosh atanh fabs ceil "
             "floor trunc isfinite isinf isnan gamma lgamma degrees radians ulp frexp modf exp2").split():
    function = getattr(math, name)
    print(name, *(show(function, x) for x in POINTS), sep=" | ")

for name in "pow fmod atan2 copysign remainder nextafter hypot".split():
    function = getattr(math, name)
    for x in POINTS[:12]:
        print(name, repr(x), *(show(function, x, y) for y in POINTS[:12]), sep=" | ")

print(*(show(function, Rounding()) for function in (math.ceil, math.floor, math.trunc)))
print(show(math.sqrt, Real(2.25)), show(math.sqrt, Index(9)), show(math.sqrt, "9"), show(math.sqrt, Real(3)))
print(show(math.log, Real(1.0), Index(2)), show(math.log, 10**400, 10), show(math.log, 8, 2), show(math.log, 5, 1))
print(show(math.ldexp, 0.75, 4), show(math.ldexp, 1.0, 10**30), show(math.ldexp, 1.0, -10**30), show(math.ldexp, 1, 2.0))
print(show(math.fma, 2.0, 3.0, 4.0), show(math.fma, math.inf, 0.0, 1.0), show(math.fma, 1e308, 1e10, 0.0))
print(show(math.isclose, 1.0, 1.0 + 1e-10), show(math.isclose, 1, 2, abs_tol=1), show(math.isclose, 1, 2, rel_tol=-1))
for steps in (0, 1, 5, 2**52, 2**62, 2**64, 10**30, -1, 1.0, None):
    print("steps", steps, show(math.nextafter, -1.0, 1.0, steps=steps), show(math.nextafter, 1.0, -0.0, steps=steps))
for call in ("sqrt()", "sqrt(1, 2)", "pow(1)", "log()", "isclose(1)", "isclose(1, 2, 3)", "prod()", "hypot(1, 'x')",
             "dist([1], [1, 2])", "dist([1], 1)", "comb(5, -1)", "perm(-5, 1)", "factorial(-1)", "factorial(2.0)",
             "isqrt(-1)", "gcd(1.5)", "lcm(2, '3')", "comb(10**30, 10**29)", "trunc('x')", "sqrt(x=1)"):
    try:
        print(call, eval("math." + call))
    except Exception as error:
        print(call, type(error).__name__, error)
