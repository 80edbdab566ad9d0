"""PickleBuffer: in band, out of band, read-only or not, released; what zlib objects and streams refuse."""
import pickle
import zlib
from collections.abc import Set


def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


class Picture:
    def __init__(self, data):
        self.data = data

    def __reduce_ex__(self, protocol):
        if protocol >= 5:
            return type(self), (pickle.PickleBuffer(self.data),)
        return type(self), (bytes(self.data),)


picture = Picture(bytearray(b"pixels"))
for protocol in (4, 5):
    again = pickle.loads(pickle.dumps(picture, protocol))
    print(type(again.data).__name__, again.data)
kept = []
data = pickle.dumps(picture, 5, buffer_callback=kept.append)
print(b"pixels" in data, [type(b).__name__ for b in kept], bytes(kept[0].raw()), kept[0].raw().readonly)
again = pickle.loads(data, buffers=kept)
again.data.raw()[0] = ord("P") if hasattr(again.data, "raw") else None
print(picture.data)
t(lambda: pickle.loads(data))
t(lambda: pickle.dumps(pickle.PickleBuffer(b"x"), 4))
t(lambda: pickle.PickleBuffer(memoryview(b"abcdef")[::2]).raw())
t(lambda: bytes(memoryview(pickle.PickleBuffer(b"abc"))))
t(lambda: pickle.PickleBuffer(3))
buffer = pickle.PickleBuffer(b"abc")
buffer.release()
buffer.release()
t(buffer.raw)
t(lambda: memoryview(buffer))
t(lambda: pickle.dumps(zlib.compressobj()))
t(lambda: pickle.dumps(zlib.decompressobj()))


class Size:
    def __index__(self):
        return 4


packed = zlib.compress(b"some data " * 20)
print(len(zlib.decompress(packed, bufsize=Size())), zlib.decompressobj().decompress(packed, Size()))
maker = zlib.compressobj()
maker.flush()
t(maker.flush)
t(lambda: maker.compress(b"x"))
t(lambda: zlib.decompress(b"not packed"))


class Items(Set):
    def __init__(self, items):
        self.items = list(items)

    __contains__ = lambda self, item: item in self.items
    __iter__ = lambda self: iter(self.items)
    __len__ = lambda self: len(self.items)
    __hash__ = Set._hash


for items in ([], ["abc"], [1, "b", 2.5, (3, "x"), None], range(100), [2**100, -1, frozenset(["a"])]):
    print(Items(items) == frozenset(items), hash(Items(items)) == hash(frozenset(items)))
