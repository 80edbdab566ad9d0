x = [1, 2, 3]
del x[1]
assert x == [1, 3], "no"
print(x)
try:
    assert False, "message"
except AssertionError as e:
    print(e)
del x
try:
    x
except NameError as e:
    print(e)
