"""and/or return operands; evaluation stops as soon as the answer is known."""
def say(name, value):
    print("eval", name, end="; ")
    return value

print("->", say("a", 0) or say("b", "") or say("c", []) or say("d", "last"))
print("->", say("a", 1) and say("b", "x") and say("c", None) and say("d", 2))
print("->", say("a", 1) or say("b", 2))
print("->", say("a", 0) and say("b", 2))
print("->", not say("a", []))
print("->", say("a", 1) if say("cond", 0) else say("b", 2))
print("->", say("x", 1) < say("y", 0) < say("z", 5))
print("->", say("x", 0) < say("y", 1) < say("z", 5))
print("->", (say("x", 0) or say("y", 3)) and (say("z", 0) or say("w", 7)))
falsy = [None, False, 0, 0.0, 0j, "", b"", (), [], {}, set(), frozenset(), range(0), bytearray()]
print([bool(v) for v in falsy])
truthy = [True, 1, -1, 0.1, 1j, "0", b"\0", (0,), [0], {0: 0}, {0}, range(1), object, print, ...]
print([bool(v) for v in truthy])

class Sized:
    def __init__(self, n):
        self.n = n
    def __len__(self):
        print("len", self.n, end="; ")
        return self.n

class Boolish(Sized):
    def __bool__(self):
        print("bool", end="; ")
        return self.n > 5

for v in (Sized(0), Sized(2), Boolish(2), Boolish(9)):
    print("yes" if v else "no")
    print(not v)
print(type(Sized(1) and Sized(0)).__name__)

class Bad:
    def __bool__(self):
        return 3

class BadLen:
    def __len__(self):
        return -1

class HugeLen:
    def __len__(self):
        return 1 << 70

class StrLen:
    def __len__(self):
        return "x"

for c in (Bad, BadLen, HugeLen, StrLen):
    try:
        print(bool(c()))
    except Exception as e:
        print(type(e).__name__, e)
