//! Constant folding: what CPython's compiler computes ahead, within its limits.

use super::{Compiled, Compiler};
use crate::bytecode::Const;
use ruff_python_ast::{Expr, Operator, UnaryOp};

/// How deep inside an expression constants are looked for.
const MAX_DEPTH: u32 = 64;
/// Longest text or tuple that repetition may make.
const MAX_REPEATED: usize = 4096;
/// Ints made by powers, products and shifts have at most this many bits.
const MAX_BITS: u32 = 128;

impl Compiler<'_> {
    /// The value of an expression that is constant.
    pub(super) fn constant(&self, expr: &Expr) -> Compiled<Option<Const>> {
        self.constant_at(expr, 0)
    }

    fn constant_at(&self, expr: &Expr, depth: u32) -> Compiled<Option<Const>> {
        if depth > MAX_DEPTH {
            return Ok(None);
        }
        match expr {
            Expr::UnaryOp(op) => {
                let operand = self.constant_at(&op.operand, depth + 1)?;
                Ok(operand.and_then(|operand| unary(op.op, &operand)))
            }
            Expr::BinOp(op) => {
                let Some(left) = self.constant_at(&op.left, depth + 1)? else { return Ok(None) };
                let Some(right) = self.constant_at(&op.right, depth + 1)? else { return Ok(None) };
                Ok(binary(&left, op.op, &right))
            }
            Expr::Tuple(tuple) => self.constants(&tuple.elts, depth),
            Expr::Slice(slice) => {
                let part =
                    |part: Option<&Expr>| part.map_or(Ok(Some(Const::None)), |part| self.constant_at(part, depth + 1));
                let Some(lower) = part(slice.lower.as_deref())? else { return Ok(None) };
                let Some(upper) = part(slice.upper.as_deref())? else { return Ok(None) };
                let Some(step) = part(slice.step.as_deref())? else { return Ok(None) };
                Ok(Some(Const::Slice(Box::new([lower, upper, step]))))
            }
            _ => self.literal(expr),
        }
    }

    fn constants(&self, items: &[Expr], depth: u32) -> Compiled<Option<Const>> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            match self.constant_at(item, depth + 1)? {
                Some(value) => values.push(value),
                None => return Ok(None),
            }
        }
        Ok(Some(Const::Tuple(values)))
    }

    /// A constant tuple of these items, if all are constant.
    pub(super) fn constant_items(&self, items: &[Expr]) -> Compiled<Option<Vec<Const>>> {
        match self.constants(items, 0)? {
            Some(Const::Tuple(values)) => Ok(Some(values)),
            _ => Ok(None),
        }
    }

    /// The truth of a constant expression.
    pub(super) fn constant_truth(&self, expr: &Expr) -> Compiled<Option<bool>> {
        match expr {
            Expr::Name(name) if name.id.as_str() != "__debug__" => Ok(None),
            Expr::Call(_) | Expr::Attribute(_) | Expr::Subscript(_) | Expr::Compare(_) => Ok(None),
            _ => Ok(self.constant(expr)?.as_ref().map(truth)),
        }
    }
}

/// An int constant that fits a signed 16-bit immediate.
pub(super) fn immediate(value: &Const) -> Option<i16> {
    match value {
        Const::Int(value) => i16::try_from(*value).ok(),
        _ => None,
    }
}

fn truth(value: &Const) -> bool {
    match value {
        Const::None => false,
        Const::Bool(value) => *value,
        Const::Ellipsis | Const::Code(_) | Const::Slice(_) => true,
        Const::Int(value) => *value != 0,
        Const::BigInt(limbs) => limbs.iter().any(|&limb| limb != 0),
        Const::Float(bits) | Const::Imaginary(bits) => f64::from_bits(*bits) != 0.0,
        Const::Str(text) => !text.is_empty(),
        Const::Points(points) => !points.is_empty(),
        Const::Bytes(bytes) => !bytes.is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
    }
}

/// An int (or bool) as a wide number.
fn as_int(value: &Const) -> Option<i128> {
    match value {
        Const::Bool(value) => Some(i128::from(*value)),
        Const::Int(value) => Some(i128::from(*value)),
        Const::BigInt(limbs) if limbs.len() == 1 => Some(i128::from(limbs[0])),
        Const::BigInt(limbs) if limbs.len() == 2 => {
            i128::try_from(u128::from(limbs[1]) << 64 | u128::from(limbs[0])).ok()
        }
        _ => None,
    }
}

/// Only what a constant can hold: an `i64`, or something positive.
fn from_int(value: i128) -> Option<Const> {
    if let Ok(small) = i64::try_from(value) {
        return Some(Const::Int(small));
    }
    let magnitude = u128::try_from(value).ok()?;
    let (low, high) = (magnitude as u64, (magnitude >> 64) as u64);
    Some(Const::BigInt(if high == 0 { vec![low] } else { vec![low, high] }))
}

fn unary(op: UnaryOp, operand: &Const) -> Option<Const> {
    match (op, operand) {
        (UnaryOp::Not, operand) => Some(Const::Bool(!truth(operand))),
        (UnaryOp::USub, Const::Float(bits)) => Some(Const::Float((-f64::from_bits(*bits)).to_bits())),
        (UnaryOp::UAdd, Const::Float(_) | Const::Imaginary(_)) => Some(operand.clone()),
        (UnaryOp::USub, operand) => from_int(-as_int(operand)?),
        (UnaryOp::UAdd, operand) => from_int(as_int(operand)?),
        // `~True` warns when it runs.
        (UnaryOp::Invert, Const::Bool(_)) => None,
        (UnaryOp::Invert, operand) => from_int(!as_int(operand)?),
    }
}

/// The value of an operation on constants, if it is one that may be computed ahead.
pub(super) fn binary(left: &Const, op: Operator, right: &Const) -> Option<Const> {
    if let (Const::Bool(left), Const::Bool(right)) = (left, right) {
        match op {
            Operator::BitAnd => return Some(Const::Bool(left & right)),
            Operator::BitOr => return Some(Const::Bool(left | right)),
            Operator::BitXor => return Some(Const::Bool(left ^ right)),
            _ => {}
        }
    }
    if let (Some(left), Some(right)) = (as_int(left), as_int(right)) {
        return int_binary(left, op, right);
    }
    if let (Some(left), Some(right)) = (as_float(left), as_float(right)) {
        return float_binary(left, op, right).map(|value| Const::Float(value.to_bits()));
    }
    match (op, left, right) {
        (Operator::Add, Const::Str(left), Const::Str(right)) => Some(Const::Str(format!("{left}{right}").into())),
        (Operator::Add, Const::Bytes(left), Const::Bytes(right)) => Some(Const::Bytes([&left[..], right].concat())),
        (Operator::Add, Const::Tuple(left), Const::Tuple(right)) => Some(Const::Tuple([&left[..], right].concat())),
        (Operator::Mult, sequence, count) | (Operator::Mult, count, sequence) if as_int(count).is_some() => {
            repeat(sequence, as_int(count)?)
        }
        _ => None,
    }
}

fn repeat(sequence: &Const, count: i128) -> Option<Const> {
    let count = usize::try_from(count.max(0)).ok().filter(|&count| count <= MAX_REPEATED)?;
    let fits = |length: usize, limit: usize| length.checked_mul(count).is_some_and(|total| total <= limit);
    match sequence {
        Const::Str(text) if fits(text.len(), MAX_REPEATED) => Some(Const::Str(text.repeat(count).into())),
        Const::Bytes(bytes) if fits(bytes.len(), MAX_REPEATED) => Some(Const::Bytes(bytes.repeat(count))),
        Const::Tuple(items) if fits(items.len(), 256) => {
            Some(Const::Tuple(std::iter::repeat_n(items, count).flatten().cloned().collect()))
        }
        _ => None,
    }
}

fn bits(value: i128) -> u32 {
    128 - value.unsigned_abs().leading_zeros()
}

fn int_binary(left: i128, op: Operator, right: i128) -> Option<Const> {
    let value = match op {
        Operator::Add => left.checked_add(right)?,
        Operator::Sub => left.checked_sub(right)?,
        Operator::Mult if bits(left) + bits(right) <= MAX_BITS => left.checked_mul(right)?,
        Operator::FloorDiv if right != 0 => floor_div(left, right),
        Operator::Mod if right != 0 => left.checked_sub(floor_div(left, right).checked_mul(right)?)?,
        Operator::Pow if right >= 0 => {
            let exponent = u32::try_from(right).ok()?;
            left.checked_pow(exponent)?
        }
        Operator::LShift if (0..i128::from(MAX_BITS)).contains(&right) => {
            left.checked_mul(1i128.checked_shl(right as u32).filter(|&scale| scale > 0)?)?
        }
        Operator::RShift if right >= 0 => left >> right.min(127),
        Operator::BitAnd => left & right,
        Operator::BitOr => left | right,
        Operator::BitXor => left ^ right,
        Operator::Div if right != 0 && exact(left) && exact(right) => {
            return Some(Const::Float((left as f64 / right as f64).to_bits()));
        }
        _ => return None,
    };
    from_int(value)
}

/// Is the int exactly a double?
fn exact(value: i128) -> bool {
    value.unsigned_abs() <= 1 << 53
}

fn floor_div(left: i128, right: i128) -> i128 {
    let quotient = left / right;
    if left % right != 0 && (left < 0) != (right < 0) { quotient - 1 } else { quotient }
}

/// A float, or an int that is exactly one.
fn as_float(value: &Const) -> Option<f64> {
    match value {
        Const::Float(bits) => Some(f64::from_bits(*bits)),
        value => as_int(value).filter(|&value| exact(value)).map(|value| value as f64),
    }
}

fn float_binary(left: f64, op: Operator, right: f64) -> Option<f64> {
    match op {
        Operator::Add => Some(left + right),
        Operator::Sub => Some(left - right),
        Operator::Mult => Some(left * right),
        Operator::Div if right != 0.0 => Some(left / right),
        Operator::Pow if left > 0.0 => Some(left.powf(right)).filter(|value| value.is_finite()),
        _ => None,
    }
}

/// Are two constants the same key of a dict?
pub(super) fn same_key(left: &Const, right: &Const) -> bool {
    let number = |value: &Const| match value {
        Const::Imaginary(bits) if f64::from_bits(*bits) == 0.0 => Some(0.0),
        value => as_float(value),
    };
    match (number(left), number(right)) {
        (Some(left), Some(right)) => left == right,
        _ => left == right,
    }
}
