"""A generator that is over keeps neither its locals nor those of who threw into it, even when a traceback showed its frame."""
import gc


class Noted:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        dead.append(self.name)


class Boom(Exception):
    pass


def held(name):
    local = Noted(name)
    yield 1
    yield local.name


def unheld():
    yield 1


def throw(generator, value):
    try:
        generator.throw(Boom(value))
    except (Boom, StopIteration):
        pass


def closed():
    generator = held("closed")
    next(generator)
    generator.close()
    return generator


def thrown_into():
    generator = held("thrown into")
    next(generator)
    throw(generator, Noted("thrown"))
    return generator


def not_started():
    generator = held("not started")
    throw(generator, Noted("thrown first"))
    return generator


def while_handling():
    generator = unheld()
    try:
        raise Boom("first")
    except Boom:
        throw(generator, Noted("thrown while handling"))
    return generator


def frame_was_shown():
    generator = held("shown")
    next(generator)
    frame = generator.gi_frame
    print(sorted(frame.f_locals))
    generator.close()
    return generator


async def waits():
    local = Noted("coroutine")
    await step()


class step:
    def __await__(self):
        yield self


def coroutine():
    awaiting = waits()
    awaiting.send(None)
    throw(awaiting, Noted("thrown into coroutine"))
    return awaiting


kept = []
for make in closed, thrown_into, not_started, while_handling, frame_was_shown, coroutine:
    dead = []
    kept.append(make())
    gc.collect()
    gc.collect()
    print(make.__name__, sorted(dead))
print([generator.gi_frame for generator in kept[:-1]], kept[-1].cr_frame)
