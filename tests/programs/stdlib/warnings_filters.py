# Warnings: actions, registries, stack levels, and those of the compiler.
import warnings


def told(function):
    try:
        print(repr(function()))
    except BaseException as error:
        print(type(error).__name__, "|", error)


told(lambda: warnings.warn("a", int))
told(lambda: warnings.warn("a", 3))
told(lambda: warnings.warn("a", skip_file_prefixes=["x"]))
told(lambda: warnings.warn("a", skip_file_prefixes=(1,)))
told(lambda: warnings.warn_explicit("a", UserWarning, "f.py", 3, registry=[]))


def caller_is_told():
    warnings.warn("level 2", stacklevel=2)


with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    caller_is_told()
    warnings.warn("x")
    warnings.warn(DeprecationWarning("dep"))
    warnings.warn_explicit("exp", RuntimeWarning, "foo.py", 7, source=3)
for each in seen:
    print(each.message, each.category.__name__, each.lineno, each.filename.rpartition("/")[2], each.source)

for action in ("default", "once", "module", "always", "all", "error", "ignore"):
    with warnings.catch_warnings(record=True) as seen:
        warnings.resetwarnings()
        warnings.simplefilter(action)
        for _ in range(3):
            try:
                warnings.warn("same", UserWarning)
            except UserWarning as error:
                print("raised", error)
        warnings.warn_explicit("other", FutureWarning, "m.py", 1, registry={}) if action != "error" else None
    print(action, [(str(each.message), each.lineno) for each in seen])

print([filter[0] for filter in warnings.filters])
with warnings.catch_warnings(record=True) as seen:
    warnings.filterwarnings("error", "abc.*", RuntimeWarning)
    told(lambda: warnings.warn("abcdef", RuntimeWarning))
    told(lambda: warnings.warn("xabcdef", RuntimeWarning))
print(len(seen))

with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    compile('assert (1, "x")\n1 is 1\n"\\d"\n', "some.py", "exec")
    eval("1 is 1")
    exec("[] is ()\n'' is None")
for each in seen:
    print(each.message, each.lineno, each.filename, each.category.__name__)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        compile('x = 1\nassert (1, "x")\n', "some.py", "exec")
    except SyntaxError as error:
        print(type(error).__name__, error.msg, error.lineno)
registry = {}
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("default")
    for line in (1, 1, 2):
        warnings.warn_explicit("again", UserWarning, "r.py", line, registry=registry)
    warnings.simplefilter("default")
    warnings.warn_explicit("again", UserWarning, "r.py", 1, registry=registry)
print(len(seen), sorted(str(key) for key in registry))
