"""A maze from a depth-first walk and its shortest way out; knight's tour; n queens."""
from collections import deque
s = 99
def rnd(n):
    global s
    s = (s * 1103515245 + 12345) & 0x7FFFFFFF
    return (s >> 8) % n
W, H = 15, 7
walls = [["#"] * (2 * W + 1) for _ in range(2 * H + 1)]
stack, seen = [(0, 0)], {(0, 0)}
walls[1][1] = " "
while stack:
    x, y = stack[-1]
    opts = [(dx, dy) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)) if 0 <= x + dx < W and 0 <= y + dy < H and (x + dx, y + dy) not in seen]
    if not opts: stack.pop(); continue
    dx, dy = opts[rnd(len(opts))]
    walls[2 * y + 1 + dy][2 * x + 1 + dx] = walls[2 * (y + dy) + 1][2 * (x + dx) + 1] = " "
    seen.add((x + dx, y + dy)); stack.append((x + dx, y + dy))
q, prev = deque([(1, 1)]), {(1, 1): None}
while q:
    x, y = q.popleft()
    for p in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
        if walls[p[1]][p[0]] == " " and p not in prev: prev[p] = (x, y); q.append(p)
p, n = (2 * W - 1, 2 * H - 1), 0
while p: walls[p[1]][p[0]] = "."; p = prev[p]; n += 1
for r in walls: print("".join(r))
print(n)
def knight(n):
    moves = [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)]
    b = {}; free = lambda x, y: [(x + i, y + j) for i, j in moves if 0 <= x + i < n and 0 <= y + j < n and (x + i, y + j) not in b]
    x, y = 0, 0
    for k in range(n * n):
        b[x, y] = k
        o = free(x, y)
        if not o: return k + 1
        x, y = min(o, key=lambda p: (len(free(*p)), p))
    return n * n
print([knight(n) for n in (5, 6, 7, 8)])
def queens(n, p=()):
    if len(p) == n: yield p
    else:
        for c in range(n):
            if all(c != d and abs(c - d) != len(p) - i for i, d in enumerate(p)): yield from queens(n, p + (c,))
print(next(queens(8)), sum(1 for _ in queens(6)))
