"""Changing bytearrays: items, slices, growth at both ends, and while a view forbids it."""

def show(text, names):
    """An expression or statement, and what becomes of it."""
    try:
        result = eval(text, names)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(text, "->", result)


def change(statement, **names):
    """A bytearray after a statement."""
    array = bytearray(b"0123456789")
    names |= {"a": array}
    try:
        exec(statement, {}, names)
        print(statement, "->", bytes(array))
    except Exception as error:
        print(statement, "->", type(error).__name__, error, bytes(array))


STATEMENTS = """
a[0] = 1
a[0] = 256
a[0] = 'a'
a[10] = 1
a['a'] = 1
a[10**30] = 1
a[0] = 1.5
a[1:3] = b''
a[1:3] = 5
a[1:3] = 'a'
a[1:3] = [1, 2, 3]
a[1:3] = None
a[1:3] = [300]
a[0:3] = iter([1, 2])
a[0:2] = 3.5
a[0:1] = object()
a[5:2] = b'!!'
a[::2] = b'ab'
a[::2] = b'abcde'
a[::3] = b''
a[::-1] = b'abcdefghij'
a[:] = a
a[1:1] = a
a[::2] = a[::2][::-1]
del a[0]
del a[-1]
del a[10]
del a['a']
del a[2:5]
del a[5:2]
del a[::2]
del a[::-3]
del a[8:2:-2]
a += b'a'
a += memoryview(b'xy')
a += 'a'
a += [1]
a += 3
a *= 2
a *= 0
a *= 'a'
a *= 1.5
a.append('a')
a.append(256)
a.extend('abc')
a.extend(3)
a.extend([1, 'a'])
a.extend([1, 256])
a.extend(a)
a.extend(x for x in (65, 66))
a.insert('a', 1)
a.insert(1, 'a')
a.insert(-100, 65)
a.insert(100, 65)
a.pop('a')
a.pop(10)
a.pop(-10)
a.remove(300)
a.remove(7)
a.remove('a')
a.remove(53)
a.resize(-1)
a.resize('a')
a.resize(12)
a.resize(3)
a.reverse()
a.clear()
"""
for line in STATEMENTS.strip().splitlines():
    change(line)

print("== viewed")
VIEWED = """
a.append(1)
a.append('a')
a.pop()
a.pop(99)
a.extend(b'x')
a.extend(b'')
a.clear()
a.insert(0, 1)
a.remove(48)
a.resize(11)
a.resize(10)
a.reverse()
a.__init__(b'x')
a += b'x'
a *= 2
a *= 1
del a[0]
del a[0:0]
a[0:1] = b'xx'
a[0:1] = b'Z'
a[::2] = b''
"""
for line in VIEWED.strip().splitlines():
    change("view = memoryview(a)\n" + line)
array = bytearray(b"abc")
view = memoryview(array)
part = view[1:]
view.release()
try:
    array.append(1)
except BufferError as error:
    print(error)
part.release()
array.append(1)
memoryview(array)[1:].tobytes()
# Nobody has the view any more.
array.append(2)
print(array)

print("== a queue")
queue, taken = bytearray(), bytearray()
for n in range(5000):
    queue += bytes([n % 251, n % 7, 3])
    taken += queue[:2]
    del queue[:2]
while queue:
    taken += queue[:100]
    del queue[:100]
print(len(taken), sum(taken), queue, bytes(taken[-6:]))

print("== pickling, comparison, text")
for protocol in range(6):
    print(bytearray(b"a\xff").__reduce_ex__(protocol), bytearray().__reduce_ex__(protocol))
a, b = bytearray(b"abc"), bytearray(b"abd")
print(a < b, a <= b, a == b"abc", b"abc" == a, a == memoryview(b"abc"), a < memoryview(b"b"), a != "abc", b"abd" > a, sorted([b, a, b"aa"]))
print(repr(bytearray(b"'")), repr(bytearray(b"'\"")), str(bytearray(b"\x00\xff")), [*a], dict(zip(a, b)), 97 in a, b"bc" in a, 300 - 1 in [*a])
iterator = iter(a)
next(iterator)
a.append(33)
print(list(iterator), list(iterator))
iterator = iter(b)
b.clear()
print(list(iterator))
