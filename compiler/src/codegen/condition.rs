//! Conditions: jumps on the truth of an expression, without making the truth a value.

use super::assembler::Label;
use super::{Compiled, Compiler, fold};
use crate::bytecode::Op;
use ruff_python_ast as ast;
use ruff_python_ast::{BoolOp, CmpOp, Expr, UnaryOp};
use ruff_text_size::Ranged;

/// The fused comparison, and its form with a small int.
fn fused(op: CmpOp) -> Option<(Op, Op)> {
    Some(match op {
        CmpOp::Lt => (Op::JumpLt, Op::JumpLtI),
        CmpOp::LtE => (Op::JumpLe, Op::JumpLeI),
        CmpOp::Gt => (Op::JumpGt, Op::JumpGtI),
        CmpOp::GtE => (Op::JumpGe, Op::JumpGeI),
        CmpOp::Eq => (Op::JumpEq, Op::JumpEqI),
        CmpOp::NotEq => (Op::JumpNe, Op::JumpNeI),
        _ => return None,
    })
}

impl<'a> Compiler<'a> {
    /// Jumps to `target` if the truth of `expr` is `when`, else goes on.
    pub(super) fn jump_if(&mut self, expr: &'a Expr, when: bool, target: Label) -> Compiled {
        self.nested(expr.range(), |compiler| compiler.jump_if_nested(expr, when, target))
    }

    fn jump_if_nested(&mut self, expr: &'a Expr, when: bool, target: Label) -> Compiled {
        if let Some(truth) = self.constant_truth(expr)? {
            if truth == when {
                self.at(expr.range());
                self.jump(Op::Jump, 0, target);
            }
            return Ok(());
        }
        match expr {
            Expr::UnaryOp(op) if op.op == UnaryOp::Not => self.jump_if(&op.operand, !when, target),
            Expr::BoolOp(op) => self.jump_if_any(op, when, target),
            Expr::Compare(compare) if compare.ops.len() == 1 => self.jump_if_compare(compare, when, target),
            Expr::Compare(compare) => self.jump_if_chain(compare, when, target),
            Expr::If(branch) => self.jump_if_conditional(branch, when, target),
            _ => {
                let mark = self.unit.top;
                let value = self.operand(expr)?;
                self.free_to(mark);
                self.at(expr.range());
                self.jump(if when { Op::JumpIfTrue } else { Op::JumpIfFalse }, value, target);
                Ok(())
            }
        }
    }

    fn jump_if_any(&mut self, op: &'a ast::ExprBoolOp, when: bool, target: Label) -> Compiled {
        // With `or`, each true value decides; with `and`, each false one.
        let decisive = op.op == BoolOp::Or;
        let Some((last, others)) = op.values.split_last() else { return Ok(()) };
        if decisive == when {
            for value in &op.values {
                self.jump_if(value, when, target)?;
            }
            return Ok(());
        }
        let past = self.label();
        for value in others {
            self.jump_if(value, decisive, past)?;
        }
        self.jump_if(last, when, target)?;
        self.place(past);
        Ok(())
    }

    fn jump_if_conditional(&mut self, branch: &'a ast::ExprIf, when: bool, target: Label) -> Compiled {
        let (otherwise, end) = (self.label(), self.label());
        self.jump_if(&branch.test, false, otherwise)?;
        self.jump_if(&branch.body, when, target)?;
        self.at(branch.range);
        self.jump(Op::Jump, 0, end);
        self.place(otherwise);
        self.jump_if(&branch.orelse, when, target)?;
        self.place(end);
        Ok(())
    }

    fn jump_if_compare(&mut self, compare: &'a ast::ExprCompare, when: bool, target: Label) -> Compiled {
        let mark = self.unit.top;
        let (op, right) = (compare.ops[0], &compare.comparators[0]);
        if matches!(op, CmpOp::Is | CmpOp::IsNot) && right.is_none_literal_expr() {
            let left = self.operand(&compare.left)?;
            self.free_to(mark);
            self.at(compare.range);
            let none = (op == CmpOp::Is) == when;
            self.jump(if none { Op::JumpIfNone } else { Op::JumpIfNotNone }, left, target);
            return Ok(());
        }
        let left = self.operand_before(&compare.left, &[right])?;
        self.jump_if_compared(op, left, right, when, target, mark, compare)
    }

    /// Compares a register with an expression; frees temporaries from `mark` on.
    fn jump_if_compared(
        &mut self,
        op: CmpOp,
        left: super::Reg,
        right: &'a Expr,
        when: bool,
        target: Label,
        mark: super::Reg,
        compare: &'a ast::ExprCompare,
    ) -> Compiled {
        if let Some((_, with_int)) = fused(op)
            && let Some(immediate) = self.constant(right)?.as_ref().and_then(fold::immediate)
        {
            self.free_to(mark);
            self.at(compare.range);
            self.short_jump(with_int, u8::from(when), left, immediate as u16, target);
            return Ok(());
        }
        let right = self.comparand(op, right)?;
        self.free_to(mark);
        self.at(compare.range);
        self.jump_if_registers(op, left, right, when, target);
        Ok(())
    }

    fn jump_if_registers(&mut self, op: CmpOp, left: super::Reg, right: super::Reg, when: bool, target: Label) {
        let (code, when) = match op {
            CmpOp::Is => (Op::JumpIs, when),
            CmpOp::IsNot => (Op::JumpIs, !when),
            CmpOp::In => (Op::JumpIn, when),
            CmpOp::NotIn => (Op::JumpIn, !when),
            other => (fused(other).map_or(Op::JumpEq, |pair| pair.0), when),
        };
        self.short_jump(code, u8::from(when), left, right, target);
    }

    fn jump_if_chain(&mut self, compare: &'a ast::ExprCompare, when: bool, target: Label) -> Compiled {
        let mark = self.unit.top;
        let fail = self.label();
        let last = compare.ops.len() - 1;
        let mut left = self.operand_before(&compare.left, &[&compare.comparators[0]])?;
        for at in 0..last {
            let right = self.operand_before(&compare.comparators[at], &[&compare.comparators[at + 1]])?;
            self.at(compare.range);
            self.jump_if_registers(compare.ops[at], left, right, false, if when { fail } else { target });
            left = self.carry_over(right, mark)?;
        }
        self.jump_if_compared(compare.ops[last], left, &compare.comparators[last], when, target, mark, compare)?;
        self.place(fail);
        Ok(())
    }
}
