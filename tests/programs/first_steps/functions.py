def add(a, b=10):
    return a + b
def nothing():
    pass
def fact(n):
    return 1 if n <= 1 else n * fact(n - 1)
print(add(1), add(1, 2), add(b=1, a=5), nothing(), fact(10))
def star(*args, **kwargs):
    return args, kwargs
print(star(1, 2, x=3))
print((lambda x: x * 2)(21))
