"""cmath: special values, branch cuts, errors, and identities where last bits differ between C libraries."""
import cmath
import math

inf, nan = math.inf, math.nan
SPECIAL = [-inf, -2.5, -0.0, 0.0, 2.5, inf, nan]
ONE = "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh".split()


def part(x):
    return f"{x:.12g}"


def show(function, *args):
    try:
        z = function(*args)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if isinstance(z, complex):
        return f"({part(z.real)}, {part(z.imag)})"
    if isinstance(z, tuple):
        return f"[{', '.join(map(part, z))}]"
    return part(z) if isinstance(z, float) else repr(z)


for name in ONE + ["phase", "polar", "isfinite", "isinf", "isnan"]:
    function = getattr(cmath, name)
    for re in SPECIAL:
        print(name, re, *(show(function, complex(re, im)) for im in SPECIAL), sep=" | ")

for radius in SPECIAL:
    print("rect", radius, *(show(cmath.rect, radius, angle) for angle in SPECIAL), sep=" | ")

POINTS = [complex(a, b) for a in (-3.5, -1.0, -0.25, 0.0, 0.5, 1.0, 2.0) for b in (-2.0, -0.0, 0.0, 0.75)]
for name, inverse in (("sqrt", lambda w: w * w), ("log", cmath.exp), ("asin", cmath.sin), ("acos", cmath.cos),
                      ("atan", cmath.tan), ("asinh", cmath.sinh), ("acosh", cmath.cosh), ("atanh", cmath.tanh)):
    function = getattr(cmath, name)
    for z in POINTS:
        try:
            w = function(z)
        except ValueError as error:
            print(name, z, error)
            continue
        assert cmath.isclose(inverse(w), z, rel_tol=1e-9, abs_tol=1e-12), (name, z, w)
        print(name, z, show(function, z), math.copysign(1, w.imag))


class Number:
    def __complex__(self):
        return 3 + 4j


class Wrong:
    def __complex__(self):
        return 3.0


print(show(cmath.sqrt, Number()), show(cmath.sqrt, Wrong()), show(cmath.sqrt, "1"), show(cmath.polar, Number()))
print(show(cmath.log, 8, 2), show(cmath.log, 1, 1), show(cmath.log, 0, 2), show(cmath.log, 2, 0), show(cmath.log, 0))
print(show(cmath.exp, 1000), show(cmath.cosh, 1000 + 1j), show(cmath.polar, complex(1.7e308, 1.7e308)))
print(cmath.isclose(1 + 1j, 1 + 1.0000000001j), cmath.isclose(complex(inf, 0), complex(inf, 1)), cmath.infj, cmath.nanj)
