print([x * 2 for x in range(5)], [(x, y) for x in range(2) for y in "ab"], {x: x * x for x in range(3)}, sorted({x % 2 for x in range(5)}), sum(x for x in range(5)))
