//! Unary and binary operators, comparisons as values.

use super::{Compiled, Compiler, Reg, fold};
use crate::bytecode::{Const, Op};
use ruff_python_ast as ast;
use ruff_python_ast::{CmpOp, Expr, Operator, UnaryOp};
use ruff_text_size::Ranged;

pub(super) fn operator(op: Operator) -> Op {
    match op {
        Operator::Add => Op::Add,
        Operator::Sub => Op::Sub,
        Operator::Mult => Op::Mul,
        Operator::MatMult => Op::MatMul,
        Operator::Div => Op::TrueDiv,
        Operator::Mod => Op::Mod,
        Operator::Pow => Op::Pow,
        Operator::LShift => Op::LShift,
        Operator::RShift => Op::RShift,
        Operator::BitOr => Op::Or,
        Operator::BitXor => Op::Xor,
        Operator::BitAnd => Op::And,
        Operator::FloorDiv => Op::FloorDiv,
    }
}

/// The form of an operator with a small int on the right.
fn with_immediate(op: Operator) -> Option<Op> {
    Some(match op {
        Operator::Add => Op::AddI,
        Operator::Sub => Op::SubI,
        Operator::Mult => Op::MulI,
        Operator::FloorDiv => Op::FloorDivI,
        Operator::Mod => Op::ModI,
        Operator::BitAnd => Op::AndI,
        Operator::LShift => Op::LShiftI,
        Operator::RShift => Op::RShiftI,
        _ => return None,
    })
}

/// What stands on the left so far.
enum Left {
    Constant(Const),
    Register(Reg),
}

impl<'a> Compiler<'a> {
    /// `left op right`; chains are deep on the left, so they are walked in a loop.
    pub(super) fn binary(&mut self, op: &'a ast::ExprBinOp, to: Reg) -> Compiled {
        let mark = self.unit.top;
        let mut chain = vec![op];
        while let Expr::BinOp(inner) = &*chain[chain.len() - 1].left {
            chain.push(inner);
        }
        let Some(innermost) = chain.last() else { return Ok(()) };
        let mut left = match self.constant(&innermost.left)? {
            Some(value) => Left::Constant(value),
            None => Left::Register(self.operand_before(&innermost.left, &[&innermost.right])?),
        };
        while let Some(op) = chain.pop() {
            let right = self.constant(&op.right)?;
            if let (Left::Constant(value), Some(other)) = (&left, &right)
                && let Some(value) = fold::binary(value, op.op, other)
            {
                left = Left::Constant(value);
                continue;
            }
            if let (Left::Constant(Const::Str(format)), Expr::Tuple(values), Operator::Mod) = (&left, &*op.right, op.op)
            {
                let result = if chain.is_empty() { to } else { mark };
                if self.percent(format, &values.elts, op.range, result)? {
                    if chain.is_empty() {
                        return Ok(());
                    }
                    left = Left::Register(self.alloc()?);
                    continue;
                }
            }
            let register = match left {
                Left::Register(register) => register,
                Left::Constant(value) => {
                    self.at(op.left.range());
                    let register = self.alloc()?;
                    self.load_const(register, &value)?;
                    register
                }
            };
            let last = chain.is_empty();
            self.operate(op, right, register, mark, if last { to } else { mark })?;
            if !last {
                self.unit.top = mark;
                self.alloc()?;
                left = Left::Register(mark);
            } else {
                return Ok(());
            }
        }
        if let Left::Constant(value) = left {
            self.at(op.range);
            self.load_const(to, &value)?;
        }
        Ok(())
    }

    /// One operator, with its left operand in a register; frees temporaries from `mark` on.
    fn operate(&mut self, op: &'a ast::ExprBinOp, right: Option<Const>, left: Reg, mark: Reg, to: Reg) -> Compiled {
        let immediate = right.as_ref().and_then(fold::immediate);
        if let (Some(immediate), Some(code)) = (immediate, with_immediate(op.op)) {
            self.free_to(mark);
            self.at(op.range);
            self.emit(code, 0, to, left, immediate as u16);
            return Ok(());
        }
        let right = self.operand(&op.right)?;
        self.free_to(mark);
        self.at(op.range);
        self.emit(operator(op.op), 0, to, left, right);
        Ok(())
    }

    /// `target op= value` with the target's value in a register.
    pub(super) fn augmented(
        &mut self,
        op: Operator,
        left: Reg,
        value: &'a Expr,
        to: Reg,
        range: ruff_text_size::TextRange,
    ) -> Compiled {
        let mark = self.unit.top;
        let immediate = self.constant(value)?.as_ref().and_then(fold::immediate);
        if let (Some(immediate), Some(code)) = (immediate, with_immediate(op)) {
            self.at(range);
            self.emit(code, 1, to, left, immediate as u16);
            return Ok(());
        }
        let right = self.operand(value)?;
        self.free_to(mark);
        self.at(range);
        self.emit(operator(op), 1, to, left, right);
        Ok(())
    }

    pub(super) fn unary(&mut self, op: &'a ast::ExprUnaryOp, to: Reg) -> Compiled {
        let mark = self.unit.top;
        let code = match op.op {
            UnaryOp::Not => return self.not(op, to),
            UnaryOp::USub => Op::Neg,
            UnaryOp::UAdd => Op::Pos,
            UnaryOp::Invert => Op::Invert,
        };
        let operand = self.operand(&op.operand)?;
        self.free_to(mark);
        self.at(op.range);
        self.emit(code, 0, to, operand, 0);
        Ok(())
    }

    fn not(&mut self, op: &'a ast::ExprUnaryOp, to: Reg) -> Compiled {
        if let Expr::Compare(compare) = &*op.operand
            && let ([CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn], [right]) =
                (&*compare.ops, &*compare.comparators)
        {
            let mark = self.unit.top;
            let left = self.operand_before(&compare.left, &[right])?;
            let right_reg = self.comparand(compare.ops[0], right)?;
            self.free_to(mark);
            self.at(op.range);
            self.compare_values(compare.ops[0].negate(), left, right_reg, to);
            return Ok(());
        }
        let mark = self.unit.top;
        let operand = self.operand(&op.operand)?;
        self.free_to(mark);
        self.at(op.range);
        self.emit(Op::Not, 0, to, operand, 0);
        Ok(())
    }

    pub(super) fn compare_values(&mut self, op: CmpOp, left: Reg, right: Reg, to: Reg) {
        let (code, d) = match op {
            CmpOp::Lt => (Op::Lt, 0),
            CmpOp::LtE => (Op::Le, 0),
            CmpOp::Gt => (Op::Gt, 0),
            CmpOp::GtE => (Op::Ge, 0),
            CmpOp::Eq => (Op::Eq, 0),
            CmpOp::NotEq => (Op::Ne, 0),
            CmpOp::Is => (Op::Is, 0),
            CmpOp::IsNot => (Op::Is, 1),
            CmpOp::In => (Op::Contains, 0),
            CmpOp::NotIn => (Op::Contains, 1),
        };
        self.emit(code, d, to, left, right);
    }

    /// The right operand of a comparison; `in [1, 2]` looks into a constant.
    pub(super) fn comparand(&mut self, op: CmpOp, right: &'a Expr) -> Compiled<Reg> {
        if matches!(op, CmpOp::In | CmpOp::NotIn)
            && let Some(value) = self.membership_constant(right)?
        {
            self.at(right.range());
            let reg = self.alloc()?;
            self.load_const(reg, &value)?;
            return Ok(reg);
        }
        self.operand(right)
    }

    fn membership_constant(&self, right: &Expr) -> Compiled<Option<Const>> {
        Ok(match right {
            Expr::List(list) => self.constant_items(&list.elts)?.map(Const::Tuple),
            Expr::Set(set) => self.constant_items(&set.elts)?.map(|items| {
                let mut unique: Vec<Const> = Vec::with_capacity(items.len());
                for item in items {
                    if !unique.contains(&item) {
                        unique.push(item);
                    }
                }
                Const::FrozenSet(unique)
            }),
            _ => None,
        })
    }

    /// The operand that the next comparison of a chain begins with. A long chain gives the registers from `mark` on back
    /// from time to time.
    pub(super) fn carry_over(&mut self, operand: Reg, mark: Reg) -> Compiled<Reg> {
        if self.unit.top - mark < 16 || operand < mark {
            return Ok(operand);
        }
        self.free_to(mark);
        let first = self.alloc()?;
        self.mov(first, operand);
        Ok(first)
    }

    /// A comparison as a value.
    pub(super) fn compare(&mut self, compare: &'a ast::ExprCompare, to: Reg) -> Compiled {
        let mark = self.unit.top;
        if let ([op], [right]) = (&*compare.ops, &*compare.comparators) {
            let left = self.operand_before(&compare.left, &[right])?;
            let right = self.comparand(*op, right)?;
            self.free_to(mark);
            self.at(compare.range);
            self.compare_values(*op, left, right, to);
            return Ok(());
        }
        let result = self.scratch(to)?;
        let end = self.label();
        let inner = self.unit.top;
        let mut left = self.operand_before(&compare.left, &[&compare.comparators[0]])?;
        let last = compare.ops.len() - 1;
        for (at, (op, right)) in compare.ops.iter().zip(&compare.comparators).enumerate() {
            let right_reg = match compare.comparators.get(at + 1) {
                Some(next) => self.operand_before(right, &[next])?,
                None => self.comparand(*op, right)?,
            };
            self.at(compare.range);
            self.compare_values(*op, left, right_reg, result);
            if at < last {
                self.jump(Op::JumpIfFalse, result, end);
            }
            left = self.carry_over(right_reg, inner)?;
        }
        self.free_to(inner);
        self.place(end);
        self.free_to(mark);
        self.at(compare.range);
        self.mov(to, result);
        Ok(())
    }
}
