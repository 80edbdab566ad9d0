"""Type parameters of functions, classes and aliases: scopes, laziness, bounds, defaults."""
def first[T](xs: list[T]) -> T: return xs[0]
class Box[T]:
    def __init__(self, v: T): self.v = v
    def map[U](self, f: "Callable[[T], U]") -> "Box[U]": return Box(f(self.v))
    inner_t = T
print(first([5]), first.__type_params__, Box.__type_params__, Box(3).map(str).v, Box.inner_t is Box.__type_params__[0], Box.__orig_bases__, Box.__parameters__)
type Pair[A] = tuple[A, A]
type Rec = list[Rec] | None
type Lazy = undefined_name
print(Pair, Pair.__value__, Pair[int], Pair.__type_params__[0].__name__, Rec.__value__, Rec.__name__, type(Rec).__name__)
try: Lazy.__value__
except NameError as e: print(e)
undefined_name = int; print(Lazy.__value__)
def bounded[T: int, U: (str, bytes), V = list](a: T) -> U: pass
for p in bounded.__type_params__: print(p, p.__bound__, p.__constraints__, p.has_default(), p.__name__, type(p).__name__)
class Node[K]:
    K2 = K
    def get(self): return K
    class In:
        def g(self): return K
print(Node().get() is Node.__type_params__[0], Node.In().g() is Node.K2, hasattr(Node, "K"))
def outer[T]():
    def inner[U](): return T, U
    return inner()
print(outer(), [t.__name__ for t in outer()])
x = "module"
class Scope[x]:
    y = x
    def m(self): return x
print(Scope.y, Scope().m(), x)
try: T
except NameError as e: print(e)
def deco(f): return f
@deco
def decorated[T](a: T = 5) -> T: return a
print(decorated(), decorated.__annotations__, decorated.__type_params__[0])
class Sub[T](Box[T]): pass
print(Sub.__bases__, [c.__name__ for c in Sub.__mro__], Sub[int], Sub(4).v)
type G[*Ts] = tuple[*Ts]; print(G[int, str], G.__value__); type H[**P] = P; print(H.__type_params__)
async def co[T](a: T): return a
try: co(7).send(None)
except StopIteration as e: print(e.value)
def gen[T](n: T): yield n
print(list(gen(1)), (lambda: [t for t in first.__type_params__])())
