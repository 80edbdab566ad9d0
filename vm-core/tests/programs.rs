//! Small programs on a machine without standard library: the last assignment to `result` is what is checked.

use compiler::{Mode, Options};
use gc_api::HeapConfig;
use vm_core::natives::Tail;
use vm_core::objects::dict::Dict;
use vm_core::vm::Root;
use vm_core::{Gc, Thread, Value};

static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());

/// Runs a program; the value of its global `result`, as an int.
fn run(source: &str, every: u64) -> Result<i64, String> {
    let mut config = HeapConfig::default();
    config.debug.every = every;
    config.debug.poison = every != 0;
    config.debug.verify = u64::from(every != 0);
    // A process can have only one machine at a time.
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut t = Thread::new(&config, &[], (1, 2)).map_err(|e| e.to_string())?;
    let namespace = namespace(&t);
    let code = compiler::compile(source, "<test>", Mode::Exec, &Options::default()).map_err(|e| e.message)?;
    let outcome = t.run_tail(|t| {
        let code = t.load_code(code)?;
        let function = t.new_function(code, globals(t, namespace));
        Ok(Tail::call(function.value(), &[Value::UNSET]))
    });
    match outcome {
        Ok(()) => globals(&t, namespace)
            .get_str(&t, t.intern_text("result"))
            .and_then(|value| value.as_small_int())
            .ok_or_else(|| "no int in result".to_owned()),
        Err(raised) => {
            let exception = t.take_exception(raised);
            Err(t.describe(exception))
        }
    }
}

fn namespace(t: &Thread) -> Root {
    t.new_root(t.new_dict().value())
}

fn globals(t: &Thread, root: Root) -> Gc<'_, Dict> {
    t.root(root).expect()
}

fn check(source: &str, expected: i64) {
    assert_eq!(run(source, 0), Ok(expected));
    assert_eq!(run(source, 1), Ok(expected), "with a collection at every safepoint");
}

#[test]
fn arithmetic_and_loops() {
    check("result = 0\nfor i in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9):\n    if i % 2:\n        result += i * 3\n", 75);
    check("result = 1\nwhile result < 1000:\n    result = result * 2 + 1\n", 1023);
}

#[test]
fn recursion() {
    check("def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nresult = fib(15)\n", 610);
}

#[test]
fn closures_and_generators() {
    check("def make():\n    n = 5\n    def add(k):\n        return n + k\n    return add\nresult = make()(4)\n", 9);
    check(
        "def g(n):\n    for i in (0, 1, 2, 3, 4):\n        yield i * i\nresult = 0\nfor x in g(5):\n    result += x\n",
        30,
    );
}

#[test]
fn exceptions() {
    check(
        "def f(x):\n    try:\n        return 10 // x\n    except ZeroDivisionError:\n        return -1\n    finally:\n        pass\nresult = f(0) + f(5)\n",
        1,
    );
    assert_eq!(run("raise ValueError('no')", 0), Err("ValueError: no".to_owned()));
}

#[test]
fn keys_that_only_python_can_compare() {
    let class = "class K:\n    def __init__(self, v): self.v = v\n    def __hash__(self): return 1\n    def __eq__(self, o): return self.v == o.v\n    def __lt__(self, o): return self.v < o.v\n";
    let body = "d = {K(i): i for i in range(20)}\nd[K(7)] = 100\ndel d[K(3)]\nresult = sum(d.values()) + len({K(i % 4) for i in range(40)})\n";
    check(&format!("{class}{body}"), 284);
    let sort =
        "items = [K(i * 7 % 23) for i in range(23)]\nresult = sum(n * k.v for n, k in enumerate(sorted(items)))\n";
    check(&format!("{class}{sort}"), 3795);
}

#[test]
fn iterators_of_iterators() {
    check(
        "result = sum(a * b for a, b in zip(map(lambda x: x + 1, range(5)), filter(lambda x: x % 2, range(10))))\n",
        95,
    );
}

#[test]
fn generators_send_throw_close() {
    check(
        "def g():\n    got = 0\n    while True:\n        try:\n            x = yield got\n            got += x\n        except ValueError:\n            got += 100\nit = g()\nit.send(None)\nit.send(1)\nit.send(2)\nresult = it.throw(ValueError)\nit.close()\ntry:\n    it.send(1)\nexcept StopIteration:\n    result += 1000\n",
        1103,
    );
    check(
        "def g():\n    try:\n        yield 1\n    except GeneratorExit:\n        return 7\nit = g()\nit.send(None)\nresult = it.close()\n",
        7,
    );
    check(
        "def g():\n    try:\n        yield 1\n    except GeneratorExit:\n        yield 2\nit = g()\nit.send(None)\ntry:\n    it.close()\nexcept RuntimeError:\n    result = 5\n",
        5,
    );
}

#[test]
fn delegation_passes_everything_on() {
    check(
        "def inner():\n    try:\n        x = yield 1\n    except KeyError:\n        x = 50\n    y = yield x\n    return x + y\ndef outer():\n    r = yield from inner()\n    yield r\na = outer()\na.send(None)\nresult = a.send(10) + a.send(5)\nb = outer()\nb.send(None)\nresult += b.throw(KeyError()) + b.send(1000)\n",
        10 + 15 + 50 + 1050,
    );
    check(
        "log = []\ndef inner():\n    try:\n        yield 1\n    finally:\n        log.append(1)\ndef outer():\n    try:\n        yield from inner()\n    finally:\n        log.append(2)\nit = outer()\nit.send(None)\nit.close()\nresult = log[0] * 10 + log[1]\n",
        12,
    );
}

#[test]
fn coroutines_and_async_generators() {
    check(
        "class S:\n    def __await__(self):\n        return (yield 3)\nasync def f():\n    return await S() + 1\nasync def g():\n    x = yield 10\n    yield x + await f()\nasync def main():\n    a = g()\n    n = await a.asend(None)\n    n += await a.asend(100)\n    try:\n        await a.__anext__()\n    except StopAsyncIteration:\n        n += 1000\n    return n\nc = main()\nresult = c.send(None)\ntry:\n    c.send(7)\nexcept StopIteration as e:\n    result += e.value\n",
        3 + 10 + 108 + 1000,
    );
}

#[test]
fn tracebacks_know_frames() {
    check(
        "def f():\n    x = 41\n    raise ValueError\ntry:\n    f()\nexcept ValueError as e:\n    tb = e.__traceback__\n    result = tb.tb_lineno * 1000 + tb.tb_next.tb_lineno * 100 + tb.tb_next.tb_frame.f_locals['x'] + (1 if tb.tb_next.tb_frame.f_back is tb.tb_frame else 0)\n",
        5342,
    );
}

#[test]
fn exception_groups() {
    check(
        "g = BaseExceptionGroup('m', [ValueError(1), KeyError(2), ExceptionGroup('n', [ValueError(3)])])\na, b = g.split(ValueError)\nresult = len(g.exceptions) * 100 + len(a.exceptions) * 10 + len(b.exceptions)\nif type(g) is not ExceptionGroup:\n    result = 0\ntry:\n    raise g\nexcept* ValueError as e:\n    result += 1000 * len(e.exceptions)\nexcept* KeyError as e:\n    result += 10000\n",
        12321,
    );
}

#[test]
fn a_process_has_one_machine() {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let new = || Thread::new(&HeapConfig::default(), &[], (1, 2));
    let first = new().map_err(|error| error.to_string());
    assert!(first.is_ok());
    let second = new().map(drop).map_err(|error| error.to_string());
    assert_eq!(second, Err("this process has a machine already, and can have only one".to_owned()));
    drop(first);
    assert!(new().is_ok(), "the next may come when the first is gone");
}
