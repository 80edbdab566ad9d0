//! Super objects.

use gc_api::{Slot, layout};

use crate::Thread;
use crate::layouts;
use crate::objects::class::Class;
use crate::thread::header;
use crate::value::{Gc, Value};

layout! {
    /// `super(class, this)`: attributes are looked up in the MRO of `start` behind `class`.
    pub struct Super(layouts::SUPER, last layouts::SUPER_SUB) {
        class: Ref,
        /// Unset or None: unbound.
        this: Ref,
        /// Class of `this`, or `this` itself where it is a class derived from `class`.
        start: Ref,
    }
}

layout! {
    pub struct SuperSub(layouts::SUPER_SUB) extends Super {
        map: Ref,
        attrs: Ref,
    }
}

impl Thread {
    /// `super(class, this)`, whose search starts at `start`.
    pub(crate) fn new_super<'t>(
        &'t self,
        class: Gc<'t, Class>,
        this: Value<'t>,
        start: Gc<'t, Class>,
    ) -> Gc<'t, Super> {
        let slot = |value: Value<'_>| Slot::new(value.word());
        self.new_object(Super {
            header: header(),
            class: slot(class.value()),
            this: slot(this),
            start: slot(start.value()),
        })
    }
}
