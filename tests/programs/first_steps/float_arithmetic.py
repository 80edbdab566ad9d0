x = 1.5
y = 0.25
print(x + y, x - y, x * y, x / y, x // y, x % y, x ** 2, -x, x < y, x == 1.5, x + 1, 2 * y)
