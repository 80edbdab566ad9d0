n = 1
for i in range(1, 31):
    n = n * i
print(n, n // 10 ** 20, n % 10 ** 9, -n, n == n + 0, 2 ** 100)
