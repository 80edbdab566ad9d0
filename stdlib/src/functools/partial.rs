//! `partial`: a callable with some arguments given ahead, and `Placeholder`, which leaves a gap among them.

use std::cell::Cell;

use gc_api::{Slot, layout};
use vm_core::bootstrap::class_getitem;
use vm_core::natives::{Args, ClassDef, GetSetDef, Getter, NativeDef, Tail, class, getset, leaf, tail};
use vm_core::objects::class::{Class, flags};
use vm_core::objects::class_build::instance_dict;
use vm_core::objects::dict::Dict;
use vm_core::objects::sequence::Tuple;
use vm_core::{Gc, Raised, Res, Thread, Value, cls, header};

use crate::ids;

layout! {
    pub struct Partial(ids::FUNCTOOLS.layout(1)) {
        function: Ref,
        /// Tuple.
        args: Ref,
        /// Dict.
        keywords: Ref,
        /// How many of `args` are the placeholder.
        gaps: Raw<usize>,
        map: Ref,
        attrs: Ref,
    }
}

layout! {
    pub struct Placeholder(ids::FUNCTOOLS.layout(2)) {
        unused: Raw<u64>,
    }
}

const PARTIAL_KEY: vm_core::classes::ClassKey = ids::FUNCTOOLS.class(1);

pub static PARTIAL: ClassDef = class(PARTIAL_KEY, "partial")
    .module("functools")
    .doc("Create a new function with partial application of the given arguments and keywords.")
    .layouts(&[ids::FUNCTOOLS.layout(1)])
    .subclassable(ids::FUNCTOOLS.layout(1))
    .flags(flags::WEAKREFABLE)
    .methods(&METHODS)
    .getsets(&GETSETS);

static METHODS: [NativeDef; 4] = [
    leaf("__new__(cls, /, *args, **keywords)", new).static_method(),
    tail("__call__(self, /, *args, **keywords)", call),
    leaf("__get__(self, instance, owner=None, /)", |t, args| {
        Ok(match args.get(1).not_none() {
            Some(instance) => t.bound_method(args.get(0), instance),
            None => args.get(0),
        })
    }),
    class_getitem(),
];

static GETSETS: [GetSetDef; 4] = [
    getset("func", |_, this| Ok(this.expect::<Partial>().get(Partial::function)), read_only),
    getset("args", |_, this| Ok(this.expect::<Partial>().get(Partial::args)), read_only),
    getset("keywords", |_, this| Ok(this.expect::<Partial>().get(Partial::keywords)), read_only),
    getset("__dict__", get_dict, |t, this, value| match INSTANCE_DICT.set {
        Some(set) if value.is_set() => set(t, this, value),
        _ => Err(t.type_error("cannot delete __dict__")),
    }),
];

const INSTANCE_DICT: GetSetDef = instance_dict();

fn get_dict<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    match INSTANCE_DICT.get {
        Getter::Leaf(get) => get(t, this),
        Getter::Tail(_) => Err(t.type_error("__dict__ is not at hand")),
    }
}

pub static PLACEHOLDER: ClassDef = class(ids::FUNCTOOLS.class(2), "_PlaceholderType")
    .module("functools")
    .doc("The type of the Placeholder singleton.\n\nUsed as a placeholder for partial arguments.")
    .layouts(&[ids::FUNCTOOLS.layout(2)])
    .methods(&PLACEHOLDER_METHODS);

static PLACEHOLDER_METHODS: [NativeDef; 3] = [
    leaf("__new__(cls, /, *args, **keywords)", |t, args| {
        let given = args.get(1).cast::<Tuple>().map_or(0, Gc::extent);
        if given > 0 || args.get(2).cast::<Dict>().is_some_and(|keywords| !keywords.is_empty()) {
            return Err(t.type_error("PlaceholderType takes no arguments"));
        }
        Ok(placeholder(t))
    })
    .static_method(),
    leaf("__repr__(self, /)", |t, _| Ok(t.str("Placeholder")?.value())),
    leaf("__reduce__(self, /)", |t, _| Ok(t.str("Placeholder")?.value())),
];

fn read_only<'t>(t: &'t Thread, _: Value<'t>, _: Value<'t>) -> Result<(), Raised> {
    Err(t.raise(cls::AttributeError, "readonly attribute"))
}

/// The one placeholder.
pub fn placeholder<'t>(t: &'t Thread) -> Value<'t> {
    let class = t.class(ids::FUNCTOOLS.class(2));
    match class.namespace().named(t, SINGLETON) {
        Some(known) => known,
        None => {
            let made = t.new_object(Placeholder { header: header(), unused: Cell::new(0) }).value();
            // A class of the library is never full.
            let _ = class.namespace().add(t, SINGLETON, made);
            made
        }
    }
}

/// Where the class keeps its only instance.
const SINGLETON: &str = "__singleton__";

/// The arguments of a new partial: those of a partial it is made of come first.
fn joined<'t>(t: &'t Thread, old: Gc<'t, Tuple>, gaps: usize, new: &[Value<'t>]) -> Result<Gc<'t, Tuple>, Raised> {
    let mut rest = new.iter().copied();
    let mut all = Vec::with_capacity(old.extent() + new.len());
    let gap = (gaps > 0).then(|| placeholder(t));
    for index in 0..old.extent() {
        let value = old.at(index);
        all.push(if Some(value) == gap { rest.next().unwrap_or(value) } else { value });
    }
    all.extend(rest);
    t.tuple(&all)
}

fn count_gaps<'t>(t: &'t Thread, args: Gc<'t, Tuple>) -> usize {
    let gap = placeholder(t);
    (0..args.extent()).filter(|&index| args.at(index) == gap).count()
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let class = t.class_argument(args.get(0), PARTIAL_KEY)?;
    let (given, keywords) = (args.get(1).expect::<Tuple>(), args.get(2).cast::<Dict>());
    if given.extent() == 0 {
        return Err(t.type_error("type 'partial' takes at least one argument"));
    }
    let mut function = given.at(0);
    if !t.is_callable(function) {
        return Err(t.type_error("the first argument must be callable"));
    }
    let given: Vec<Value<'t>> = (1..given.extent()).map(|index| given.at(index)).collect();
    let gap = placeholder(t);
    if given.last() == Some(&gap) {
        return Err(t.type_error("trailing Placeholders are not allowed"));
    }
    if keywords.is_some_and(|keywords| keywords.iter().any(|(_, value)| value == gap)) {
        return Err(t.type_error("Placeholder cannot be passed as a keyword argument"));
    }
    let mut all_keywords = t.new_dict();
    // A partial of a partial is one, unless attributes of the inner one would be lost or its class calls otherwise.
    let inner = function.cast::<Partial>().filter(|inner| !inner.get(Partial::attrs).is_set() && plain_call(t, *inner));
    let all = match inner {
        Some(inner) => {
            function = inner.get(Partial::function);
            all_keywords = inner.get(Partial::keywords).expect::<Dict>().copy(t)?;
            joined(t, inner.get(Partial::args).expect(), inner.get(Partial::gaps), &given)?
        }
        None => t.tuple(&given)?,
    };
    for (key, value) in keywords.into_iter().flat_map(Gc::<Dict>::iter) {
        all_keywords.set_str(t, key.expect(), value)?;
    }
    let made = t.new_object(Partial {
        header: header(),
        function: Slot::new(function.word()),
        args: Slot::new(all.word()),
        keywords: Slot::new(all_keywords.word()),
        gaps: Cell::new(count_gaps(t, all)),
        map: Slot::new(class.get(Class::root_map).word()),
        attrs: Slot::default(),
    });
    t.finalisable(class, made.obj());
    Ok(made.value())
}

fn plain_call<'t>(t: &'t Thread, this: Gc<'t, Partial>) -> bool {
    t.lookup_special(this.value(), vm_core::sym::__call__) == t.lookup_sym(t.class(PARTIAL_KEY), vm_core::sym::__call__)
}

fn call<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Partial>();
    let (given, keywords) = (args.get(1).expect::<Tuple>(), args.get(2).cast::<Dict>());
    let (ahead, gaps) = (this.get(Partial::args).expect::<Tuple>(), this.get(Partial::gaps));
    if given.extent() < gaps {
        return Err(t.type_error(format_args!(
            "missing positional arguments in 'partial' call; expected at least {gaps}, got {}",
            given.extent()
        )));
    }
    let function = this.get(Partial::function);
    let all_keywords = all_keywords(t, this.get(Partial::keywords).expect(), keywords)?;
    if gaps == 0 && !all_keywords.is_set() && ahead.extent() + given.extent() <= 4 {
        let mut all = [Value::UNSET; 4];
        let count = ahead.extent() + given.extent();
        for (index, slot) in all.iter_mut().enumerate().take(count) {
            *slot = if index < ahead.extent() { ahead.at(index) } else { given.at(index - ahead.extent()) };
        }
        return Ok(Tail::call(function, &all[..count]));
    }
    let all = if given.extent() == 0 {
        ahead
    } else if gaps > 0 {
        let given: Vec<Value<'t>> = (0..given.extent()).map(|index| given.at(index)).collect();
        joined(t, ahead, gaps, &given)?
    } else {
        let all = t.new_tuple(ahead.extent() + given.extent())?;
        all.copy_from(t, 0, ahead, 0, ahead.extent());
        all.copy_from(t, ahead.extent(), given, 0, given.extent());
        all
    };
    Ok(Tail::spread(function, all, all_keywords))
}

/// Those given ahead, overridden by those of the call; unset if there are none.
fn all_keywords<'t>(t: &'t Thread, ahead: Gc<'t, Dict>, given: Option<Gc<'t, Dict>>) -> Res<'t> {
    let given = given.filter(|given| !given.is_empty());
    match given {
        None if ahead.is_empty() => Ok(Value::UNSET),
        None => Ok(ahead.value()),
        Some(given) if ahead.is_empty() => Ok(given.value()),
        Some(given) => {
            let all = ahead.copy(t)?;
            for (key, value) in given.iter() {
                all.set_str(t, key.expect(), value)?;
            }
            Ok(all.value())
        }
    }
}

/// What `__setstate__` puts in place: a callable, a tuple and a dict, checked.
pub fn set_state<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Partial>();
    let given = args.get(2).expect::<Tuple>();
    this.set(t, Partial::function, args.get(1));
    this.set(t, Partial::args, given.value());
    this.set(t, Partial::keywords, args.get(3));
    this.set_raw(Partial::gaps, count_gaps(t, given));
    Ok(Value::NONE)
}
