n = 0
def bump():
    global n
    n += 1
    return n
def make():
    c = [0]; d = 0
    def f():
        nonlocal d
        c[0] += 1; d += 10
        return c[0] + d
    return f
print([bump() for _ in range(4)], n); f = make(); print([f() for _ in range(3)]); h = make(); print(h(), f())
