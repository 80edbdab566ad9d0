//! Unary operators.

use crate::Thread;
use crate::natives::Tail;
use crate::symbols::{Sym, sym};
use crate::value::{Raised, Value};

/// A unary operator of the language (`not` is in `truth`), or `abs`.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    Neg,
    Pos,
    Invert,
    Abs,
}

impl UnaryOp {
    fn method(self) -> Sym {
        match self {
            UnaryOp::Neg => sym::__neg__,
            UnaryOp::Pos => sym::__pos__,
            UnaryOp::Invert => sym::__invert__,
            UnaryOp::Abs => sym::__abs__,
        }
    }

    fn text(self) -> &'static str {
        match self {
            UnaryOp::Neg => "unary -",
            UnaryOp::Pos => "unary +",
            UnaryOp::Invert => "unary ~",
            UnaryOp::Abs => "abs()",
        }
    }
}

impl Thread {
    /// The operator applied to any value.
    pub fn unary<'t>(&'t self, op: UnaryOp, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(result) = self.leaf_unary(op, value) {
            return result.map(Tail::Value);
        }
        match self.call_special(value, op.method(), &[]) {
            Some(call) => call,
            None => {
                Err(self.type_error(format_args!("bad operand type for {}: '{}'", op.text(), self.class_name(value))))
            }
        }
    }
}
