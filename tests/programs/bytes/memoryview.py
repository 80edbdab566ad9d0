"""memoryview over bytes and bytearray."""
m = memoryview(b"abcdef")
print(m[0], m[1:3].tobytes(), bytes(m[::-1]), len(m), m.readonly, m.nbytes, m.itemsize, m.format, m.ndim, m.shape, list(m[:3]), m == b"abcdef", m.tolist(), m.hex())
b = bytearray(b"abcdef")
w = memoryview(b)
w[0] = 65
w[1:3] = b"XY"
print(b, w.readonly, w[-1], bytes(w[2:]), 65 in w, w == b)
for text in ("m[0] = 1", "w[0] = 256", "w[0] = 'a'", "w[1:3] = b'abc'", "m[10]", "m['a']", "b.append(1)", "memoryview('a')", "memoryview(5)", "b.clear()", "w[100] = 1"):
    try:
        exec(text)
        print(text, "ok", b)
    except Exception as e:
        print(text, "->", type(e).__name__, e)
w.release()
b.append(1)
print(b)
try:
    w[0]
except ValueError as e:
    print(e)
with memoryview(b) as v:
    print(v[0], bytes(v[:2]))
try:
    len(v)
except ValueError as e:
    print(e)
print(hash(memoryview(b"ab")) == hash(b"ab"), bytes(memoryview(b"xyz")), bytearray(memoryview(b"q")), memoryview(b"ab") == memoryview(b"ab"), b"".join([memoryview(b"j"), b"k"]))
c = memoryview(bytearray(8)).cast("I")
c[0] = 0x01020304
print(c.tolist(), c.format, c.itemsize, len(c), c.nbytes, c.tobytes())
