//! Strings made of other strings: written once, into an object of the right layout and length.

use gc_api::{TypeId, TypeInfo};
use text::Units;

use crate::Thread;
use crate::layouts;
use crate::objects::string::Str;
use crate::value::{Gc, Raised};

/// The units of a new str, to be written from its first to its last.
pub(super) struct Filler<U> {
    next: *mut U,
    left: usize,
}

impl<U: Copy> Filler<U> {
    /// # Safety
    /// `left` units at `next` may be written as long as this lives.
    pub(super) unsafe fn new(next: *mut U, left: usize) -> Filler<U> {
        Filler { next, left }
    }

    pub(super) fn push(&mut self, units: &[U]) {
        assert!(units.len() <= self.left);
        // SAFETY: there is room, and it is fresh memory that nothing else refers to.
        unsafe {
            std::ptr::copy_nonoverlapping(units.as_ptr(), self.next, units.len());
            self.next = self.next.add(units.len());
        }
        self.left -= units.len();
    }

    fn push_from<N: Copy + Into<U>>(&mut self, units: &[N]) {
        for &unit in units {
            self.push(&[unit.into()]);
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.left == 0
    }
}

impl Thread {
    /// These strings one after the other. As each is in the narrowest layout for its text, the widest of them is the
    /// narrowest for all.
    pub(crate) fn str_of_parts<'t>(
        &'t self,
        parts: impl Iterator<Item = Gc<'t, Str>> + Clone,
    ) -> Result<Gc<'t, Str>, Raised> {
        let (mut total, mut widest) = (0_usize, layouts::STR_ASCII);
        for part in parts.clone() {
            total = total.saturating_add(part.len());
            widest = TypeId(widest.0.max(part.type_id().0));
        }
        if total <= 1 {
            // Such strings exist once.
            let only = parts.clone().find(|part| !part.is_empty());
            return only.map_or_else(|| self.str(""), Ok);
        }
        let info: &'static TypeInfo = self.vm().types.get(widest);
        match widest {
            layouts::STR_UCS4 => self.fill_str_with::<u32>(widest, info, total, |out| {
                parts.for_each(|part| match part.units() {
                    Units::Latin1(units) => out.push_from(units),
                    Units::Ucs2(units) => out.push_from(units),
                    Units::Ucs4(units) => out.push(units),
                });
            }),
            layouts::STR_UCS2 => self.fill_str_with::<u16>(widest, info, total, |out| {
                parts.for_each(|part| match part.units() {
                    Units::Latin1(units) => out.push_from(units),
                    Units::Ucs2(units) => out.push(units),
                    Units::Ucs4(_) => unreachable!("no part is wider than the widest"),
                });
            }),
            _ => self.fill_str_with::<u8>(widest, info, total, |out| {
                parts.for_each(|part| match part.units() {
                    Units::Latin1(units) => out.push(units),
                    Units::Ucs2(_) | Units::Ucs4(_) => unreachable!("no part is wider than the widest"),
                });
            }),
        }
    }
}
