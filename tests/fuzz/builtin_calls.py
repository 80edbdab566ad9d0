"""Calls everything builtin with arguments nobody would pass. Any exception is fine; a crash of the machine is not.

    builtin_calls.py SEED CALLS [trace]

With `trace`, each call is told on standard error before it is made.
"""

import signal
import sys

SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 1
CALLS = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
TRACE = "trace" in sys.argv[3:]


class Random:
    def __init__(self, seed):
        self.state = (seed * 0x9E3779B97F4A7C15 + 1) & (1 << 64) - 1

    def below(self, n):
        x = self.state
        x ^= x >> 12
        x ^= x << 25 & (1 << 64) - 1
        x ^= x >> 27
        self.state = x
        return ((x * 0x2545F4914F6CDD1D & (1 << 64) - 1) >> 33) % n

    def pick(self, items):
        return items[self.below(len(items))]


random = Random(SEED)

# Objects whose special methods misbehave: they raise, lie, or change the container they are used with.

victims = []


def mischief():
    """Changes whatever container is in play."""
    for victim in victims[-3:]:
        try:
            kind = random.below(4)
            if kind == 0:
                victim.clear()
            elif kind == 1:
                victim.append(1) if hasattr(victim, "append") else victim.update({3: 4})
            elif kind == 2:
                victim.pop()
            else:
                victim.extend(range(40)) if hasattr(victim, "extend") else victim.update([(5, 6)])
        except Exception:
            pass


def hostile(answers):
    def method(self, *args):
        mischief()
        answer = random.pick(answers)
        if answer is Exception:
            raise ZeroDivisionError("hostile")
        return answer
    return method


class Hostile:
    __index__ = hostile([0, 1, -1, 3, 1 << 70, Exception, "no", True])
    __int__ = hostile([0, 1 << 70, Exception, "no"])
    __float__ = hostile([0.0, float("nan"), Exception, "no"])
    __complex__ = hostile([0j, Exception, "no"])
    __len__ = hostile([0, 1, 5, -1, 1 << 70, Exception, "no"])
    __length_hint__ = hostile([0, -1, 1 << 40, 1 << 70, Exception, "no", NotImplemented])
    __hash__ = hostile([0, 1, -1, 1 << 70, Exception, "no"])
    __eq__ = hostile([True, False, NotImplemented, Exception, "yes", []])
    __lt__ = hostile([True, False, NotImplemented, Exception])
    __gt__ = hostile([True, False, NotImplemented, Exception])
    __bool__ = hostile([True, False, Exception, 3])
    __repr__ = hostile(["<hostile>", Exception, 3, "\ud800"])
    __str__ = hostile(["hostile", Exception, 3])
    __format__ = hostile(["formatted", Exception, 3])
    __bytes__ = hostile([b"bytes", Exception, 3])
    __fspath__ = hostile(["nowhere", Exception, 3])
    __getitem__ = hostile([0, "x", IndexError, Exception, ()])
    __setitem__ = hostile([None, Exception])
    __delitem__ = hostile([None, Exception])
    __contains__ = hostile([True, Exception, []])
    __call__ = hostile([None, 0, "x", [], Exception, (1, 2)])
    __add__ = __radd__ = __iadd__ = hostile([0, NotImplemented, Exception])
    __mul__ = __rmul__ = hostile([0, NotImplemented, Exception])
    __sub__ = __rsub__ = __mod__ = __rmod__ = hostile([0, "x", NotImplemented, Exception])
    __or__ = __ror__ = __and__ = __rand__ = hostile([0, set(), NotImplemented, Exception])
    __round__ = __trunc__ = __floor__ = __ceil__ = hostile([0, None, Exception])
    __enter__ = __exit__ = hostile([None, True, Exception])
    __instancecheck__ = __subclasscheck__ = hostile([True, Exception])
    __reversed__ = hostile([(), None, Exception])
    __dir__ = hostile([[], ["a"], [1, "a"], None, Exception])
    __getstate__ = hostile([None, {}, 3, (1, 2), Exception])
    __set_name__ = __init_subclass__ = hostile([None])
    __mro_entries__ = hostile([(), (int,), 3, Exception])
    __class_getitem__ = hostile([None])
    __missing__ = hostile([0, Exception])
    __buffer__ = hostile([None, 3, Exception])
    __sizeof__ = hostile([1, -1, "x"])

    def __iter__(self):
        mischief()
        return random.pick([iter([1, 2, 3]), iter([]), self, iter("ab"), iter([(1, 2), (3, 4)]), HostileIterator()])

    def __next__(self):
        mischief()
        if random.below(3) == 0:
            raise StopIteration
        return random.pick(plain)

    def keys(self):
        mischief()
        return random.pick([["a", 1], None, [[]], ("b",)])

    def send(self, value):
        return self.__next__()


class HostileIterator:
    def __init__(self):
        self.left = 6

    def __iter__(self):
        return self

    def __next__(self):
        mischief()
        self.left -= 1
        if self.left < 0:
            raise random.pick([StopIteration, StopIteration, ZeroDivisionError])
        return random.pick(plain)

    __length_hint__ = hostile([0, 3, -5, 1 << 70, Exception])


class IntChild(int):
    __index__ = hostile([2, Exception])


class StrChild(str):
    pass


class ListChild(list):
    pass


class DictChild(dict):
    def __missing__(self, key):
        mischief()
        return random.pick([0, []])


class TupleChild(tuple):
    pass


class BytesChild(bytes):
    pass


class FloatChild(float):
    pass


class SetChild(set):
    pass


class Meta(type):
    pass


class WithMeta(metaclass=Meta):
    __slots__ = ("slot",)


class WithProperty:
    @property
    def p(self):
        mischief()
        return 1

    @classmethod
    def c(cls):
        return cls

    @staticmethod
    def s():
        return 0


def function(a=1, *args, b=2, **kwargs):
    return a


def generator():
    mischief()
    x = yield 1
    mischief()
    yield x


async def coroutine():
    return 1


async def async_generator():
    yield 1


plain = [
    None, True, False, Ellipsis, NotImplemented,
    0, 1, -1, 2, 7, 255, 256, -129, 0x10FFFF, 0x110000, 0xD800, 10**6, 2**31, -2**31, 2**32 - 1,
    2**62, -2**62, 2**63 - 1, 2**63, -2**63, -2**63 - 1, 2**64, 10**30, -10**30, 10**400,
    0.0, -0.0, 1.5, -1e300, 1e308, 5e-324, float("inf"), float("-inf"), float("nan"), 1j, complex("nan"), -2.5e-320,
    "", "a", "abc", "é", "\u20ac", "\U0001f600", "\ud800", "\0", "a" * 300, "%s%d%(x)s", "{0}{x!r:>{w}}", "{", "%", "__class__",
    "__dict__", "x", "utf-8", "latin-1", "strict", "surrogateescape", "1", "-1e5", "0x1f", " 12 ", "1_0", "nan", "d", "i",
    ">10", "010.3f", ",", "\n", "a\nb\r\nc", "ﬁß", "I\u0307",
    b"", b"a", b"abc\xff\x00", b"1", b"a" * 300, bytes(range(256)),
    (), (1,), (1, 2), ("a", "b"), ((1, 2), (3, 4)), ("x", 1, None), (int, str), (1, "a", 2.0, None),
    frozenset(), frozenset([1, 2, "a"]), range(0), range(5), range(10, -10, -3), range(2**70), range(-2**63, 2**63, 2**62),
    slice(None), slice(1, 2), slice(None, None, -1), slice(2**70, -2**70, 2**65), slice("a"), slice(0, 5, 0),
    int, str, list, dict, type, object, float, bytes, tuple, set, Exception, ValueError, StopIteration, BaseExceptionGroup,
    len, print.__self__, function, Hostile, WithMeta, IntChild, Meta, WithProperty, "abc".upper, [].append, int.__add__,
    property(), staticmethod(function), classmethod(function), sys.implementation, lambda *a, **k: None,
    int | str, list[int], ValueError("v"), KeyError("k"), OSError(2, "x"), SystemExit(3),
    ExceptionGroup("g", [ValueError(1), TypeError(2)]), StopIteration(4), UnicodeDecodeError("utf-8", b"abc", 0, 1, "r"),
    IntChild(5), StrChild("child"), FloatChild(2.5), TupleChild((1, 2)), BytesChild(b"child"),
]


def loops():
    """Containers that hold themselves."""
    a = [1]
    a.append(a)
    d = {"a": 1}
    d["self"] = d
    t = ([],)
    t[0].append(t)
    return [a, d, t]


def fresh():
    """A new object that calls may change."""
    kind = random.below(34)
    makers = [
        list, lambda: [1, 2, 3], lambda: [3, "a", None], lambda: list(range(50)), lambda: [Hostile() for _ in range(3)],
        dict, lambda: {1: 2}, lambda: {"a": 1, "b": 2}, lambda: dict.fromkeys(range(20)), lambda: {Hostile(): 1},
        set, lambda: {1, 2, "a"}, lambda: set(range(30)), lambda: bytearray(b"abc"), lambda: bytearray(range(100)),
        lambda: memoryview(bytearray(b"abcdefgh")), lambda: memoryview(b"abc"), generator, lambda: iter([1, 2, 3]),
        lambda: iter({1: 2, 3: 4}), lambda: iter("abc"), lambda: (Hostile() for _ in range(2)), lambda: ListChild([1, 2]),
        lambda: DictChild({1: 2}), lambda: SetChild([1]), lambda: random.pick(loops()), lambda: enumerate([1, 2]),
        lambda: zip([1, 2], "ab"), lambda: map(Hostile(), [1, 2]), lambda: filter(None, [0, 1]), lambda: reversed([1, 2]),
        async_generator, WithMeta, lambda: type("New", (), {"a": 1}),
    ]
    made = makers[kind]()
    if isinstance(made, (list, dict, set, bytearray)):
        victims.append(made)
        del victims[:-6]
    return made


def argument():
    kind = random.below(10)
    if kind < 5:
        return random.pick(plain)
    if kind < 8:
        return fresh()
    if kind == 8:
        return Hostile()
    return random.pick([HostileIterator(), random.pick(loops()), object(), WithProperty()])


# What is called.

AVOIDED = {
    "input", "breakpoint", "exit", "quit", "open", "print", "help", "exec", "eval", "compile", "__import__", "copyright",
    "credits", "license", "__subclasses__", "factorial", "comb", "perm", "setrecursionlimit", "__init_subclass__",
    "set_int_max_str_digits", "addaudithook", "settrace", "setprofile", "breakpointhook", "exc_info", "set_asyncgen_hooks",
    "displayhook", "excepthook", "unraisablehook",
}
MODULES = [
    "math", "_collections", "itertools", "_functools", "_operator", "_struct", "binascii", "_json", "_sre", "_string",
    "unicodedata", "array", "_bisect", "_heapq", "_statistics", "cmath", "_weakref", "_random", "_datetime", "_csv",
    "_codecs", "zlib", "_contextvars", "_md5", "_sha1", "_sha2", "_opcode", "_typing", "_abc", "_stat", "_string", "_pickle",
    "_io", "marshal", "errno", "_locale", "_ast", "_symtable", "_tokenize", "_queue", "_blake2", "_sha3", "_zoneinfo",
    "_bz2", "_lzma", "_uuid", "_interpchannels",
]

# Modules whose other functions are between their native and their Python half.
PUBLIC = {
    "_sre": {"compile", "ascii_iscased", "unicode_iscased", "ascii_tolower", "unicode_tolower", "getcodesize"},
    "_io": {"BytesIO", "StringIO", "BufferedReader", "BufferedWriter", "BufferedRandom", "BufferedRWPair", "TextIOWrapper",
            "IncrementalNewlineDecoder", "text_encoding"},
    "_csv": {"reader", "writer", "register_dialect", "unregister_dialect", "get_dialect", "list_dialects", "Dialect",
             "field_size_limit"},
}


def classes_of_builtins():
    found = [value for value in vars(__builtins__).values() if isinstance(value, type)]
    samples = plain + loops() + [iter([]), iter(()), iter({}), iter(set()), iter(""), iter(b""), iter(range(1)), {}.keys(),
                                 {}.values(), {}.items(), iter({}.items()), generator(), async_generator(), function.__code__,
                                 sys._getframe() if hasattr(sys, "_getframe") else 0, type.__dict__, int.__dict__["real"],
                                 int.__dict__["from_bytes"], Hostile().__call__, WithMeta.__dict__["slot"], super(Meta),
                                 iter(Hostile(), 0), iter(range(2**70)), memoryview(b""), iter(memoryview(b"")), sys]
    for sample in samples:
        found.append(type(sample))
    return found


def module_members():
    found = []
    for name in MODULES:
        try:
            module = __import__(name)
        except BaseException:
            continue
        for key, value in list(vars(module).items()):
            if key in AVOIDED or key.startswith("_") or not callable(value):
                continue
            if name not in PUBLIC or key in PUBLIC[name]:
                found.append(value)
    return found


functions = [value for name, value in vars(__builtins__).items() if callable(value) and name not in AVOIDED]
members = module_members()
functions += members
classes = []
for cls in classes_of_builtins() + [member for member in members if isinstance(member, type)]:
    if cls not in classes and cls is not Hostile and cls is not HostileIterator:
        classes.append(cls)
methods = []
for cls in classes:
    for name, value in list(vars(cls).items()):
        if name not in AVOIDED and (name.startswith("__") or not name.startswith("_")):
            methods.append((cls, name, value))


def instance(cls):
    """Something to call a method of this class on: mostly an instance, sometimes not."""
    for _ in range(12):
        candidate = argument()
        if isinstance(candidate, cls):
            return candidate
    try:
        return cls()
    except BaseException:
        pass
    try:
        return cls(argument())
    except BaseException:
        return argument()


def tell(text):
    if TRACE:
        sys.stderr.write(text.encode("ascii", "backslashreplace").decode() + "\n")
        sys.stderr.flush()


def name_of(value):
    """Without running anything of the value's: a trace must not change what happens."""
    if type(value) in (int, str, bytes, float, range, type):
        return f"{type(value).__name__} {repr(value)[:60]}"
    return type(value).__name__


def use(result):
    """What a caller would do with a result."""
    kind = random.below(6)
    if kind == 0:
        repr(result)
    elif kind == 1 and hasattr(type(result), "__next__"):
        for _ in range(4):
            next(result)
            mischief()
    elif kind == 2:
        hash(result)
    elif kind == 3:
        result == result
    elif kind == 4 and isinstance(result, (list, tuple, str, bytes)) and len(result) < 1000:
        list(result)


OPERATORS = [
    lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b if small(a, b) else 0, lambda a, b: a / b, lambda a, b: a // b,
    lambda a, b: a % b, lambda a, b: a @ b, lambda a, b: a & b, lambda a, b: a | b, lambda a, b: a ^ b, lambda a, b: a >> b,
    lambda a, b: a == b, lambda a, b: a < b, lambda a, b: a >= b, lambda a, b: a in b, lambda a, b: a[b], lambda a, b: a(b),
    lambda a, b: -a, lambda a, b: +a, lambda a, b: ~a, lambda a, b: not a, lambda a, b: [*a, *b], lambda a, b: {**a, **b},
    lambda a, b: {a: b}, lambda a, b: {a, b}, lambda a, b: f"{a:{b}}", lambda a, b: f"{a!r}{b!s}", lambda a, b: a(*b),
    lambda a, b: a(**b), lambda a, b: [x for x in a if x], lambda a, b: a[b:], lambda a, b: a[b:a:b], lambda a, b: divmod(a, b),
    lambda a, b: a is b, lambda a, b: isinstance(a, b),
]


def small(a, b):
    """Repeating a long sequence very often only takes long."""
    return not (isinstance(a, int) and isinstance(b, int) and abs(a) > 1 << 2000)


def store(a, b, c):
    kind = random.below(6)
    if kind == 0:
        a[b] = c
    elif kind == 1:
        del a[b]
    elif kind == 2:
        a += b
    elif kind == 3:
        a |= b
    elif kind == 4:
        a[b:c] = fresh()
    else:
        x, *y = a


def one_call():
    kind = random.below(10)
    count = random.pick([0, 1, 1, 1, 2, 2, 2, 3, 3, 4])
    args = [argument() for _ in range(count)]
    keywords = {}
    if random.below(8) == 0:
        keywords[random.pick(["key", "default", "x", "sep", "encoding", "errors", "start", "reverse", "strict", "maxsplit"])] = argument()
    if kind < 2:
        callee = random.pick(functions)
        tell(f"{name_of(callee)} {[name_of(a) for a in args]} {list(keywords)}")
        use(callee(*args, **keywords))
    elif kind < 8:
        cls, name, value = random.pick(methods)
        this = instance(cls)
        tell(f"{cls.__name__}.{name} of {name_of(this)} {[name_of(a) for a in args]} {list(keywords)}")
        if callable(value) and random.below(4) == 0:
            use(value(this, *args, **keywords))
            return
        attribute = getattr(this, name)
        if callable(attribute):
            use(attribute(*args, **keywords))
        elif random.below(3) == 0:
            setattr(this, name, argument())
        else:
            use(attribute)
    elif kind == 8:
        operator = random.pick(OPERATORS)
        a, b = argument(), argument()
        tell(f"operator {OPERATORS.index(operator)} {name_of(a)} {name_of(b)}")
        use(operator(a, b))
    else:
        a, b, c = fresh(), argument(), argument()
        tell(f"store {name_of(a)} {name_of(b)} {name_of(c)}")
        store(a, b, c)


def give_up(number, frame):
    raise TimeoutError("some arguments have no end")


def main():
    raised = 0
    signal.signal(signal.SIGALRM, give_up)
    for _ in range(CALLS):
        signal.alarm(3)
        try:
            one_call()
        except MemoryError:
            raised += 1
        except BaseException as error:
            raised += 1
            try:
                str(error), repr(error)
            except BaseException:
                pass
    sys.stdout.write(f"{CALLS} calls, {len(functions)} functions, {len(methods)} members\n")


main()
