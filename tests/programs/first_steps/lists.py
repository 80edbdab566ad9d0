a = [3, 1, 2]
a.append(5)
a.extend([7, 8])
a[0] = 30
print(a, len(a), a[1], a[-1], a[1:3], sorted(a), sum(a), max(a), 2 in a)
a.sort()
print(a, a.pop(), a)
del a[0]
print(a, [x * x for x in a if x > 2])
