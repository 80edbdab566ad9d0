"""hashlib: the digests of every function over data of many lengths, and the parameters of the newer ones."""
import hashlib

DATA = [bytes(range(256)) * 5][0]
for name in sorted(hashlib.algorithms_guaranteed):
    shake = name.startswith("shake")
    h = hashlib.new(name)
    digests = []
    for length in (0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 135, 136, 143, 144, 500):
        whole = hashlib.new(name, DATA[:length])
        pieces = hashlib.new(name)
        for at in range(0, length, 37):
            pieces.update(memoryview(DATA)[at:min(at + 37, length)])
        size = (20,) if shake else ()
        assert whole.digest(*size) == pieces.digest(*size)
        digests.append(whole.hexdigest(*size)[:12])
    print(name, h.digest_size, h.block_size, h.name, *digests)

h = hashlib.sha256(b"a")
other = h.copy()
other.update(b"b")
print(h.hexdigest() == hashlib.sha256(b"a").hexdigest(), other.hexdigest() == hashlib.sha256(b"ab").hexdigest())
print(hashlib.shake_128(b"x").hexdigest(0), hashlib.shake_256(b"x").hexdigest(70))
for kind in (hashlib.blake2b, hashlib.blake2s):
    print(kind(b"x", digest_size=10, key=b"k", salt=b"s", person=b"p").hexdigest(), kind.MAX_KEY_SIZE, kind.SALT_SIZE)
    print(kind(b"x", fanout=2, depth=3, leaf_size=4, node_offset=5, node_depth=6, inner_size=7, last_node=True).hexdigest())
    for bad in ({"digest_size": 0}, {"digest_size": 65}, {"key": b"k" * 65}, {"salt": b"s" * 17}, {"person": b"p" * 17}, {"depth": 0},
                {"fanout": 256}, {"node_depth": -1}, {"inner_size": 65}, {"leaf_size": -1}, {"leaf_size": 2**32}, {"node_offset": 2**64}):
        try:
            print(kind(**bad).name)
        except Exception as error:
            print(type(error).__name__, error)
for attempt in (lambda: hashlib.new("nothing"), lambda: hashlib.sha256("text"), lambda: hashlib.md5().update("text"), lambda: hashlib.sha3_256(5)):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
