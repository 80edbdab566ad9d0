"""User exception classes: attributes, hierarchy, notes, str and repr, pickle-like args."""
class AppError(Exception):
    code = 1
    def __init__(self, msg, **info): super().__init__(msg); self.info = info
    def __str__(self): return f"[{self.code}] {self.args[0]}"
class NotFound(AppError): code = 404
class Silent(AppError):
    def __str__(self): return ""
for e in (AppError("a"), NotFound("b", path="/"), Silent("c")):
    try: raise e
    except AppError as x: print(type(x).__name__, x, repr(x), x.info, x.code, x.args, isinstance(x, AppError))
e = ValueError("base"); e.add_note("note 1"); e.add_note("note 2"); print(e.__notes__, e, e.args)
for bad in (5, None):
    try: e.add_note(bad)
    except TypeError as x: print(x)
try: ValueError().__notes__
except AttributeError as x: print(x)
class WithNew(Exception):
    def __new__(cls, *a): o = super().__new__(cls, *a); o.tag = "new"; return o
print(WithNew(1, 2).args, WithNew(3).tag, repr(WithNew()))
class NoInit(Exception):
    def __init__(self): pass
print(repr(NoInit()), NoInit().args); e = Exception(1); e.args = [2, 3]; print(e.args, e, repr(e)); e.custom = 5; print(e.__dict__, e.custom)
for k in ({"x": 1},):
    try: ValueError(**k)
    except TypeError as x: print(x)
class Kw(Exception):
    def __init__(self, *, a): self.a = a
print(Kw(a=1).args, Kw(a=2).a)
class Multi(KeyError, AttributeError): pass
for c in (KeyError, AttributeError, LookupError, Exception):
    try: raise Multi("m")
    except c as x: print(c.__name__, x, x.name)
class Slots(Exception): __slots__ = ("s",)
s = Slots("q"); s.s = 1; print(s.s, s.args)
print(issubclass(ModuleNotFoundError, ImportError), issubclass(RecursionError, RuntimeError), issubclass(NotImplementedError, RuntimeError), issubclass(IndentationError, SyntaxError), issubclass(TabError, IndentationError), issubclass(UnicodeDecodeError, ValueError), issubclass(ConnectionResetError, OSError), issubclass(FloatingPointError, ArithmeticError), issubclass(KeyboardInterrupt, Exception), issubclass(StopAsyncIteration, Exception), issubclass(EncodingWarning, Warning), PythonFinalizationError.__mro__[1])
names = [n for n in dir(__builtins__) if isinstance(getattr(__builtins__, n), type) and issubclass(getattr(__builtins__, n), BaseException)]
print(len(names), names)
def depth(n):
    if n == 0: raise AppError("deep", n=n)
    try: depth(n - 1)
    except AppError as e: e.info[n] = n; raise
try: depth(5)
except AppError as e: print(e.info)
class Ctx:
    def __init__(self): self.errors = []
    def __enter__(self): return self
    def __exit__(self, t, v, tb): self.errors.append((t, v)); return t is not None and issubclass(t, AppError)
with Ctx() as c: raise NotFound("n")
print([(t.__name__, str(v)) for t, v in c.errors])
def retry(n, f):
    for i in range(n):
        try: return f(i)
        except ValueError as e: last = e
    raise RuntimeError("gave up") from last
def flaky(i):
    if i < 2: raise ValueError(i)
    return "ok at %d" % i
print(retry(5, flaky))
try: retry(1, flaky)
except RuntimeError as e: print(e, repr(e.__cause__))
class BadStr(Exception):
    def __str__(self): raise ValueError("in str")
try: str(BadStr())
except ValueError as e: print(e)
class Eq(Exception):
    def __eq__(self, o): return True
    __hash__ = None
try: raise Eq
except Eq as e: print(e == 5)
