"""is, is not, in, not in over all kinds of containers."""
a = [1]
b = a
print(a is b, a is not b, a is [1], None is None, True is True, a is not None)
print(2 in (1, 2), 2 in [1], 2 not in {1}, "k" in {"k": 1}, "v" in {"k": "v"}, 3 in range(0, 10, 3), 4 in range(0, 10, 3))
print("ell" in "hello", "" in "", "" in "abc", "lh" in "hello", b"el" in b"hello", 104 in b"hello")
print(None in [None], float("nan") in [float("nan")], 1.0 in [1], True in [1], "1" in [1])

class Contains:
    def __contains__(self, x):
        return x == 1 and "yes"

class Iterates:
    def __iter__(self):
        print("iter", end=" ")
        return iter([1, 2, 3])

class Indexed:
    def __getitem__(self, i):
        print("get", i, end=" ")
        if i > 2:
            raise IndexError
        return i * 10

class NoContains:
    __contains__ = None
    def __iter__(self):
        return iter([])

print(1 in Contains(), 2 in Contains(), 1 not in Contains())
print(2 in Iterates(), 9 in Iterates())
print(10 in Indexed(), 11 in Indexed())
for make in (NoContains, object, int):
    try:
        print(1 in make())
    except TypeError as e:
        print("TypeError:", e)
for left, right in ((1, "abc"), ("a", b"abc"), (300, b"abc"), ([], {}), ([], {1}), (1, None)):
    try:
        print(left in right)
    except (TypeError, ValueError) as e:
        print(type(e).__name__ + ":", e)

class Raises:
    def __eq__(self, other):
        raise KeyError("eq was called")

r = Raises()
print(r in [r], r not in [r])
try:
    r in [1]
except KeyError as e:
    print("KeyError", e)
