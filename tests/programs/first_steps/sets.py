s = {1, 2, 3}
s.add(4)
s.discard(1)
print(len(s), 2 in s, 9 in s, sorted(s), sorted(s & {2, 9}), sorted(s | {9}), sorted(s - {2}))
