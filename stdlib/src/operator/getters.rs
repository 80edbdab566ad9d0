//! `itemgetter`, `attrgetter`, `methodcaller`: what they fetch is fixed, what they fetch it from is their argument.

use gc_api::{Slot, layout};
use vm_core::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use vm_core::objects::class::flags;
use vm_core::objects::sequence::{List, Tuple};
use vm_core::objects::string::Str;
use vm_core::{Gc, Raised, Res, Thread, Value, header};

use super::part;

mod ids {
    use gc_api::TypeId;
    use vm_core::classes::ClassKey;

    use crate::ids::OPERATOR;

    pub const ITEM_GETTER: TypeId = OPERATOR.layout(0);
    pub const ATTR_GETTER: TypeId = OPERATOR.layout(1);
    pub const METHOD_CALLER: TypeId = OPERATOR.layout(2);
    pub const ITEM_GETTER_CLASS: ClassKey = OPERATOR.class(0);
    pub const ATTR_GETTER_CLASS: ClassKey = OPERATOR.class(1);
    pub const METHOD_CALLER_CLASS: ClassKey = OPERATOR.class(2);
}

layout! {
    pub struct ItemGetter(ids::ITEM_GETTER) {
        /// A tuple of keys, at least one.
        items: Ref,
    }
}

layout! {
    pub struct AttrGetter(ids::ATTR_GETTER) {
        /// The dotted names as given, a tuple.
        names: Ref,
        /// For each name its parts: a tuple of tuples of interned names.
        paths: Ref,
    }
}

layout! {
    pub struct MethodCaller(ids::METHOD_CALLER) {
        name: Ref,
        args: Ref,
        /// A dict, or unset.
        keywords: Ref,
    }
}

pub static ITEM_GETTER: ClassDef = class(ids::ITEM_GETTER_CLASS, "itemgetter")
    .module("operator")
    .doc("Return a callable that fetches items of its argument: itemgetter(2)(r) is r[2].")
    .layouts(&[ids::ITEM_GETTER])
    .flags(flags::WEAKREFABLE)
    .methods(&ITEM_METHODS);

pub static ATTR_GETTER: ClassDef = class(ids::ATTR_GETTER_CLASS, "attrgetter")
    .module("operator")
    .doc("Return a callable that fetches attributes of its argument: attrgetter('a.b')(r) is r.a.b.")
    .layouts(&[ids::ATTR_GETTER])
    .flags(flags::WEAKREFABLE)
    .methods(&ATTR_METHODS);

pub static METHOD_CALLER: ClassDef = class(ids::METHOD_CALLER_CLASS, "methodcaller")
    .module("operator")
    .doc("Return a callable that calls a method of its argument: methodcaller('m', 1)(r) is r.m(1).")
    .layouts(&[ids::METHOD_CALLER])
    .flags(flags::WEAKREFABLE)
    .methods(&METHOD_METHODS);

static ITEM_METHODS: [NativeDef; 4] = [
    leaf("__new__(cls, /, *items)", new_item_getter).static_method(),
    tail("__call__(self, obj, /)", |t, args| {
        let items = args.this::<ItemGetter>().get(ItemGetter::items).expect::<Tuple>();
        fetch_all(t, Fetch::Item, args.get(1), items)
    }),
    leaf("__reduce__(self, /)", |t, args| {
        let items = args.this::<ItemGetter>().get(ItemGetter::items);
        Ok(t.small_tuple([t.class_of(args.get(0)).value(), items]).value())
    }),
    tail("__repr__(self, /)", |t, args| {
        let items = args.this::<ItemGetter>().get(ItemGetter::items);
        part(t, "_repr", &[args.get(0), items, Value::NONE])
    }),
];

static ATTR_METHODS: [NativeDef; 4] = [
    leaf("__new__(cls, /, *attrs)", new_attr_getter).static_method(),
    tail("__call__(self, obj, /)", |t, args| {
        let paths = args.this::<AttrGetter>().get(AttrGetter::paths).expect::<Tuple>();
        fetch_all(t, Fetch::Attribute, args.get(1), paths)
    }),
    leaf("__reduce__(self, /)", |t, args| {
        let names = args.this::<AttrGetter>().get(AttrGetter::names);
        Ok(t.small_tuple([t.class_of(args.get(0)).value(), names]).value())
    }),
    tail("__repr__(self, /)", |t, args| {
        let names = args.this::<AttrGetter>().get(AttrGetter::names);
        part(t, "_repr", &[args.get(0), names, Value::NONE])
    }),
];

static METHOD_METHODS: [NativeDef; 4] = [
    leaf("__new__(cls, /, *args, **kwargs)", new_method_caller).static_method(),
    tail("__call__(self, obj, /)", call_method),
    tail("__reduce__(self, /)", |t, args| {
        let this = args.this::<MethodCaller>();
        let all = name_and_args(t, this)?;
        match this.get(MethodCaller::keywords).given() {
            Some(keywords) => part(t, "_reduce_with_keywords", &[args.get(0), all, keywords]),
            None => Ok(Tail::Value(t.small_tuple([t.class_of(args.get(0)).value(), all]).value())),
        }
    }),
    tail("__repr__(self, /)", |t, args| {
        let this = args.this::<MethodCaller>();
        let keywords = this.get(MethodCaller::keywords).given().unwrap_or(Value::NONE);
        part(t, "_repr", &[args.get(0), name_and_args(t, this)?, keywords])
    }),
];

/// The variable arguments, at least one.
fn some<'t>(t: &'t Thread, args: Args<'t>, name: &str) -> Result<Gc<'t, Tuple>, Raised> {
    match args.get(1).cast::<Tuple>().filter(|items| items.extent() > 0) {
        Some(items) => Ok(items),
        None => Err(t.type_error(format_args!("{name} expected 1 argument, got 0"))),
    }
}

fn new_item_getter<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    t.class_argument(args.get(0), ids::ITEM_GETTER_CLASS)?;
    let items = some(t, args, "itemgetter")?;
    Ok(t.new_object(ItemGetter { header: header(), items: Slot::new(items.word()) }).value())
}

fn new_attr_getter<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    t.class_argument(args.get(0), ids::ATTR_GETTER_CLASS)?;
    let names = some(t, args, "attrgetter")?;
    let paths = t.new_tuple(names.extent())?;
    for index in 0..names.extent() {
        let Some(name) = t.as_str(names.at(index)) else {
            return Err(t.type_error("attribute name must be a string"));
        };
        let parts: Vec<Value<'_>> = name.to_text().split('.').map(|part| t.intern_text(part).value()).collect();
        paths.put(t, index, t.tuple(&parts)?.value());
    }
    let (names, paths) = (Slot::new(names.word()), Slot::new(paths.word()));
    Ok(t.new_object(AttrGetter { header: header(), names, paths }).value())
}

fn new_method_caller<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    t.class_argument(args.get(0), ids::METHOD_CALLER_CLASS)?;
    let Some(given) = args.get(1).cast::<Tuple>().filter(|given| given.extent() > 0) else {
        return Err(t.type_error("methodcaller needs at least one argument, the method name"));
    };
    let Some(name) = t.as_str(given.at(0)) else { return Err(t.type_error("method name must be a string")) };
    let rest: Vec<Value<'_>> = (1..given.extent()).map(|index| given.at(index)).collect();
    let caller = MethodCaller {
        header: header(),
        name: Slot::new(t.intern(name).word()),
        args: Slot::new(t.tuple(&rest)?.word()),
        keywords: Slot::new(args.get(2).word()),
    };
    Ok(t.new_object(caller).value())
}

fn name_and_args<'t>(t: &'t Thread, this: Gc<'t, MethodCaller>) -> Res<'t> {
    Ok(t.prepend(this.get(MethodCaller::name), this.get(MethodCaller::args).expect())?.value())
}

/// What a key is: of an item, or a path of attributes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fetch {
    Item,
    Attribute,
}

fn fetch<'t>(t: &'t Thread, kind: Fetch, object: Value<'t>, key: Value<'t>) -> Result<Tail<'t>, Raised> {
    match kind {
        Fetch::Item => t.getitem(object, key),
        Fetch::Attribute => walk(t, object, key.expect::<Tuple>(), 0),
    }
}

/// The attribute at the end of a path, from its part number `start` on.
fn walk<'t>(t: &'t Thread, object: Value<'t>, path: Gc<'t, Tuple>, start: usize) -> Result<Tail<'t>, Raised> {
    static NEXT: Then = Then::new(|t, state, object| {
        let state = state.expect::<Tuple>();
        walk(t, object, state.at(0).expect(), state.at(1).as_small_int().unwrap_or(0) as usize)
    });
    let mut object = object;
    for index in start..path.extent() {
        match t.getattr(object, path.at(index).expect::<Str>())? {
            Tail::Value(value) => object = value,
            call if index + 1 == path.extent() => return Ok(call),
            call => return call.then(t, &NEXT, t.small_tuple([path.value(), t.int_usize(index + 1)]).value()),
        }
    }
    Ok(Tail::Value(object))
}

/// What one key fetches, or the tuple of what all do.
fn fetch_all<'t>(t: &'t Thread, kind: Fetch, object: Value<'t>, keys: Gc<'t, Tuple>) -> Result<Tail<'t>, Raised> {
    match keys.extent() {
        1 => fetch(t, kind, object, keys.at(0)),
        _ => Gathering { kind, object, keys, found: t.new_list() }.go_on(t),
    }
}

/// Several fetches under way.
struct Gathering<'t> {
    kind: Fetch,
    object: Value<'t>,
    keys: Gc<'t, Tuple>,
    /// The results so far.
    found: Gc<'t, List>,
}

impl<'t> Gathering<'t> {
    fn go_on(self, t: &'t Thread) -> Result<Tail<'t>, Raised> {
        static FOUND: Then = Then::new(|t, state, value| {
            let state = state.expect::<Tuple>();
            let kind = if state.at(0).is_true() { Fetch::Attribute } else { Fetch::Item };
            let (object, keys, found) = (state.at(1), state.at(2).expect(), state.at(3).expect::<List>());
            found.push(t, value)?;
            Gathering { kind, object, keys, found }.go_on(t)
        });
        for index in self.found.len()..self.keys.extent() {
            match fetch(t, self.kind, self.object, self.keys.at(index))? {
                Tail::Value(value) => self.found.push(t, value)?,
                call => {
                    let attribute = Value::bool(self.kind == Fetch::Attribute);
                    let state = t.small_tuple([attribute, self.object, self.keys.value(), self.found.value()]);
                    return call.then(t, &FOUND, state.value());
                }
            }
        }
        Ok(Tail::Value(t.tuple_from_list(self.found)?.value()))
    }
}

fn call_method<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static CALL: Then = Then::new(|_, caller, method| {
        let caller = caller.expect::<MethodCaller>();
        Ok(Tail::spread(method, caller.get(MethodCaller::args).expect(), caller.get(MethodCaller::keywords)))
    });
    let (this, object) = (args.this::<MethodCaller>(), args.get(1));
    let name = this.get(MethodCaller::name).expect::<Str>();
    let arguments = this.get(MethodCaller::args).expect::<Tuple>();
    let keywords = this.get(MethodCaller::keywords);
    match t.method_of(object, name) {
        Some(method) if arguments.extent() == 0 && !keywords.is_set() => Ok(Tail::call(method, &[object])),
        Some(method) => Ok(Tail::spread(method, t.prepend(object, arguments)?, keywords)),
        None => t.getattr(object, name)?.then(t, &CALL, this.value()),
    }
}
