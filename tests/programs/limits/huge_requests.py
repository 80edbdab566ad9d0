"""Requests for impossible amounts of memory raise MemoryError or OverflowError, and the program goes on."""
big = 1 << 60
tests = ["[0] * big", "(0,) * big", "'a' * big", "b'a' * big", "bytes(big)", "bytearray(big)", "[None] * (1 << 62)", "' ' * (1 << 63)", "'x'.ljust(big)", "'x'.zfill(big)", "'x'.center(1 << 61)", "bytearray(b'a') * big", "[[]] * (1 << 61)", "1 << (1 << 64)", "'{:>{}}'.format(1, 1 << 62)", "bytes(1 << 70)", "'a' * (1 << 70)", "[1] * (1 << 70)", "range(1 << 70)[-1]", "len(range(1 << 62))", "int('9' * 4301)", "'\\t'.expandtabs(1 << 62)", "'ab'.replace('', 'x' * 10)", "bytearray().extend(range(3))", "memoryview(bytes(big))", "[0] * -big", "'a' * -big", "b'ab' * 0", "'a,' .join(['x'] * 3)", "format(1, str(big))", "'%' + str(1 << 62) + 'd'"]
for t in tests:
    try: r = eval(t); print(t, "=", r if not isinstance(r, list) else r[:3])
    except (MemoryError, OverflowError, ValueError) as e: print(t, "->", type(e).__name__, e)
l = [1, 2]
try: l *= big
except MemoryError as e: print("list *=", type(e).__name__, l)
b = bytearray(b"ab")
try: b *= big
except MemoryError: print("bytearray *=", b)
try: b.extend(b"x" * (1 << 62))
except (MemoryError, OverflowError) as e: print(type(e).__name__, b)
print("alive", sum(range(10)), [0] * 3)
for i in range(100):
    try: [0] * big
    except MemoryError: pass
print("hundred times")
