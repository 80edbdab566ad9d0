"""Loading, storing and deleting attributes that are not there."""
class C:
    x = 1

class S:
    __slots__ = ("a",)

def f():
    pass

import sys
values = {"int": 1, "str": "s", "None": None, "list": [], "C": C, "C()": C(), "S()": S(), "f": f, "len": len, "f.__code__": f.__code__, "method": C().__init__, "sys": sys, "type": type, "super": super, "...": ...}
for name, v in values.items():
    for action in ("v.nope", "v.nope = 1", "del v.nope"):
        try:
            exec(action, {"v": v})
            print(name, action, "ok")
        except Exception as e:
            print(name, action, type(e).__name__, e)
        finally:
            for clean in (C, f, sys):
                if "nope" in vars(clean):
                    delattr(clean, "nope")
s = S()
for action in ("s.a", "del s.a", "s.a = 1", "s.a", "del s.a", "s.a", "s.b = 1"):
    try:
        exec(action, {"s": s})
        print(action, "ok")
    except AttributeError as e:
        print(action, "->", e, e.name, e.obj is s)
try:
    getattr(1, 5)
except TypeError as e:
    print(e)
print(getattr(1, "nope", "default"), hasattr(1, "nope"), hasattr(1, "real"))
try:
    setattr([], "x", 1)
except AttributeError as e:
    print(e)
try:
    int.x = 1
except TypeError as e:
    print(e)
try:
    del int.real
except TypeError as e:
    print(e)
