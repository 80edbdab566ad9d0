"""Docstrings, __debug__, __name__, co_consts of docs, dedented documentation, __firstlineno__, __static_attributes__."""
def f():
    """One.

        Indented.
    Back.
    """
class C:
    """Class doc.
       more"""
    def m(self):
        'single'
        self.a = 1; self.b = 2
    def n(self): f"not a doc"
    def o(self): b"not a doc"; return 1
    def p(self): 5; "late"
    x = 1
    """not a doc either"""
print(repr(f.__doc__), repr(C.__doc__), C.m.__doc__, C.n.__doc__, C.o.__doc__, C.p.__doc__, repr(__doc__))
print(C.__firstlineno__, C.__static_attributes__, C.__module__, C.__qualname__, sorted(k for k in vars(C) if k.startswith("__")), __debug__, f.__code__.co_firstlineno, C.m.__code__.co_name)
C.__doc__ = "changed"; print(C.__doc__); f.__doc__ = None; print(f.__doc__)
class S:
    "doc"
    __slots__ = ("__doc2__",)
class NoDoc: pass
class Inherit(C): pass
print(S.__doc__, NoDoc.__doc__, Inherit.__doc__, (lambda: "x").__doc__, int.__doc__.startswith("int("), property(lambda s: 1, doc="pd").__doc__)
class P:
    @property
    def a(self): "prop doc"; return 1
    @classmethod
    def c(cls): "cm doc"
    @staticmethod
    def s(): "sm doc"
print(P.a.__doc__, P.c.__doc__, P.s.__doc__, P().c.__doc__)
try: C.__name__ = 5
except TypeError as e: print(e)
C.__name__ = "Renamed"; C.__qualname__ = "Q.R"; print(C, C.__name__); C.__module__ = "elsewhere"; print(C)
try: exec("__debug__ = 1")
except SyntaxError as e: print(e.msg)
