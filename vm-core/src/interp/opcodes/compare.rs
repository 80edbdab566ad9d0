//! Comparisons and jumps on small ints, common floats, and identity.

use compiler::bytecode::{Compare, Ins};
use ops::Ops;

use super::Flow;
use crate::encoding;

/// The outcome for operands that are both ints or both floats.
#[inline(always)]
fn fast<O: Ops>(o: O, kind: Compare, a: O::Val, b: O::Val) -> Option<bool> {
    if o.branch_all(o.is_int(a), o.is_int(b)) {
        let (x, y) = (o.untag(a), o.untag(b));
        return Some(match kind {
            Compare::Lt => o.branch(o.lt(x, y)),
            Compare::Le => o.branch(o.le(x, y)),
            Compare::Gt => o.branch(o.lt(y, x)),
            Compare::Ge => o.branch(o.le(y, x)),
            Compare::Eq => o.branch(o.eq(x, y)),
            Compare::Ne => !o.branch(o.eq(x, y)),
        });
    }
    if o.branch_all(o.is_float(a), o.is_float(b)) {
        return Some(floats(o, kind, o.unfloat(a), o.unfloat(b)));
    }
    None
}

#[inline(always)]
fn floats<O: Ops>(o: O, kind: Compare, x: O::Float, y: O::Float) -> bool {
    match kind {
        Compare::Lt => o.branch(o.flt(x, y)),
        Compare::Le => o.branch(o.fle(x, y)),
        Compare::Gt => o.branch(o.flt(y, x)),
        Compare::Ge => o.branch(o.fle(y, x)),
        Compare::Eq => o.branch(o.feq(x, y)),
        Compare::Ne => !o.branch(o.feq(x, y)),
    }
}

/// `R[a] = R[b] <kind> R[c]`
#[inline(always)]
pub fn compare<O: Ops>(o: O, i: Ins, kind: Compare) -> Flow {
    let Some(outcome) = fast(o, kind, o.get(i.b()), o.get(i.c())) else { return Flow::Slow };
    o.set(i.a(), o.immediate(encoding::bool_word(outcome)));
    Flow::Next
}

/// Jumps by c if `R[a] <kind> R[b]` has the truth value d.
#[inline(always)]
pub fn jump_compare<O: Ops>(o: O, i: Ins, kind: Compare) -> Flow {
    let Some(outcome) = fast(o, kind, o.get(i.a()), o.get(i.b())) else { return Flow::Slow };
    if outcome == (i.d() == 1) { Flow::Jump(i.sc() as i32) } else { Flow::Next }
}

/// As [`jump_compare`] with a small constant on the right.
#[inline(always)]
pub fn jump_compare_i<O: Ops>(o: O, i: Ins, kind: Compare) -> Flow {
    let a = o.get(i.a());
    let b = o.int(i.b() as i16 as i64);
    let outcome = if o.branch(o.is_int(a)) {
        let x = o.untag(a);
        match kind {
            Compare::Lt => o.branch(o.lt(x, b)),
            Compare::Le => o.branch(o.le(x, b)),
            Compare::Gt => o.branch(o.lt(b, x)),
            Compare::Ge => o.branch(o.le(b, x)),
            Compare::Eq => o.branch(o.eq(x, b)),
            Compare::Ne => !o.branch(o.eq(x, b)),
        }
    } else if o.branch(o.is_float(a)) {
        floats(o, kind, o.unfloat(a), o.itof(b))
    } else {
        return Flow::Slow;
    };
    if outcome == (i.d() == 1) { Flow::Jump(i.sc() as i32) } else { Flow::Next }
}

/// The truth value of a bool, None, or small int.
#[inline(always)]
fn truth<O: Ops>(o: O, v: O::Val) -> Option<bool> {
    if o.branch(o.same(v, o.immediate(encoding::TRUE))) {
        return Some(true);
    }
    if o.branch(o.same(v, o.immediate(encoding::FALSE))) || o.branch(o.same(v, o.immediate(encoding::NONE))) {
        return Some(false);
    }
    if o.branch(o.is_int(v)) {
        return Some(!o.branch(o.eq(o.untag(v), o.int(0))));
    }
    None
}

#[inline(always)]
pub fn jump_if<O: Ops>(o: O, i: Ins, sense: bool) -> Flow {
    match truth(o, o.get(i.a())) {
        Some(outcome) if outcome == sense => Flow::Jump(i.imm()),
        Some(_) => Flow::Next,
        None => Flow::Slow,
    }
}

/// `R[a] = bool(R[b])`, negated if asked.
#[inline(always)]
pub fn to_bool<O: Ops>(o: O, i: Ins, negate: bool) -> Flow {
    let Some(outcome) = truth(o, o.get(i.b())) else { return Flow::Slow };
    o.set(i.a(), o.immediate(encoding::bool_word(outcome != negate)));
    Flow::Next
}

#[inline(always)]
pub fn jump_if_none<O: Ops>(o: O, i: Ins, sense: bool) -> Flow {
    if o.branch(o.same(o.get(i.a()), o.immediate(encoding::NONE))) == sense { Flow::Jump(i.imm()) } else { Flow::Next }
}

#[inline(always)]
pub fn jump_if_set<O: Ops>(o: O, i: Ins) -> Flow {
    if o.branch(o.is_set(o.get(i.a()))) { Flow::Jump(i.imm()) } else { Flow::Next }
}

/// Identity. Two equal floats or ints are the same value here.
#[inline(always)]
pub fn is<O: Ops>(o: O, i: Ins) -> Flow {
    let outcome = o.branch(o.same(o.get(i.b()), o.get(i.c())));
    o.set(i.a(), o.immediate(encoding::bool_word(outcome == (i.d() == 0))));
    Flow::Next
}

#[inline(always)]
pub fn jump_is<O: Ops>(o: O, i: Ins) -> Flow {
    let outcome = o.branch(o.same(o.get(i.a()), o.get(i.b())));
    if outcome == (i.d() == 1) { Flow::Jump(i.sc() as i32) } else { Flow::Next }
}
