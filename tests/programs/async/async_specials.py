"""Special methods of `async for`, `await`, aiter and anext are the class's, bound as its descriptors say."""


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as e:
        return e.value


class Callable:
    def __init__(self, result):
        self.result = result

    def __call__(self, *args):
        print("called with", len(args))
        return self.result


class Ended:
    async def __anext__(self):
        raise StopAsyncIteration


class Plain:
    __aiter__ = Callable(Ended())


class Meta(type):
    def __getattr__(cls, name):
        print("the metaclass is not asked", name)
        raise AttributeError(name)

    def __aiter__(cls):
        return Ended()


class WithMeta(metaclass=Meta):
    pass


async def loop(over):
    try:
        async for item in over:
            print("item", item)
        return "ended"
    except TypeError as e:
        return str(e)


async def wait(on):
    try:
        return await on
    except TypeError as e:
        return str(e)


class Awaitable:
    __await__ = Callable(iter([]))


class BadAwaitable:
    __await__ = Callable([])


print(run(loop(Plain())))
print(run(loop(WithMeta())))
print(run(loop(WithMeta)))
print(run(loop(3)))
print(run(wait(Awaitable())))
print(run(wait(BadAwaitable())))
print(run(wait(3)))
print(type(aiter(Plain())).__name__)
for f in (lambda: aiter(WithMeta()), lambda: anext(WithMeta()), lambda: aiter(3), lambda: anext(3)):
    try:
        f()
    except TypeError as e:
        print(e)
