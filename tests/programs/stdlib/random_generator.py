"""random: the sequence of the Mersenne Twister for every kind of seed, and what is drawn from it."""
import _random
import pickle
import random

for seed in (0, 1, -1, 42, 2**32, 2**64 + 5, 10**50, 1.5, "text", b"bytes", bytearray(b"array"), "", True):
    r = random.Random(seed)
    print(repr(seed), r.random(), r.getrandbits(7), r.getrandbits(32), r.getrandbits(33), r.getrandbits(200), r.random())

r = random.Random(2024)
state = r.getstate()
draws = [
    r.randrange(10), r.randrange(5, 500, 7), r.randint(-10**30, 10**30), r.choice("abcdef"), r.choices("xyz", [1, 2, 3], k=8),
    r.sample(range(1000), 6), r.sample("aab", counts=[2, 1, 3], k=4), r.uniform(2, 5), r.triangular(0, 10, 3), r.randbytes(9),
    r.betavariate(2, 3), r.expovariate(1.5), r.gammavariate(2.5, 1), r.gauss(0, 1), r.gauss(0, 1), r.lognormvariate(0, 0.5),
    r.normalvariate(1, 2), r.vonmisesvariate(1, 3), r.paretovariate(3), r.weibullvariate(1, 2), r.binomialvariate(20, 0.3),
]
for draw in draws:
    print(draw if not isinstance(draw, float) else f"{draw:.12g}")
items = list(range(20))
r.shuffle(items)
print(items)
r.setstate(state)
print(r.randrange(10) == draws[0], pickle.loads(pickle.dumps(r)).random() == r.random())

random.seed(7)
print(random.random(), random.randint(1, 6), random.choice([1, 2, 3]))


class Counted(random.Random):
    calls = 0

    def random(self):
        self.calls += 1
        return super().random()


c = Counted(5)
print(c.uniform(0, 1), c.random(), c.calls, c.randrange(100))

low = _random.Random(3)
print(len(low.getstate()), low.getstate()[-1], low.getrandbits(0))
for attempt in (lambda: low.getrandbits(-1), lambda: low.setstate(1), lambda: low.setstate((1,)), lambda: low.seed([]),
                lambda: low.setstate((2**31,) * 625), lambda: low.setstate((-1,) * 625), lambda: _random.Random(1, 2),
                lambda: random.choice([]), lambda: random.randrange(0), lambda: random.sample([1], 2), lambda: low.getrandbits(2**70)):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
