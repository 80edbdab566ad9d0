"""Iterating over a list that changes meanwhile."""
a = [1, 2, 3, 4]
for x in a:
    if len(a) < 8:
        a.append(x * 10)
print(a)
a = [1, 2, 3, 4, 5, 6]
for x in a:
    a.remove(x)
print(a)
a = [1, 2, 3]
it = iter(a)
print(next(it), next(it))
a.clear()
print(list(it), a)
a.extend([1, 2, 3, 4, 5])
print(list(it))
a = [1, 2, 3]
it = reversed(a)
print(next(it))
a.append(9); a.pop(0); a.pop(0)
print(list(it), it.__length_hint__())
a = [1, 2, 3]
for i, x in enumerate(a):
    a[i] = x * 2
    if i == 0:
        a.insert(0, "new")
    if i > 5:
        break
print(a)
a = [5, 1, 4]
print([a.pop() for _ in range(len(a))], a)
class Evil:
    def __eq__(self, other):
        b.clear()
        return False
b = [Evil(), Evil(), Evil()]
print(5 in b, b)
b = [Evil(), 1, 2]
try:
    b.index(3)
except ValueError as e:
    print(e, b)
b = [Evil(), 1]
try:
    b.remove(7)
except ValueError as e:
    print(e, b)
b = [Evil(), 1, 2]
print(b.count(1), b)
b = [Evil(), 1]
print(b == [0, 1], b)
it = iter([1, 2, 3])
print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), it.__length_hint__(), next(it, "done"))
c = [1, 2, 3]
c.extend(c); print(c)
c[len(c):] = c; print(len(c))
c += c; print(len(c))
z = [[] for _ in range(3)]; z[0].append(z[1]); z[1].append(z[0]); print(z[0] is z[1][0], repr(z))
s = [0] * 3; s[0] += 1; print(s); t = [[]] * 3; t[0].append(1); print(t)
