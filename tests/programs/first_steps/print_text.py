print("hello, world")
print("several", "values", 1, 2.5, None, True)
print()
print("a", "b", sep="-", end="!\n")
