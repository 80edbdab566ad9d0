"""Two numeric kernels at small size."""
def A(i, j): return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)
def av(v): return [sum(A(i, j) * v[j] for j in range(len(v))) for i in range(len(v))]
def atv(v): return [sum(A(j, i) * v[j] for j in range(len(v))) for i in range(len(v))]
u = [1.0] * 30
for _ in range(6): v = atv(av(u)); u = atv(av(v))
print("%.9f" % (sum(a * b for a, b in zip(u, v)) / sum(b * b for b in v)) ** 0.5)
def fannkuch(n):
    p, count, best, check, r, k = list(range(n)), list(range(1, n + 1)), 0, 0, n, 0
    while True:
        while r != 1: count[r - 1] = r; r -= 1
        q, flips = p[:], 0
        while q[0]: q[:q[0] + 1] = q[q[0]::-1]; flips += 1
        best = max(best, flips); check += flips if k % 2 == 0 else -flips
        while True:
            if r == n: return check, best
            p.insert(r, p.pop(0)); count[r] -= 1
            if count[r] > 0: break
            r += 1
        k += 1
print(fannkuch(6), fannkuch(7))
def pascal(n):
    row = [1]
    for _ in range(n): yield row; row = [a + b for a, b in zip([0] + row, row + [0])]
for r in pascal(8): print(" ".join(map(str, r)).center(40).rstrip())
def simpson(f, a, b, n):
    h = (b - a) / n
    return h / 3 * (f(a) + f(b) + 4 * sum(f(a + i * h) for i in range(1, n, 2)) + 2 * sum(f(a + i * h) for i in range(2, n, 2)))
print("%.10f %.10f" % (simpson(lambda x: x * x, 0, 3, 100), simpson(lambda x: 1 / x, 1, 2, 200)))
def gauss(m):
    m = [r[:] for r in m]; n = len(m)
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(m[r][i])); m[i], m[p] = m[p], m[i]
        for r in range(n):
            if r != i: f = m[r][i] / m[i][i]; m[r] = [a - f * b for a, b in zip(m[r], m[i])]
    return [round(m[i][n] / m[i][i], 10) for i in range(n)]
print(gauss([[2.0, 1, -1, 8], [-3, -1, 2, -11], [-2, 1, 2, -3]]))
