def double(f):
    def g(*a): return f(*a) * 2
    return g
@double
def one(): return 1
class C:
    @property
    def p(self): return "prop"
    @staticmethod
    def s(x): return x
    @classmethod
    def c(cls): return cls.__name__
print(one(), C().p, C.s(5), C.c())
