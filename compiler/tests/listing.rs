//! The listing of a small program, word for word.

use compiler::bytecode::{CacheSite, Cell, ExceptionEntry, Flags, Height, Position, SiteKind};
use compiler::listing::listing;
use compiler::{Code, Const, Ins, Intrinsic, Op};

const SOURCE: &str = "def f(a, *rest):\n    return a.name + 1\n";

const EXPECTED: &str = "\
== f (f.py:1) ==
  6 registers, 1 positional, *args
  cells: a=r1
  free: outer=r3
  1: def f(a, *rest):
     0  enter                                            ; 4
     1  make-cell %a                                     ; 4
  2: return a.name + 1
L1:
     2  load-cell r4, %a, \"a\"                            ; 4
     3  load-attr r4, r4, .name                          ; 5
     4  add-i r4, r4, -1                                 ; 5
     5  raise.1 r4                                       ; 5
     6  jump-if-true r4, L4                              ; 5
     7  jump-lt-i.1 r4, 7, L3                            ; 5
L2:
     8  jump-back L1                                     ; 4
L3:
     9  call-intrinsic print-expr, r4.., 1, r4           ; 4
L4:
    10  load-const r4, (1, \"x\")                          ; 4
    11  return r4                                        ; 5
  L1..L2 -> L4 [r5], height 5
";

#[test]
fn a_unit() {
    let ins = Ins::new;
    let code = Code {
        name: "f".into(),
        qualname: "f".into(),
        filename: "f.py".into(),
        flags: Flags(Flags::OPTIMIZED | Flags::VARARGS),
        positional: 1,
        positional_only: 0,
        keyword_only: 0,
        registers: 6,
        zeroed: 6,
        locals: vec!["a".into(), "rest".into(), "outer".into()],
        cells: vec![Cell { name: "a".into(), register: 1 }],
        frees: vec![Cell { name: "outer".into(), register: 3 }],
        names: vec!["name".into()],
        constants: vec![Const::Str("a".into()), Const::Tuple(vec![Const::Int(1), Const::Str("x".into())])],
        sites: vec![CacheSite { kind: SiteKind::Attr, name: 0 }],
        instructions: vec![
            ins(Op::Enter, 0, 0, 0, 0),
            ins(Op::MakeCell, 0, 1, 0, 0),
            ins(Op::LoadCell, 0, 4, 1, 0),
            ins(Op::LoadAttr, 0, 4, 4, 0),
            ins(Op::AddI, 0, 4, 4, -1i16 as u16),
            ins(Op::Raise, 1, 4, 0, 0),
            Ins::with_imm(Op::JumpIfTrue, 0, 4, 3),
            ins(Op::JumpLtI, 1, 4, 7, 1),
            Ins::with_imm(Op::JumpBack, 0, 0, -7),
            ins(Op::CallIntrinsic, Intrinsic::PrintExpr as u8, 4, 1, 4),
            Ins::with_imm(Op::LoadConst, 0, 4, 1),
            ins(Op::Return, 0, 4, 0, 0),
        ],
        exceptions: vec![ExceptionEntry { start: 2, end: 8, target: 10, exception: 5, height: 5 }],
        heights: [(0, 4), (3, 5), (8, 4), (11, 5)].map(|(pc, height)| Height { pc, height }).to_vec(),
        positions: [(0, 1), (2, 2)]
            .map(|(pc, line)| Position { pc, line, end_line: line, column: 0, end_column: 1 })
            .to_vec(),
        first_line: 1,
    };
    assert_eq!(listing(&code, Some(SOURCE)), EXPECTED);
}
