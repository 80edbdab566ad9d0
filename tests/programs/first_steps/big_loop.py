# slow
t = 0
for i in range(200000):
    t += i & 3
print(t)
i = 0
x = 1.0
while i < 50000:
    x = x * 1.0001 % 10.0
    i += 1
print(i, round(x, 6))
