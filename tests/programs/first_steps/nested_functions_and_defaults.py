def outer(a, b=2, *, c=3):
    def inner(x, y=a):
        return x + y + b + c
    return inner(10), inner(1, 2)
print(outer(1), outer(1, 5), outer(1, c=0))
def pos_only(a, b, /, c): return a, b, c
print(pos_only(1, 2, c=3))
try: pos_only(a=1, b=2, c=3)
except TypeError as e: print(e)
try: outer()
except TypeError as e: print(e)
