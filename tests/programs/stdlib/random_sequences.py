"""random: the Mersenne Twister gives CPython's numbers for every method."""
import random
r = random.Random(42)
print(r.random(), r.randint(1, 100), r.randrange(0, 100, 7), r.choice("abc"), r.uniform(1, 2), r.getrandbits(70), r.randbytes(5), r.gauss(0, 1), r.normalvariate(0, 1), r.expovariate(2), r.betavariate(1, 2), r.gammavariate(2, 3), r.triangular(), r.lognormvariate(0, 1), r.vonmisesvariate(0, 1), r.paretovariate(3), r.weibullvariate(1, 2), r.binomialvariate(10, 0.3))
l = list(range(10)); r.shuffle(l); print(l, r.sample(range(1000), 5), r.choices("abc", k=6), r.choices([1, 2, 3], weights=[1, 0, 5], k=6), r.sample("abcdef", 3), r.sample(["x", "y"], k=3, counts=[2, 2]))
for seed in (0, 1, -5, 2 ** 100, "text", b"bytes", 1.5, None and 0): print(seed, random.Random(seed).random() if seed is not None else "")
random.seed(7); a = [random.random() for _ in range(3)]; s = random.getstate(); b = random.random(); random.setstate(s); print(a, random.random() == b, random.randint(5, 5), random.randrange(3))
for f in (lambda: r.randint(5, 1), lambda: r.choice([]), lambda: r.sample([1], 2), lambda: r.randrange(0), lambda: r.sample({1}, 1), lambda: r.choices([], k=1), lambda: r.getrandbits(-1), lambda: random.seed([]), lambda: r.randrange(1.5), lambda: r.choices([1], weights=[1, 2]), lambda: r.shuffle("ab")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t = random.Random(1); print(sum(t.random() for _ in range(10000)), [t.getrandbits(k) for k in (1, 31, 32, 33, 64, 128)], sum(t.randrange(10) for _ in range(1000)))
class Mine(random.Random):
    def random(self): return 0.25
print(Mine().randrange(100), Mine().choice("abcd"), Mine().uniform(0, 4)); print(len(random.SystemRandom().randbytes(4)), 0 <= random.SystemRandom().random() < 1)
