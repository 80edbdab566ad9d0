"""A chain of delegations: what its links show while they only pass items on, and how control comes back to them."""
import gc
import sys
import traceback


def names():
    frame, seen = sys._getframe(1), []
    while frame is not None:
        seen.append(f"{frame.f_code.co_name}:{frame.f_lineno - frame.f_code.co_firstlineno}")
        frame = frame.f_back
    return seen


def inner(tag):
    kept = [tag, "inner"]
    yield names()
    gc.collect()
    yield kept
    frame = sys._getframe()
    yield list(map(lambda f: sorted(f.f_locals), (frame, frame.f_back, frame.f_back.f_back)))
    caller = frame.f_back
    caller.f_locals["label"] = "changed from inside"
    yield caller.f_locals["label"]
    return "inner is done"


def middle(label):
    own = {"label": label}
    result = yield from inner(label)
    yield (result, label, own)
    return "middle is done"


def outer():
    before = (1, 2, 3)
    result = yield from middle("m")
    yield (result, before)


def consume(iterable):
    out = []
    for item in iterable:
        out.append(item)
    return out


print("for:")
for item in consume(outer()):
    print("  ", item)
print("list:")
for item in list(outer()):
    print("  ", item)
print("next:")
g = outer()
print("  ", next(g))
print("  ", next(g))
print("  ", g.gi_running, g.gi_suspended, g.gi_yieldfrom.__name__, g.gi_yieldfrom.gi_yieldfrom.__name__)
print("  ", g.gi_frame.f_lineno - g.gi_code.co_firstlineno, g.gi_yieldfrom.gi_frame.f_locals["label"])
print("  ", consume(g))

# A link asked while it passes items on: it runs.
links = []


def asks():
    yield 0
    for link in links:
        print("  ", link.__name__, link.gi_running, link.gi_suspended, link.gi_frame.f_code.co_name)
        for what in (lambda: next(link), lambda: link.send(None), link.close, lambda: link.throw(KeyError)):
            try:
                what()
            except ValueError as error:
                print("    ", error)
    yield 1


def link2():
    yield from asks_generator


def link1():
    yield from link2_generator


asks_generator = asks()
link2_generator = link2()
link1_generator = link1()
links[:] = [link1_generator, link2_generator, asks_generator]
print("asked:", consume(link1_generator))


# Exceptions come back through the chain, link by link.
def fails(n):
    yield n
    raise LookupError("from below")


def passes(n):
    name = f"passes {n}"
    yield from (fails(n) if n == 0 else passes(n - 1))
    print("never", name)


def catches():
    kept = "kept"
    try:
        yield from passes(3)
    except LookupError as error:
        yield kept, str(error), [f.name for f in traceback.extract_tb(error.__traceback__)]
    yield "after"


print(consume(catches()))
try:
    consume(passes(2))
except LookupError as error:
    for entry in traceback.extract_tb(error.__traceback__):
        print("  ", entry.name, entry.line)
    links = []
    tb = error.__traceback__
    while tb:
        links.append((tb.tb_frame.f_code.co_name, tb.tb_frame.f_locals.get("name")))
        tb = tb.tb_next
    print("  ", links)


# Thrown in and closed in the middle of a chain.
def guarded(n):
    try:
        if n:
            yield from guarded(n - 1)
        else:
            yield "first"
            yield "second"
    except ValueError as error:
        yield f"caught at {n}: {error}"
    finally:
        print("   leaves", n)


g = guarded(3)
print(next(g), g.throw(ValueError("thrown")), list(g))
g = guarded(2)
print(next(g), next(g))
g.close()
print(list(g))


# A link that handles an exception while it delegates.
def handling():
    try:
        raise KeyError("handled")
    except KeyError:
        yield from contexts()
        yield repr(sys.exception())


def contexts():
    yield repr(sys.exception())
    try:
        raise TypeError("second")
    except TypeError as error:
        yield repr(error.__context__)
    yield repr(sys.exception())


def above():
    yield from handling()
    yield repr(sys.exception())


try:
    raise OSError("consumer's")
except OSError:
    print(list(above()), consume(above()))
print(consume(above()))


# The inner one is advanced by somebody else; the outer one goes on with what is left.
def numbers():
    received = yield 1
    for i in range(2, 6):
        received = yield (i, received)
    return "end"


def delegating(source):
    return (yield from source)


source = numbers()
chain = delegating(delegating(source))
print(next(chain), next(source), chain.send("x"), next(source), next(chain), next(source, "over"))
try:
    next(chain)
except StopIteration as stop:
    print("value", stop.value)


# A function that loses its code while it passes items on.
def changed():
    yield from numbers()
    yield "old code"


def other():
    yield "new code"


def changer():
    yield "a"
    changed.__code__ = other.__code__
    gc.collect()
    yield "b"


def numbers():
    yield from changer()


print(consume(changed()), consume(changed()))


def depth(n):
    if n == 0:
        yield names()[-1]
        yield len(names())
    else:
        yield from depth(n - 1)


print(consume(depth(150)))


def endless(n):
    yield from endless(n + 1)


try:
    consume(endless(0))
except RecursionError as error:
    print(error)


# Somebody leaves a chain half way: finalisers close it from the outside in.
def closing(n):
    try:
        if n:
            yield from closing(n - 1)
        else:
            yield "at the end"
    finally:
        print("   closed", n)


for item in closing(3):
    print(item)
    break
gc.collect()
