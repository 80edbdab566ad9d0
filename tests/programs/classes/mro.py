"""C3 linearisation, diamonds, super chains, inconsistent hierarchies."""
class O: 
    def who(self): return ["O"]
class A(O):
    def who(self): return ["A"] + super().who()
class B(O):
    def who(self): return ["B"] + super().who()
class C(O):
    def who(self): return ["C"] + super().who()
class D(A, B):
    def who(self): return ["D"] + super().who()
class E(B, C):
    def who(self): return ["E"] + super().who()
class F(D, E):
    def who(self): return ["F"] + super().who()
for k in (A, D, E, F): print(k.__name__, [c.__name__ for c in k.__mro__], k().who())
print([c.__name__ for c in F.mro()], F.__bases__, D.__base__.__name__)
for bases in ((O, A), (D, type("X", (B, A), {})), (A, O, B), (object, O), (A, A)):
    try: print(type("Bad", bases, {}).__mro__)
    except TypeError as e: print(str(e).replace("\n", " "))
class P:
    def __init__(self, **kw): self.log = ["P"]; self.kw = kw
class Q(P):
    def __init__(self, q=0, **kw): super().__init__(**kw); self.log.append(f"Q{q}")
class R(P):
    def __init__(self, r=0, **kw): super().__init__(**kw); self.log.append(f"R{r}")
class S(Q, R):
    def __init__(self, **kw): super().__init__(**kw); self.log.append("S")
print(S(q=1, r=2, z=3).log, S(z=3).kw)
class M1:
    x = "M1"
class M2(M1): pass
class M3(M1): x = "M3"
class M4(M2, M3): pass
print(M4.x, M4().x); M2.x = "M2"; print(M4.x); del M2.x; print(M4.x); del M3.x; print(M4.x)
M4.__bases__ = (M3,); print([c.__name__ for c in M4.__mro__]); M3.x = "again"; print(M4.x)
try: M4.__bases__ = ()
except TypeError as e: print(e)
try: M1.__bases__ = (M4,)
except TypeError as e: print(e)
try: M4.__bases__ = (int,)
except TypeError as e: print(e)
class L(list, O): pass
l = L([1]); print(l.who(), [c.__name__ for c in L.__mro__], len(l))
for bases in ((int, str), (list, dict), (int, float), (bool,), (type(None),), (type(lambda: 0),), (range,), (slice,), (type(...),)):
    try: type("X", bases, {}); print("ok", bases)
    except TypeError as e: print(e)
for bases in ((tuple,), (dict,), (Exception, O), (int, O), (str,), (type,), (OSError, KeyError), (bytes,), (property,), (super,), (frozenset,)):
    print(type("X", bases, {}).__mro__[1].__name__, end=" ")
print()
class G(A):
    def who(self): return ["G"] + super(A, self).who() + A.who(self) + super().who()
print(G().who(), issubclass(F, (int, O)), issubclass(F, int), F.__mro__.index(O))
