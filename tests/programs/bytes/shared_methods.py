"""What bytes and bytearray share, called on both: arguments, results and errors."""

def show(text, names):
    """An expression or statement, and what becomes of it."""
    try:
        result = eval(text, names)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(text, "->", result)


EXPRESSIONS = r"""
b.center(20, 'x')
b.center(20, b'xy')
b.center(20, bytearray(b'x'))
b.center('x')
b.ljust(20, bytearray(b'xy'))
b.rjust(20, memoryview(b'x'))
b.center(10 ** 30)
b.hex(None)
b.hex('ab')
b.hex('é')
b.hex(b'\xff')
b.hex(3)
b.hex('-', 0)
b.hex('-', 3)
b.hex('-', -3)
b.hex(sep=b':', bytes_per_sep=100)
b.hex('-', 'a')
b.hex(bytes_per_sep=4)
B.fromhex(3)
B.fromhex('abc')
B.fromhex('ab c')
B.fromhex('abcg')
B.fromhex(b' 6a\n6b ')
B.fromhex(memoryview(b'6a6b'))
B.fromhex('6é')
B.fromhex('é')
B.fromhex('a')
B.fromhex('0 0')
b.translate('a')
b.translate(b'a')
b.translate(None)
b.translate(None, b'lo')
b.translate(None, 'l')
b.translate(bytes(range(1, 256)) + b'\x00', delete=b'h')
B.maketrans(b'ab', b'c')
B.maketrans('ab', b'cd')
len(B.maketrans(b'ab', bytearray(b'cd')))
b.partition('x')
b.partition(b'')
b.partition(b' ')
b.rpartition(bytearray(b'o'))
b.partition(b'zz')
b.rpartition(b'zz')
b.removeprefix('x')
b.removeprefix(b'he')
b.removesuffix(bytearray(b'ld'))
B(b'a\tbc\td\n\te').expandtabs()
B(b'a\tb').expandtabs(tabsize=3)
B(b'a\tb').expandtabs('x')
B(b'a\tb').expandtabs(-1)
b.zfill('x')
B(b'-12').zfill(6)
b + 'x'
b + 3
'x' + b
b * 'x'
b * -1
b * 10 ** 30
3 * b
b * 1.5
b + memoryview(b'!')
memoryview(b'!') + b
b['x']
b[100]
b[1.5]
b[::2]
b[::0]
b[10 ** 30]
'x' in b
300 in b
1.5 in b
memoryview(b'll') in b
104 in b
b.find('x')
b.find(300)
b.find(104)
b.index(b'zz')
b.rindex(b'zz')
b.find(b'l', None, None)
b.find(b'l', 'x')
b.count(b'')
b.count(memoryview(b'l'))
b.find(1.5)
b.find()
b.find(None)
b.startswith('x')
b.startswith((b'x', 'y'))
b.startswith(bytearray(b'he'))
b.endswith((bytearray(b'x'), memoryview(b'ld')))
b.startswith([b'h'])
b.startswith(b'e', 1)
b.split('x')
b.split(b'')
b.split(b'o', 1)
b.rsplit(bytearray(b'o'), maxsplit=1)
b.split(maxsplit=1.5)
b.splitlines(keepends=1)
b.strip('x')
b.strip(b'hd')
b.lstrip(memoryview(b'he'))
b.strip(3)
b.replace('x', b'')
b.replace(b'l', '')
b.replace(b'l', b'LL', 1)
b.join([1])
b.join(3)
B(b'-').join([b'a', bytearray(b'b'), memoryview(b'c')])
b.join('ab')
B(b'').join([])
B(3)
B(-1)
B(10 ** 30)
B([1, 256])
B([-1])
B(['a'])
B('a')
B('é', 'utf-8')
B(b'a', 'utf8')
B(1.5)
B(object())
B(encoding='utf8')
B(errors='x')
B('a', errors='x')
B(range(3))
B(3, 'x')
B('a', 3)
B(source=b'x')
B({1, 2})
B(None)
B(True)
B([True, None])
b < 'a'
b == 'a'
b > bytearray(b'a')
b == memoryview(b)
b < memoryview(b'z')
b < 3
b == 3
b.decode('x')
b.decode(errors='x')
B(b'\xff').decode()
B(b'\xff').decode(errors='replace')
b.decode(3)
b.decode('ascii', 'strict')
str(b, 'ascii')
str(memoryview(b'abc'), 'ascii')
b % 3
B(b'%d %s %b %a %r %x %c %5.1f%%') % (1, b'x', bytearray(b'y'), 'z', [1], 255, 65, 2.5)
B(b'%s') % 'x'
B(b'%d') % 'x'
B(b'%c') % 256
B(b'%c') % b'ab'
B(b'%(a)s') % {b'a': b'v'}
B(b'%(a)s') % {'a': b'v'}
B(b'%z') % 3
B(b'%*d|%-*d') % (5, 3, 5, 3)
B(b'%.2s') % b'abc'
B(b'%c') % 'a'
B(b'%s %s') % b'a'
B(b'%10.3b|') % memoryview(b'abcdef')
b'%a' % 'é'
3 % b
b.isascii()
repr(B(b'it\'s "q"\n'))
str(b)
format(b, 'x')
format(b)
int(B(b' 12 '))
int(B(b'ff'), 16)
float(B(b' 1.5 '))
ord(B(b'a'))
int(B(b'x'))
float(B(b'x'))
ord(b)
int(memoryview(b'12'))
float(memoryview(b'12'))
int.from_bytes(b, 'big')
complex(b'1')
sum(b)
list(reversed(b))[:3]
max(b)
sorted(b)[:3]
type(iter(b))
iter(b).__length_hint__()
not B()
b[True]
"""

for kind in (bytes, bytearray):
    print("==", kind.__name__)
    names = {"B": kind, "b": kind(b"hello world")}
    for line in EXPRESSIONS.strip().splitlines():
        show(line, names)


class Named(bytes):
    pass


class Text(bytearray):
    pass


for kind in (Named, Text):
    value = kind(b"abc")
    value.note = 1
    made = [value + b"d", value * 2, value[:], value.upper(), value.strip(), value.replace(b"a", b""), value.partition(b"b")[0], bytes(value)]
    print([type(m).__name__ for m in made], made, value.note, value == b"abc", type(kind.fromhex("61")).__name__)


class Index:
    def __index__(self):
        return 2


class Contents:
    def __bytes__(self):
        return b"contents"


i = Index()
print(b"abcabc".find(b"c", i), b"abc".center(i), b"a b c d".split(None, i), b"\2\1".find(i), bytes([i, 1]), bytes(i), bytes(Contents()))
print(b"%s|%b" % (Contents(), Contents()), b"%x %d" % (i, 7.9), b"%(a)d %(b)s" % {b"a": 1, b"b": b"two"})
