"""Cells as a set of pairs."""
from collections import Counter
def step(cells):
    n = Counter((x + dx, y + dy) for x, y in cells for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)
    return {c for c, k in n.items() if k == 3 or (k == 2 and c in cells)}
def show(cells, w=8, h=6):
    for y in range(h): print("".join("#" if (x, y) in cells else "." for x in range(w)))
cells = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for g in range(9):
    if g % 4 == 0: print("generation", g); show(cells)
    cells = step(cells)
r = {(0, 0), (1, 0), (2, 0), (1, 1), (0, 2)}
for g in range(60): r = step(r)
print(len(r), sorted(r)[:5])
