def f(subject):
    match subject:
        case [first, *others] if (n := len(others)):
            return n
        case {"k": value, **remaining}:
            return lambda: value
        case Point(px, y=py) as whole:
            return whole
async def g():
    async with a as b:
        async for c in b:
            await c
    return (c async for c in b)
