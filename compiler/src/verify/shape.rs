//! The checks that need no paths: every operand in range, every table in order.

use super::effects::{self, Flow, Run};
use super::{Fault, at, overall};
use crate::bytecode::{Code, Const, Flags, Ins, Intrinsic, Op, Operand, SiteKind};

pub fn check(code: &Code) -> Result<(), Fault> {
    signature(code)?;
    variables(code)?;
    tables(code)?;
    for (pc, &ins) in code.instructions.iter().enumerate() {
        registers(code, pc, ins)?;
        operands(code, pc, ins)?;
        forms(code, pc, ins)?;
        control(code, pc, ins)?;
    }
    Ok(())
}

fn signature(code: &Code) -> Result<(), Fault> {
    let extra = u32::from(code.flags.has(Flags::VARARGS)) + u32::from(code.flags.has(Flags::VARKEYWORDS));
    let parameters = u32::from(code.positional) + u32::from(code.keyword_only) + extra;
    if parameters as usize > code.locals.len() {
        return Err(overall("more parameters than locals"));
    }
    if code.positional_only > code.positional {
        return Err(overall("more positional-only than positional parameters"));
    }
    if code.locals.len() >= usize::from(code.registers) {
        return Err(overall("more locals than registers"));
    }
    Ok(())
}

fn variables(code: &Code) -> Result<(), Fault> {
    for cell in code.cells.iter().chain(&code.frees) {
        if cell.register == 0 || cell.register >= code.registers {
            return Err(overall(format!("variable {} in register {}", cell.name, cell.register)));
        }
    }
    for site in &code.sites {
        if site.name as usize >= code.names.len() {
            return Err(overall(format!("cache site with name {}", site.name)));
        }
    }
    Ok(())
}

fn tables(code: &Code) -> Result<(), Fault> {
    let count = code.instructions.len();
    if code.instructions.first().map(|ins| ins.op()) != Some(Op::Enter) {
        return Err(overall("the first instruction is not enter"));
    }
    if count > i32::MAX as usize {
        return Err(overall("too many instructions"));
    }
    for entry in &code.exceptions {
        if entry.start >= entry.end || entry.end as usize > count || entry.target as usize >= count {
            return Err(overall(format!("exception entry {}..{} -> {}", entry.start, entry.end, entry.target)));
        }
        if entry.exception >= code.registers || usize::from(entry.exception) <= code.locals.len() {
            return Err(overall(format!("exception in register {}", entry.exception)));
        }
        check_height(code, entry.height).map_err(overall)?;
    }
    let mut last = None;
    for height in &code.heights {
        if height.pc as usize >= count || last >= Some(height.pc) {
            return Err(overall(format!("height entries out of order at {}", height.pc)));
        }
        check_height(code, height.height).map_err(overall)?;
        last = Some(height.pc);
    }
    if code.heights.first().is_none_or(|first| first.pc != 0) {
        return Err(overall("no height for the first instruction"));
    }
    let mut last = None;
    for position in &code.positions {
        if position.pc as usize >= count || last >= Some(position.pc) {
            return Err(overall(format!("positions out of order at {}", position.pc)));
        }
        last = Some(position.pc);
    }
    Ok(())
}

fn check_height(code: &Code, height: u16) -> Result<(), String> {
    if usize::from(height) <= code.locals.len() || height > code.registers {
        return Err(format!("height {height} outside the temporaries"));
    }
    Ok(())
}

fn registers(code: &Code, pc: usize, ins: Ins) -> Result<(), Fault> {
    let mut fault = None;
    let mut look = |run: Run| {
        if run.end() > u32::from(code.registers) {
            fault = Some(at(pc, format!("{} uses register {} of {}", ins.op().name(), run.end() - 1, code.registers)));
        }
    };
    effects::reads(ins, &mut look);
    effects::writes(ins, &mut look);
    let mut own = false;
    effects::writes(ins, |run| own |= run.start == 0 && run.count > 0);
    if own {
        return Err(at(pc, "writes register 0"));
    }
    match fault {
        Some(fault) => Err(fault),
        None => Ok(()),
    }
}

fn operands(code: &Code, pc: usize, ins: Ins) -> Result<(), Fault> {
    let kinds = ins.op().operands();
    for (kind, narrow, wide) in [
        (kinds[0], ins.a(), u32::from(ins.a())),
        (kinds[1], ins.b(), if wide_constant(ins.op()) { ins.imm() as u32 } else { ins.b().into() }),
        (kinds[2], ins.c(), ins.c().into()),
    ] {
        match kind {
            Operand::Const if wide as usize >= code.constants.len() => {
                return Err(at(pc, format!("constant {wide} of {}", code.constants.len())));
            }
            Operand::Site if usize::from(narrow) >= code.sites.len() => {
                return Err(at(pc, format!("cache site {narrow} of {}", code.sites.len())));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether a constant's index takes the whole immediate.
fn wide_constant(op: Op) -> bool {
    op.operands()[2] == Operand::Unused
}

fn forms(code: &Code, pc: usize, ins: Ins) -> Result<(), Fault> {
    let names = |index: usize| match code.constants.get(index) {
        Some(Const::Str(_) | Const::Points(_)) => Ok(()),
        _ => Err(at(pc, format!("constant {index} is not a name"))),
    };
    let limit = |most: u8| {
        if ins.d() > most { Err(at(pc, format!("form {} of {}", ins.d(), ins.op().name()))) } else { Ok(()) }
    };
    match ins.op() {
        Op::CheckLocal => names(ins.imm() as u32 as usize),
        Op::LoadCell | Op::DelCell => names(ins.c().into()).and(limit(1)),
        Op::LoadConst => match code.constants.get(ins.imm() as u32 as usize) {
            Some(Const::Code(_)) => Err(at(pc, "loads a code unit as a value")),
            _ => Ok(()),
        },
        Op::CopyFree if ins.imm() as u32 as usize >= code.frees.len() => {
            Err(at(pc, format!("free variable {} of {}", ins.imm(), code.frees.len())))
        }
        Op::LoadSingleton => limit(4),
        Op::Yield | Op::Send if !suspends(code) => Err(at(pc, format!("{} outside a generator", ins.op().name()))),
        Op::Raise => limit(2),
        Op::Yield => limit(6),
        Op::GetAwaitable | Op::Format => limit(3),
        Op::Is | Op::Contains | Op::JumpIs | Op::JumpIn | Op::WithEnter | Op::WithExit | Op::ListExtend => limit(1),
        Op::MakeFunction => match code.constants.get(usize::from(ins.b())) {
            Some(Const::Code(inner)) if !inner.frees.is_empty() && ins.d() & 8 == 0 => {
                Err(at(pc, "a function with free variables and no closure"))
            }
            Some(Const::Code(_)) => limit(15),
            _ => Err(at(pc, format!("constant {} is not code", ins.b()))),
        },
        Op::CallIntrinsic => match Intrinsic::from_number(ins.d()) {
            Some(intrinsic) if u16::from(intrinsic.arity()) == ins.b() => Ok(()),
            Some(intrinsic) => Err(at(pc, format!("{} with {} arguments", intrinsic.name(), ins.b()))),
            None => Err(at(pc, format!("intrinsic {}", ins.d()))),
        },
        Op::CallKw | Op::CallMethodKw if u16::from(ins.d()) > ins.b() => Err(at(pc, "more names than arguments")),
        Op::LoadGlobal => site(code, pc, ins, &[SiteKind::Global]),
        Op::LoadAttr | Op::LoadMethod | Op::StoreAttr => site(code, pc, ins, &[SiteKind::Attr]),
        _ => Ok(()),
    }
}

/// Whether the unit's frames can be suspended.
fn suspends(code: &Code) -> bool {
    code.flags.has(Flags::GENERATOR | Flags::COROUTINE | Flags::ASYNC_GENERATOR)
}

fn site(code: &Code, pc: usize, ins: Ins, kinds: &[SiteKind]) -> Result<(), Fault> {
    match code.sites.get(usize::from(ins.c())) {
        Some(site) if kinds.contains(&site.kind) => Ok(()),
        Some(site) => Err(at(pc, format!("{} with a site of kind {:?}", ins.op().name(), site.kind))),
        None => Err(at(pc, "no such cache site")),
    }
}

fn control(code: &Code, pc: usize, ins: Ins) -> Result<(), Fault> {
    let count = code.instructions.len() as i64;
    let next = pc as i64 + 1;
    if ins.op() == Op::Enter && pc != 0 {
        return Err(at(pc, "enter in the middle"));
    }
    if let Some(distance) = effects::jump_distance(ins) {
        let target = next + i64::from(distance);
        if !(0..count).contains(&target) {
            return Err(at(pc, format!("jump to {target}")));
        }
        if (distance < 0) != (ins.op() == Op::JumpBack) {
            return Err(at(pc, format!("{} by {distance}", ins.op().name())));
        }
        if target == 0 {
            return Err(at(pc, "jump to the entry"));
        }
    }
    let falls = match effects::flow(ins) {
        Flow::Next | Flow::Branch(_) => next,
        Flow::Iterate => {
            if code.instructions.get(pc + 1).map(|ins| ins.op()) != Some(Op::Jump) {
                return Err(at(pc, "for-iter without a jump after it"));
            }
            next + 1
        }
        Flow::Jump(_) | Flow::JumpOrRaise(_) | Flow::Stop => return Ok(()),
    };
    if falls >= count { Err(at(pc, "falls off the end")) } else { Ok(()) }
}
