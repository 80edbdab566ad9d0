l = list(range(10)); s = "abcdefghij"; t = tuple(l)
for x in (l, s, t): print(x[2:5], x[:3], x[7:], x[::3], x[::-1], x[-3:-1], x[5:2], x[100:])
l[1:3] = ["a", "b", "c"]; print(l); del l[::2]; print(l); l[:] = []; print(l)
