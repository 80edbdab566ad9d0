//! Making classes, the steps that may run Python: `type.__new__` and `__build_class__`.
//!
//! Each is a chain of steps; what a step needs lies in the state of its continuation.

use crate::Thread;
use crate::classes::cls;
use crate::natives::{Args, NativeDef, Tail, Then, tail};
use crate::objects::class::{Class, flags};
use crate::objects::dict::Dict;
use crate::objects::function::{Cell, Function, MethodDescriptor};
use crate::objects::sequence::{List, Tuple};
use crate::objects::string::Str;
use crate::symbols::{Sym, sym};
use crate::value::{Gc, Raised, Value};

type Step<'t> = Result<Tail<'t>, Raised>;

// type.__new__

pub(crate) fn type_new<'t>(t: &'t Thread, args: Args<'t>) -> Step<'t> {
    let Some(metaclass) = args.get(0).cast::<Class>() else {
        let found = t.class_name(args.get(0));
        return Err(t.type_error(format_args!("type.__new__(X): X is not a type object ({found})")));
    };
    if !t.is_subclass(metaclass, t.class(cls::type_)) {
        let name = t.name_of_class(metaclass);
        return Err(t.type_error(format_args!("type.__new__({name}): {name} is not a subtype of type")));
    }
    let given = args.get(1).expect::<Tuple>();
    if given.extent() != 3 {
        return Err(t.type_error(format_args!("type.__new__() takes exactly 3 arguments ({} given)", given.extent())));
    }
    t.type_new(metaclass, given, args.get(2))
}

impl Thread {
    /// `type.__new__(metaclass, name, bases, namespace, **keywords)`.
    pub(crate) fn type_new<'t>(
        &'t self,
        metaclass: Gc<'t, Class>,
        args: Gc<'t, Tuple>,
        keywords: Value<'t>,
    ) -> Step<'t> {
        let Some(name) = self.as_str(args.at(0)) else { return Err(self.bad_argument(1, "str", args.at(0))) };
        let Some(bases) = args.at(1).cast::<Tuple>() else { return Err(self.bad_argument(2, "tuple", args.at(1))) };
        let Some(namespace) = args.at(2).cast::<Dict>() else { return Err(self.bad_argument(3, "dict", args.at(2))) };
        if name.units().iter().any(|code| code == 0) {
            return Err(self.value_error("type name must not contain null characters"));
        }
        for index in 0..bases.extent() {
            let base = bases.at(index);
            if !base.is::<Class>() && self.own_or_class_has(base, sym::__mro_entries__) {
                return Err(self.type_error("type() doesn't support MRO entry resolution; use types.new_class()"));
            }
        }
        let winner = self.winning_metaclass(metaclass, bases)?;
        if winner != metaclass {
            let new = self.lookup_sym(winner, sym::__new__);
            if let Some(new) = new.filter(|new| Some(*new) != self.lookup_sym(self.class(cls::type_), sym::__new__)) {
                let args = self.prepend(winner.value(), args)?;
                let function = self.bind_found(new, Value::UNSET, winner)?;
                let state = self.small_tuple([args.value(), keywords]);
                return function.then(self, &CALL, state.value());
            }
        }
        let plan = self.small_tuple([winner.value(), name.value(), bases.value(), namespace.value(), keywords]);
        let slots = match namespace.get_sym(self, sym::__slots__) {
            None => Tail::Value(Value::UNSET),
            Some(slots) if self.as_str(slots).is_some() => Tail::Value(self.small_tuple([slots]).value()),
            Some(slots) if slots.cast_exact::<Tuple>().is_some() => Tail::Value(slots),
            Some(slots) => Tail::call(self.class(cls::tuple).value(), &[slots]),
        };
        slots.then(self, &WITH_SLOTS, plan.value())
    }

    fn own_or_class_has<'t>(&'t self, value: Value<'t>, name: Sym) -> bool {
        self.lookup_special(value, name).is_some() || self.own_attribute(value, self.sym(name).expect()).is_some()
    }

    #[cold]
    fn bad_argument<'t>(&'t self, number: usize, wanted: &str, found: Value<'t>) -> Raised {
        let found = self.class_name(found);
        self.type_error(format_args!("type.__new__() argument {number} must be {wanted}, not {found}"))
    }

    fn set_names<'t>(&'t self, class: Gc<'t, Class>, keywords: Value<'t>) -> Step<'t> {
        let mut pending = Vec::new();
        for (name, value) in class.namespace().iter() {
            if self.lookup_special(value, sym::__set_name__).is_some() {
                pending.push(name);
                pending.push(value);
            }
        }
        let pending = self.tuple(&pending)?;
        self.set_name_from(class, keywords, pending, 0)
    }

    /// Calls `__set_name__` of the pending values from number `index` on, then `__init_subclass__`.
    fn set_name_from<'t>(
        &'t self,
        class: Gc<'t, Class>,
        keywords: Value<'t>,
        pending: Gc<'t, Tuple>,
        index: usize,
    ) -> Step<'t> {
        if index == pending.extent() {
            return self.init_subclass(class, keywords);
        }
        let (name, value) = (pending.at(index), pending.at(index + 1));
        let state = self.small_tuple([class.value(), keywords, pending.value(), self.int_usize(index)]);
        match self.lookup_special(value, sym::__set_name__) {
            Some(method) => {
                self.call_bound(method, value, &[class.value(), name])?.then(self, &NEXT_SET_NAME, state.value())
            }
            None => self.set_name_from(class, keywords, pending, index + 2),
        }
    }

    fn init_subclass<'t>(&'t self, class: Gc<'t, Class>, keywords: Value<'t>) -> Step<'t> {
        let name = self.sym(sym::__init_subclass__).expect::<Str>();
        let none = keywords.cast::<Dict>().is_none_or(|keywords| keywords.is_empty());
        let home = self.find_home_from(class.mro(), 1, name);
        if none && home.is_some_and(|(owner, _)| owner == self.class(cls::object)) {
            return Ok(class.value().into());
        }
        let state = self.small_tuple([keywords, class.value()]);
        self.super_getattr(class, class.value(), name)?.then(self, &CALL_INIT_SUBCLASS, state.value())
    }
}

/// Calls the result with the arguments and keywords in the state.
static CALL: Then = Then::new(|_, state, function| {
    let state = state.expect::<Tuple>();
    Ok(Tail::spread(function, state.at(0).expect(), state.at(1)))
});

/// The state is (metaclass, name, bases, namespace, keywords); the result, `__slots__` as a tuple or unset.
static WITH_SLOTS: Then = Then::new(|t, plan, slots| {
    let parts = plan.expect::<Tuple>();
    let metaclass = parts.at(0).expect::<Class>();
    let class = t.create_class(metaclass, parts.at(1).expect(), parts.at(2).expect(), parts.at(3).expect(), slots)?;
    let standard = t.lookup_sym(t.class(cls::type_), sym::mro);
    match t.lookup_sym(metaclass, sym::mro) {
        Some(mro) if Some(mro) != standard => {
            let state = t.small_tuple([class.value(), parts.at(4)]);
            t.call_bound(mro, class.value(), &[])?.then(t, &WITH_MRO_RESULT, state.value())
        }
        _ => t.set_names(class, parts.at(4)),
    }
});

static WITH_MRO_RESULT: Then = Then::new(|t, state, result| {
    let items = match result.cast_exact::<Tuple>() {
        Some(tuple) => Tail::Value(tuple.value()),
        None => Tail::call(t.class(cls::tuple).value(), &[result]),
    };
    items.then(t, &WITH_MRO, state)
});

/// A metaclass computed the MRO: check it and use it.
static WITH_MRO: Then = Then::new(|t, state, mro| {
    let (state, mro) = (state.expect::<Tuple>(), mro.expect::<Tuple>());
    let class = state.at(0).expect::<Class>();
    t.check_mro(class, mro)?;
    class.set(t, Class::mro, mro.value());
    t.class_changed(class);
    t.set_names(class, state.at(1))
});

impl Thread {
    fn check_mro<'t>(&'t self, class: Gc<'t, Class>, mro: Gc<'t, Tuple>) -> Result<(), Raised> {
        let solid = self.solid_base(class);
        for index in 0..mro.extent() {
            let entry = mro.at(index);
            let Some(base) = entry.cast::<Class>() else {
                let found = self.class_name(entry);
                return Err(self.type_error(format_args!("mro() returned a non-class ('{found}')")));
            };
            if !self.is_subclass(solid, self.solid_base(base)) {
                let name = self.name_of_class(base);
                return Err(self.type_error(format_args!("mro() returned base with unsuitable layout ('{name}')")));
            }
        }
        Ok(())
    }
}

/// The state is (class, keywords, pending, index).
static NEXT_SET_NAME: Then = Then::catching(
    |t, state, _| {
        let state = state.expect::<Tuple>();
        let index = state.at(3).as_small_int().unwrap_or(0) as usize;
        t.set_name_from(state.at(0).expect(), state.at(1), state.at(2).expect(), index + 2)
    },
    |t, state, raised| {
        let state = state.expect::<Tuple>();
        let (class, pending) = (state.at(0).expect::<Class>(), state.at(2).expect::<Tuple>());
        let index = state.at(3).as_small_int().unwrap_or(0) as usize;
        let name = match t.as_str(pending.at(index)) {
            Some(name) => text::repr::repr_for_message(name.units(), usize::MAX),
            None => t.class_name(pending.at(index)),
        };
        let note = format!(
            "Error calling __set_name__ on '{}' instance {name} in '{}'",
            t.class_name(pending.at(index + 1)),
            t.name_of_class(class)
        );
        let exception = t.take_exception(raised);
        t.add_note(exception, &note)?;
        Err(t.reraise(exception))
    },
);

impl Thread {
    /// Appends to the exception's `__notes__`.
    fn add_note<'t>(&'t self, exception: Value<'t>, note: &str) -> Result<(), Raised> {
        let note = self.str(note)?.value();
        let name = self.sym(sym::__notes__).expect::<Str>();
        match self.own_attribute(exception, name).and_then(Value::cast::<List>) {
            Some(notes) => notes.push(self, note),
            None => {
                let notes = self.list(&[note])?;
                self.generic_setattr(exception, name, notes.value()).map(|_| ())
            }
        }
    }
}

/// The state is (keywords, class); the result, the bound `__init_subclass__`.
static CALL_INIT_SUBCLASS: Then = Then::new(|t, state, function| {
    let state = state.expect::<Tuple>();
    Tail::spread(function, t.new_tuple(0)?, state.at(0)).then(t, &GIVE_STATE, state.at(1))
});

/// The result is the state.
static GIVE_STATE: Then = Then::new(|_, state, _| Ok(state.into()));

// __build_class__

pub(crate) static BUILD_CLASS: NativeDef = tail("__build_class__(*args, **kwds)", build_class)
    .function()
    .doc("Internal helper function used by the class statement.");

/// What the steps of `__build_class__` know; a tuple on the heap.
struct Build<'t>(Gc<'t, Tuple>);

impl<'t> Build<'t> {
    const FUNCTION: usize = 0;
    const NAME: usize = 1;
    const GIVEN_BASES: usize = 2;
    const BASES: usize = 3;
    const METACLASS: usize = 4;
    const KEYWORDS: usize = 5;
    const NAMESPACE: usize = 6;
    const CELL: usize = 7;
    const PARTS: usize = 8;

    fn of(state: Value<'t>) -> Build<'t> {
        Build(state.expect())
    }

    fn part(&self, part: usize) -> Value<'t> {
        self.0.at(part)
    }

    fn set(&self, t: &'t Thread, part: usize, value: Value<'t>) {
        self.0.put(t, part, value);
    }
}

fn build_class<'t>(t: &'t Thread, args: Args<'t>) -> Step<'t> {
    let given = args.get(0).expect::<Tuple>();
    if given.extent() < 2 {
        return Err(t.type_error("__build_class__: not enough arguments"));
    }
    if !given.at(0).is::<Function>() {
        return Err(t.type_error("__build_class__: func must be a function"));
    }
    if t.as_str(given.at(1)).is_none() {
        return Err(t.type_error("__build_class__: name is not a string"));
    }
    let bases: Vec<Value<'t>> = (2..given.extent()).map(|index| given.at(index)).collect();
    let build = Build(t.new_tuple(Build::PARTS)?);
    build.set(t, Build::FUNCTION, given.at(0));
    build.set(t, Build::NAME, given.at(1));
    build.set(t, Build::GIVEN_BASES, t.tuple(&bases)?.value());
    if let Some(keywords) = args.get(1).cast::<Dict>() {
        let keywords = keywords.copy(t)?;
        if let Some(metaclass) = keywords.remove_str(t, t.sym(sym::metaclass).expect()) {
            build.set(t, Build::METACLASS, metaclass);
        }
        if !keywords.is_empty() {
            build.set(t, Build::KEYWORDS, keywords.value());
        }
    }
    if bases.iter().all(|base| base.is::<Class>()) {
        build.set(t, Build::BASES, build.part(Build::GIVEN_BASES));
        return choose_metaclass(t, build);
    }
    let state = t.small_tuple([build.0.value(), t.new_list().value(), Value::small(0)]);
    resolve_bases(t, state)
}

/// Replaces bases that are not classes by what their `__mro_entries__` gives. The state is (build, resolved, index).
fn resolve_bases<'t>(t: &'t Thread, state: Gc<'t, Tuple>) -> Step<'t> {
    let build = Build::of(state.at(0));
    let (given, resolved) = (build.part(Build::GIVEN_BASES).expect::<Tuple>(), state.at(1).expect::<List>());
    let mut index = state.at(2).as_small_int().unwrap_or(0) as usize;
    while index < given.extent() && given.at(index).is::<Class>() {
        resolved.push(t, given.at(index))?;
        index += 1;
    }
    if index == given.extent() {
        build.set(t, Build::BASES, t.tuple_from_list(resolved)?.value());
        return choose_metaclass(t, build);
    }
    let state = t.small_tuple([state.at(0), state.at(1), t.int_usize(index)]);
    t.getattr_opt(given.at(index), t.sym(sym::__mro_entries__).expect())?.then(t, &WITH_MRO_ENTRIES, state.value())
}

static WITH_MRO_ENTRIES: Then = Then::new(|t, state, method| {
    let parts = state.expect::<Tuple>();
    if method == Value::MISSING {
        return add_resolved(t, parts, None);
    }
    Tail::call(method, &[Build::of(parts.at(0)).part(Build::GIVEN_BASES)]).then(t, &ADD_MRO_ENTRIES, state)
});

static ADD_MRO_ENTRIES: Then = Then::new(|t, state, entries| match entries.cast::<Tuple>() {
    Some(entries) => add_resolved(t, state.expect::<Tuple>(), Some(entries)),
    None => Err(t.type_error("__mro_entries__ must return a tuple")),
});

fn add_resolved<'t>(t: &'t Thread, state: Gc<'t, Tuple>, entries: Option<Gc<'t, Tuple>>) -> Step<'t> {
    let index = state.at(2).as_small_int().unwrap_or(0) as usize;
    let resolved = state.at(1).expect::<List>();
    match entries {
        Some(entries) => {
            for entry in 0..entries.extent() {
                resolved.push(t, entries.at(entry))?;
            }
        }
        None => resolved.push(t, Build::of(state.at(0)).part(Build::GIVEN_BASES).expect::<Tuple>().at(index))?,
    }
    resolve_bases(t, t.small_tuple([state.at(0), state.at(1), t.int_usize(index + 1)]))
}

fn choose_metaclass<'t>(t: &'t Thread, build: Build<'t>) -> Step<'t> {
    let bases = build.part(Build::BASES).expect::<Tuple>();
    let metaclass = match build.part(Build::METACLASS).given() {
        Some(metaclass) => metaclass,
        None if bases.extent() > 0 => t.class_of(bases.at(0)).value(),
        None => t.class(cls::type_).value(),
    };
    let metaclass = match metaclass.cast::<Class>() {
        Some(class) => t.winning_metaclass(class, bases)?.value(),
        None => metaclass,
    };
    build.set(t, Build::METACLASS, metaclass);
    if metaclass == t.class(cls::type_).value() {
        return run_body(t, build, t.new_dict().value());
    }
    let prepare = t.getattr_opt(metaclass, t.sym(sym::__prepare__).expect())?;
    prepare.then(t, &WITH_PREPARE, build.0.value())
}

static WITH_PREPARE: Then = Then::new(|t, state, prepare| {
    let build = Build::of(state);
    if prepare == Value::MISSING {
        return run_body(t, build, t.new_dict().value());
    }
    let args = t.small_tuple([build.part(Build::NAME), build.part(Build::BASES)]);
    Tail::spread(prepare, args, build.part(Build::KEYWORDS)).then(t, &PREPARED, state)
});

static PREPARED: Then = Then::new(|t, state, namespace| {
    let build = Build::of(state);
    if namespace.is::<Dict>() || t.lookup_special(namespace, sym::__getitem__).is_some() {
        return run_body(t, build, namespace);
    }
    let found = t.class_name(namespace);
    let metaclass = match build.part(Build::METACLASS).cast::<Class>() {
        Some(metaclass) => t.name_of_class(metaclass),
        None => "<metaclass>".to_owned(),
    };
    Err(t.type_error(format_args!("{metaclass}.__prepare__() must return a mapping, not {found}")))
});

fn run_body<'t>(t: &'t Thread, build: Build<'t>, namespace: Value<'t>) -> Step<'t> {
    build.set(t, Build::NAMESPACE, namespace);
    Tail::call(build.part(Build::FUNCTION), &[namespace]).then(t, &BODY_DONE, build.0.value())
}

/// The body ran; its result is the cell of `__class__`, or None.
static BODY_DONE: Then = Then::new(|t, state, cell| {
    let build = Build::of(state);
    build.set(t, Build::CELL, cell);
    let (given, bases) = (build.part(Build::GIVEN_BASES), build.part(Build::BASES));
    if given == bases {
        return call_metaclass(t, build);
    }
    let namespace = build.part(Build::NAMESPACE);
    match namespace.cast_exact::<Dict>() {
        Some(dict) => {
            dict.set_sym(t, sym::__orig_bases__, given)?;
            call_metaclass(t, build)
        }
        None => t.setitem(namespace, t.sym(sym::__orig_bases__), given)?.then(t, &CALL_METACLASS, state),
    }
});

static CALL_METACLASS: Then = Then::new(|t, state, _| call_metaclass(t, Build::of(state)));

fn call_metaclass<'t>(t: &'t Thread, build: Build<'t>) -> Step<'t> {
    let parts = [build.part(Build::NAME), build.part(Build::BASES), build.part(Build::NAMESPACE)];
    let args = t.small_tuple(parts);
    let metaclass = build.part(Build::METACLASS);
    let keywords = build.part(Build::KEYWORDS);
    if metaclass == t.class(cls::type_).value() {
        return t.type_new(t.class(cls::type_), args, keywords)?.then(t, &CHECK_CELL, build.0.value());
    }
    Tail::spread(metaclass, args, keywords).then(t, &CHECK_CELL, build.0.value())
}

/// Methods that use `__class__` must see the class that was made.
static CHECK_CELL: Then = Then::new(|t, state, made| {
    let build = Build::of(state);
    let (Some(cell), Some(class)) = (build.part(Build::CELL).cast::<Cell>(), made.cast::<Class>()) else {
        return Ok(made.into());
    };
    let content = cell.get(Cell::value);
    if content == made {
        return Ok(made.into());
    }
    let (name, class) = (t.text(build.part(Build::NAME)), t.class_repr(class));
    if !content.is_set() {
        return Err(t.raise(
            cls::RuntimeError,
            format_args!(
                "__class__ not set defining '{name}' as {class}. Was __classcell__ propagated to type.__new__?"
            ),
        ));
    }
    let content = match content.cast::<Class>() {
        Some(content) => t.class_repr(content),
        None => t.class_name(content),
    };
    Err(t.type_error(format_args!("__class__ set to {content} defining '{name}' as {class}")))
});

/// Does the class instantiate through object's `__new__`?
pub(crate) fn uses_object_new<'t>(t: &'t Thread, class: Gc<'t, Class>) -> bool {
    t.lookup_sym(class, sym::__new__) == t.lookup_sym(t.class(cls::object), sym::__new__)
}

/// Does the class initialise through object's `__init__`?
pub(crate) fn uses_object_init<'t>(t: &'t Thread, class: Gc<'t, Class>) -> bool {
    t.lookup_sym(class, sym::__init__)
        .and_then(Value::cast::<MethodDescriptor>)
        .is_some_and(|method| method.get(MethodDescriptor::class) == t.class(cls::object).value())
}

/// Refuses to instantiate a class with abstract methods.
pub(crate) fn refuse_abstract<'t>(t: &'t Thread, class: Gc<'t, Class>) -> Result<(), Raised> {
    if !class.has(flags::ABSTRACT) {
        return Ok(());
    }
    let mut names: Vec<String> = Vec::new();
    if let Some(abstracts) = class.namespace().get_sym(t, sym::__abstractmethods__) {
        if let Some(set) = abstracts.cast::<crate::objects::set::Set>() {
            names.extend(set.iter().map(|name| t.text(name)));
        }
    }
    names.sort();
    let plural = if names.len() == 1 { "" } else { "s" };
    let names: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    Err(t.type_error(format_args!(
        "Can't instantiate abstract class {} without an implementation for abstract method{plural} {}",
        t.name_of_class(class),
        names.join(", ")
    )))
}
