"""Reading, assigning and deleting slices of lists."""
a = list(range(10))
for s in (slice(None), slice(2, 5), slice(-3, None), slice(None, None, -1), slice(8, 2, -2), slice(5, 2), slice(0, 100, 3), slice(-100, 3), slice(None, -1), slice(9, None, -4), slice(3, 3)):
    print(s, a[s], s.indices(10), s.indices(3))
def st(sl, v, base=range(8)):
    b = list(base)
    try:
        b[sl] = v
        print(sl, type(v).__name__, b)
    except Exception as e:
        print(sl, type(v).__name__, "->", type(e).__name__, e)
st(slice(1, 3), [9]); st(slice(1, 3), []); st(slice(1, 1), [7, 7]); st(slice(5, 2), "xy"); st(slice(None), [1]); st(slice(None, None, 2), [0] * 4); st(slice(None, None, 2), [0] * 3)
st(slice(None, None, -1), range(8)); st(slice(6, 1, -2), "abc"); st(slice(100, 200), [1, 2]); st(slice(-2, None), (x for x in "pq")); st(slice(0, 2), 5); st(slice(0, 2), None); st(slice(0, 4, 2), "a"); st(slice(None, None, 3), []); st(slice(0, 0), {"k": 1}); st(slice(0, None, 0), [])
def de(sl, base=range(10)):
    b = list(base)
    del b[sl]
    print(sl, b)
de(slice(2, 5)); de(slice(None, None, 2)); de(slice(None, None, -3)); de(slice(5, 2)); de(slice(None)); de(slice(8, None)); de(slice(1, 9, 4)); de(slice(-1, -100, -5)); de(slice(4, 100, 100)); de(3); de(-1)
b = [1, 2, 3]
b[1:2] = b
print(b)
b[:0] = b[::-1]
print(b)
b[::2] = b[1::2] + b[:0] if len(b) % 2 == 0 else b[::2]
print(b, len(b))
b = list(range(6)); b[2:4], b[0] = "zz", b[5]; print(b)
b[1], b[1:3] = "one", [1, 1, 1]; print(b)
b[-3:] += [1, 2]; print(b)
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
print(a[I(2):I(8):I(3)], a[I(-1)], slice(1, 2) == slice(1, 2), slice(1) != slice(2), slice(1, 2, 3).start, slice("a", "b").stop, repr(slice(None, 5)))
try:
    print(hash(slice(1, 2)) == hash(slice(1, 2)))
    slice(1, 2, 0).indices(5)
except Exception as e:
    print(type(e).__name__, e)
try:
    slice()
except TypeError as e:
    print(e)
