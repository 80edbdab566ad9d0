//! What a value says about itself without Python: its class, its map, and the number that stands for both in inline caches.

use gc_api::Slot;

use super::Thread;
use crate::classes::cls;
use crate::encoding;
use crate::objects::class::{Class, Instance, Map};
use crate::value::{Gc, Value};

impl Value<'_> {
    /// The number that stands for this value's layout in inline caches, for values whose layout decides their class.
    #[inline(always)]
    pub(crate) fn immediate_shape(self) -> u32 {
        let word = self.word();
        if encoding::is_int(word) {
            crate::vm::LAYOUTS as u32
        } else if encoding::is_float(word) {
            crate::vm::LAYOUTS as u32 + 1
        } else {
            crate::vm::LAYOUTS as u32 + 2 + (word.bits() >> 3) as u32
        }
    }
}

impl Thread {
    /// The number inline caches compare: equal shapes have the same class and the same attributes in the same places.
    #[inline(always)]
    pub(crate) fn shape(&self, value: Value<'_>) -> u32 {
        match value.cast::<Instance>() {
            Some(instance) => instance.map().get(Map::id),
            None => self.shape_of_other(value),
        }
    }

    fn shape_of_other(&self, value: Value<'_>) -> u32 {
        let Some(id) = value.type_id() else { return value.immediate_shape() };
        if let Some(class) = value.cast::<Class>() {
            return class.get(Class::version);
        }
        match self.map_of(value) {
            Some(map) => map.get(Map::id),
            None => id.0,
        }
    }

    /// The map of a value whose layout has one.
    #[inline]
    pub(crate) fn map_of<'t>(&self, value: Value<'t>) -> Option<Gc<'t, Map>> {
        let slot = self.map_slot(value)?;
        // SAFETY: a slot of a live object.
        unsafe { Value::from_word(slot.get()) }.cast()
    }

    /// The slot of the map; the slot of the attributes follows it.
    #[inline]
    pub(crate) fn map_slot<'t>(&self, value: Value<'t>) -> Option<&'t Slot> {
        let object = value.as_obj()?;
        let offset = self.vm.map_offset[value.type_id()?.0 as usize].get();
        if offset == 0 {
            return None;
        }
        // SAFETY: the table says that objects of this layout have a slot here.
        Some(unsafe { &*object.as_ptr().cast::<u8>().add(offset as usize).cast::<Slot>() })
    }

    /// The class of any value.
    #[inline(always)]
    pub fn class_of<'t>(&'t self, value: Value<'t>) -> Gc<'t, Class> {
        match value.cast::<Instance>() {
            Some(instance) => instance.map().class(),
            None => self.class_of_other(value),
        }
    }

    fn class_of_other<'t>(&'t self, value: Value<'t>) -> Gc<'t, Class> {
        let Some(id) = value.type_id() else {
            let word = value.word();
            return self.class(if encoding::is_int(word) {
                cls::int
            } else if encoding::is_float(word) {
                cls::float
            } else if encoding::is_bool(word) {
                cls::bool
            } else if word == encoding::NONE {
                cls::NoneType
            } else if word == encoding::ELLIPSIS {
                cls::ellipsis
            } else if word == encoding::NOT_IMPLEMENTED {
                cls::NotImplementedType
            } else {
                cls::object
            });
        };
        let exact = &self.vm.class_of_layout[id.0 as usize];
        if !exact.get().is_zero() {
            // SAFETY: the table holds classes only.
            return unsafe { self.slot_value(exact).assume::<Class>() };
        }
        if let Some(class) = value.cast::<Class>() {
            return class.metaclass();
        }
        match self.map_of(value) {
            Some(map) => map.class(),
            // Internal objects (arrays, maps) never reach a program.
            None => self.class(cls::object),
        }
    }
}
