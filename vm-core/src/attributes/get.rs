//! `object.name`.

use crate::Thread;
use crate::classes::cls;
use crate::natives::{Tail, Then};
use crate::objects::class::{Class, flags};
use crate::objects::descriptor::{ClassMethod, StaticMethod};
use crate::objects::dict::Dict;
use crate::objects::function::{BoundMethod, Function};
use crate::objects::module::Module;
use crate::objects::sequence::Tuple;
use crate::objects::string::Str;
use crate::objects::super_object::Super;
use crate::symbols::sym;
use crate::value::{Gc, Raised, Value};
use gc_api::Slot;

const HOOKS: u32 = flags::CUSTOM_GETATTRIBUTE | flags::HAS_GETATTR;

/// A search that may have found nothing. No exception is pending then.
type Found<'t> = Result<Option<Tail<'t>>, Raised>;

impl Thread {
    /// `object.name`.
    pub fn getattr<'t>(&'t self, object: Value<'t>, name: Gc<'t, Str>) -> Result<Tail<'t>, Raised> {
        let class = self.class_of(object);
        if class.has(HOOKS) {
            return self.getattr_hooked(object, class, name);
        }
        match self.find_attribute(object, class, name)? {
            Some(tail) => Ok(tail),
            None => Err(self.attribute_error(object, name.value())),
        }
    }

    /// `object.name`, or MISSING where that is an AttributeError.
    pub fn getattr_opt<'t>(&'t self, object: Value<'t>, name: Gc<'t, Str>) -> Result<Tail<'t>, Raised> {
        let class = self.class_of(object);
        let found = if class.has(HOOKS) {
            self.getattr_hooked(object, class, name).map(Some)
        } else {
            self.find_attribute(object, class, name)
        };
        match found {
            Ok(Some(Tail::Value(value))) => Ok(value.into()),
            Ok(Some(call)) => call.then(self, &OR_MISSING, Value::UNSET),
            Ok(None) => Ok(Value::MISSING.into()),
            Err(raised) => or_missing(self, Value::UNSET, raised),
        }
    }

    /// `object.name` for a class with `__getattribute__` or `__getattr__` of its own.
    fn getattr_hooked<'t>(
        &'t self,
        object: Value<'t>,
        class: Gc<'t, Class>,
        name: Gc<'t, Str>,
    ) -> Result<Tail<'t>, Raised> {
        let hook = match self.lookup_sym(class, sym::__getattribute__) {
            Some(hook) if class.has(flags::CUSTOM_GETATTRIBUTE) => Some(hook),
            _ => None,
        };
        let found = match hook {
            Some(hook) => self.call_bound(hook, object, &[name.value()]).map(Some),
            None => self.find_attribute(object, class, name),
        };
        if !class.has(flags::HAS_GETATTR) {
            return found.map(|tail| tail.unwrap_or(Value::MISSING.into()));
        }
        let state = self.small_tuple([object, name.value()]).value();
        match found {
            Ok(Some(Tail::Value(value))) => Ok(value.into()),
            Ok(Some(call)) => call.then(self, &OR_GETATTR, state),
            Ok(None) => self.call_getattr(object, name.value()),
            Err(raised) => or_getattr(self, state, raised),
        }
    }

    fn call_getattr<'t>(&'t self, object: Value<'t>, name: Value<'t>) -> Result<Tail<'t>, Raised> {
        match self.lookup_special(object, sym::__getattr__) {
            Some(hook) => {
                let state = self.small_tuple([object, name]).value();
                match self.call_bound(hook, object, &[name])? {
                    Tail::Value(value) => Ok(value.into()),
                    call => call.then(self, &WITH_CONTEXT, state),
                }
            }
            None => Err(self.attribute_error(object, name)),
        }
    }

    /// What `__getattribute__` of the builtin class finds that the object belongs to.
    pub(crate) fn find_attribute<'t>(
        &'t self,
        object: Value<'t>,
        class: Gc<'t, Class>,
        name: Gc<'t, Str>,
    ) -> Found<'t> {
        if let Some(this) = object.cast::<Class>() {
            return self.find_in_type(this, class, name);
        }
        if let Some(module) = object.cast::<Module>() {
            return self.find_in_module(module, class, name);
        }
        if let Some(object) = object.cast::<Super>() {
            return self.find_in_super(object, class, name);
        }
        if let Some(method) = object.cast_exact::<BoundMethod>() {
            if self.lookup(class, name).is_none() {
                let function = method.get(BoundMethod::function);
                return self.find_in_function(function, name);
            }
        }
        self.find_generic(object, class, name)
    }

    /// Attributes a method does not have itself are those of its function.
    fn find_in_function<'t>(&'t self, function: Value<'t>, name: Gc<'t, Str>) -> Found<'t> {
        let tail = self.getattr_opt(function, name)?;
        match tail {
            Tail::Value(Value::MISSING) => Err(self.attribute_error(function, name.value())),
            found => Ok(Some(found)),
        }
    }

    /// `object.__getattribute__`.
    pub fn generic_getattr<'t>(&'t self, object: Value<'t>, name: Gc<'t, Str>) -> Result<Tail<'t>, Raised> {
        match self.find_generic(object, self.class_of(object), name)? {
            Some(tail) => Ok(tail),
            None => Err(self.plain_attribute_error(object, name.value())),
        }
    }

    fn find_generic<'t>(&'t self, object: Value<'t>, class: Gc<'t, Class>, name: Gc<'t, Str>) -> Found<'t> {
        let found = self.lookup(class, name);
        if let Some(found) = found.filter(|found| self.is_data_descriptor(*found)) {
            return self.bind_found(found, object, class).map(Some);
        }
        if let Some(own) = self.own_attribute(object, name) {
            return Ok(Some(own.into()));
        }
        match found {
            Some(found) => self.bind_found(found, object, class).map(Some),
            None => Ok(None),
        }
    }

    /// What the object itself has under this name, its class left aside.
    #[inline]
    pub fn own_attribute<'t>(&'t self, object: Value<'t>, name: Gc<'t, Str>) -> Option<Value<'t>> {
        if let Some(slot) = self.dict_slot(object) {
            return self.slot_value(slot).cast::<Dict>()?.get_str(self, name);
        }
        self.mapped_get(object, self.map_of(object)?, name.value())
    }

    /// The slot of the attribute dict, in objects that have one instead of attributes in a map.
    pub(crate) fn dict_slot<'t>(&'t self, object: Value<'t>) -> Option<&'t Slot> {
        let slot: *const Slot = if let Some(function) = object.cast_exact::<Function>() {
            // SAFETY: a live function.
            unsafe { &raw const (*function.as_ptr()).dict }
        } else if let Some(module) = object.cast::<Module>() {
            // SAFETY: a live module.
            unsafe { &raw const (*module.as_ptr()).dict }
        } else if let Some(method) = object.cast::<ClassMethod>() {
            // SAFETY: a live class method.
            unsafe { &raw const (*method.as_ptr()).dict }
        } else {
            let method = object.cast::<StaticMethod>()?;
            // SAFETY: a live static method.
            unsafe { &raw const (*method.as_ptr()).dict }
        };
        // SAFETY: a slot of an object that lives for 't.
        Some(unsafe { &*slot })
    }

    /// `type.__getattribute__`.
    pub fn type_getattr<'t>(&'t self, class: Gc<'t, Class>, name: Gc<'t, Str>) -> Result<Tail<'t>, Raised> {
        match self.find_in_type(class, class.metaclass(), name)? {
            Some(tail) => Ok(tail),
            None => Err(self.attribute_error(class.value(), name.value())),
        }
    }

    fn find_in_type<'t>(&'t self, class: Gc<'t, Class>, metaclass: Gc<'t, Class>, name: Gc<'t, Str>) -> Found<'t> {
        let in_metaclass = self.lookup(metaclass, name);
        if let Some(found) = in_metaclass.filter(|found| self.is_data_descriptor(*found)) {
            return self.bind_found(found, class.value(), metaclass).map(Some);
        }
        if let Some(found) = self.lookup(class, name) {
            return self.bind_found(found, Value::UNSET, class).map(Some);
        }
        match in_metaclass {
            Some(found) => self.bind_found(found, class.value(), metaclass).map(Some),
            None => Ok(None),
        }
    }

    fn find_in_module<'t>(&'t self, module: Gc<'t, Module>, class: Gc<'t, Class>, name: Gc<'t, Str>) -> Found<'t> {
        if let Some(tail) = self.find_generic(module.value(), class, name)? {
            return Ok(Some(tail));
        }
        let Some(dict) = module.get(Module::dict).cast::<Dict>() else { return Ok(None) };
        Ok(dict.get_sym(self, sym::__getattr__).map(|hook| Tail::call(hook, &[name.value()])))
    }

    fn find_in_super<'t>(&'t self, object: Gc<'t, Super>, class: Gc<'t, Class>, name: Gc<'t, Str>) -> Found<'t> {
        if let Some(start) = object.get(Super::start).cast::<Class>() {
            let after = object.get(Super::class).expect::<Class>();
            if let Some(tail) = self.find_above(after, object.get(Super::this), start, name)? {
                return Ok(Some(tail));
            }
        }
        self.find_generic(object.value(), class, name)
    }

    /// The attribute behind `after` in the MRO of `start`, bound to `this`.
    fn find_above<'t>(
        &'t self,
        after: Gc<'t, Class>,
        this: Value<'t>,
        start: Gc<'t, Class>,
        name: Gc<'t, Str>,
    ) -> Found<'t> {
        match self.lookup_above(after, start, name) {
            Some(found) => {
                let object = if this == start.value() { Value::UNSET } else { this };
                self.bind_found(found, object, start).map(Some)
            }
            None => Ok(None),
        }
    }

    fn lookup_above<'t>(&'t self, after: Gc<'t, Class>, start: Gc<'t, Class>, name: Gc<'t, Str>) -> Option<Value<'t>> {
        if name.value() == self.sym(sym::__class__) {
            return None;
        }
        let mro = start.mro();
        let position = mro.words().iter().position(|entry| entry.get() == after.word())?;
        let (owner, index) = self.find_home_from(mro, position + 1, name)?;
        Some(owner.namespace().value_at(index))
    }

    /// The class whose MRO `super(class, this)` searches; TypeError if `this` has nothing to do with `class`.
    pub(crate) fn super_start<'t>(&'t self, class: Gc<'t, Class>, this: Value<'t>) -> Result<Gc<'t, Class>, Raised> {
        if let Some(derived) = this.cast::<Class>().filter(|this| self.is_subclass(*this, class)) {
            return Ok(derived);
        }
        let found = self.class_of(this);
        if self.is_subclass(found, class) {
            return Ok(found);
        }
        let (kind, name) = match this.cast::<Class>() {
            Some(this) => ("type", self.name_of_class(this)),
            None => ("instance of", self.name_of_class(found)),
        };
        Err(self.type_error(format_args!(
            "super(type, obj): obj ({kind} {name}) is not an instance or subtype of type ({}).",
            self.name_of_class(class)
        )))
    }

    /// `super(class, this).name`, without making the super object.
    pub fn super_getattr<'t>(
        &'t self,
        class: Gc<'t, Class>,
        this: Value<'t>,
        name: Gc<'t, Str>,
    ) -> Result<Tail<'t>, Raised> {
        let start = self.super_start(class, this)?;
        if let Some(tail) = self.find_above(class, this, start, name)? {
            return Ok(tail);
        }
        let object = self.new_super(class, this, start);
        match self.find_generic(object.value(), self.class(cls::super_), name)? {
            Some(tail) => Ok(tail),
            None => Err(self.attribute_error(object.value(), name.value())),
        }
    }

    /// The function, if `super(class, this).name` is a plain method of `this`.
    pub fn super_method<'t>(
        &'t self,
        class: Gc<'t, Class>,
        this: Value<'t>,
        name: Gc<'t, Str>,
    ) -> Result<Option<Value<'t>>, Raised> {
        let start = self.super_start(class, this)?;
        if this == start.value() {
            return Ok(None);
        }
        let found = self.lookup_above(class, start, name);
        Ok(found.filter(|found| matches!(self.kind_of(*found), super::bind::Kind::Method)))
    }
}

fn pass<'t>(_: &'t Thread, _: Value<'t>, result: Value<'t>) -> Result<Tail<'t>, Raised> {
    Ok(result.into())
}

/// An AttributeError becomes MISSING.
static OR_MISSING: Then = Then::catching(pass, or_missing);

fn or_missing<'t>(t: &'t Thread, _: Value<'t>, raised: Raised) -> Result<Tail<'t>, Raised> {
    if !t.pending_is(cls::AttributeError) {
        return Err(raised);
    }
    t.take_exception(raised);
    Ok(Value::MISSING.into())
}

/// After an AttributeError `__getattr__` has its turn; the state is (object, name).
static OR_GETATTR: Then = Then::catching(pass, or_getattr);

fn or_getattr<'t>(t: &'t Thread, state: Value<'t>, raised: Raised) -> Result<Tail<'t>, Raised> {
    if !t.pending_is(cls::AttributeError) {
        return Err(raised);
    }
    t.take_exception(raised);
    let state = state.expect::<Tuple>();
    t.call_getattr(state.at(0), state.at(1))
}

/// An AttributeError of `__getattr__` says what it is about; the state is (object, name).
static WITH_CONTEXT: Then = Then::catching(pass, |t, state, raised| {
    let state = state.expect::<Tuple>();
    t.add_attribute_context(state.at(0), state.at(1))?;
    Err(raised)
});
