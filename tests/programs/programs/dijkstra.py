"""Shortest paths with a heap, on a generated graph, against Floyd-Warshall."""
import heapq
n, edges, s = 40, {}, 7
for i in range(n):
    for _ in range(4):
        s = (s * 1103515245 + 12345) % 2 ** 31
        edges.setdefault(i, []).append((s // 65536 % n, s % 50 + 1))
def dijkstra(src):
    dist, prev, q = {src: 0}, {}, [(0, src)]
    while q:
        d, u = heapq.heappop(q)
        if d > dist[u]: continue
        for v, w in edges[u]:
            if d + w < dist.get(v, float("inf")): dist[v] = d + w; prev[v] = u; heapq.heappush(q, (d + w, v))
    return dist, prev
inf = float("inf")
m = [[0 if i == j else inf for j in range(n)] for i in range(n)]
for u, es in edges.items():
    for v, w in es: m[u][v] = min(m[u][v], w)
for k in range(n):
    for i in range(n):
        for j in range(n):
            if m[i][k] + m[k][j] < m[i][j]: m[i][j] = m[i][k] + m[k][j]
ok = all(dijkstra(i)[0].get(j, inf) == m[i][j] for i in range(n) for j in range(n))
dist, prev = dijkstra(0); path, v = [], 5
while v in prev: path.append(v); v = prev[v]
print(ok, sorted(dist.items())[:10], path[::-1])
