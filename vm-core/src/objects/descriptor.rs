//! Layouts of descriptors, and how values found in a class are bound to what they were found through.

use std::cell::Cell;

use gc_api::{Slot, layout};

use crate::Thread;
use crate::layouts;
use crate::natives::{GetSetDef, Getter, NativeDef, Tail};
use crate::objects::class::Class;
use crate::objects::function::{BoundMethod, MethodDescriptor, NativeFunction};
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

layout! {
    /// A computed attribute of a builtin class.
    pub struct GetSetDescriptor(layouts::GETSET_DESCRIPTOR) {
        def: Raw<*const GetSetDef>,
        class: Ref,
    }
}

layout! {
    /// An attribute declared in `__slots__`. The descriptor itself is the attribute's key in the maps of instances.
    pub struct MemberDescriptor(layouts::MEMBER_DESCRIPTOR) {
        name: Ref,
        class: Ref,
        doc: Ref,
    }
}

layout! {
    pub struct ClassMethod(layouts::CLASS_METHOD, last layouts::CLASS_METHOD_SUB) {
        function: Ref,
        /// Attributes, copied from the function and set later: a dict, or unset.
        dict: Ref,
    }
}

layout! {
    pub struct ClassMethodSub(layouts::CLASS_METHOD_SUB) extends ClassMethod {
        map: Ref,
        attrs: Ref,
    }
}

layout! {
    pub struct StaticMethod(layouts::STATIC_METHOD, last layouts::STATIC_METHOD_SUB) {
        function: Ref,
        /// As in [`ClassMethod`].
        dict: Ref,
    }
}

layout! {
    pub struct StaticMethodSub(layouts::STATIC_METHOD_SUB) extends StaticMethod {
        map: Ref,
        attrs: Ref,
    }
}

impl<'t> Gc<'t, GetSetDescriptor> {
    pub fn def(self) -> &'static GetSetDef {
        // SAFETY: computed attributes are declared in statics only.
        unsafe { &*self.get(GetSetDescriptor::def) }
    }
}

impl GetSetDef {
    /// The attribute's value.
    #[inline]
    pub fn read<'t>(&self, t: &'t Thread, object: Value<'t>) -> Result<Tail<'t>, Raised> {
        match self.get {
            Getter::Leaf(get) => get(t, object).map(Tail::Value),
            Getter::Tail(get) => get(t, object),
        }
    }
}

impl Thread {
    /// A native as a value, bound to `this` if that is set.
    pub fn native_function<'t>(&'t self, def: &'static NativeDef, this: Value<'t>) -> Value<'t> {
        self.new_object(NativeFunction {
            header: header(),
            def: Cell::new(def),
            this: Slot::new(this.word()),
            module: Slot::default(),
        })
        .value()
    }

    pub fn method_descriptor<'t>(&'t self, def: &'static NativeDef, class: Gc<'t, Class>) -> Value<'t> {
        let class = Slot::new(class.word());
        self.new_object(MethodDescriptor { header: header(), def: Cell::new(def), class }).value()
    }

    pub fn getset_descriptor<'t>(&'t self, def: &'static GetSetDef, class: Gc<'t, Class>) -> Value<'t> {
        let class = Slot::new(class.word());
        self.new_object(GetSetDescriptor { header: header(), def: Cell::new(def), class }).value()
    }

    /// A bound method object; for a method of a builtin class, a bound builtin.
    pub fn bind_method<'t>(&'t self, function: Value<'t>, this: Value<'t>) -> Value<'t> {
        match function.cast::<MethodDescriptor>() {
            Some(descriptor) => self.native_function(descriptor.def(), this),
            None => self.bound_method(function, this),
        }
    }

    pub fn bound_method<'t>(&'t self, function: Value<'t>, this: Value<'t>) -> Value<'t> {
        let (function, this) = (Slot::new(function.word()), Slot::new(this.word()));
        self.new_object(BoundMethod { header: header(), function, this }).value()
    }

    pub fn static_method<'t>(&'t self, function: Value<'t>) -> Value<'t> {
        let function = Slot::new(function.word());
        self.new_object(StaticMethod { header: header(), function, dict: Slot::default() }).value()
    }

    pub fn class_method<'t>(&'t self, function: Value<'t>) -> Value<'t> {
        let function = Slot::new(function.word());
        self.new_object(ClassMethod { header: header(), function, dict: Slot::default() }).value()
    }
}
