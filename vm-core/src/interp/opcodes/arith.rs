//! Arithmetic on small ints and common floats.

use compiler::bytecode::Ins;
use ops::Ops;

use super::Flow;

macro_rules! checked {
    ($(#[$doc:meta])* $name:ident, $with_imm:ident, $int:ident, $float:ident) => {
        $(#[$doc])*
        #[inline(always)]
        pub fn $name<O: Ops>(o: O, i: Ins) -> Flow {
            let (a, b) = (o.get(i.b()), o.get(i.c()));
            if o.branch_all(o.is_int(a), o.is_int(b)) {
                let Some(r) = o.$int(o.untag(a), o.untag(b)) else { return Flow::Slow };
                o.set(i.a(), o.tag(r));
                return Flow::Next;
            }
            let Some((x, y)) = floats(o, a, b) else { return Flow::Slow };
            o.set(i.a(), o.float(o.$float(x, y)));
            Flow::Next
        }

        #[inline(always)]
        pub fn $with_imm<O: Ops>(o: O, i: Ins) -> Flow {
            let a = o.get(i.b());
            let b = o.int(i.sc() as i64);
            if o.branch(o.is_int(a)) {
                let Some(r) = o.$int(o.untag(a), b) else { return Flow::Slow };
                o.set(i.a(), o.tag(r));
                return Flow::Next;
            }
            if o.branch(o.is_float(a)) {
                o.set(i.a(), o.float(o.$float(o.unfloat(a), o.itof(b))));
                return Flow::Next;
            }
            Flow::Slow
        }
    };
}

checked!(add, add_i, add_ovf, fadd);
checked!(sub, sub_i, sub_ovf, fsub);
checked!(mul, mul_i, mul_ovf, fmul);

/// Both operands as floats, if they are floats or a float and a small int.
#[inline(always)]
fn floats<O: Ops>(o: O, a: O::Val, b: O::Val) -> Option<(O::Float, O::Float)> {
    if o.branch(o.is_float(a)) {
        if o.branch(o.is_float(b)) {
            return Some((o.unfloat(a), o.unfloat(b)));
        }
        if o.branch(o.is_int(b)) {
            return Some((o.unfloat(a), o.itof(o.untag(b))));
        }
    } else if o.branch_all(o.is_int(a), o.is_float(b)) {
        return Some((o.itof(o.untag(a)), o.unfloat(b)));
    }
    None
}

/// True division of floats; a zero divisor and two ints (whose quotient must be rounded once) take the general path.
#[inline(always)]
pub fn true_div<O: Ops>(o: O, i: Ins) -> Flow {
    let (a, b) = (o.get(i.b()), o.get(i.c()));
    let Some((x, y)) = floats(o, a, b) else { return Flow::Slow };
    if o.branch(o.feq(y, o.itof(o.int(0)))) {
        return Flow::Slow;
    }
    o.set(i.a(), o.float(o.fdiv(x, y)));
    Flow::Next
}

macro_rules! by_positive {
    ($name:ident, $with_imm:ident, $int:ident) => {
        /// Small ints with a positive divisor.
        #[inline(always)]
        pub fn $name<O: Ops>(o: O, i: Ins) -> Flow {
            let (a, b) = (o.get(i.b()), o.get(i.c()));
            if !o.branch_all(o.is_int(a), o.is_int(b)) || !o.branch(o.lt(o.int(0), o.untag(b))) {
                return Flow::Slow;
            }
            o.set(i.a(), o.tag(o.$int(o.untag(a), o.untag(b))));
            Flow::Next
        }

        #[inline(always)]
        pub fn $with_imm<O: Ops>(o: O, i: Ins) -> Flow {
            let a = o.get(i.b());
            if i.sc() <= 0 || !o.branch(o.is_int(a)) {
                return Flow::Slow;
            }
            o.set(i.a(), o.tag(o.$int(o.untag(a), o.int(i.sc() as i64))));
            Flow::Next
        }
    };
}

by_positive!(floor_div, floor_div_i, floordiv);
by_positive!(modulo, mod_i, modulo);

macro_rules! bitwise {
    ($name:ident, $int:ident) => {
        #[inline(always)]
        pub fn $name<O: Ops>(o: O, i: Ins) -> Flow {
            let (a, b) = (o.get(i.b()), o.get(i.c()));
            if !o.branch_all(o.is_int(a), o.is_int(b)) {
                return Flow::Slow;
            }
            o.set(i.a(), o.tag(o.$int(o.untag(a), o.untag(b))));
            Flow::Next
        }
    };
}

bitwise!(and, and);
bitwise!(or, or);
bitwise!(xor, xor);

#[inline(always)]
pub fn and_i<O: Ops>(o: O, i: Ins) -> Flow {
    let a = o.get(i.b());
    if !o.branch(o.is_int(a)) {
        return Flow::Slow;
    }
    o.set(i.a(), o.tag(o.and(o.untag(a), o.int(i.sc() as i64))));
    Flow::Next
}

#[inline(always)]
pub fn lshift<O: Ops>(o: O, i: Ins) -> Flow {
    let (a, b) = (o.get(i.b()), o.get(i.c()));
    if !o.branch_all(o.is_int(a), o.is_int(b)) {
        return Flow::Slow;
    }
    let Some(r) = o.shl_ovf(o.untag(a), o.untag(b)) else { return Flow::Slow };
    o.set(i.a(), o.tag(r));
    Flow::Next
}

#[inline(always)]
pub fn lshift_i<O: Ops>(o: O, i: Ins) -> Flow {
    let a = o.get(i.b());
    if !o.branch(o.is_int(a)) {
        return Flow::Slow;
    }
    let Some(r) = o.shl_ovf(o.untag(a), o.int(i.sc() as i64)) else { return Flow::Slow };
    o.set(i.a(), o.tag(r));
    Flow::Next
}

#[inline(always)]
pub fn rshift<O: Ops>(o: O, i: Ins) -> Flow {
    let (a, b) = (o.get(i.b()), o.get(i.c()));
    if !o.branch_all(o.is_int(a), o.is_int(b)) || !o.branch(o.le(o.int(0), o.untag(b))) {
        return Flow::Slow;
    }
    o.set(i.a(), o.tag(o.shr(o.untag(a), o.untag(b))));
    Flow::Next
}

#[inline(always)]
pub fn rshift_i<O: Ops>(o: O, i: Ins) -> Flow {
    let a = o.get(i.b());
    if i.sc() < 0 || !o.branch(o.is_int(a)) {
        return Flow::Slow;
    }
    o.set(i.a(), o.tag(o.shr(o.untag(a), o.int(i.sc() as i64))));
    Flow::Next
}

#[inline(always)]
pub fn neg<O: Ops>(o: O, i: Ins) -> Flow {
    let a = o.get(i.b());
    if o.branch(o.is_int(a)) {
        let Some(r) = o.sub_ovf(o.int(0), o.untag(a)) else { return Flow::Slow };
        o.set(i.a(), o.tag(r));
        return Flow::Next;
    }
    if o.branch(o.is_float(a)) {
        o.set(i.a(), o.float(o.fneg(o.unfloat(a))));
        return Flow::Next;
    }
    Flow::Slow
}
