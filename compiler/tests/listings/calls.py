def calls(self, f, *args, **kw):
    self.method(1, f(2), key=3)
    x = f(*args, **kw)
    a, b = b, a = x, f
    return a[0], x[f:], [g for g in args if g]
