# What iterators say of themselves for copying and pickling, and where __setstate__ moves them.
import copy
import pickle


def show(iterator):
    made = iterator.__reduce__()
    print(type(iterator).__name__, made[0].__name__, [repr(a) for a in made[1] if " at 0x" not in repr(a)], made[2:])


class Sequence:
    def __getitem__(self, index):
        if index > 2:
            raise IndexError
        return index

    def __len__(self):
        return 3


numbers = {1: 2, 3: 4, 5: 6}
for make in (
    lambda: iter(range(5)), lambda: iter(range(0, 10, 3)), lambda: iter(range(10**30, 10**30 + 5)),
    lambda: iter(numbers), lambda: iter(numbers.values()), lambda: iter(numbers.items()),
    lambda: reversed(numbers), lambda: reversed(numbers.values()), lambda: reversed(numbers.items()),
    lambda: iter({7}), lambda: reversed("abc"), lambda: reversed([1, 2, 3]), lambda: reversed((1, 2)),
    lambda: enumerate("xy", 4), lambda: zip("ab", "cd"), lambda: zip("ab", "cd", strict=True),
    lambda: map(len, ["a", "bc"]), lambda: filter(None, [0, 1, 2]), lambda: iter([1, 2, 3]), lambda: iter("abc"),
):
    iterator = make()
    show(iterator)
    next(iterator)
    show(iterator)
    print(list(copy.copy(make())), list(pickle.loads(pickle.dumps(make()))))
    list(iterator)
    show(iterator)

for state in (2, -1, 100, "a", 1.0):
    for make in (lambda: iter(range(5)), lambda: reversed([1, 2, 3]), lambda: reversed((1, 2, 3)),
                 lambda: iter(range(10**30, 10**30 + 5)), lambda: iter(Sequence())):
        iterator = make()
        try:
            iterator.__setstate__(state)
            print(state, [item % 10**30 for item in iterator])
        except TypeError as error:
            print(state, error)


class Unit(float):
    def __init__(self, value, unit=None):
        self.unit = unit


class Named(list):
    def __new__(cls, items=(), name=None):
        made = super().__new__(cls)
        made.name = name
        return made


print(Unit(1.5, unit="m"), Unit(1.5, unit="m").unit, Named([1], name="n"), Named([1], name="n").name)
