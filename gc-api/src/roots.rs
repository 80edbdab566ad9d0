//! What a collector starts from.

use crate::word::SlotRef;

/// The virtual machine's side of a collection: enumerates the slots that keep objects alive.
///
/// *Who implements it*: the virtual machine. *Who calls it*: a collector, at a safepoint, as often as it likes.
/// The collector may update the slots it is shown.
pub trait Roots {
    /// Value stacks of all threads, windows of compiled code included. Changes with every instruction.
    fn stacks(&mut self, visit: &mut dyn FnMut(SlotRef));

    /// Everything else: owned roots, pending exceptions, tables of the virtual machine.
    fn tables(&mut self, visit: &mut dyn FnMut(SlotRef));

    /// Of the tables, the slots that have been written to since the end of the last collection, of whatever scope, and perhaps
    /// more: enough for a collection that leaves the objects in place, and alive, which the last one has left behind.
    fn changed_tables(&mut self, visit: &mut dyn FnMut(SlotRef)) {
        self.tables(visit);
    }

    /// Slots outside the heap that do not keep their referents alive: the collector zeroes them when the referent
    /// dies for good, and updates them when it moves. Tables of interned names are of this kind.
    fn weak_tables(&mut self, visit: &mut dyn FnMut(SlotRef)) {
        let _ = visit;
    }

    /// Every slot that keeps its referent alive.
    fn all(&mut self, visit: &mut dyn FnMut(SlotRef)) {
        self.stacks(visit);
        self.tables(visit);
    }
}
