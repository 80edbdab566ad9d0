//! The verifier accepts what the compiler makes, and notices when it is broken.

use compiler::bytecode::{Cell, ExceptionEntry, Height};
use compiler::verify::verify;
use compiler::{Code, Const, Ins, Mode, Op, Options, compile};

const SOURCE: &str = "\
def f(a, b, *args, c=1, **kwargs):
    total = 0
    for x in args:
        try:
            total += g(x, b, key=c) + a.method(x)
        except (ValueError, TypeError) as error:
            total -= len(str(error))
        finally:
            done(total)
    with open(a) as file:
        return [y * 2 for y in file if y > total], lambda: (a, total)
";

fn module() -> Code {
    compile(SOURCE, "f", Mode::Exec, &Options::default()).expect("valid source")
}

fn function(module: &mut Code) -> &mut Code {
    let inner = module.constants.iter_mut().find_map(|constant| match constant {
        Const::Code(code) => Some(&mut **code),
        _ => None,
    });
    inner.expect("a function")
}

fn position(code: &Code, op: Op) -> usize {
    code.instructions.iter().position(|ins| ins.op() == op).unwrap_or_else(|| panic!("no {op:?}"))
}

fn with_a(ins: Ins, a: u16) -> Ins {
    Ins::new(ins.op(), ins.d(), a, ins.b(), ins.c())
}

#[test]
fn good_code_passes() {
    assert_eq!(verify(&module()), Ok(()));
}

/// What each way of breaking the function is called, what it does, and a part of the error.
#[test]
fn broken_code_is_noticed() {
    type Break = fn(&mut Code);
    let breaks: [(&str, Break, &str); 23] = [
        ("nothing zeroed", |code| code.zeroed = 0, "may hold anything"),
        ("no instructions", |code| code.instructions.clear(), "not enter"),
        ("no end", |code| code.instructions.push(Ins::new(Op::Pos, 0, 1, 1, 0)), "falls off the end"),
        ("no entry", |code| code.instructions[0] = Ins::new(Op::Pos, 0, 1, 1, 0), "not enter"),
        (
            "register out of range",
            |code| {
                let (at, high) = (position(code, Op::LoadGlobal), code.registers);
                code.instructions[at] = with_a(code.instructions[at], high);
            },
            "uses register",
        ),
        (
            "the function overwritten",
            |code| {
                let at = position(code, Op::LoadGlobal);
                code.instructions[at] = with_a(code.instructions[at], 0);
            },
            "register 0",
        ),
        (
            "window out of range",
            |code| {
                let (at, high) = (position(code, Op::CallMethod), code.registers - 1);
                code.instructions[at] = with_a(code.instructions[at], high);
            },
            "uses register",
        ),
        ("constants gone", |code| code.constants.clear(), "constant"),
        ("sites gone", |code| code.sites.clear(), "site"),
        ("names gone", |code| code.names.clear(), "name"),
        (
            "site of another kind",
            |code| {
                for site in &mut code.sites {
                    site.kind = compiler::bytecode::SiteKind::SuperOfCell;
                }
            },
            "site of kind",
        ),
        ("jump out of range", |code| code.instructions[1] = Ins::with_imm(Op::Jump, 0, 0, 1_000_000), "jump to"),
        ("jump back by a forward jump", |code| code.instructions[2] = Ins::with_imm(Op::Jump, 0, 0, -2), "jump by -2"),
        ("jump to the entry", |code| code.instructions[2] = Ins::with_imm(Op::JumpBack, 0, 0, -3), "entry"),
        (
            "loop without an exit",
            |code| {
                let at = position(code, Op::ForIter) + 1;
                code.instructions[at] = Ins::new(Op::Pos, 0, 1, 1, 0);
            },
            "without a jump",
        ),
        (
            "exception entry upside down",
            |code| {
                let entry = &mut code.exceptions[0];
                (entry.start, entry.end) = (entry.end, entry.start);
            },
            "exception entry",
        ),
        ("exception in a local", |code| code.exceptions[0].exception = 1, "exception in register"),
        ("handler below the temporaries", |code| code.exceptions[0].height = 0, "outside the temporaries"),
        (
            "heights out of order",
            |code| {
                code.heights.push(Height { pc: 0, height: code.registers });
            },
            "out of order",
        ),
        ("no heights", |code| code.heights.clear(), "no height"),
        (
            "everything dead",
            |code| {
                let base = code.locals.len() as u16 + 1;
                code.heights = vec![Height { pc: 0, height: base }];
            },
            "",
        ),
        (
            "cell in the function's register",
            |code| {
                code.cells.push(Cell { name: "x".into(), register: 0 });
            },
            "variable x",
        ),
        ("more parameters than locals", |code| code.positional = 1000, "more parameters"),
    ];
    for (name, damage, expected) in breaks {
        let mut module = module();
        damage(function(&mut module));
        match verify(&module) {
            Ok(()) => panic!("{name}: not noticed"),
            Err(error) => assert!(error.to_string().contains(expected), "{name}: {error}"),
        }
    }
}

/// A unit of a few instructions over two temporaries.
fn small(instructions: Vec<Ins>, exceptions: Vec<ExceptionEntry>) -> Code {
    let mut code = module();
    let inner = function(&mut code).clone();
    Code {
        positional: 0,
        positional_only: 0,
        keyword_only: 0,
        flags: Default::default(),
        registers: 4,
        zeroed: 4,
        locals: vec!["x".into()],
        cells: Vec::new(),
        frees: Vec::new(),
        constants: vec![Const::None],
        heights: vec![Height { pc: 0, height: 4 }],
        positions: Vec::new(),
        instructions,
        exceptions,
        ..inner
    }
}

#[test]
fn temporaries_must_be_written_on_all_paths() {
    let enter = Ins::new(Op::Enter, 0, 0, 0, 0);
    let write = Ins::with_imm(Op::LoadInt, 0, 2, 5);
    let give = Ins::new(Op::Return, 0, 2, 0, 0);
    assert_eq!(verify(&small(vec![enter, write, give], vec![])), Ok(()));
    assert!(verify(&small(vec![enter, give], vec![])).is_err());
    // Written on one of two paths.
    let skip = Ins::with_imm(Op::JumpIfTrue, 0, 1, 1);
    assert!(verify(&small(vec![enter, skip, write, give], vec![])).is_err());
    // On the way to the handler the write may not have happened yet.
    let entry = ExceptionEntry { start: 1, end: 2, target: 3, exception: 3, height: 4 };
    assert!(verify(&small(vec![enter, write, give, give], vec![entry])).is_err());
    let later = ExceptionEntry { start: 2, ..entry };
    let later = ExceptionEntry { end: 3, ..later };
    assert_eq!(verify(&small(vec![enter, write, give, give], vec![later])), Ok(()));
    // Below the handler's height only.
    let low = ExceptionEntry { height: 2, ..later };
    assert!(verify(&small(vec![enter, write, give, give], vec![low])).is_err());
    // A loop that loses what it reads.
    let back = Ins::with_imm(Op::JumpBack, 0, 0, -3);
    let read = Ins::new(Op::Move, 0, 1, 2, 0);
    assert_eq!(verify(&small(vec![enter, write, read, read, back], vec![])), Ok(()));
    let mut lossy = small(vec![enter, write, read, read, back], vec![]);
    lossy.heights.push(Height { pc: 4, height: 2 });
    assert!(verify(&lossy).is_err());
}

#[test]
fn a_call_has_its_window_at_its_height() {
    let enter = Ins::new(Op::Enter, 0, 0, 0, 0);
    let callee = Ins::new(Op::Move, 0, 2, 1, 0);
    let call = Ins::new(Op::Call, 0, 2, 0, 2);
    let give = Ins::new(Op::Return, 0, 2, 0, 0);
    let mut code = small(vec![enter, callee, call, give], vec![]);
    assert!(verify(&code).is_err());
    code.heights = vec![Height { pc: 0, height: 3 }, Height { pc: 2, height: 2 }, Height { pc: 3, height: 3 }];
    assert_eq!(verify(&code), Ok(()));
}

/// However an instruction is changed, the verifier answers.
#[test]
fn no_instruction_makes_it_panic() {
    let good = module();
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut refused = 0;
    for _ in 0..5_000 {
        let mut code = good.clone();
        let inner = function(&mut code);
        let at = random() as usize % inner.instructions.len();
        let bits = inner.instructions[at].bits() ^ (random() & 0xff) << (random() % 8 * 8);
        if let Some(ins) = Ins::from_bits(bits) {
            inner.instructions[at] = ins;
            refused += usize::from(verify(&code).is_err());
        }
    }
    assert!(refused > 1_000, "only {refused} refused");
}
