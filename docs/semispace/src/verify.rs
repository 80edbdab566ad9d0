//! Is the heap whole? Each reference leads into the half in use, or to what never moves.

use gc_api::{Corruption, ObjRef, Roots, TypeInfo};
use gc_parts::verify::{self, Rules, room_in};

use crate::{FORWARDED, SemiSpace, has_bits};

// [verify]
impl SemiSpace {
    pub(crate) fn verify_heap(&self, roots: &mut dyn Roots) -> Result<(), Corruption> {
        let fixed = self.fixed.borrow();
        fixed.region.check()?;
        Ok(verify::walk(self, self.types, &self.due, fixed.immortals.iter(), roots)?)
    }
}

impl Rules for SemiSpace {
    fn room_at(&self, place: ObjRef) -> Result<usize, String> {
        let address = place.address();
        if self.to.contains(address) {
            Ok(self.to.end().saturating_sub(address))
        } else if self.from.contains(address) {
            Err(format!("reference {address:#x} leads to the empty half"))
        } else {
            // This region has no blocks of cells.
            room_in(&self.fixed.borrow().region, place, |_, _, _| false)
        }
    }

    fn check_object(&self, object: ObjRef, info: &TypeInfo) -> Result<(), String> {
        if has_bits(object, FORWARDED) {
            return Err(format!("{} at {:#x} is an old place", info.name, object.address()));
        }
        Ok(())
    }
}
// [end]
