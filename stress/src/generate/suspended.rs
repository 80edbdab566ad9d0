//! Generators and coroutines that are kept half-way, with what their locals hold.

use proptest::prelude::*;

use super::Statement;
use super::values::{GENERATORS, list, node, value, var};

pub const HELPERS: &str = "
def remembering(first):
    local = [first]
    while True:
        got = yield local[-1]
        local.append(got)
        del local[:-12]


def iterating(items):
    for index, item in enumerate(items):
        if index > 400:
            return
        yield item


def nested(value, depth):
    if depth:
        yield from nested([value], depth - 1)
    inner = Node(value)
    yield inner
    yield [inner, depth]


def guarded(number, value):
    try:
        yield value
        yield [value]
    except Boom as error:
        yield error.args
    finally:
        LOG.append(('closed', number))


def fibonacci(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b


async def awaiting(value, depth):
    local = Node(value)
    if depth:
        return [await awaiting(local, depth - 1), local]
    return [await step(local), local]


@types.coroutine
def step(value):
    sent = yield value
    return sent


def resume(generator, value=None):
    try:
        return generator.send(value)
    except StopIteration as stop:
        return stop.value
    except TypeError:
        return next(generator, None)


def throw(generator, value):
    try:
        return generator.throw(Boom(value))
    except (Boom, StopIteration) as error:
        return error.args


def drive(coroutine, values):
    found = []
    try:
        found.append(coroutine.send(None))
        for value in values:
            found.append(coroutine.send(value))
    except StopIteration as stop:
        found.append(stop.value)
    coroutine.close()
    return found
";

pub fn statement() -> BoxedStrategy<Statement> {
    let generator = || var(GENERATORS);
    let line = prop_oneof![
        3 => (generator(), value()).prop_map(|(g, v)| format!("{g} = remembering({v})")),
        3 => (generator(), value()).prop_map(|(g, v)| format!("{g} = guarded(next(SERIAL), {v})")),
        2 => (generator(), list()).prop_map(|(g, l)| format!("{g} = iterating({l})")),
        2 => (generator(), value(), 0..8u32).prop_map(|(g, v, depth)| format!("{g} = nested({v}, {depth})")),
        1 => generator().prop_map(|g| format!("{g} = fibonacci(1 << 70)")),
        1 => (generator(), list()).prop_map(|(g, l)| format!("{g} = (Node(item) for item in {l}[:50])")),
        6 => (node(), generator(), value()).prop_map(|(n, g, v)| format!("{n}.a = resume({g}, {v})")),
        4 => (generator(), value()).prop_map(|(g, v)| format!("resume({g}, {v})")),
        2 => (node(), generator()).prop_map(|(n, g)| format!("{n} = as_node(resume({g}), {n})")),
        1 => (list(), generator()).prop_map(|(l, g)| format!("{l} = list(itertools.islice({g}, 30))")),
        1 => (node(), generator(), value()).prop_map(|(n, g, v)| format!("{n}.b = throw({g}, {v})")),
        1 => generator().prop_map(|g| format!("{g}.close()")),
        2 => (list(), value(), 1..9u32).prop_map(|(l, v, many)| {
            format!("{l} = [guarded(next(SERIAL), {v}) for j in range({many})]\nfor item in {l}[::2]:\n    next(item)")
        }),
        2 => (list(), value(), 0..6u32, value()).prop_map(|(l, v, depth, w)| format!("{l} = drive(awaiting({v}, {depth}), [{w}])")),
    ];
    line.prop_map(Statement::Lines).boxed()
}
