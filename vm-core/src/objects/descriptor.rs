//! Layouts of descriptors, and how values found in a class are bound to what they were found through.

use std::cell::Cell;

use gc_api::{Slot, layout};

use crate::Thread;
use crate::layouts;
use crate::natives::{GetSetDef, Getter, NativeDef, Role, Tail};
use crate::objects::class::Class;
use crate::objects::function::{
    BoundMethod, ClassMethodDescriptor, MethodDescriptor, MethodWrapper, NativeFunction, WrapperDescriptor,
};
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

layout! {
    /// A computed attribute of a builtin class.
    pub struct GetSetDescriptor(layouts::GETSET_DESCRIPTOR, last layouts::NATIVE_MEMBER) {
        def: Raw<*const GetSetDef>,
        class: Ref,
    }
}

layout! {
    /// One that is shown as a field of its object.
    pub struct NativeMember(layouts::NATIVE_MEMBER) extends GetSetDescriptor {}
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
            home: Slot::default(),
        })
        .value()
    }

    /// What stands for a method in the namespace of a builtin class.
    pub fn method_descriptor<'t>(&'t self, def: &'static NativeDef, class: Gc<'t, Class>) -> Value<'t> {
        let class = Slot::new(class.word());
        let descriptor = MethodDescriptor { header: header(), def: Cell::new(def), class };
        if def.role == Role::ClassMethod {
            self.new_object(ClassMethodDescriptor { header: descriptor }).value()
        } else if def.is_slot() {
            self.new_object(WrapperDescriptor { header: descriptor }).value()
        } else {
            self.new_object(descriptor).value()
        }
    }

    /// A special method bound to an object.
    fn method_wrapper<'t>(&'t self, descriptor: Gc<'t, MethodDescriptor>, this: Value<'t>) -> Value<'t> {
        let function = NativeFunction {
            header: header(),
            def: Cell::new(descriptor.def()),
            this: Slot::new(this.word()),
            home: Slot::default(),
        };
        self.new_object(MethodWrapper { header: function, descriptor: Slot::new(descriptor.word()) }).value()
    }

    pub fn getset_descriptor<'t>(&'t self, def: &'static GetSetDef, class: Gc<'t, Class>) -> Value<'t> {
        let class = Slot::new(class.word());
        let descriptor = GetSetDescriptor { header: header(), def: Cell::new(def), class };
        match def.member {
            true => self.new_object(NativeMember { header: descriptor }).value(),
            false => self.new_object(descriptor).value(),
        }
    }

    /// A bound method object; for a method of a builtin class, a bound builtin.
    pub fn bind_method<'t>(&'t self, function: Value<'t>, this: Value<'t>) -> Value<'t> {
        match function.cast::<MethodDescriptor>() {
            Some(descriptor) if descriptor.type_id() == layouts::WRAPPER_DESCRIPTOR => {
                self.method_wrapper(descriptor, this)
            }
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
