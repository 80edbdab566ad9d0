"""assert, del of every target, pass, ellipsis bodies, annotations, conditional imports."""
for v in (1, 0):
    try:
        assert v
        print("passed")
    except AssertionError as e: print("failed", e.args, repr(e))
for msg in ("text", 5, ("a", "b"), None):
    try: assert not True, msg
    except AssertionError as e: print(e.args, e)
def side(): print("message evaluated"); return "m"
assert True, side()
try: assert [], side()
except AssertionError as e: print(e)
a = b = c = 1
del a, (b, [c])
for n in "abc": print(n in globals(), end=" ")
l = [0, 1, 2, 3, 4, 5]; del l[0], l[-1], l[1:2]; print(l)
d = {"x": {"y": 1, "z": 2}}; del d["x"]["y"]; print(d)
class O: attr = 1
o = O(); o.attr = 2; del o.attr; print(o.attr)
try: del o.attr
except AttributeError as e: print(e)
x: int = 5; y: "undefined_type"; print(x, "y" in globals(), __annotations__ if "__annotations__" in globals() else "lazy")
def f(): ...
class E: ...
print(f(), E.__name__)
def ann(a: int, b: "str" = "q", *c: float, d: list[int] = [], **e: None) -> dict: pass
print(ann.__annotations__)
class A:
    f: int
    g: str = "s"
    h: "fwd"
print(A.__annotations__, hasattr(A, "f"), A.g)
def local_ann():
    z: int
    w: str = "v"
    try: return z
    except UnboundLocalError as e: return str(e), w
print(local_ann())
l[0]: int = 9; o.new: str = "n"; print(l, o.new)
(paren): int = 3; print(paren)
if False: never = 1
try: never
except NameError as e: print(e)
pass; ...; None; "string statement"; 1 + 1
def uses_type_params[T](v: T) -> T: return v
print(uses_type_params(4), uses_type_params.__type_params__)
type Alias = list[int]; print(Alias, Alias.__value__)
