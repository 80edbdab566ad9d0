//! Operators on instances whose class defines them in Python: the left operand's method is entered like any function.
//!
//! If it declines with NotImplemented, the instruction, which still has its operands, asks the right operand.

use compiler::bytecode::{Compare, Ins, Op};
use gc_api::Slot;

use super::call::{read, write};
use super::enter::Running;
use crate::Thread;
use crate::natives::Tail;
use crate::objects::class::Instance;
use crate::objects::function::Function;
use crate::protocols::{BinaryOp, compare_method, swapped};
use crate::symbols::Sym;
use crate::value::{Raised, Value};

/// What an instruction computes.
#[derive(Copy, Clone)]
enum Operator {
    Binary(BinaryOp),
    Compare(Compare),
}

/// Where the operands are.
#[derive(Copy, Clone)]
enum Operands {
    /// Registers b and c.
    Value,
    /// Register b, and the small int c.
    WithInt,
    /// Registers a and b of a jump.
    Jump,
    /// Register a, and the small int b, of a jump.
    JumpWithInt,
}

const fn operator_of(op: Op) -> Option<(Operator, Operands)> {
    use Operands::*;
    use Operator::*;
    Some(match op {
        Op::Add => (Binary(BinaryOp::Add), Value),
        Op::Sub => (Binary(BinaryOp::Sub), Value),
        Op::Mul => (Binary(BinaryOp::Mul), Value),
        Op::TrueDiv => (Binary(BinaryOp::TrueDiv), Value),
        Op::FloorDiv => (Binary(BinaryOp::FloorDiv), Value),
        Op::Mod => (Binary(BinaryOp::Mod), Value),
        Op::Pow => (Binary(BinaryOp::Pow), Value),
        Op::MatMul => (Binary(BinaryOp::MatMul), Value),
        Op::And => (Binary(BinaryOp::And), Value),
        Op::Or => (Binary(BinaryOp::Or), Value),
        Op::Xor => (Binary(BinaryOp::Xor), Value),
        Op::LShift => (Binary(BinaryOp::LShift), Value),
        Op::RShift => (Binary(BinaryOp::RShift), Value),
        Op::AddI => (Binary(BinaryOp::Add), WithInt),
        Op::SubI => (Binary(BinaryOp::Sub), WithInt),
        Op::MulI => (Binary(BinaryOp::Mul), WithInt),
        Op::FloorDivI => (Binary(BinaryOp::FloorDiv), WithInt),
        Op::ModI => (Binary(BinaryOp::Mod), WithInt),
        Op::AndI => (Binary(BinaryOp::And), WithInt),
        Op::LShiftI => (Binary(BinaryOp::LShift), WithInt),
        Op::RShiftI => (Binary(BinaryOp::RShift), WithInt),
        Op::Lt => (Compare(self::Compare::Lt), Value),
        Op::Le => (Compare(self::Compare::Le), Value),
        Op::Gt => (Compare(self::Compare::Gt), Value),
        Op::Ge => (Compare(self::Compare::Ge), Value),
        Op::Eq => (Compare(self::Compare::Eq), Value),
        Op::Ne => (Compare(self::Compare::Ne), Value),
        Op::JumpLt => (Compare(self::Compare::Lt), Jump),
        Op::JumpLe => (Compare(self::Compare::Le), Jump),
        Op::JumpGt => (Compare(self::Compare::Gt), Jump),
        Op::JumpGe => (Compare(self::Compare::Ge), Jump),
        Op::JumpEq => (Compare(self::Compare::Eq), Jump),
        Op::JumpNe => (Compare(self::Compare::Ne), Jump),
        Op::JumpLtI => (Compare(self::Compare::Lt), JumpWithInt),
        Op::JumpLeI => (Compare(self::Compare::Le), JumpWithInt),
        Op::JumpGtI => (Compare(self::Compare::Gt), JumpWithInt),
        Op::JumpGeI => (Compare(self::Compare::Ge), JumpWithInt),
        Op::JumpEqI => (Compare(self::Compare::Eq), JumpWithInt),
        Op::JumpNeI => (Compare(self::Compare::Ne), JumpWithInt),
        _ => return None,
    })
}

/// May a value that comes to this instruction be the NotImplemented of an operand's method?
pub(super) fn is_operator(op: Op) -> bool {
    operator_of(op).is_some()
}

impl Operands {
    fn read<'t>(self, i: Ins, base: *const Slot) -> (Value<'t>, Value<'t>) {
        match self {
            Operands::Value => (read(base, i.b() as usize), read(base, i.c() as usize)),
            Operands::WithInt => (read(base, i.b() as usize), Value::small(i.sc() as i32)),
            Operands::Jump => (read(base, i.a() as usize), read(base, i.b() as usize)),
            Operands::JumpWithInt => (read(base, i.a() as usize), Value::small(i.b() as i16 as i32)),
        }
    }
}

impl Operator {
    fn method(self) -> Sym {
        match self {
            Operator::Binary(op) => op.method(),
            Operator::Compare(op) => compare_method(op),
        }
    }

    /// The method by which the right operand answers.
    fn reflected(self) -> Sym {
        match self {
            Operator::Binary(op) => op.reflected(),
            Operator::Compare(op) => compare_method(swapped(op)),
        }
    }

    /// That of the augmented assignment, if this is one.
    fn inplace(self, i: Ins) -> Option<Sym> {
        match self {
            Operator::Binary(op) if i.d() == 1 => op.inplace(),
            _ => None,
        }
    }
}

impl Thread {
    /// Enters the method of the left operand, where that is the first to be asked; `None`: nothing has happened.
    pub(super) fn enter_operator(&self, r: Running, i: Ins) -> Option<Running> {
        let (operator, operands) = operator_of(i.op())?;
        let (a, b) = operands.read(i, r.base);
        if !a.is::<Instance>() {
            return None;
        }
        let (class_a, class_b) = (self.class_of(a), self.class_of(b));
        let method = self.lookup_sym(class_a, operator.method())?;
        let function = method.cast_exact::<Function>()?;
        if operator.inplace(i).is_some_and(|name| self.lookup_sym(class_a, name).is_some()) {
            return None;
        }
        if class_a != class_b && self.is_subclass(class_b, class_a) {
            // A subclass that overrides the reflected method is asked first.
            let name = operator.reflected();
            if self.lookup_sym(class_b, name) != self.lookup_sym(class_a, name) {
                return None;
            }
        }
        // SAFETY: the running body outlives its frame.
        let window = r.base.wrapping_add(unsafe { &*r.body }.registers as usize);
        for (index, value) in [method, a, b].into_iter().enumerate() {
            write(window, index, value);
        }
        self.stacks.top().pc.set(r.pc);
        self.enter_function_at(function, window, 2)
    }

    /// The left operand's method has declined: what the instruction does next. `None` if it is no operator.
    #[cold]
    pub(super) fn left_declined<'t>(&'t self, i: Ins, base: *const Slot) -> Option<Result<Tail<'t>, Raised>> {
        let (operator, operands) = operator_of(i.op())?;
        let (a, b) = operands.read(i, base);
        Some(match operator {
            Operator::Binary(op) => self.binary_reflected(op, i.d() == 1, a, b),
            Operator::Compare(op) => self.compare_reflected(op, a, b),
        })
    }
}
