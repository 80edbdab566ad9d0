i = 0
total = 0
while i < 100:
    i += 1
    if i % 2:
        continue
    if i > 50:
        break
    total += i
print(i, total)
