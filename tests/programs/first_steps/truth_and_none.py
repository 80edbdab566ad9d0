for v in (None, 0, 1, "", "a", [], [0], {}, 0.0, True, False, (), object): print(bool(v), end=" ")
print(); print(None is None, not None, None or "x", 1 and 2, 0 or [], 1 < 2 < 3, 3 > 2 > 5)
x = None
print(x is None, x is not None, "yes" if x else "no")
