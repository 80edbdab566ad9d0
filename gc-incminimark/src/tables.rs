//! Objects something happens to when they die: to be finalised, to be destroyed, or weak boxes with a callback.
//!
//! Each table tells apart what was registered since the last minor collection, which alone can be young: a minor collection looks at
//! nothing else. Order is that of registration.

use gc_api::ObjRef;

/// One table.
#[derive(Debug, Default)]
pub struct Table {
    /// Old.
    pub settled: Vec<ObjRef>,
    /// Registered since the last minor collection; young or old.
    pub recent: Vec<ObjRef>,
}

impl Table {
    pub fn register(&mut self, object: ObjRef) {
        self.recent.push(object);
    }

    pub fn iter(&self) -> impl Iterator<Item = ObjRef> + '_ {
        self.settled.iter().chain(&self.recent).copied()
    }
}

/// See the module documentation.
#[derive(Debug, Default)]
pub struct Tables {
    pub finalisable: Table,
    pub destructible: Table,
    pub callbacks: Table,
}
