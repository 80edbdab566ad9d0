"""Fills the heap in every way there is. Each ends in a MemoryError that can be caught; then all is well again.

    full_heap.py [KIND...]
"""

import gc
import sys


class Inst:
    def __init__(self, other): self.a = other; self.b = [other]; self.c = {}


class Slotted:
    __slots__ = ("x", "y")


def lists():
    keep = []
    while True:
        keep.append([1, 2, 3] * 5)


def list_doubling():
    x = [1]
    while True:
        x = x + x


def list_extend():
    x = [1]
    while True:
        x.extend(x)


def dicts():
    d = {}
    i = 0
    while True:
        d[i] = i
        i += 1


def dict_str():
    d = {}
    i = 0
    while True:
        d[str(i)] = None
        i += 1


def sets():
    s = set()
    i = 0
    while True:
        s.add(i * 1.5)
        i += 1


def strings():
    s = "abc"
    while True:
        s += s


def strings_plus():
    s = ""
    while True:
        s += "é" * 400000


def bigint():
    x = 3
    while True:
        x = x * x


def bigshift():
    x = 1
    while True:
        x <<= 10000000


def bts():
    b = b"a"
    while True:
        b += b


def barr():
    b = bytearray(b"a")
    while True:
        b += bytes(b)


def barr_append():
    b = bytearray()
    while True:
        b.extend(b"abc" * 1000)


def join():
    parts = ["x" * 1000]
    while True:
        "".join(parts)
        parts += parts


def fmt():
    n = 1000
    while True:
        keep = f"{1:{n}d}"
        n *= 2


def pct():
    n = 1000
    while True:
        keep = "%*d" % (n, 1)
        n *= 2


def repl():
    s = "a" * 100
    while True:
        s = s.replace("a", "aaaa")


def js():
    import json
    l = [1, 2]
    while True:
        json.dumps(l)
        l = l + l


def js_loads():
    import json
    t = "[1,2]"
    while True:
        json.loads(t)
        t = "[" + t + "," + t + "]"


def rx():
    import re
    s = "ab"
    while True:
        re.sub("a", "bab", s)
        s += s


def rx_findall():
    import re
    s = "ab "
    while True:
        re.findall(r"\w", s)
        s += s


def recursion():
    def f(n, l): l = [0] * 100; return f(n + 1, l)
    sys.setrecursionlimit(10**7)
    f(0, None)


def generators():
    def g(): yield [1] * 100
    keep = []
    while True:
        x = g(); next(x); keep.append(x)


def instances():
    x = None
    while True:
        x = Inst(x)


def slotted():
    x = None
    while True:
        y = Slotted(); y.x = x; y.y = (y,); x = y


def closures():
    f = None
    def make(g): return lambda: g
    while True:
        f = make(f)


def classes():
    keep = []
    while True:
        keep.append(type("C", (), {"a": 1}))


def tuples():
    t = ()
    while True:
        t = (t, t, t, t)


def tuple_mul():
    t = (1,)
    while True:
        t = t * 2


def tuple_of():
    n = 10
    while True:
        tuple(range(n))
        n *= 2


def exceptions():
    e = None
    while True:
        n = ValueError("x" * 100); n.__context__ = None; n.args = (e,); e = n


def deques():
    from collections import deque
    d = deque()
    while True:
        d.append([0])


def splitting():
    s = "a b "
    while True:
        s.split()
        s += s


def sorting():
    n = 100
    while True:
        sorted(range(n, 0, -1))
        n *= 2


def sorting_key():
    n = 100
    while True:
        sorted(range(n, 0, -1), key=lambda x: str(x))
        n *= 2


def zips():
    keep = []
    while True:
        keep += zip(range(1000), range(1000))


def product():
    import itertools
    list(itertools.product(range(100), repeat=5))


def counting():
    import itertools
    list(itertools.count())


def comprehension():
    return [str(i) for i in range(10**9)]


def dictcomp():
    return {i: i for i in range(10**9)}


def ints():
    return [i << 70 for i in range(10**9)]


def stringio():
    import io
    f = io.StringIO()
    while True:
        f.write("x" * 10000)


def bytesio():
    import io
    f = io.BytesIO()
    while True:
        f.write(b"x" * 10000)


def memview():
    keep = []
    while True:
        keep.append(memoryview(bytearray(1000)))


def int_text():
    return int("9" * 4000) ** 100000


def arrays():
    import array
    a = array.array("d", [1.0])
    while True:
        a += a


def weak():
    import weakref
    keep = []
    while True:
        c = Inst(None); keep.append((c, weakref.ref(c)))


def structs():
    import struct
    n = 100
    while True:
        struct.pack(f"{n}x")
        n *= 2


def codecs_():
    s = "é"
    while True:
        s.encode("utf-16")
        s += s


def hexed():
    b = b"ab"
    while True:
        b.hex()
        b += b


def reprs():
    x = [1, "a"]
    while True:
        repr(x)
        x += x


def chains():
    import itertools
    x = iter(())
    while True:
        x = itertools.chain(x, [1])


def interning():
    i = 0
    keep = []
    while True:
        keep.append(sys.intern("name%d" % i))
        i += 1


def attrs():
    x = Inst(None); i = 0
    while True:
        setattr(x, "a%d" % i, i)
        i += 1


def compiles():
    keep = []
    while True:
        keep.append(compile("def f(a, b):\n  return a + b\n", "f", "exec"))


def tracebacks():
    keep = []
    while True:
        try: 1 / 0
        except Exception as e: keep.append(e)


def maps():
    keep = []
    while True:
        keep.append(list(map(str, range(100))))


def translates():
    s = "ab"
    while True:
        s.translate({97: "xyz" * 10})
        s += s


def asyncs():
    async def c(): return 1
    keep = []
    while True:
        keep.append(c())


def finalisers():
    class D:
        def __del__(self): pass
    keep = []
    while True:
        keep.append(D())


def set_ops():
    s = {1}
    while True:
        s = s | set(range(len(s) * 2))


def slicing():
    l = [1] * 1000
    keep = []
    while True:
        keep.append(l[::2])


def bigpow():
    return 10 ** (10 ** 9)


def shift_far():
    return 1 << (10**10)


def read():
    return open("/dev/zero", "rb").read()


def readn():
    return open("/dev/zero", "rb").read(10**11)


def readline():
    return open("/dev/zero", "rb").readline()


def readtext():
    return open("/dev/zero").read()


def userlist():
    from collections import OrderedDict
    d = OrderedDict(); i = 0
    while True:
        d[i] = i
        i += 1


def counters():
    from collections import Counter
    Counter(range(10**9))


def lrucache():
    import functools
    f = functools.lru_cache(None)(lambda x: x)
    i = 0
    while True:
        f(i)
        i += 1


def deque_zip():
    import itertools, collections
    collections.deque(zip(itertools.count(), itertools.count()))


def unpack():
    a, *b = iter(range(10**9))


def csvs():
    import csv, io
    f = io.StringIO(); w = csv.writer(f)
    while True:
        w.writerow(range(1000))


kinds = [value for value in list(globals().values()) if type(value) is type(lists)]
for kind in kinds:
    if sys.argv[1:] and kind.__name__ not in sys.argv[1:]:
        continue
    try:
        kind()
        print(kind.__name__, "fits")
    except MemoryError:
        pass
    except BaseException as e:
        print(kind.__name__, type(e).__name__, str(e)[:100])
    gc.collect()
print("end")
