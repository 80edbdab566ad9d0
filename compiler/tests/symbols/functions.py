x = 1
def outer(a, *args, key=None, **kw):
    global g
    b = a
    def middle(c):
        nonlocal b
        b = c + x
        d = 0
        def inner():
            return a, d, g, unknown
        return inner
    h = lambda z, q=b: z + q + key
    return middle, h, (i + b for i in args)
del x
import os.path, sys as system
for index in range(3):
    pass
with open(x) as (f, [*rest]):
    pass
try:
    pass
except ValueError as error:
    pass
