def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
print(list(count(5)), sum(count(10)), [x for x in count(3)])
g = count(2)
print(next(g), next(g), next(g, "done"))
print(list(x * x for x in range(4)))
