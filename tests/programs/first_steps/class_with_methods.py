class Counter:
    total = 0
    def __init__(self, start):
        self.n = start
    def inc(self, by=1):
        self.n += by
        Counter.total += by
        return self
    def __repr__(self):
        return "Counter(%d)" % self.n
c = Counter(5)
c.inc().inc(10)
print(c, c.n, Counter.total, isinstance(c, Counter), type(c).__name__)
c.extra = "attr"
print(c.extra, hasattr(c, "nope"))
