"""Slices and indexes as user-defined sequences see them; __getitem__ and __len__ protocols."""
class Seq:
    def __init__(self, *v): self.v = v
    def __len__(self): return len(self.v)
    def __getitem__(self, i):
        print("get", i, end=" ")
        return self.v[i]
s = Seq(1, 2, 3)
print(s[0], s[-1], s[1:], s[::2], s[:], list(s), list(reversed(s)), 2 in s, len(s), bool(s), [*s], tuple(s), max(s), sorted(s))
a, *b = s
print(a, b)
class Show:
    def __getitem__(self, i): return i
    def __setitem__(self, i, v): print("set", i, v)
    def __delitem__(self, i): print("del", i)
x = Show()
print(x[1], x[1:2], x[1:2, 3], x[...], x[:, 1:2:3], x[()], x["a":"b"], x[None], x[-1:], x[::], x[1, 2, *[3, 4]], x[*"ab"], x[lambda: 0] is not None)
x[1:2] = "v"; x[1, 2] = 3; del x[::2]; del x[5, :]; x[0] += 5
class NoLen:
    def __getitem__(self, i):
        if i >= 3: raise IndexError("end")
        return i * i
print(list(NoLen()), 4 in NoLen(), 5 in NoLen(), dict(enumerate(NoLen())), sum(NoLen()), [*map(str, NoLen())])
for f in (lambda: len(NoLen()), lambda: reversed(NoLen()), lambda: NoLen()["a"], lambda: iter(object()), lambda: Show().nope, lambda: object()[0], lambda: len(object()), lambda: list(reversed({1})), lambda: reversed(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class StopsOdd:
    def __getitem__(self, i):
        if i == 2: raise StopIteration
        return i
print(list(StopsOdd()))
class Raises:
    def __getitem__(self, i): raise ValueError("no")
try: list(Raises())
except ValueError as e: print(e)
class G:
    def __class_getitem__(cls, item): return (cls.__name__, item)
print(G[int], G[1:2, "x"])
class Hint:
    def __iter__(self): return iter([1, 2])
    def __length_hint__(self): return self.h
for h in (10, 0, NotImplemented, -1, "x"):
    k = Hint(); k.h = h
    try: print(list(k))
    except Exception as e: print(type(e).__name__, e)
