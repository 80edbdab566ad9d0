def numbers(n):
    for i in range(n): yield i
def squares(it):
    for x in it: yield x * x
def evens(it):
    for x in it:
        if x % 2 == 0: yield x
print(list(evens(squares(numbers(10)))), sum(squares(numbers(5))))
def delegating(): yield 1; r = yield from inner(); yield r
def inner(): yield 2; return 3
print(list(delegating())); g = delegating(); print(next(g), g.send(None)); g.close(); print(list(g))
