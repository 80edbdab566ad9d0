"""isinstance, issubclass with tuples, unions, hooks, __class__ lies; type() vs __class__."""
class A: pass
class B(A): pass
print(isinstance(B(), A), isinstance(A(), B), isinstance(1, (str, int)), isinstance(1, ()), isinstance(True, int), issubclass(B, (int, A)), issubclass(A, A), isinstance(1, int | str), isinstance(None, int | None), issubclass(int, int | str), isinstance("a", ((int,), (float, (str,)))), isinstance(A, type), isinstance(type, type))
for e in ("isinstance(1, 1)", "isinstance(1, 'int')", "isinstance(1, (int, 'x'))", "isinstance('a', (int, 'x'))", "issubclass(1, int)", "issubclass(int, 1)", "isinstance()", "isinstance(1, [int])", "issubclass(int, (1,))", "isinstance(1, list[int])", "issubclass(A(), A)", "isinstance(1, None)", "issubclass(B, [A])"):
    try: print(e, eval(e))
    except TypeError as x: print(e, "->", x)
class Lie:
    @property
    def __class__(self): return int
l = Lie(); print(isinstance(l, int), isinstance(l, Lie), type(l) is Lie, l.__class__, issubclass(type(l), int))
class Meta(type):
    def __instancecheck__(c, o): print("check", type(o).__name__, end=" "); return "yes"
    def __subclasscheck__(c, s): print("sub", s, end=" "); return 0
class H(metaclass=Meta): pass
print(isinstance(5, H), isinstance(H(), H), issubclass(int, H), isinstance(5, (str, H)))
class BadHook(type):
    def __instancecheck__(c, o): raise ValueError("hook")
class BH(metaclass=BadHook): pass
try: isinstance(1, BH)
except ValueError as e: print(e)
try:
    try: raise KeyError
    except BH: print("caught?")
except Exception as e: print(type(e).__name__)
import abc
class Sized(abc.ABC):
    @classmethod
    def __subclasshook__(cls, c): return True if any("size" in k.__dict__ for k in c.__mro__) else NotImplemented
    @abc.abstractmethod
    def size(self): ...
class HasSize:
    def size(self): return 1
class No: pass
print(isinstance(HasSize(), Sized), issubclass(No, Sized), isinstance(No(), Sized)); Sized.register(No); print(isinstance(No(), Sized))
class Impl(Sized): pass
class Ok(Sized):
    def size(self): return 2
try: Impl()
except TypeError as e: print(e)
print(Ok().size(), Impl.__abstractmethods__, isinstance(Ok(), Sized))
class Two(abc.ABC):
    @abc.abstractmethod
    def a(self): ...
    @property
    @abc.abstractmethod
    def b(self): ...
try: Two()
except TypeError as e: print(e)
print(type(1) is int, type(A()) == A, type(type(A())), A().__class__.__class__, (1).__class__, type(None)() is None, type(...)(), type(NotImplemented)(), type(lambda: 0).__name__, type(A.__init__).__name__, type(len), type(A().__str__).__name__, type(x for x in ()).__name__)
print(int | str, int | None, (int | str) == (str | int), (int | str).__args__, isinstance(int | str, type(int | str)), list[int], list[int].__origin__, dict[str, int].__args__, list[int]([1]), type(list[int]).__name__, list[int] == list[int], repr(tuple[int, ...]))
class Duck:
    def __init__(self, **k): self.__dict__.update(k)
print(isinstance(Duck(__class__=int), int), Duck(a=1).a, callable(Duck(__call__=1)))
