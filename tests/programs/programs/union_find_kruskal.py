"""Minimum spanning tree with union by rank; connected components of a grid."""
class UF:
    def __init__(self, n): self.p, self.rank, self.count = list(range(n)), [0] * n, n
    def find(self, x):
        while self.p[x] != x: self.p[x] = self.p[self.p[x]]; x = self.p[x]
        return x
    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        if a == b: return False
        if self.rank[a] < self.rank[b]: a, b = b, a
        self.p[b] = a; self.rank[a] += self.rank[a] == self.rank[b]; self.count -= 1
        return True
s, edges, n = 3, [], 100
for i in range(n):
    for j in range(5): s = s * 48271 % 2147483647; edges.append((s % 997, i, s // 1000 % n))
uf = UF(n); mst = [(w, a, b) for w, a, b in sorted(edges) if uf.union(a, b)]
print(len(mst), sum(w for w, _, _ in mst), uf.count, mst[:3])
grid = ["##..#", "#..##", "..#..", "####."]
uf = UF(20)
for y, row in enumerate(grid):
    for x, c in enumerate(row):
        if c == "#":
            for dx, dy in ((1, 0), (0, 1)):
                if x + dx < 5 and y + dy < 4 and grid[y + dy][x + dx] == "#": uf.union(y * 5 + x, (y + dy) * 5 + x + dx)
groups = {}
for y in range(4):
    for x in range(5):
        if grid[y][x] == "#": groups.setdefault(uf.find(y * 5 + x), []).append((x, y))
print(sorted(map(len, groups.values())), sorted(min(g) for g in groups.values()))
