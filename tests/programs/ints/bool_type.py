"""bool is an int with two values."""
print(True + True, True * 3, True - 1.5, -True, True / 2, True << 3, False // 1, True ** 2, abs(True))
print(isinstance(True, int), issubclass(bool, int), bool.__mro__, type(True), True.real, True.numerator)
print(str(True), repr(False), f"{True}", f"{True:d}", f"{True:5}|", "%s %d" % (True, True), int(True), float(True))
print(bool(), bool(0), bool("False"), bool([]), [10, 20][True], "ab"[False], True == 1, hash(True))
print(True & False, True | False, True ^ True, type(True & False), True & 3, type(True & 3), True and 3)
for text in ("bool(1, 2)", "bool(x=1)", "type('B', (bool,), {})", "True.x", "(lambda t: t())(True)", "~'a'"):
    try:
        print(eval(text))
    except TypeError as e:
        print(text, "->", e)
    except AttributeError as e:
        print(text, "->", e)
print(sum([True, True, False]), max(True, 0), sorted([True, False, 1, 0]), {True: "a", 1: "b"}, [False, 0].index(0), [1, True].count(True))
print(True.bit_length(), True.to_bytes(1, "big"), bool.from_bytes(b"\0", "big"), isinstance(1, bool))
print(any([0, "", None]), any([]), all([]), all([1, "a", [0]]), not None, None is None)
