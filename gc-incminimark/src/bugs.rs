//! Mistakes made on purpose: tests show that each is found. Outside this crate's own tests there are none.

/// One mistake.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Bug {
    /// The slow path of the barrier notes nothing.
    BarrierForgets,
    /// The barrier notes nothing of arrays with cards.
    CardsAreForgotten,
    /// A minor collection does not look at the tables of roots.
    RootTablesAreForgotten,
    /// Weak slots of young objects are left as they are.
    WeakSlotsAreForgotten,
    /// What was scanned and then written to is not scanned again.
    NothingIsRegreyed,
    /// Roots are marked when marking begins, and never again.
    RootsAreMarkedOnce,
    /// New immortal objects are not remembered.
    ImmortalsAreBornForgotten,
    /// Young large objects that a step has marked stay so.
    YoungStayMarked,
    /// Cells of a run that is in use are swept.
    RunsAreNotRetired,
}

/// The mistake a heap makes, if any.
#[derive(Copy, Clone, Default, Debug)]
pub struct Bugs(#[cfg(test)] pub Option<Bug>);

impl Bugs {
    #[inline(always)]
    pub fn has(self, bug: Bug) -> bool {
        #[cfg(test)]
        return self.0 == Some(bug);
        #[cfg(not(test))]
        {
            let _ = bug;
            false
        }
    }
}
