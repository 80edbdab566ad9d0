//! A checker: walks an opcode along every path and proves that guards come before effects.
//!
//! Values are nothing. Each guard asks the *plan* which way to go; a path is a list of decisions, and the walk
//! enumerates all of them depth first. An opcode whose paths do not end fails at [`MAX_DECISIONS`].

use core::cell::{Cell, RefCell};
use core::marker::PhantomData;

use gc_api::{Field, Layout, Raw, Ref, Word};

use crate::{Effect, Leaf, Ops, Reg};

/// More decisions than any opcode has on one path.
pub const MAX_DECISIONS: usize = 64;
/// More paths than any opcode has.
pub const MAX_PATHS: usize = 100_000;

/// A rule an opcode broke.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Violation {
    /// A guard of this kind came after an effect of that kind.
    GuardAfterEffect {
        guard: &'static str,
        effect: &'static str,
    },
    TooManyDecisions,
    TooManyPaths,
}

struct Walk {
    plan: RefCell<Vec<bool>>,
    taken: Cell<usize>,
    effect: Cell<Option<&'static str>>,
    violation: RefCell<Option<Violation>>,
    /// What [`Ops::promote`] may answer.
    representatives: Vec<u64>,
}

/// The instance of [`Ops`] that explores.
pub struct Explorer<'a, C: ?Sized> {
    walk: &'a Walk,
    context: PhantomData<fn(&C)>,
}

impl<C: ?Sized> Copy for Explorer<'_, C> {}
impl<C: ?Sized> Clone for Explorer<'_, C> {
    fn clone(&self) -> Self {
        *self
    }
}

/// Runs `opcode` along every path. `representatives` are the values a promotion may see.
/// Returns the number of paths.
pub fn explore<C: ?Sized>(
    representatives: &[u64],
    mut opcode: impl FnMut(Explorer<'_, C>),
) -> Result<usize, Violation> {
    let mut paths = 0;
    let mut plan = Vec::new();
    loop {
        let walk = Walk {
            plan: RefCell::new(plan),
            taken: Cell::new(0),
            effect: Cell::new(None),
            violation: RefCell::new(None),
            representatives: representatives.to_vec(),
        };
        opcode(Explorer { walk: &walk, context: PhantomData });
        if let Some(violation) = walk.violation.into_inner() {
            return Err(violation);
        }
        paths += 1;
        if paths > MAX_PATHS {
            return Err(Violation::TooManyPaths);
        }
        plan = walk.plan.into_inner();
        plan.truncate(walk.taken.get());
        // The next path: turn the last decision that went the first way.
        while plan.last() == Some(&true) {
            plan.pop();
        }
        match plan.last_mut() {
            Some(last) => *last = true,
            None => return Ok(paths),
        }
    }
}

impl<C: ?Sized> Explorer<'_, C> {
    fn decide(self, guard: &'static str) -> bool {
        if let Some(effect) = self.walk.effect.get() {
            self.violated(Violation::GuardAfterEffect { guard, effect });
        }
        let taken = self.walk.taken.get();
        if taken >= MAX_DECISIONS {
            self.violated(Violation::TooManyDecisions);
            return false;
        }
        self.walk.taken.set(taken + 1);
        let mut plan = self.walk.plan.borrow_mut();
        if taken == plan.len() {
            plan.push(false);
        }
        plan[taken]
    }

    fn violated(self, violation: Violation) {
        self.walk.violation.borrow_mut().get_or_insert(violation);
    }

    fn effect(self, what: &'static str) {
        self.walk.effect.set(Some(what));
    }

    fn maybe(self, guard: &'static str) -> Option<()> {
        (!self.decide(guard)).then_some(())
    }
}

impl<C: ?Sized> Ops for Explorer<'_, C> {
    type Val = ();
    type Int = ();
    type Float = ();
    type Bool = ();
    type Raw = ();
    type As<T: Layout> = ();
    type Cx = C;

    fn get(self, _: Reg) {}
    fn set(self, _: Reg, (): ()) {
        self.effect("set");
    }
    fn constant(self, _: u32) {}
    fn immediate(self, _: Word) {}
    fn int(self, _: i64) {}
    fn raw(self, _: u64) {}

    fn branch(self, (): ()) -> bool {
        self.decide("branch")
    }
    fn branch_all(self, (): (), (): ()) -> bool {
        self.decide("branch_all")
    }
    fn promote(self, (): ()) -> u64 {
        for &value in self.walk.representatives.iter().skip(1) {
            if self.decide("promote") {
                return value;
            }
        }
        self.walk.representatives.first().copied().unwrap_or(0)
    }
    fn cast<T: Layout>(self, (): ()) -> Option<()> {
        self.maybe("cast")
    }
    fn cast_exact<T: Layout>(self, (): ()) -> Option<()> {
        self.maybe("cast_exact")
    }
    fn add_ovf(self, (): (), (): ()) -> Option<()> {
        self.maybe("add_ovf")
    }
    fn sub_ovf(self, (): (), (): ()) -> Option<()> {
        self.maybe("sub_ovf")
    }
    fn mul_ovf(self, (): (), (): ()) -> Option<()> {
        self.maybe("mul_ovf")
    }
    fn shl_ovf(self, (): (), (): ()) -> Option<()> {
        self.maybe("shl_ovf")
    }

    fn is_int(self, (): ()) {}
    fn is_float(self, (): ()) {}
    fn is_set(self, (): ()) {}
    fn same(self, (): (), (): ()) {}
    fn raw_eq(self, (): (), (): ()) {}
    fn raw_lt(self, (): (), (): ()) {}
    fn shape(self, (): ()) {}
    fn untag(self, (): ()) {}
    fn tag(self, (): ()) {}
    fn and(self, (): (), (): ()) {}
    fn or(self, (): (), (): ()) {}
    fn xor(self, (): (), (): ()) {}
    fn shr(self, (): (), (): ()) {}
    fn floordiv(self, (): (), (): ()) {}
    fn modulo(self, (): (), (): ()) {}
    fn lt(self, (): (), (): ()) {}
    fn le(self, (): (), (): ()) {}
    fn eq(self, (): (), (): ()) {}
    fn int_raw(self, (): ()) {}
    fn raw_int(self, (): ()) {}
    fn unfloat(self, (): ()) {}
    fn float(self, (): ()) {}
    fn itof(self, (): ()) {}
    fn fadd(self, (): (), (): ()) {}
    fn fsub(self, (): (), (): ()) {}
    fn fmul(self, (): (), (): ()) {}
    fn fdiv(self, (): (), (): ()) {}
    fn fneg(self, (): ()) {}
    fn flt(self, (): (), (): ()) {}
    fn fle(self, (): (), (): ()) {}
    fn feq(self, (): (), (): ()) {}
    fn bool_val(self, (): ()) {}

    unsafe fn assume<T: Layout>(self, (): ()) {}
    fn val<T: Layout>(self, (): ()) {}
    fn load<T: Layout>(self, (): (), _: Field<T, Ref>) {}
    fn load_u32<T: Layout>(self, (): (), _: Field<T, Raw<u32>>) {}
    fn load_usize<T: Layout>(self, (): (), _: Field<T, Raw<usize>>) {}
    fn store<T: Layout>(self, (): (), _: Field<T, Ref>, (): ()) {
        self.effect("store");
    }
    fn item<T: Layout>(self, (): (), (): ()) {}
    fn set_item<T: Layout>(self, (): (), (): (), (): ()) {
        self.effect("set_item");
    }
    fn slot_after<T: Layout>(self, (): (), _: u32) {}
    fn set_slot_after<T: Layout>(self, (): (), _: u32, (): ()) {
        self.effect("set_slot_after");
    }

    fn call<L: Leaf<Cx = C>, const N: usize>(self, _: [(); N]) {
        if L::EFFECT == Effect::Writes {
            self.effect(L::NAME);
        }
    }
    fn call_raising<L: Leaf<Cx = C>, const N: usize>(self, args: [(); N]) -> Option<()> {
        // Whether the call raised is its own outcome, seen by a trace behind the call, not by going back before it.
        let outcome = self.maybe("call_raising");
        self.call::<L, N>(args);
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_walked() {
        let mut seen = Vec::new();
        let paths = explore::<()>(&[], |o| {
            let a = o.branch(());
            let b = a && o.branch(());
            seen.push((a, b));
        });
        assert_eq!(paths, Ok(3));
        assert_eq!(seen, [(false, false), (true, false), (true, true)]);
    }

    #[test]
    fn a_guard_after_an_effect_is_found_on_whichever_path_it_lies() {
        let found = explore::<()>(&[], |o| {
            if o.branch(()) {
                o.set(1, ());
            }
            o.branch(());
        });
        assert_eq!(found, Err(Violation::GuardAfterEffect { guard: "branch", effect: "set" }));
    }

    #[test]
    fn promotion_sees_every_representative() {
        let mut seen = Vec::new();
        explore::<()>(&[3, 5, 7], |o| seen.push(o.promote(()))).unwrap();
        seen.sort();
        assert_eq!(seen, [3, 5, 7]);
    }
}
