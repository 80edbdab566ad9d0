t = (1, "two", 3.0)
a, b, c = t
print(t, a, b, c, t[1], len(t), t + (4,), t * 2)
x, y = 1, 2
x, y = y, x
print(x, y)
first, *rest = [1, 2, 3]
print(first, rest)
