"""Names with two leading underscores are mangled in class bodies."""
class A:
    __x = 1
    def __init__(self): self.__y = 2; self.__z__ = 3; self._w = 4; self.___t = 5
    def get(self): return self.__y, self.__x, A.__x
    def __m(self): return "A.__m"
    def call(self): return self.__m()
    def param(self, __p): return __p, sorted(locals())
    def kw(self, **kw): return kw
    def usekw(self): return self.kw(__k=1)
    def local(self):
        __v = 1
        def f(): return __v
        return f(), f.__code__.co_freevars
    def glob(self):
        global __g
        __g = 9
    def imp(self):
        try: import __nope
        except ImportError as e: return e.name
    def attr(self): return getattr(self, "__y", "not mangled"), hasattr(self, "_A__y")
    def deep(self): return [self.__y for _ in range(2)], (lambda: self.__y)()
    def fstr(self): return f"{self.__y}"
    def exc(self):
        try: raise ValueError("e")
        except ValueError as __e: return str(__e)
    def loop(self):
        for __i in range(2): pass
        return __i
    class __In: pass
    def match(self, v):
        match v:
            case [__a, *__b]: return __a, __b, sorted(locals())[:2]
a = A(); print(a.get(), vars(a), a.call(), a.param(5), a.usekw(), a.local(), a.attr(), a.deep(), a.fstr(), a.exc(), a.loop(), a.match([1, 2]))
a.glob(); print(_A__g, a.imp(), A._A__In.__name__, A._A__x, a._A__m())
for e in ("a.__y", "A.__x", "a.__m()"):
    try: eval(e)
    except AttributeError as x: print(x)
class B(A):
    def __init__(self): super().__init__(); self.__y = "B's"
    def __m(self): return "B.__m"
    def both(self): return self.__y, self._A__y, self.call(), self.__m()
print(B().both())
class _C:
    __q = 1
    def f(self): return self.__q
print(_C().f(), [k for k in vars(_C) if "q" in k])
class ___: 
    __z = 5
print([k for k in vars(___) if "z" in k])
class Outer:
    class Inner:
        __v = 2
        def g(self): return self.__v
    def f(self): return self.Inner._Inner__v
print(Outer.Inner().g(), Outer().f())
def func():
    __loc = 1
    return sorted(locals())
print(func())
class S:
    __slots__ = ("__a",)
    def __init__(self): self.__a = 1
print(S()._S__a, S.__slots__)
class K:
    def d(self, *, __kw=1): return __kw
try: print(K().d(__kw=5))
except TypeError as e: print(e)
print(K().d(_K__kw=6))
