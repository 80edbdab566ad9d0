"""fractions, statistics and decimal in pure Python."""
from fractions import Fraction as F
import statistics as st
print(F(1, 3) + F(1, 6), F("0.25"), F(0.1), F(3, -6), F(7, 2) // 1, F(7, 2) % 1, F(1, 2) ** 3, F(1, 2) ** -2, F(1, 2) ** 0.5, F(5), repr(F(1, 2)), F(1, 2) == 0.5, F(1, 3) < F(1, 2), hash(F(1, 2)) == hash(0.5), float(F(1, 3)), int(F(7, 2)), round(F(7, 2)), round(F(22, 7), 2), F(3.14159).limit_denominator(100), F("1/3"), sum([F(1, i) for i in range(1, 10)]), F(1, 2) + 1, 1 - F(1, 2), F(1, 2) * 1.5, abs(F(-1, 2)), F(10 ** 20, 3), f"{F(1, 3):.3f}", divmod(F(7, 2), F(1, 3)))
for f in (lambda: F(1, 0), lambda: F("x"), lambda: F(1.5, 2), lambda: F(None), lambda: F(1, 2) / 0, lambda: F(float("nan"))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
d = [2, 4, 4, 4, 5, 5, 7, 9]; print(st.mean(d), st.median(d), st.mode(d), st.pstdev(d), st.stdev(d), st.variance(d), st.fmean(d), st.median_low(d), st.quantiles(d), st.multimode("aabbc"), st.harmonic_mean([1, 2, 4]), st.geometric_mean([1, 4]), st.mean([F(1, 2), F(1, 3)]), st.correlation([1, 2, 3], [2, 4, 7]), st.linear_regression([1, 2, 3], [2, 4, 6]).slope, st.NormalDist(0, 1).cdf(1))
try: st.mean([])
except st.StatisticsError as e: print(e)
import _pydecimal as dec
D = dec.Decimal; dec.getcontext().prec = 30
print(D("0.1") + D("0.2"), D(1) / D(3), D("1.10").normalize(), D("123.456").quantize(D("0.01")), D(2).sqrt(), D("1E+3"), D("-0"), D("NaN"), D(0.1), D("1.5") == 1.5, D(10) ** 50, repr(D("3.14")), D("7") // 2, D("-7") % 3, round(D("2.675"), 2), int(D("3.9")), sorted([D(3), D("1.5")]), sum([D("0.1")] * 10), D("1.23").as_tuple(), f"{D('1234.5'):,.2f}", D(1).exp(), D(10).ln(), hash(D("0.5")) == hash(0.5), max(D(1), D(2)))
for f in (lambda: D("x"), lambda: D(1) / 0, lambda: D("0") / 0, lambda: D(-1).sqrt(), lambda: D(1) + 1.5):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
