"""What generated programs share: classes to make graphs of, and a digest of everything reachable."""
import functools, gc, itertools, types, weakref, zlib


class Node:
    """A vertex. Its number tells it from others in every virtual machine, as its address would not."""

    def __init__(self, a=None, b=None):
        self.n = next(SERIAL)
        self.a = a
        self.b = b

    def method(self):
        return self.n

    def grow(self, more):
        self.b = more
        return self


class Slotted:
    __slots__ = ("n", "a", "b", "__weakref__")

    def __init__(self, a=None, b=None):
        self.n = next(SERIAL)
        self.a = a
        self.b = b


class Mourned(Node):
    """Says when it dies; must not be seen to die in any order."""

    def __del__(self):
        LOG.append(("died", self.n))


class Phoenix:
    """Comes back once. Refers to nothing but itself and text: what else would come back with it differs."""

    def __init__(self, cyclic):
        self.n = next(SERIAL)
        self.text = "ash %d" % self.n
        self.me = self if cyclic else None

    def __del__(self):
        SAVED.append(self)


class Boom(Exception):
    pass


GRAPH = (Node, Slotted)
SERIAL = itertools.count()
LOG = []  # what dying objects say
SAVED = []  # what came back
WEAK = []  # weak references, which stay
CALLBACKS = []  # what their callbacks say
IDS = []  # objects with what id() was
BY_KEY = weakref.WeakValueDictionary()
BY_NODE = weakref.WeakKeyDictionary()


def settle():
    """Collects until nothing more dies: what comes back in the first collection is settled by the second."""
    gc.collect()
    gc.collect()


def churn(count):
    """Garbage of several sizes, so that collections come by themselves."""
    kept = None
    for i in range(count):
        kept = [i, {"k": kept if i % 7 else None}, (i, i + 1), "x" * (i % 50)]
        if i % 100 == 99:
            kept = [None] * (i % 600)


def weigh(value):
    """Orders what may be in a set or be a key."""
    if isinstance(value, GRAPH):
        return (3, value.n)
    if isinstance(value, str):
        return (2, value)
    if isinstance(value, (int, float)):
        return (1, value)
    return (0, str(type(value)))


def scalar(value):
    """The text of a value without parts, or nothing."""
    kind = type(value)
    if value is None or kind is bool:
        return str(value)
    if kind is int:
        return hex(value)
    if kind is float:
        return value.hex()
    if kind is str:
        return "s%d:%d" % (len(value), zlib.crc32(value.encode("utf-8", "surrogatepass")))
    if kind is bytes or kind is bytearray:
        return "b%d:%d" % (len(value), zlib.crc32(value))
    if kind is type:
        return "class " + value.__name__
    return None


def parts(value):
    """A name for a value with parts, and the parts."""
    kind = type(value)
    if isinstance(value, (list, tuple)):
        return kind.__name__, value
    if isinstance(value, dict):
        return "dict", itertools.chain.from_iterable(value.items())
    if kind is set or kind is frozenset:
        return "set", sorted(value, key=weigh)
    if kind is Slotted:
        return "Slotted", (value.n, value.a, value.b)
    if kind is types.FunctionType:
        cells = [] if value.__closure__ is None else [cell.cell_contents for cell in value.__closure__]
        return "function " + value.__name__, [value.__defaults__, *cells]
    if kind is types.MethodType:
        return "method", (value.__func__.__name__, value.__self__)
    if kind is types.GeneratorType:
        frame = value.gi_frame
        return "generator " + value.__name__, () if frame is None else held(frame)
    if kind is functools.partial:
        return "partial", (value.func, value.args, value.keywords)
    if isinstance(value, BaseException):
        found = [value.args, value.__cause__, value.__context__]
        trace = value.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_name.startswith("raise_"):
                found.extend(held(trace.tb_frame))
            trace = trace.tb_next
        return kind.__name__, found
    if kind.__name__.startswith("Record"):
        return kind.__name__, [getattr(value, name) for name in kind.__slots__]
    if hasattr(value, "__dict__"):
        return kind.__name__, itertools.chain.from_iterable(value.__dict__.items())
    return kind.__name__, ()


def held(frame):
    """What the locals of a frame hold, by name."""
    found = frame.f_locals
    return [item for name in sorted(found) if name.isidentifier() for item in (name, found[name])]


def digest(*roots):
    """A checksum of everything that can be reached: objects are numbered in the order in which they are met."""
    numbers = {}
    queue = [roots]
    words = []
    for value in queue:
        name, inside = parts(value)
        words.append(name)
        for part in inside:
            word = scalar(part)
            if word is None:
                key = id(part)
                # Whether equal tuples are one object is for the compiler to say.
                if key not in numbers or type(part) is tuple:
                    numbers[key] = len(queue)
                    queue.append(part)
                word = "#%d" % numbers[key]
            words.append(word)
    return zlib.crc32(" ".join(words).encode())


def short(value):
    """A value as text, or what is left of a long one."""
    text = str(value)
    return text if len(text) < 80 else "%s...%d" % (text[:40], zlib.crc32(text.encode()))


def run(program):
    """Runs one program and prints what it found, and what was left when it was over."""
    global SERIAL
    SERIAL = itertools.count(1)
    found = []
    try:
        program(found.append)
    except Exception as error:
        found.append(type(error).__name__ + ": " + str(error))
    same = all(id(thing) == number for thing, number in IDS)
    # What these hold may hold frames, and it differs which of their callers a frame holds.
    for table in (IDS, BY_NODE):
        table.clear()
    for name in list(globals()):
        if len(name) == 2 and name[1].isdigit():
            globals()[name] = None
    settle()
    saved = sorted(phoenix.n for phoenix in SAVED)
    died = sorted(LOG)
    called = sorted(CALLBACKS)
    left = [ref() is not None for ref in WEAK]
    print(program.__name__, *map(short, found), same, len(died), zlib.crc32(str(died).encode()), zlib.crc32(str(called).encode()),
          short(saved), sum(left), len(BY_KEY), flush=True)
    for table in (LOG, WEAK, CALLBACKS, SAVED, BY_KEY):
        table.clear()


def as_node(value, other):
    return value if isinstance(value, GRAPH) else other


def as_list(value, other):
    return value if type(value) is list else other


def put(thing, name, value):
    """Sets an attribute; an object without a dict has only some."""
    setattr(thing, "b" if isinstance(thing, Slotted) else name, value)


def unput(thing, name):
    if hasattr(thing, name) and not isinstance(thing, Slotted):
        delattr(thing, name)


def cap(sequence, length):
    """Keeps what grows from growing without bounds."""
    if len(sequence) > length:
        del sequence[length:]


def chain(length, end, make=Node):
    for _ in range(length):
        end = make(end)
    return end


def ring(length, make=Node):
    last = first = make()
    for _ in range(length):
        last.a = make(None, first)
        last = last.a
    last.a = first
    return first


def tree(depth, make=Node):
    return make() if depth == 0 else make(tree(depth - 1, make), tree(depth - 1, make))


def walk(node, steps):
    for _ in range(steps):
        node = as_node(node.a, node)
    return node
