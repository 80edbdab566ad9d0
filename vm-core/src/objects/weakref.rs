//! Weak references, and the table that knows those of each object.
//!
//! The table maps an object's identity to a chain of links to its references; the links are weak too, so that nothing
//! lives longer for being in it. Identities are reused, so whoever reads a chain checks the referents.

use gc_api::{Collector as _, Slot, SlotRef, layout};

use crate::Thread;
use crate::classes::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, Wording, class, leaf, member, tail};
use crate::objects::class::{Class, SubclassLink, flags};
use crate::objects::sequence::Tuple;
use crate::protocols::Compare;
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};
use crate::vm::ready;

layout! {
    pub struct WeakRef(layouts::WEAK_REF, last layouts::WEAK_REF_SUB) {
        /// Cleared by the collector; read through `Collector::load_weak`.
        referent: Weak,
        /// Unset if there is none, or when it has run.
        callback: Ref,
        /// The referent's hash, once somebody asked.
        hash: Ref,
    } weak referent
}

layout! {
    pub struct WeakRefSub(layouts::WEAK_REF_SUB) extends WeakRef {
        map: Ref,
        attrs: Ref,
    }
}

pub static WEAKREF: ClassDef = class(cls::weakref, "ReferenceType")
    .module("weakref")
    .layouts(&[layouts::WEAK_REF])
    .subclassable(layouts::WEAK_REF_SUB)
    .methods(&METHODS)
    .getsets(&GETSETS);

static METHODS: [NativeDef; 8] = [
    leaf("__new__(type, object, callback=None, /, *args, **kwargs)", new)
        .static_method()
        .wording(Wording::UnpackingAs("__new__")),
    leaf("__init__(self, object, callback=None, /)", |_, _| Ok(Value::NONE)),
    leaf("__call__(self, /)", |t, args| Ok(t.referent(args.this()).unwrap_or(Value::NONE))),
    tail("__hash__(self, /)", hash),
    tail("__eq__(self, value, /)", |t, args| equal(t, args, Compare::Eq)),
    tail("__ne__(self, value, /)", |t, args| equal(t, args, Compare::Ne)),
    tail("__repr__(self, /)", repr),
    leaf("__class_getitem__(cls, item, /)", |_, args| Ok(args.get(0))).class_method(),
];

static GETSETS: [GetSetDef; 1] = [member("__callback__", |_, this| {
    Ok(this.expect::<WeakRef>().get(WeakRef::callback).given().unwrap_or(Value::NONE))
})];

/// Builtin kinds that can be referred to weakly although their classes do not say so.
const REFERABLE: [gc_api::TypeId; 8] = [
    layouts::FUNCTION,
    layouts::NATIVE_FUNCTION,
    layouts::BOUND_METHOD,
    layouts::CLASS,
    layouts::SET,
    layouts::FROZEN_SET,
    layouts::MODULE,
    layouts::CODE,
];

/// The table forgets the dead when it has grown this much.
const SWEEP_FROM: usize = 4096;

impl Thread {
    /// The callback of a reference whose referent has died: it runs once.
    pub(crate) fn take_weak_callback<'t>(&'t self, reference: Value<'t>) -> Value<'t> {
        let Some(reference) = reference.cast::<WeakRef>() else { return Value::UNSET };
        let callback = reference.get(WeakRef::callback);
        reference.set(self, WeakRef::callback, Value::UNSET);
        callback
    }

    /// What a reference refers to, while it lives.
    pub fn referent<'t>(&'t self, reference: Gc<'t, WeakRef>) -> Option<Value<'t>> {
        // SAFETY: the field of a live object.
        self.weak_value(unsafe { &(*reference.as_ptr()).referent })
    }

    fn weak_value<'t>(&'t self, slot: &Slot) -> Option<Value<'t>> {
        let object = self.heap().collector.load_weak(SlotRef::of(slot))?;
        // SAFETY: the collector keeps what it hands out alive until the next safepoint.
        Some(unsafe { Value::from_word(object.word()) })
    }

    fn can_be_referred_to(&self, value: Value<'_>) -> bool {
        let Some(id) = value.type_id() else { return false };
        REFERABLE.contains(&id)
            || value.is::<Class>()
            || self.class_of(value).get(Class::flags) & flags::WEAKREFABLE != 0
    }

    /// The living references to an object, newest first.
    pub fn weak_references<'t>(&'t self, object: Value<'t>) -> Vec<Gc<'t, WeakRef>> {
        let mut found = Vec::new();
        if !object.is_ref() {
            return found;
        }
        let head = self.vm().weak_references.borrow().get(&self.identity(object)).copied();
        // SAFETY: the table is a root.
        let mut link = head.and_then(|word| unsafe { Value::from_word(word) }.cast::<SubclassLink>());
        while let Some(here) = link {
            // SAFETY: the field of a live object.
            let reference = self.weak_value(unsafe { &(*here.as_ptr()).subclass });
            let reference = reference.and_then(|reference| reference.cast::<WeakRef>());
            found.extend(reference.filter(|reference| self.referent(*reference) == Some(object)));
            link = here.get(SubclassLink::next).cast();
        }
        found
    }

    /// Remembers `reference` as the newest of those to `object`, and forgets the dead ones.
    fn register_reference<'t>(&'t self, object: Value<'t>, reference: Gc<'t, WeakRef>) {
        let mut next = Value::UNSET;
        for other in self.weak_references(object).into_iter().rev().chain([reference]) {
            let link =
                SubclassLink { header: header(), next: Slot::new(next.word()), subclass: Slot::new(other.word()) };
            next = self.new_object(link).value();
        }
        let identity = self.identity(object);
        let mut table = self.vm().weak_references.borrow_mut();
        table.insert(identity, next.word());
        self.vm().changes.referents.borrow_mut().push(identity);
        if table.len() >= SWEEP_FROM && table.len() == table.capacity() {
            table.retain(|_, word| {
                // SAFETY: the table is a root.
                let link = unsafe { Value::from_word(*word) }.cast::<SubclassLink>();
                link.is_some_and(|link| {
                    // SAFETY: the field of a live object.
                    self.weak_value(unsafe { &(*link.as_ptr()).subclass }).is_some()
                })
            });
        }
    }

    /// `weakref.ref(object, callback)` of this class; a plain one without callback exists once per object.
    pub fn weak_reference<'t>(
        &'t self,
        class: Gc<'t, Class>,
        object: Value<'t>,
        callback: Option<Value<'t>>,
    ) -> Result<Gc<'t, WeakRef>, Raised> {
        if !self.can_be_referred_to(object) {
            return Err(
                self.type_error(format_args!("cannot create weak reference to '{}' object", self.class_name(object)))
            );
        }
        let plain = class == self.class(cls::weakref);
        if plain && callback.is_none() {
            let known = self.weak_references(object).into_iter();
            let mut known = known.filter(|known| known.type_id() == layouts::WEAK_REF);
            if let Some(known) = known.find(|known| !known.get(WeakRef::callback).is_set()) {
                return Ok(known);
            }
        }
        let base = WeakRef {
            header: header(),
            referent: Slot::new(object.word()),
            callback: Slot::new(callback.unwrap_or(Value::UNSET).word()),
            hash: Slot::default(),
        };
        let made = if plain {
            self.new_object(base)
        } else {
            let map = Slot::new(class.get(Class::root_map).word());
            let made = self.new_object(WeakRefSub { header: base, map, attrs: Slot::default() });
            self.finalisable(class, made.obj());
            made.upcast()
        };
        if callback.is_some() {
            self.heap().collector.set_weak_callback(made.obj());
        }
        self.register_reference(object, made);
        Ok(made)
    }
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(class) = args.get(0).cast::<Class>() else {
        return Err(t.type_error("weakref.__new__(X): X is not a type object"));
    };
    Ok(t.weak_reference(class, args.get(1), args.get(2).not_none())?.value())
}

fn hash<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static KEEP: Then = Then::new(|t, this, hash| {
        this.expect::<WeakRef>().set(t, WeakRef::hash, hash);
        ready(hash)
    });
    let this = args.this::<WeakRef>();
    if let Some(hash) = this.get(WeakRef::hash).given() {
        return ready(hash);
    }
    match t.referent(this) {
        Some(object) => t.hash(object)?.then(t, &KEEP, this.value()),
        None => Err(t.type_error("weak object has gone away")),
    }
}

/// Living referents are compared; otherwise the references themselves.
fn equal<'t>(t: &'t Thread, args: Args<'t>, compare: Compare) -> Result<Tail<'t>, Raised> {
    let this = args.this::<WeakRef>();
    let Some(other) = args.get(1).cast::<WeakRef>() else { return ready(Value::NOT_IMPLEMENTED) };
    match (t.referent(this), t.referent(other)) {
        (Some(a), Some(b)) => t.compare(compare, a, b),
        _ => ready(Value::bool((this == other) == matches!(compare, Compare::Eq))),
    }
}

/// Objects that have a name show it, so this asks Python.
fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static NAMED: Then = Then::new(|t, state, name| {
        let state = state.expect::<Tuple>();
        let name = t.as_str(name).filter(|_| name != Value::MISSING).map(|name| format!(" ({})", name.to_text()));
        let (at, object) = (t.identity(state.at(0)), state.at(1));
        let class = t.full_class_name(t.class_of(object));
        let class = class.strip_prefix("__main__.").unwrap_or(&class);
        let text =
            format!("<weakref at {at:#x}; to '{class}' at {:#x}{}>", t.identity(object), name.unwrap_or_default());
        ready(t.str(&text)?.value())
    });
    let this = args.this::<WeakRef>();
    match t.referent(this) {
        Some(object) => {
            let state = t.small_tuple([this.value(), object]).value();
            t.getattr_opt(object, t.intern_text("__name__"))?.then(t, &NAMED, state)
        }
        None => ready(t.str(&format!("<weakref at {:#x}; dead>", t.identity(this.value())))?.value()),
    }
}
