//! `_opcode`: the machine's instructions, for the library's `opcode` and `dis`.
//!
//! They are Tenure's own, not CPython's: there is no operand stack, and an instruction has up to three operands.

use compiler::bytecode::{Intrinsic, Op, Operand, SiteKind};
use compiler::listing;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, leaf};
use vm_core::objects::function::Code;
use vm_core::objects::sequence::Array;
use vm_core::{Raised, Res, Thread, Value};

pub static MODULE: ModuleDef =
    module("_opcode").doc("Opcode support module.").functions(&FUNCTIONS).init(|t, namespace| {
        // Instructions are specialised in their sites, never rewritten.
        namespace.add(t, "ENABLE_SPECIALIZATION", Value::FALSE)?;
        namespace.add(t, "ENABLE_SPECIALIZATION_FT", Value::FALSE)
    });

static FUNCTIONS: [NativeDef; 16] = [
    leaf("stack_effect(opcode, oparg=None, /, *, jump=None)", stack_effect).function(),
    leaf("is_valid(opcode)", |t, args| Ok(Value::bool(op(t, args)?.is_some()))).function(),
    leaf("has_arg(opcode)", |t, args| is(t, args, |op| op.operands() != [Operand::Unused; 3])).function(),
    leaf("has_const(opcode)", |t, args| is(t, args, |op| op.operands().contains(&Operand::Const))).function(),
    leaf("has_name(opcode)", |t, args| is(t, args, |op| op.operands().contains(&Operand::Site))).function(),
    leaf("has_jump(opcode)", |t, args| is(t, args, is_jump)).function(),
    leaf("has_free(opcode)", |t, args| is(t, args, uses_cell)).function(),
    leaf("has_local(opcode)", |t, args| is(t, args, |op| op.operands().iter().any(is_register))).function(),
    // Handlers are entered through a table.
    leaf("has_exc(opcode)", |t, args| is(t, args, |_| false)).function(),
    leaf("get_executor(*, code, offset)", |_, _| Ok(Value::NONE)).function(),
    leaf("get_intrinsic1_descs()", |t, _| intrinsics(t, 1)).function(),
    leaf("get_intrinsic2_descs()", |t, _| intrinsics(t, 2)).function(),
    leaf("get_nb_ops()", |t, _| Ok(t.new_list().value())).function(),
    leaf("get_special_method_names()", |t, _| Ok(t.new_list().value())).function(),
    leaf("_opcodes()", opcodes).function(),
    leaf("_instructions(code, /)", instructions).function(),
];

/// The operation with the number that is the first argument.
fn op<'t>(t: &'t Thread, args: Args<'t>) -> Result<Option<Op>, Raised> {
    let number = t.index_of(args.get(0))?;
    Ok(usize::try_from(number).ok().and_then(|number| Op::ALL.get(number)).copied())
}

fn is<'t>(t: &'t Thread, args: Args<'t>, property: fn(Op) -> bool) -> Res<'t> {
    Ok(Value::bool(op(t, args)?.is_some_and(property)))
}

/// There is no operand stack.
fn stack_effect<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    match op(t, args)? {
        Some(_) => Ok(Value::small(0)),
        None => Err(t.value_error("invalid opcode or oparg")),
    }
}

fn is_register(operand: &Operand) -> bool {
    matches!(operand, Operand::Src | Operand::Dst | Operand::Mut | Operand::Window)
}

fn is_jump(op: Op) -> bool {
    use Op::*;
    let wide = [Jump, JumpBack, JumpIfTrue, JumpIfFalse, JumpIfNone, JumpIfNotNone, JumpIfSet];
    op.operands().contains(&Operand::Jump) || wide.contains(&op)
}

fn uses_cell(op: Op) -> bool {
    use Op::*;
    matches!(op, MakeCell | CopyFree | LoadCell | StoreCell | DelCell | LoadClassCell)
}

fn intrinsics<'t>(t: &'t Thread, arity: u8) -> Res<'t> {
    let names = t.new_list();
    for intrinsic in (0..=u8::MAX).map_while(Intrinsic::from_number).filter(|known| known.arity() == arity) {
        names.push(t, t.str(intrinsic.name())?.value())?;
    }
    Ok(names.value())
}

/// The names of all operations, in the manner of Python's opcode names.
fn opcodes<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    let names = t.new_list();
    for op in Op::ALL {
        names.push(t, t.str(&upper(*op))?.value())?;
    }
    Ok(names.value())
}

fn upper(op: Op) -> String {
    op.name().to_ascii_uppercase().replace('-', "_")
}

/// (opcode, form, operands as text, label or None, jump target or None, name or None, (constant,) or None) of each
/// instruction of a code object.
fn instructions<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(code) = args.get(0).cast::<Code>() else { return Err(t.type_error("a code object is required")) };
    let compiled = &t.unload_code(code)?;
    let constants = code.get(Code::refs).expect::<Array>();
    let list = t.new_list();
    let number = |value: Option<usize>| value.map_or(Value::NONE, |value| t.int_usize(value));
    for (ins, line) in compiled.instructions.iter().zip(listing::lines(compiled)) {
        let fields = [ins.a(), ins.b(), ins.c()];
        let wide = ins.op().operands()[2] == Operand::Unused;
        let (mut name, mut constant) = (Value::NONE, Value::NONE);
        for (kind, field) in ins.op().operands().into_iter().zip(fields) {
            match kind {
                Operand::Site => {
                    let site = compiled.sites.get(usize::from(field)).filter(|site| site.kind != SiteKind::SuperOfCell);
                    if let Some(found) = site.and_then(|site| compiled.names.get(site.name as usize)) {
                        name = t.intern_text(found).value();
                    }
                }
                Operand::Const => {
                    let index = if wide { ins.imm() as usize } else { usize::from(field) };
                    if index < compiled.constants.len() {
                        constant = t.small_tuple([constants.at(index)]).value();
                    }
                }
                _ => {}
            }
        }
        let entry = [
            Value::small(ins.op() as i32),
            Value::small(ins.d().into()),
            t.str(&line.operands)?.value(),
            number(line.label),
            number(line.target),
            name,
            constant,
        ];
        list.push(t, t.tuple(&entry)?.value())?;
    }
    Ok(list.value())
}
