//! Rich comparison.

use std::cmp::Ordering;

use compiler::bytecode::Compare;

use crate::Thread;
use crate::natives::{Tail, Then};
use crate::objects::number::Complex;
use crate::objects::sequence::Tuple;
use crate::objects::set::Set;
use crate::objects::string::Str;
use crate::symbols::{Sym, sym};
use crate::value::{Raised, Value};

pub(crate) const ALL: [Compare; 6] = [Compare::Lt, Compare::Le, Compare::Gt, Compare::Ge, Compare::Eq, Compare::Ne];

pub(crate) fn method(op: Compare) -> Sym {
    match op {
        Compare::Lt => sym::__lt__,
        Compare::Le => sym::__le__,
        Compare::Gt => sym::__gt__,
        Compare::Ge => sym::__ge__,
        Compare::Eq => sym::__eq__,
        Compare::Ne => sym::__ne__,
    }
}

/// The operator that says the same with its operands exchanged.
pub(crate) fn swapped(op: Compare) -> Compare {
    match op {
        Compare::Lt => Compare::Gt,
        Compare::Le => Compare::Ge,
        Compare::Gt => Compare::Lt,
        Compare::Ge => Compare::Le,
        Compare::Eq | Compare::Ne => op,
    }
}

fn text(op: Compare) -> &'static str {
    match op {
        Compare::Lt => "<",
        Compare::Le => "<=",
        Compare::Gt => ">",
        Compare::Ge => ">=",
        Compare::Eq => "==",
        Compare::Ne => "!=",
    }
}

/// The answer an ordering gives; `None` stands for unordered (NaN).
#[inline(always)]
pub fn holds(op: Compare, ordering: Option<Ordering>) -> bool {
    match (op, ordering) {
        (Compare::Ne, None) => true,
        (_, None) => false,
        (Compare::Lt, Some(o)) => o.is_lt(),
        (Compare::Le, Some(o)) => o.is_le(),
        (Compare::Gt, Some(o)) => o.is_gt(),
        (Compare::Ge, Some(o)) => o.is_ge(),
        (Compare::Eq, Some(o)) => o.is_eq(),
        (Compare::Ne, Some(o)) => o.is_ne(),
    }
}

impl Thread {
    /// `a op b` if no Python is needed and the operator is defined for these values.
    #[inline]
    pub fn leaf_compare<'t>(&'t self, op: Compare, a: Value<'t>, b: Value<'t>) -> Option<bool> {
        if let (Some(a), Some(b)) = (a.as_small_int(), b.as_small_int()) {
            return Some(holds(op, Some(a.cmp(&b))));
        }
        self.leaf_compare_other(op, a, b)
    }

    fn leaf_compare_other<'t>(&'t self, op: Compare, a: Value<'t>, b: Value<'t>) -> Option<bool> {
        if let (Some(a), Some(b)) = (a.as_exact_float(), b.as_exact_float()) {
            return Some(holds(op, a.partial_cmp(&b)));
        }
        if let Some((a, b)) = self.plain_operands(a, b) {
            return self.leaf_compare(op, a, b);
        }
        match op {
            Compare::Eq => self.leaf_equal(a, b),
            Compare::Ne => {
                // Only kinds that are known not to define `__ne__` apart from `__eq__`.
                let known = |value| self.is_plain_data(value) || self.has_identity_eq(value);
                if known(a) && known(b) { self.leaf_equal(a, b).map(|eq| !eq) } else { None }
            }
            _ => self.leaf_order(op, a, b),
        }
    }

    /// `a == b`, where NaN differs from itself.
    fn leaf_equal<'t>(&'t self, a: Value<'t>, b: Value<'t>) -> Option<bool> {
        if a == b && a.is_ref() && !self.has_identity_eq(a) && !a.is::<Str>() {
            if let Some(complex) = a.cast::<Complex>() {
                return Some(!complex.get(Complex::real).is_nan() && !complex.get(Complex::imaginary).is_nan());
            }
            // Containers compare their items; an object may differ from itself.
            return if self.is_plain_data(a) && !self.is_instance(a, crate::cls::memoryview) {
                Some(true)
            } else {
                None
            };
        }
        self.leaf_eq(a, b)
    }

    fn is_plain_data<'t>(&'t self, value: Value<'t>) -> bool {
        use crate::objects::{compare::plain_bytes, dict::Dict, number, range::Range, sequence::List};
        !value.is_ref()
            || value.is::<Str>()
            || value.is::<number::BigInt>()
            || value.is::<number::Float>()
            || value.is::<number::Complex>()
            || plain_bytes(value).is_some()
            || value.is::<Tuple>()
            || value.cast_exact::<List>().is_some()
            || value.cast_exact::<Dict>().is_some()
            || value.is::<Range>()
            || value.cast::<Set>().is_some_and(|set| set.is_exact())
    }

    fn leaf_order<'t>(&'t self, op: Compare, a: Value<'t>, b: Value<'t>) -> Option<bool> {
        if let (Some(a), Some(b)) = (a.cast::<Str>(), b.cast::<Str>()) {
            return Some(holds(op, Some(a.units().compare(b.units()))));
        }
        if let Some(ordering) = self.leaf_number_order(a, b) {
            return Some(holds(op, ordering));
        }
        if let (Some(a), Some(b)) = (a.cast::<Set>(), b.cast::<Set>()) {
            return if a.is_exact() && b.is_exact() { self.leaf_inclusion(op, a, b) } else { None };
        }
        self.leaf_container_order(op, a, b, 0)
    }

    /// `a op b`: any value; True or False for the builtin kinds.
    pub fn compare<'t>(&'t self, op: Compare, a: Value<'t>, b: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(result) = self.leaf_compare(op, a, b) {
            return Ok(Tail::Value(Value::bool(result)));
        }
        let (class_a, class_b) = (self.class_of(a), self.class_of(b));
        let right_first = class_a != class_b
            && self.is_subclass(class_b, class_a)
            && self.lookup_sym(class_b, method(swapped(op))) != self.lookup_sym(class_a, method(swapped(op)));
        let step = Step { op, asked_right: right_first, last: false };
        self.compare_step(step, a, b)
    }

    /// `a op b`, after the method of `a` has declined.
    pub(crate) fn compare_reflected<'t>(&'t self, op: Compare, a: Value<'t>, b: Value<'t>) -> Result<Tail<'t>, Raised> {
        self.compare_step(Step { op, asked_right: true, last: true }, a, b)
    }

    /// Asks one operand's method.
    fn compare_step<'t>(&'t self, step: Step, a: Value<'t>, b: Value<'t>) -> Result<Tail<'t>, Raised> {
        let (this, op, other) = if step.asked_right { (b, swapped(step.op), a) } else { (a, step.op, b) };
        let state = self.small_tuple([step.encode(), a, b]);
        match self.call_special(this, method(op), &[other]) {
            Some(call) => call?.then(self, &NEXT, state.value()),
            None => (NEXT.ok)(self, state.value(), Value::NOT_IMPLEMENTED),
        }
    }

    #[cold]
    fn unordered<'t>(&'t self, op: Compare, a: Value<'t>, b: Value<'t>) -> Raised {
        self.type_error(format_args!(
            "'{}' not supported between instances of '{}' and '{}'",
            text(op),
            self.class_name(a),
            self.class_name(b)
        ))
    }

    /// `a is b or a == b`, as containers compare their items: True or False.
    pub fn same_or_equal<'t>(&'t self, a: Value<'t>, b: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(result) = self.leaf_eq(a, b) {
            return Ok(Tail::Value(Value::bool(result)));
        }
        static TRUTH: Then = Then::new(|t, _, result| t.truth(result));
        self.compare(Compare::Eq, a, b)?.then(self, &TRUTH, Value::NONE)
    }
}

#[derive(Copy, Clone)]
struct Step {
    op: Compare,
    asked_right: bool,
    last: bool,
}

impl Step {
    fn encode(self) -> Value<'static> {
        Value::small(self.op as i32 | (self.asked_right as i32) << 8 | (self.last as i32) << 9)
    }

    fn decode(value: Value<'_>) -> Step {
        let bits = value.as_small_int().unwrap_or(0) as usize;
        Step { op: ALL[bits & 0xFF], asked_right: bits & 0x100 != 0, last: bits & 0x200 != 0 }
    }
}

static NEXT: Then = Then::new(|t, state, result| {
    if !result.is_not_implemented() {
        return Ok(Tail::Value(result));
    }
    let state = state.expect::<Tuple>();
    let (step, a, b) = (Step::decode(state.at(0)), state.at(1), state.at(2));
    if !step.last {
        return t.compare_step(Step { asked_right: !step.asked_right, last: true, ..step }, a, b);
    }
    match step.op {
        Compare::Eq => Ok(Tail::Value(Value::bool(a == b))),
        Compare::Ne => Ok(Tail::Value(Value::bool(a != b))),
        op => Err(t.unordered(op, a, b)),
    }
});
