"""str, hex, oct, bin, repr of all sizes; conversion limit."""
for v in (0, 1, -1, 10, -255, 2 ** 31, -2 ** 62, 2 ** 63, -2 ** 64, 10 ** 25, -(16 ** 20)):
    print(v, str(v), repr(v), hex(v), oct(v), bin(v), f"{v:x} {v:X} {v:#b} {v:,} {v:_} {v:_x} {v:+} {v: } {v:030} {v:<30}| {v:^30}| {v:e}")
print(len(str(10 ** 4000)), str(3 ** 2000)[:40], str(3 ** 2000)[-40:])
for text in ("str(10 ** 5000)", "int('1' * 5000)", "hex(10 ** 5000)[:20]", "hex(1.5)", "bin('a')", "oct(None)"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, type(e).__name__, e)
class I:
    def __index__(self):
        return 255
print(hex(I()), oct(I()), bin(I()), chr(255) == chr(I()))
print("%d %i %u %x %X %#x %o %#o %5d|%-5d|%05d|%+d|% d" % (1, -2, 3, 255, 255, 255, 8, 8, 42, 42, 42, 42, 42))
print("%d" % 3.99, "%d" % True, "%s" % 10 ** 0, "%x" % (2 ** 70), "%c%c" % (65, "z"))
print(int.from_bytes(b"\x01\x02", "big"), int.from_bytes(b"\x01\x02", "little"), int.from_bytes(b"\xff\xfe", "big", signed=True), int.from_bytes([1, 2, 3]))
print((258).to_bytes(2, "big"), (258).to_bytes(4, "little"), (-2).to_bytes(2, "big", signed=True), (2 ** 70).to_bytes(9, "big"), (5).to_bytes())
for args, kw in (((256, 1), {}), ((-1, 1), {}), ((128, 1), {"signed": True}), ((1, -1), {})):
    try:
        print(args[0].to_bytes(args[1], **kw))
    except Exception as e:
        print(type(e).__name__, e)
print((2 ** 200).as_integer_ratio(), (5).numerator, (5).denominator, (5).real, (5).imag, (5).conjugate(), (7).is_integer())
