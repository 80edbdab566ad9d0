//! Is the heap whole? Each reference leads to a cell or block that is allocated.

use gc_api::{Corruption, ObjRef, Roots};
use gc_parts::cells::CellsSnapshot;
use gc_parts::verify::{self, Rules, room_in};

use crate::{MarkSweep, Space};

struct Check<'a> {
    heap: &'a MarkSweep,
    space: &'a Space,
    cells: CellsSnapshot,
}

impl MarkSweep {
    pub(crate) fn verify_heap(&self, roots: &mut dyn Roots) -> Result<(), Corruption> {
        let space = self.space.borrow();
        space.region.check()?;
        space.cells.check(&space.region)?;
        let check = Check { heap: self, space: &space, cells: space.cells.snapshot() };
        Ok(verify::walk(&check, self.types, &self.due, space.immortals.iter(), roots)?)
    }
}

impl Rules for Check<'_> {
    fn room_at(&self, place: ObjRef) -> Result<usize, String> {
        let region = &self.space.region;
        room_in(region, place, |block, class, offset| {
            self.cells.is_allocated(region, block, class, offset) && !self.heap.runs[class].holds(place.address())
        })
    }
}
