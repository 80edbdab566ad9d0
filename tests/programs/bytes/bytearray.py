# slow
"""bytearray: mutation, slices, methods."""
b = bytearray(b"hello")
print(b, len(b), b[0], b[1:3], type(b[1:3]), b == b"hello", b"hello" == b, b + b"!", b"!" + b, type(b + b"!"), type(b"!" + b), b * 2, 104 in b, b"ell" in b)
b[0] = 72
b.append(33)
b.extend(b" you")
b.extend([65, 66])
b += b"z"
b.insert(0, 42)
print(b, b.pop(), b.pop(0), b)
b.remove(33)
b.reverse()
print(b)
b[1:4] = b"XYZW"
print(b)
b[::2] = bytes(len(b[::2]))
print(b)
del b[0], b[-1]
del b[1:3]
print(b, b.copy(), b.copy() is b)
b.clear()
print(b, bool(b), bytearray(3), bytearray([1, 2]), bytearray("é", "utf-8"), bytearray(), repr(bytearray(b"'\"\n\x80")), str(bytearray(b"a")))
b = bytearray(b"abcabc")
print(b.find(b"c"), b.replace(b"b", b"__"), b.split(b"b"), b.upper(), b.decode(), b.hex(), b.count(b"a"), b.index(99), b.startswith(b"ab"), b.strip(b"a"), b.join([b"1", b"2"]), bytes(b), list(b), b[::-1])
for text in ("b[0] = 256", "b[0] = -1", "b[0] = 'a'", "b[10] = 1", "b.append(256)", "b.append('a')", "b.extend('a')", "b.extend([300])", "b.extend(1)", "b.remove(255)", "bytearray().pop()", "b.pop(50)", "b[0:2] = 'ab'", "b[::2] = b'a'", "b[1.5]", "b + 'a'", "hash(b)", "b.insert(0, 256)", "{b: 1}", "del b[100]", "b[0:1] = 5", "b['a'] = 1", "bytearray(-1)", "b *= 'a'", "b += 'a'"):
    try:
        exec(text)
        print(text, b)
    except Exception as e:
        print(text, "->", type(e).__name__, e, b)
b = bytearray()
for i in range(1000):
    b.append(i % 256)
print(len(b), sum(b), b[255], b[256], b[-1], hash(bytes(b)) == hash(bytes(b)))
while len(b) > 10:
    b.pop()
    del b[0]
print(b, len(b))
b[5:5] = b"inserted"
b[:0] = b"<"
b[len(b):] = b">"
b *= 2
print(b)
a = c = bytearray(b"same")
a += b"!"
print(c, a is c, bytearray(b"a") < bytearray(b"b"), bytearray(b"a") == bytearray(b"a"), bytearray(b"%s") % b"x")
