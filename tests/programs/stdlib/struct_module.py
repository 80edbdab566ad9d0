"""struct: formats, byte orders, alignment, errors."""
import struct
vals = {"b": -5, "B": 200, "h": -300, "H": 60000, "i": -70000, "I": 4000000000, "q": -2 ** 40, "Q": 2 ** 63, "f": 1.5, "d": 3.14159, "?": True, "c": b"x", "s": b"abc", "e": 0.5, "l": -1, "L": 1, "n": 5, "N": 6, "x": None, "p": b"pas"}
for k, v in vals.items():
    for o in ("<", ">", "=", "!", "@", ""):
        fmt = o + ("3s" if k == "s" else "5p" if k == "p" else k)
        try: b = struct.pack(fmt, *([] if v is None else [v])); print(fmt, b, struct.unpack(fmt, b), struct.calcsize(fmt), end="; ")
        except struct.error as e: print(fmt, e, end="; ")
    print()
print(struct.pack("<ihq", 1, 2, 3), struct.calcsize("bi"), struct.calcsize("<bi"), struct.pack("bi", 1, 2), struct.pack("3i", 1, 2, 3), struct.unpack("<2h3B", bytes(range(7))), struct.pack("4s", b"ab"), struct.pack("2s", b"abcd"), struct.pack("xbx", 1), struct.pack("i0q", 1), struct.calcsize(" i h "), struct.pack(">d", -0.0), struct.pack("<f", 1e-45), struct.unpack("<f", b"\x00\x00\x80\x7f"), struct.pack("?", 5), struct.pack(b"b", 1))
for f in (lambda: struct.pack("b", 200), lambda: struct.pack("B", -1), lambda: struct.pack("i", "a"), lambda: struct.pack("i", 1.5), lambda: struct.pack("ii", 1), lambda: struct.pack("i", 1, 2), lambda: struct.unpack("i", b"abc"), lambda: struct.pack("z", 1), lambda: struct.pack("c", b"ab"), lambda: struct.pack("c", "a"), lambda: struct.pack("s", "a"), lambda: struct.pack("f", "a"), lambda: struct.pack("f", 1e300), lambda: struct.pack("<n", 1), lambda: struct.pack("q", 2 ** 63), lambda: struct.pack("3", 1), lambda: struct.calcsize(5), lambda: struct.unpack_from("i", b"abcdef", 4), lambda: struct.pack_into("i", bytearray(2), 0, 1), lambda: struct.unpack("i", "abcd"), lambda: struct.pack(), lambda: struct.pack("H", 70000), lambda: struct.pack("e", 1e6), lambda: struct.pack("<Q", -1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
s = struct.Struct("<hI"); print(s.size, s.format, s.pack(1, 2), s.unpack(s.pack(3, 4)), s.unpack_from(b"\0" + s.pack(5, 6), 1)); b = bytearray(10); s.pack_into(b, 2, 7, 8); print(b, list(struct.iter_unpack("<h", b"\1\0\2\0")), struct.unpack_from("<h", b, 2)); print([struct.unpack(">d", struct.pack(">d", v))[0] == v for v in (0.1, 1e308, 5e-324)], struct.unpack("<e", b"\x00\x3c"))
class I:
    def __index__(self): return 5
print(struct.pack("b", I()), struct.pack("10s", b""), struct.unpack("3p", b"\x02abc"[:3]), struct.pack("P", 0))
