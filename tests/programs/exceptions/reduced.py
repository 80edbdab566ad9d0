# What exceptions tell copy and pickle about themselves.
import copy


def show(error):
    print(error.__reduce__())
    twin = copy.copy(error)
    print(type(twin) is type(error), twin.args, str(twin), {k: v for k, v in twin.__dict__.items()})


show(ValueError(1))
noted = ValueError(1)
noted.x = 1
noted.add_note("n")
show(noted)
for args in ((2, "x", "f"), (2, "x", "f", None, "g"), ("x",), (2, "x")):
    show(OSError(*args))
show(ImportError("x", name="n", path="p"))
show(ImportError("x"))
show(ModuleNotFoundError("x", name="n"))
show(AttributeError("x", name="n", obj=5))
show(AttributeError("x"))
show(NameError("x", name="n"))
show(StopIteration(5))
show(KeyError("a"))
show(UnicodeDecodeError("utf-8", b"a", 0, 1, "x"))
show(SyntaxError("m", ("f", 1, 2, "t")))
print(copy.copy(ImportError("x", name="n", path="p")).name, copy.copy(AttributeError("x", name="n")).name)


class Own(Exception):
    def __init__(self, value):
        super().__init__(value)
        self.value = value


show(Own([1]))
print(copy.deepcopy(Own([1])).value)
