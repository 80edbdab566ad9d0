def mul(a, b):
    return [[sum(x * y for x, y in zip(row, col)) for col in zip(*b)] for row in a]
m = [[1, 2], [3, 4]]
p = m
for _ in range(5):
    p = mul(p, m)
print(p)
