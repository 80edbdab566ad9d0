"""Backtracking with sets of candidates."""
grid = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79"
peers = {}
for i in range(81):
    r, c = divmod(i, 9)
    peers[i] = {j for j in range(81) if j != i and (j // 9 == r or j % 9 == c or (j // 27 == i // 27 and j % 9 // 3 == c // 3))}
def solve(cells):
    best = None
    for i, v in enumerate(cells):
        if v == ".":
            options = set("123456789") - {cells[j] for j in peers[i]}
            if best is None or len(options) < len(best[1]): best = i, options
            if len(options) < 2: break
    if best is None: return cells
    for o in sorted(best[1]):
        r = solve(cells[:best[0]] + [o] + cells[best[0] + 1:])
        if r: return r
    return None
s = solve(list(grid))
for r in range(0, 81, 9): print(" ".join(s[r:r + 9]))
