"""array: typecodes, items, slices, buffers, files, pickles."""
import array
import io
import pickle
from array import array as A

def show(text, names):
    """An expression or statement, and what becomes of it."""
    try:
        result = eval(text, names)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(text, "->", result)


print(array.typecodes, array.ArrayType is A, A.__module__)
for letter in "bBwhHiIlLqQfd":
    print(letter, A(letter).itemsize, A(letter), memoryview(A(letter)).format)

EXPRESSIONS = r"""
A('x')
A(3)
A('bb')
A('b', 3)
A('b', 'abc')
A('w', 'aé😀')
A('b', b'\x01\x02')
A('h', b'\x01\x02\x03')
A('h', b'\x01\x02\x03\x04')
A('d', [1, 2.5])
A('i', A('b', [1, 2]))
A('b', A('i', [300]))
A('b', [128])
A('b', [-129])
A('B', [256])
A('B', [-1])
A('h', [2 ** 15])
A('H', [2 ** 16])
A('H', [-1])
A('i', [2 ** 31])
A('I', [2 ** 32])
A('I', [-1])
A('l', [2 ** 63])
A('L', [2 ** 64])
A('L', [-1])
A('q', [2 ** 63])
A('Q', [2 ** 64])
A('Q', [-1])
A('b', ['a'])
A('d', ['a'])
A('f', [1e+300])
A('w', ['ab'])
A('i', [1.5])
A('w', A('w', 'ab'))
A('b', A('w', 'ab'))
A('b', bytearray(b'ab'))
A('b', memoryview(b'ab'))
A('b', None)
A('Q', [2 ** 70])
A('b', [2 ** 70])
A('l', [2 ** 70])
A('I', [2 ** 70])
A('L', ['a'])
A('Q', [1.5])
a[1]
a[-1]
a[5]
a['x']
a[1:3]
a[::-2]
a[10 ** 30]
a[1.5]
a + A('i', [6])
a + A('h', [6])
a + [1]
a * 2
2 * a
a * -1
a * 'x'
a * 1.5
a.append('x')
a.append(2 ** 40)
a.append(6)
a.extend([7, 8])
a.extend(A('h', [1]))
a.extend(3)
a.extend(['x'])
a.extend(A('i', [9]))
a.insert(0, 0)
a.insert(-1, 99)
a.insert(100, 100)
a.insert('x', 1)
a.pop()
a.pop(0)
a.pop(100)
A('i').pop()
a.pop('x')
a.remove(99)
a.remove(12345)
a.remove('x')
a.index(3)
a.index(3, 3)
a.index(3, 0, -1)
a.index('x')
a.count(3)
a.count(3.0)
3 in a
3.0 in a
'x' in a
a.reverse()
a.tolist()
a.tobytes()
a.byteswap()
a.byteswap()
A('d', [1.0]).byteswap()
A('b', [1]).byteswap()
a.frombytes(b'\x01\x00\x00\x00')
a.frombytes(b'\x01')
a.frombytes('x')
a.frombytes(A('b', [1, 2, 3, 4]))
a.fromlist([1, 2])
a.fromlist((1, 2))
a.fromlist([1, 'x'])
a.fromunicode('x')
a.tounicode()
A('w', 'it\'s "q"\n')
A('w')
A('f', [1.5, float('inf'), float('nan')])
A('d', [0.1])
a == A('i', a)
A('i', [1, 2]) == A('d', [1.0, 2.0])
A('i', [1, 2]) < A('i', [1, 3])
A('i', [1, 2]) < A('i', [1])
A('i', [1]) == [1]
A('i', [1]) < [1]
A('i') != A('d')
A('d', [float('nan')]) == A('d', [float('nan')])
A('b', [1]) >= A('b', [1])
A('w', 'a') == A('w', 'a')
A('w', 'a') < A('w', 'b')
A('w', 'a') == A('i', [97])
len(a)
bool(A('i'))
list(reversed(A('i', [1, 2])))
iter(A('i', [1])).__length_hint__()
a.__copy__()
a.__deepcopy__({})
a.append(5)
a.clear()
bytes(A('h', [1, 2]))
bytearray(A('h', [1, 2]))
b''.join([A('b', [65])])
memoryview(A('w', 'a')).format
memoryview(A('w', 'a'))[0]
memoryview(A('d', [1.5])).cast('B').tobytes()
memoryview(A('i', [1, 2])).tolist()
A('i', [1, 2]) == memoryview(A('i', [1, 2]))
memoryview(A('i', [1, 2])) == A('i', [1, 2])
A('i', [I()])
A('d', [Fl(), I()])
A('L', [I()])
A('i', (1, 2))
A('i', {3})
A('i', range(3))
A('i', iter([1, 2]))
A('d', (1, 2))
A('i', A('d', [1.5]))
A('d', A('i', [1]))
max(A('i', [1, 5, 2]))
sum(A('d', [1.5, 2]))
sorted(A('i', [3, 1]))
[*A('b', b'ab')]
A('q').fromlist(None)
"""
names = {"A": A, "a": A("i", [1, 2, 3, 4, 5]), "w": A("w", "ab")}
for line in EXPRESSIONS.strip().splitlines():
    show(line, names)
    if line.startswith("a."):
        print("   ", names["a"])

print("== statements")
STATEMENTS = """
a[0] = 9
a[0] = 'a'
a[5] = 1
a[0] = 2**40
a[0] = 1.5
a['x'] = 1
a[1:3] = A('i', [7, 8, 9])
a[1:3] = A('h', [7])
a[1:3] = [7]
a[::2] = A('i', [7, 8, 9])
a[::2] = A('i', [7])
a[::2] = A('i')
a[::-1] = A('i', [9, 8, 7, 6, 5])
a[3:1] = A('i', [0, 0])
a[:] = a
del a[0]
del a[5]
del a['x']
del a[1:3]
del a[::2]
del a[::-2]
a += A('i', [3])
a += A('h', [3])
a += [3]
a *= 2
a *= 0
a *= 'x'
a.extend(a)
"""
for line in STATEMENTS.strip().splitlines():
    names = {"A": A, "a": A("i", [1, 2, 3, 4, 5])}
    try:
        exec(line, names)
        print(line, "->", names["a"])
    except Exception as error:
        print(line, "->", type(error).__name__, error)

print("== viewed")
for line in "a.append(1);a.pop();a.extend([1]);a.insert(0, 1);a.fromlist([1]);a.fromlist([]);a.frombytes(b'1234');a.frombytes(b'');a.remove(1);a.clear();a.byteswap();a.reverse()".split(";"):
    viewed = A("i", [1, 2])
    view = memoryview(viewed)
    show(line, {"a": viewed})
view[0] = 77
view.release()
viewed.append(5)
print(viewed, bytes(viewed), bytearray(A("h", [1, 2])), b"-".join([A("b", b"xy")]), memoryview(A("i", [1, 2])) == A("i", [1, 2]))

print("== files and pickles")
file = io.BytesIO()
A("i", [1, 2, 3]).tofile(file)
file.seek(0)
read = A("i")
for count in (2, 2, -1):
    show("read.fromfile(file, count)", {"read": read, "file": file, "count": count})
    print(read)


class Numbers(A):
    def __init__(self, *args):
        self.note = "kept"


for protocol in range(6):
    for original in (A("d", [1.5, -2]), A("w", "h\u00e9"), A("B", b"abc"), Numbers("h", [-1, 2])):
        copy = pickle.loads(pickle.dumps(original, protocol))
        print(protocol, copy, type(copy).__name__, copy == original, getattr(copy, "note", None))
R = array._array_reconstructor
REBUILT = r"""
R(A, 'i', 8, b'\1\0\0\0')
R(A, 'i', 9, b'\0\0\0\1')
R(A, 'i', 5, b'\xff\xff\xff\xfe')
R(A, 'd', 17, b'\x3f\xf8' + bytes(6))
R(A, 'l', 4, b'\1\0\0\0\xff\xff')
R(A, 'f', 14, b'\0\0\xc0\x3f')
R(A, 'x', 8, b'')
R(A, 'i', 99, b'')
R(A, 'i', 8, '')
R(A, 'i', 8, b'\1')
R(int, 'i', 8, b'')
"""
for line in REBUILT.strip().splitlines():
    show(line, {"R": R, "A": A})


class Index:
    def __index__(self):
        return 5


class Real:
    def __float__(self):
        return 2.5


class Equal:
    def __eq__(self, other):
        return other == 3


numbers = A("i", [1, Index()])
numbers.append(Index())
numbers[0] = Index()
numbers.insert(Index(), Index())
numbers.extend(n for n in (3, Index()))
print(numbers, A("d", [Real(), Index()]), numbers.index(Equal()), Equal() in numbers, numbers.count(Equal()))
numbers.remove(Equal())
iterator = iter(numbers)
print(next(iterator), [*iterator], numbers, sum(numbers), max(numbers), [*reversed(numbers)], sorted(A("d", [2.5, 1])))
total = 0
for item in A("q", range(20000)):
    total += item
print(total)
