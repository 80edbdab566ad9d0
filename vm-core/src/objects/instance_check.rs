//! `isinstance` and `issubclass`.

use crate::Thread;
use crate::classes::cls;
use crate::natives::{Tail, Then};
use crate::objects::class::{Class, flags};
use crate::objects::sequence::Tuple;
use crate::symbols::{Sym, sym};
use crate::value::{Gc, Raised, Value};

type Step<'t> = Result<Tail<'t>, Raised>;

impl Thread {
    /// `isinstance(value, class)`, with tuples and `__instancecheck__`.
    pub fn isinstance_full<'t>(&'t self, value: Value<'t>, class: Value<'t>) -> Step<'t> {
        if self.class_of(value).value() == class {
            return Ok(Value::TRUE.into());
        }
        self.check_against(value, class, sym::__instancecheck__)
    }

    /// `issubclass(class, base)`, with tuples and `__subclasscheck__`.
    pub fn issubclass_full<'t>(&'t self, class: Value<'t>, base: Value<'t>) -> Step<'t> {
        self.check_against(class, base, sym::__subclasscheck__)
    }

    fn check_against<'t>(&'t self, value: Value<'t>, class: Value<'t>, hook: Sym) -> Step<'t> {
        if let Some(known) = class.cast::<Class>() {
            if self.uses_plain_check(known, hook) {
                return self.plain_check(value, known, hook);
            }
        }
        if let Some(choices) = class.cast::<Tuple>() {
            let choices = self.tuple(&flatten_choices(choices))?;
            return self.check_any(value, choices, 0, hook);
        }
        match self.lookup_special(class, hook) {
            Some(method) => self.call_bound(method, class, &[value])?.then(self, &TRUTH, Value::UNSET),
            None => self.check_by_bases(value, class, hook),
        }
    }

    /// Is the class's check that of `type`?
    fn uses_plain_check<'t>(&'t self, class: Gc<'t, Class>, hook: Sym) -> bool {
        let metaclass = class.metaclass();
        let standard = self.class(cls::type_);
        metaclass == standard || self.lookup_sym(metaclass, hook) == self.lookup_sym(standard, hook)
    }

    fn plain_check<'t>(&'t self, value: Value<'t>, class: Gc<'t, Class>, hook: Sym) -> Step<'t> {
        if hook == sym::__instancecheck__ {
            self.plain_isinstance(value, class)
        } else {
            self.plain_issubclass(value, class.value())
        }
    }

    /// Is any of the classes from number `index` on the answer?
    fn check_any<'t>(&'t self, value: Value<'t>, choices: Gc<'t, Tuple>, index: usize, hook: Sym) -> Step<'t> {
        for index in index..choices.extent() {
            let class = choices.at(index);
            let tail = if hook == sym::__instancecheck__ {
                self.isinstance_full(value, class)?
            } else {
                self.issubclass_full(value, class)?
            };
            match tail {
                Tail::Value(Value::TRUE) => return Ok(Value::TRUE.into()),
                Tail::Value(_) => {}
                call => {
                    let next = self.int_usize(index + 1);
                    let is_instance = Value::bool(hook == sym::__instancecheck__);
                    let state = self.small_tuple([value, choices.value(), next, is_instance]);
                    return call.then(self, &OR_NEXT, state.value());
                }
            }
        }
        Ok(Value::FALSE.into())
    }

    /// `type.__instancecheck__`.
    pub(crate) fn plain_isinstance<'t>(&'t self, value: Value<'t>, class: Gc<'t, Class>) -> Step<'t> {
        let found = self.class_of(value);
        if self.is_subclass(found, class) {
            return Ok(Value::TRUE.into());
        }
        if !found.has(flags::CUSTOM_CLASS | flags::CUSTOM_GETATTRIBUTE) {
            return Ok(Value::FALSE.into());
        }
        // The object may say that it is of another class.
        let state = class.value();
        self.getattr_opt(value, self.sym(sym::__class__).expect())?.then(self, &CLAIMED, state)
    }

    /// `type.__subclasscheck__`.
    pub(crate) fn plain_issubclass<'t>(&'t self, class: Value<'t>, base: Value<'t>) -> Step<'t> {
        if let (Some(class), Some(base)) = (class.cast::<Class>(), base.cast::<Class>()) {
            return Ok(Value::bool(self.is_subclass(class, base)).into());
        }
        self.check_by_bases(class, base, sym::__subclasscheck__)
    }

    /// For things that are no classes but have `__bases__`.
    fn check_by_bases<'t>(&'t self, value: Value<'t>, class: Value<'t>, hook: Sym) -> Step<'t> {
        let is_instance = hook == sym::__instancecheck__;
        let state = self.small_tuple([value, class, Value::bool(is_instance)]);
        if class.is::<Class>() {
            return Tail::Value(class).then(self, &BASES_OF_SECOND, state.value());
        }
        self.getattr_opt(class, self.sym(sym::__bases__).expect())?.then(self, &BASES_OF_SECOND, state.value())
    }

    /// Is `wanted` reachable from `class` through `__bases__`? The state is a list of what is still to be looked at.
    fn search_bases<'t>(&'t self, wanted: Value<'t>, open: Gc<'t, Tuple>) -> Step<'t> {
        let Some(first) = (open.extent() > 0).then(|| open.at(0)) else { return Ok(Value::FALSE.into()) };
        if first == wanted {
            return Ok(Value::TRUE.into());
        }
        let rest: Vec<Value<'t>> = (1..open.extent()).map(|index| open.at(index)).collect();
        let state = self.small_tuple([wanted, self.tuple(&rest)?.value()]);
        self.getattr_opt(first, self.sym(sym::__bases__).expect())?.then(self, &MORE_BASES, state.value())
    }
}

/// Tuples of classes may nest, as deeply as they like: all classes in order.
fn flatten_choices<'t>(choices: Gc<'t, Tuple>) -> Vec<Value<'t>> {
    let mut flat = Vec::new();
    let mut open = vec![(choices, 0)];
    while let Some((choices, index)) = open.pop() {
        if index == choices.extent() {
            continue;
        }
        open.push((choices, index + 1));
        match choices.at(index).cast::<Tuple>() {
            Some(inner) => open.push((inner, 0)),
            None => flat.push(choices.at(index)),
        }
    }
    flat
}

/// A hook's answer as a bool.
static TRUTH: Then = Then::new(|t, _, answer| t.truth(answer));

/// The state is (value, choices, next index, is it isinstance).
static OR_NEXT: Then = Then::new(|t, state, answer| {
    if answer.is_true() {
        return Ok(answer.into());
    }
    let state = state.expect::<Tuple>();
    let next = state.at(2).as_small_int().unwrap_or(0) as usize;
    let hook = if state.at(3).is_true() { sym::__instancecheck__ } else { sym::__subclasscheck__ };
    t.check_any(state.at(0), state.at(1).expect(), next, hook)
});

/// The result is `value.__class__` or MISSING; the state, the class asked for.
static CLAIMED: Then = Then::new(|t, class, claimed| {
    let is_subclass = claimed.cast::<Class>().is_some_and(|claimed| t.is_subclass(claimed, class.expect()));
    Ok(Value::bool(is_subclass).into())
});

/// The result is `__bases__` of the second argument. The state is (value, class, is it isinstance).
static BASES_OF_SECOND: Then = Then::new(|t, state, bases| {
    let parts = state.expect::<Tuple>();
    let (value, class, is_instance) = (parts.at(0), parts.at(1), parts.at(2).is_true());
    if !class.is::<Class>() && !bases.is::<Tuple>() {
        return Err(t.type_error(if is_instance {
            "isinstance() arg 2 must be a type, a tuple of types, or a union"
        } else {
            "issubclass() arg 2 must be a class, a tuple of classes, or a union"
        }));
    }
    if is_instance {
        return t.getattr_opt(value, t.sym(sym::__class__).expect())?.then(t, &SEARCH_FROM, class);
    }
    t.getattr_opt(value, t.sym(sym::__bases__).expect())?.then(t, &BASES_OF_FIRST, state)
});

static BASES_OF_FIRST: Then = Then::new(|t, state, bases| {
    let parts = state.expect::<Tuple>();
    if !bases.is::<Tuple>() {
        return Err(t.type_error("issubclass() arg 1 must be a class"));
    }
    t.search_bases(parts.at(1), t.small_tuple([parts.at(0)]))
});

/// The result is `value.__class__`; the state, the class asked for.
static SEARCH_FROM: Then = Then::new(|t, wanted, class| {
    if class == Value::MISSING {
        return Ok(Value::FALSE.into());
    }
    t.search_bases(wanted, t.small_tuple([class]))
});

/// The state is (wanted, still to be looked at).
static MORE_BASES: Then = Then::new(|t, state, bases| {
    let state = state.expect::<Tuple>();
    let rest = state.at(1).expect::<Tuple>();
    let mut open: Vec<Value<'_>> = Vec::new();
    if let Some(bases) = bases.cast::<Tuple>() {
        open.extend((0..bases.extent()).map(|index| bases.at(index)));
    }
    open.extend((0..rest.extent()).map(|index| rest.at(index)));
    t.search_bases(state.at(0), t.tuple(&open)?)
});
