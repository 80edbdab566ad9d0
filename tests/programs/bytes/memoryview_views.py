"""Views: formats, shapes, slices, assignment, comparison, release, and classes with `__buffer__`."""

def show(text, names):
    """An expression or statement, and what becomes of it."""
    try:
        result = eval(text, names)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(text, "->", result)


FORMATS = "cbB?hHiIlLqQnNfdePxsu"
for letter in FORMATS:
    show(f"memoryview(bytes(range(16))).cast({letter!r}).tolist()", {})

EXPRESSIONS = r"""
m.cast('h').cast('i')
m[1:5].cast('h', [3])
m[1:4].cast('h')
m[::2].cast('h')
m.cast('<h')
m.cast(3)
m.cast('B', 3)
m.cast('B', ['a'])
m.cast('B', [0, 16])
m.cast('B', [4, 4]).cast('B', [2, 8])
m.cast('B', [4, 4]).cast('B', [16]).tolist()
m.cast('B', [4, 4]).cast('h').tolist()
m.cast('B', [4, 4]).tolist()
m.cast('B', [4, 4]).strides
m.cast('h', [2, 2, 2]).tolist()
m.cast('B', [1] * 65)
m.cast('B', [2] * 4)[1, 1, 1, 1]
m.cast('B', [2] * 4)[1, 1, 1]
m.cast('B', [2] * 4)[1]
m.cast('B', [2] * 4)[1:2].tolist()
m.cast('B', [2] * 4)[1:2, 0]
m.cast('B', [2] * 4)[1, 1, 1, 2]
m.cast('B', [2] * 4)[1, 1, 1, 1, 1]
m.cast('B', [2] * 4)[1:2, 1:2, 1:2, 1:2]
m[16]
m['a']
m[1.5]
m[0, 0]
m[0,]
m[()]
len(z)
z[0]
z[:]
list(z)
z == 5
z == z
list(m.cast('B', [4, 4]))
len(m.cast('B', [4, 4]))
hash(m)
hash(memoryview(b'abc')) == hash(b'abc')
hash(memoryview(b'abcd').cast('h'))
hash(m.toreadonly())
(m.suboffsets, m.c_contiguous, m.f_contiguous, m.contiguous, m[::2].contiguous, m[::-1].strides, m[5:2].shape, m[::-2].tolist())
m.tobytes('F')
m.tobytes('X')
m.tobytes(order=None)
m.cast('B', [4, 4]).tobytes('F')
m.tobytes(3)
m.hex(':', 2)
m[::2].hex()
m.cast('B', [4, 4]).hex()
m.count(1)
m.index(3)
m.index(999)
m.index(3, 5)
m.index('a')
m.cast('B', [4, 4]).index(3)
m.cast('B', [4, 4]).count(3)
z.index(3)
z.count(3)
m < m
m == b
m != bytes(b)
m.cast('h') == m
memoryview(b'\x01\x02').cast('b') == b'\x01\x02'
m == 3
memoryview._from_flags(b'', 1)
memoryview._from_flags(bytearray(2), 1).readonly
memoryview()
memoryview(1, 2)
memoryview('a')
memoryview(object=b'a').tolist()
memoryview[int]
bytes(m[::-1])
bytearray(m[::2])
b''.join([m[::2]])
b'' + m[::2]
b'a'.find(m[::2])
int.from_bytes(m[::2])
bytes(m.cast('i'))
bytearray(m.cast('i'))
memoryview(3)
"""
array = bytearray(range(16))
view = memoryview(array)
names = {"b": array, "m": view, "z": view[:1].cast("B", [])}
for line in EXPRESSIONS.strip().splitlines():
    show(line, names)

print("== assignment")
ASSIGNMENTS = """
m[0] = 256
m[0] = -1
m[0] = 'a'
m[0] = 1.5
m[0] = b'a'
m[0:2] = b'xy'
m[0:2] = b'xyz'
m[0:2] = 7
m[0:4:2] = b'!!'
m[1:5] = m[0:4]
m.cast('c')[0] = b'ab'
m.cast('c')[0] = 5
m.cast('c')[0] = b'c'
m.cast('?')[0] = [1]
m.cast('d')[0] = 1.5
m.cast('d')[0] = 'x'
m.cast('h')[0] = 40000
m.cast('e')[1] = 1e6
m.cast('e')[1] = -2.5
m[0:2] = m.cast('h')[0:2]
m.cast('B', [4, 4])[0, 1] = 5
m.cast('B', [4, 4])[0,] = 5
m.cast('B', [4, 4])[0] = 5
m.cast('B', [4, 4])[0:1] = b'abcd'
m[()] = 5
z[()] = 9
z[...] = 11
z[0] = 9
m['a'] = 0
m[99] = 0
m[-16] = 1
memoryview(b'a')[0] = 0
del m[0]
"""
for line in ASSIGNMENTS.strip().splitlines():
    try:
        exec(line, names)
        print(line, "->", bytes(array))
    except Exception as error:
        print(line, "->", type(error).__name__, error)

print("== released")
released = memoryview(b"abc")
released.release()
released.release()
for name in "obj nbytes readonly itemsize format ndim shape strides suboffsets c_contiguous f_contiguous contiguous".split():
    show(f"r.{name}", {"r": released})
for text in "len(r);list(r);hash(r);bytes(r);iter(r);r[0];r.tobytes();r.cast('B');r == r;r == b'abc';r.__enter__();r.__exit__();r.toreadonly();memoryview(r);r.count(1);b''.find(r);bool(r);3 in r".split(";"):
    show(text, {"r": released})
with memoryview(b"abc") as inside:
    rows = inside.cast("B", [3, 1])
    print(rows.tolist(), rows.shape, rows.strides, inside.obj)
show("list(v)", {"v": inside})
print(rows.tobytes(), [type(iter(rows.cast("B"))).__name__], [*reversed(rows.cast("B"))])


class Exporter:
    def __init__(self, contents):
        self.contents = contents

    def __buffer__(self, flags):
        print("asked for", flags)
        return memoryview(self.contents)

    def __release_buffer__(self, view):
        print("released", bytes(view))


class Broken:
    def __buffer__(self, flags):
        return 3


print("== __buffer__")
exporter = Exporter(b"hello")
with memoryview(exporter) as view:
    print(bytes(view), view.readonly)
print(bytes(exporter), bytearray(exporter), b"" + exporter, int.from_bytes(exporter), b"-".join([exporter]), b"x" in bytearray(exporter))
print(b"oh hello".find(exporter), str(exporter, "ascii"), b"%s" % exporter, bytearray(b"12") + exporter)
for text in ("memoryview(Broken())", "bytes(Broken())", "memoryview(3)", "b''.join([3])", "hasattr(b'', '__buffer__')", "hasattr(b'', '__release_buffer__')", "hasattr(bytearray, '__release_buffer__')"):
    show(text, globals())
