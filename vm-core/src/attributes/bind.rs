//! Descriptors: what becomes of a value found in a class when it is reached through an object or a class.

use crate::Thread;
use crate::classes::cls;
use crate::layouts;
use crate::natives::{Args, NativeDef, Tail, Then, tail};
use crate::objects::class::{Class, Map, flags};
use crate::objects::descriptor::{ClassMethod, GetSetDescriptor, MemberDescriptor, StaticMethod};
use crate::objects::function::{Function, MethodDescriptor};
use crate::objects::property::Property;
use crate::objects::sequence::Tuple;
use crate::symbols::sym;
use crate::value::{Gc, Raised, Res, Value};

/// What kind of descriptor a value is, if it is one.
#[derive(Copy, Clone)]
pub(crate) enum Kind<'t> {
    /// Not a descriptor: the value itself.
    Plain,
    /// A function, or a method of a builtin class: passes the object.
    Method,
    /// A class method of a builtin class.
    NativeClassMethod(&'static NativeDef),
    GetSet(Gc<'t, GetSetDescriptor>),
    Member(Gc<'t, MemberDescriptor>),
    Property(Gc<'t, Property>),
    ClassMethod(Gc<'t, ClassMethod>),
    StaticMethod(Gc<'t, StaticMethod>),
    /// Any other class with `__get__`, `__set__` or `__delete__`.
    Other,
}

impl Thread {
    #[inline]
    pub(crate) fn kind_of<'t>(&'t self, found: Value<'t>) -> Kind<'t> {
        let Some(id) = found.type_id() else { return Kind::Plain };
        match id {
            layouts::FUNCTION if found.expect::<Function>().stands_alone() => Kind::Plain,
            layouts::FUNCTION => Kind::Method,
            layouts::METHOD_DESCRIPTOR | layouts::WRAPPER_DESCRIPTOR => Kind::Method,
            layouts::CLASS_METHOD_DESCRIPTOR => Kind::NativeClassMethod(found.expect::<MethodDescriptor>().def()),
            layouts::GETSET_DESCRIPTOR | layouts::NATIVE_MEMBER => Kind::GetSet(found.expect()),
            layouts::MEMBER_DESCRIPTOR => Kind::Member(found.expect()),
            layouts::PROPERTY => Kind::Property(found.expect()),
            layouts::CLASS_METHOD => Kind::ClassMethod(found.expect()),
            layouts::STATIC_METHOD => Kind::StaticMethod(found.expect()),
            _ if self.class_of(found).has(flags::HAS_GET | flags::HAS_SET) => Kind::Other,
            _ => Kind::Plain,
        }
    }

    /// Does the value come before what the object itself has?
    #[inline]
    pub(crate) fn is_data_descriptor<'t>(&'t self, found: Value<'t>) -> bool {
        const BOTH: u32 = flags::HAS_GET | flags::HAS_SET;
        match self.kind_of(found) {
            Kind::GetSet(_) | Kind::Member(_) | Kind::Property(_) => true,
            Kind::Other => self.class_of(found).get(Class::flags) & BOTH == BOTH,
            _ => false,
        }
    }

    /// The attribute's value: `found` lay in a base of `class`, and was reached through `object`, or through the class itself if
    /// that is unset.
    pub(crate) fn bind_found<'t>(
        &'t self,
        found: Value<'t>,
        object: Value<'t>,
        class: Gc<'t, Class>,
    ) -> Result<Tail<'t>, Raised> {
        let through_object = object.is_set();
        Ok(match self.kind_of(found) {
            Kind::Plain => found.into(),
            Kind::Method if through_object => self.bind_method(found, object).into(),
            Kind::GetSet(descriptor) if through_object => return descriptor.def().read(self, object),
            Kind::Member(descriptor) if through_object => self.member_get(descriptor, object)?.into(),
            Kind::Property(property) if through_object => return self.property_get(property, object),
            Kind::Method | Kind::GetSet(_) | Kind::Member(_) | Kind::Property(_) => found.into(),
            Kind::NativeClassMethod(def) => self.native_function(def, class.value()).into(),
            Kind::ClassMethod(method) => self.bound_method(method.get(ClassMethod::function), class.value()).into(),
            Kind::StaticMethod(method) => method.get(StaticMethod::function).into(),
            Kind::Other => {
                let Some(get) = self.lookup_special(found, sym::__get__) else { return Ok(found.into()) };
                let object = object.given().unwrap_or(Value::NONE);
                if get.is::<MethodDescriptor>() {
                    return self.call_now(get, &[found, object, class.value()]);
                }
                return self.call_bound(get, found, &[object, class.value()]);
            }
        })
    }

    /// Calls `method`, found in the class of `this`, with `this` and these arguments.
    pub fn call_bound<'t>(
        &'t self,
        method: Value<'t>,
        this: Value<'t>,
        args: &[Value<'t>],
    ) -> Result<Tail<'t>, Raised> {
        if let Kind::Method = self.kind_of(method) {
            if args.len() < 4 {
                let mut all = [this; 4];
                all[1..=args.len()].copy_from_slice(args);
                return Ok(Tail::call(method, &all[..=args.len()]));
            }
            let all: Vec<_> = [this].iter().chain(args).copied().collect();
            return Ok(Tail::spread(method, self.tuple(&all)?, Value::UNSET));
        }
        let args = self.tuple(args)?;
        self.bind_found(method, this, self.class_of(this))?.then(self, &CALL, args.value())
    }

    /// As [`Thread::call_bound`], with a tuple and a dict (or unset) of arguments.
    pub fn call_bound_spread<'t>(
        &'t self,
        method: Value<'t>,
        this: Value<'t>,
        args: Gc<'t, Tuple>,
        keywords: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        if let Kind::Method = self.kind_of(method) {
            return Ok(Tail::spread(method, self.prepend(this, args)?, keywords));
        }
        let state = self.small_tuple([args.value(), keywords]);
        self.bind_found(method, this, self.class_of(this))?.then(self, &CALL_KEYWORDS, state.value())
    }

    /// A tuple with one more item in front.
    pub fn prepend<'t>(&'t self, first: Value<'t>, rest: Gc<'t, Tuple>) -> Result<Gc<'t, Tuple>, Raised> {
        let all = self.new_tuple(rest.extent() + 1)?;
        all.put(self, 0, first);
        all.copy_from(self, 1, rest, 0, rest.extent());
        Ok(all)
    }

    /// What to call for a special method found in the class of `this`: a function and the `this` to pass first, or unset and
    /// something that is bound already.
    pub fn bind_special<'t>(&'t self, method: Value<'t>, this: Value<'t>) -> Result<(Value<'t>, Value<'t>), Raised> {
        if let Kind::Method = self.kind_of(method) {
            return Ok((method, this));
        }
        match self.bind_found(method, this, self.class_of(this))? {
            Tail::Value(bound) => Ok((Value::UNSET, bound)),
            Tail::Call(_) => {
                // Binding takes Python: it happens when the method is called.
                let pair = self.small_tuple([method, this]);
                Ok((Value::UNSET, self.native_function(&BIND_AND_CALL, pair.value())))
            }
        }
    }

    // Members

    pub(crate) fn member_get<'t>(&'t self, member: Gc<'t, MemberDescriptor>, object: Value<'t>) -> Res<'t> {
        let map = self.check_member(member, object)?;
        match self.mapped_get(object, map, member.value()) {
            Some(value) => Ok(value),
            None => Err(self.attribute_error(object, member.get(MemberDescriptor::name))),
        }
    }

    pub(crate) fn member_set<'t>(
        &'t self,
        member: Gc<'t, MemberDescriptor>,
        object: Value<'t>,
        value: Value<'t>,
    ) -> Result<(), Raised> {
        let map = self.check_member(member, object)?;
        if value.is_set() {
            return self.mapped_set(object, map, member.value(), value);
        }
        if self.mapped_delete(object, map, member.value())? {
            return Ok(());
        }
        Err(self.raise_with(cls::AttributeError, &[member.get(MemberDescriptor::name)]))
    }

    fn check_member<'t>(&'t self, member: Gc<'t, MemberDescriptor>, object: Value<'t>) -> Result<Gc<'t, Map>, Raised> {
        let class = member.get(MemberDescriptor::class).expect::<Class>();
        match self.map_of(object) {
            Some(map) if self.is_subclass(map.class(), class) => Ok(map),
            _ => Err(self.wrong_object(member.get(MemberDescriptor::name), class, object)),
        }
    }

    #[cold]
    pub(crate) fn wrong_object<'t>(&'t self, name: Value<'t>, class: Gc<'t, Class>, object: Value<'t>) -> Raised {
        self.type_error(format_args!(
            "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
            self.text(name),
            self.name_of_class(class),
            self.class_name(object)
        ))
    }

    // Properties

    pub(crate) fn property_get<'t>(
        &'t self,
        property: Gc<'t, Property>,
        object: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        match property.get(Property::fget).not_none() {
            Some(getter) => Ok(Tail::call(getter, &[object])),
            None => Err(self.property_error(property, object, "getter")),
        }
    }

    /// Sets, or deletes if `value` is unset.
    pub(crate) fn property_set<'t>(
        &'t self,
        property: Gc<'t, Property>,
        object: Value<'t>,
        value: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        if value.is_set() {
            match property.get(Property::fset).not_none() {
                Some(setter) => Ok(Tail::call(setter, &[object, value])),
                None => Err(self.property_error(property, object, "setter")),
            }
        } else {
            match property.get(Property::fdel).not_none() {
                Some(deleter) => Ok(Tail::call(deleter, &[object])),
                None => Err(self.property_error(property, object, "deleter")),
            }
        }
    }

    #[cold]
    fn property_error<'t>(&'t self, property: Gc<'t, Property>, object: Value<'t>, missing: &str) -> Raised {
        let class = self.text(self.class_of(object).get(Class::qualname));
        let message = match self.property_name(property) {
            Some(name) => match self.leaf_repr_of_str(name) {
                Some(name) => format!("property {name} of '{class}' object has no {missing}"),
                None => format!("property of '{class}' object has no {missing}"),
            },
            None => format!("property of '{class}' object has no {missing}"),
        };
        self.raise(cls::AttributeError, message)
    }

    fn leaf_repr_of_str<'t>(&'t self, name: Value<'t>) -> Option<String> {
        Some(text::repr::repr_for_message(self.as_str(name)?.units(), usize::MAX))
    }

    /// The name a property got from its class, or else that of its getter.
    pub(crate) fn property_name<'t>(&'t self, property: Gc<'t, Property>) -> Option<Value<'t>> {
        if let Some(name) = property.get(Property::name).given() {
            return Some(name);
        }
        let getter = property.get(Property::fget).cast::<Function>()?;
        Some(getter.get(Function::name))
    }
}

/// Calls a bound method with the tuple of arguments in the state.
static CALL: Then = Then::new(|_, args, bound| Ok(Tail::spread(bound, args.expect::<Tuple>(), Value::UNSET)));

static CALL_KEYWORDS: Then = Then::new(|_, state, bound| {
    let state = state.expect::<Tuple>();
    Ok(Tail::spread(bound, state.at(0).expect::<Tuple>(), state.at(1)))
});

/// Bound to a pair of descriptor and object: `descriptor.__get__(object, type(object))(*args, **kwargs)`.
static BIND_AND_CALL: NativeDef = tail("method(pair, /, *args, **kwargs)", bind_and_call).function();

fn bind_and_call<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let pair = args.this::<Tuple>();
    t.call_bound_spread(pair.at(0), pair.at(1), args.get(1).expect::<Tuple>(), args.get(2))
}
