async def agen(source):
    async for item in source:
        yield await item

def gen(n):
    yield from range(n)
    value = yield
    return f"{value!r:>10} of {n}"
