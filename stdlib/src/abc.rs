//! `_abc`: abstract base classes. Which classes were registered, and what was found out about others, is kept by weak
//! reference; an answer found before needs no Python.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

use gc_api::{Slot, layout};
use vm_core::layout_table;
use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use vm_core::objects::class::{Class, flags};
use vm_core::objects::dict::{Dict, Probe};
use vm_core::objects::weakref::WeakRef;
use vm_core::{Gc, Raised, Res, Thread, Value, cls, header, sym};

use crate::ids::ABC;
use crate::imp;

const DATA: gc_api::TypeId = ABC.layout(0);

layout! {
    /// `_abc_impl` of an abstract base class. Each table maps a class's identity to a weak reference to it.
    pub struct Data(DATA) {
        registry: Ref,
        /// Classes known to be derived.
        positive: Ref,
        /// Classes known not to be, as long as nothing more was registered anywhere.
        negative: Ref,
        negative_version: Raw<u64>,
    }
}

pub static LAYOUTS: Layouts = layout_table![Data];

pub static MODULE: ModuleDef = module("_abc")
    .doc("Module contains faster C implementation of abc.ABCMeta")
    .functions(&FUNCTIONS)
    .classes(&[&DATA_CLASS]);

static DATA_CLASS: ClassDef = class(ABC.class(0), "_abc_data").module("_abc").layouts(&[DATA]).flags(flags::NO_NEW);

static FUNCTIONS: [NativeDef; 10] = [
    leaf("get_cache_token()", |t, _| Ok(t.int(version() as i64)))
        .doc("Returns the current ABC cache token.")
        .function(),
    leaf("_new_data()", new_data).function(),
    leaf("_table(cls, which, /)", table).function(),
    leaf("_known(cls, subclass, /)", |t, args| Ok(known(t, args)?.map_or(Value::NONE, Value::bool))).function(),
    leaf("_remember(cls, subclass, derived, /)", remember).function(),
    leaf("_register_reference(cls, subclass, /)", register).function(),
    leaf("_forget(cls, which, /)", forget).function(),
    leaf("_set_pattern_flags(cls, sequence, /)", |t, args| {
        t.set_pattern_kind(args.get(0).expect(), args.get(1).is_true());
        Ok(Value::NONE)
    })
    .function(),
    tail("_abc_instancecheck(self, instance, /)", instance_check)
        .doc("Internal ABC helper for instance checks. Should be never used outside abc module.")
        .function(),
    tail("_abc_subclasscheck(self, subclass, /)", subclass_check)
        .doc("Internal ABC helper for subclass checks. Should be never used outside abc module.")
        .function(),
];

/// Counts registrations: what was found out before one may not hold after it.
static VERSION: AtomicU64 = AtomicU64::new(0);

fn version() -> u64 {
    VERSION.load(Ordering::Relaxed)
}

fn new_data<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    let table = || Slot::new(t.new_dict().word());
    let negative_version = Cell::new(version());
    Ok(t.new_object(Data {
        header: header(),
        registry: table(),
        positive: table(),
        negative: table(),
        negative_version,
    })
    .value())
}

/// `_abc_impl` of a class.
fn data<'t>(t: &'t Thread, class: Value<'t>) -> Result<Gc<'t, Data>, Raised> {
    let Some(found) = class.cast::<Class>() else {
        return Err(t.type_error("_abc_impl is set to a wrong type"));
    };
    let data = t.lookup(found, t.intern_text("_abc_impl")).and_then(|data| data.cast::<Data>());
    data.ok_or_else(|| t.type_error("_abc_impl is set to a wrong type"))
}

/// The registry (0), the classes known to be derived (1) or not to be (2).
fn which<'t>(data: Gc<'t, Data>, number: Value<'t>) -> Gc<'t, Dict> {
    let fields = [Data::registry, Data::positive, Data::negative];
    data.get(fields[number.as_small_int().unwrap_or(0) as usize % 3]).expect()
}

/// The living references of a table.
fn table<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let table = which(data(t, args.get(0))?, args.get(1));
    let living: Vec<Value<'t>> = table.iter().map(|(_, value)| value).filter(|value| alive(t, *value)).collect();
    Ok(t.list(&living)?.value())
}

fn alive<'t>(t: &'t Thread, reference: Value<'t>) -> bool {
    reference.cast::<WeakRef>().is_some_and(|reference| t.referent(reference).is_some())
}

fn forget<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    which(data(t, args.get(0))?, args.get(1)).clear(t);
    Ok(Value::NONE)
}

/// Is the class in the table? Identities are used again, so the reference decides.
fn contains<'t>(t: &'t Thread, table: Gc<'t, Dict>, class: Value<'t>) -> bool {
    let Some((key, hash)) = key_of(t, class) else { return false };
    match table.find(t, key, hash) {
        Probe::Found(index) => {
            let reference = table.value_at(index).cast::<WeakRef>();
            reference.and_then(|reference| t.referent(reference)) == Some(class)
        }
        _ => false,
    }
}

fn key_of<'t>(t: &'t Thread, class: Value<'t>) -> Option<(Value<'t>, i64)> {
    let key = t.int_u64(t.identity(class));
    Some((key, t.leaf_hash(key)?))
}

/// Adds a weak reference to the class. The dead are dropped whenever the table is about to double.
fn insert<'t>(t: &'t Thread, table: Gc<'t, Dict>, class: Value<'t>) -> Result<(), Raised> {
    if table.len() >= 16 && table.len().is_power_of_two() {
        for index in (0..table.filled()).rev() {
            if table.entry(index).is_some_and(|(_, value)| !alive(t, value)) {
                table.remove_at(t, index);
            }
        }
    }
    let reference = t.weak_reference(t.class(cls::weakref), class, None)?.value();
    let Some((key, hash)) = key_of(t, class) else { return Ok(()) };
    match table.find(t, key, hash) {
        Probe::Found(index) => {
            table.set_value_at(t, index, reference);
            Ok(())
        }
        _ => table.insert_new(t, key, hash, reference),
    }
}

/// What is known about a class, if that still holds.
fn known<'t>(t: &'t Thread, args: Args<'t>) -> Result<Option<bool>, Raised> {
    let data = data(t, args.get(0))?;
    answer(t, data, args.get(1))
}

fn answer<'t>(t: &'t Thread, data: Gc<'t, Data>, class: Value<'t>) -> Result<Option<bool>, Raised> {
    if contains(t, which(data, Value::small(1)), class) {
        return Ok(Some(true));
    }
    let negative = which(data, Value::small(2));
    if data.get(Data::negative_version) != version() {
        negative.clear(t);
        data.set_raw(Data::negative_version, version());
        return Ok(None);
    }
    Ok(contains(t, negative, class).then_some(false))
}

fn remember<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let number = Value::small(if args.get(2).is_true() { 1 } else { 2 });
    insert(t, which(data(t, args.get(0))?, number), args.get(1))?;
    Ok(Value::NONE)
}

fn register<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    insert(t, which(data(t, args.get(0))?, Value::small(0)), args.get(1))?;
    VERSION.fetch_add(1, Ordering::Relaxed);
    Ok(Value::NONE)
}

/// The class of the instance, and what it says it is, if that is another.
fn instance_check<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static CHECK: Then = Then::new(|t, state, claimed| {
        let state = state.expect::<vm_core::objects::sequence::Tuple>();
        let (class, instance) = (state.at(0), state.at(1));
        let own = t.class_of(instance).value();
        if claimed == own {
            if let Some(known) = answer(t, data(t, class)?, own)? {
                return Ok(Value::bool(known).into());
            }
        } else if contains(t, which(data(t, class)?, Value::small(1)), claimed) {
            return Ok(Value::TRUE.into());
        }
        Ok(Tail::call(imp::part(t, "_abc", "_check_classes"), &[class, claimed, own]))
    });
    let state = t.small_tuple([args.get(0), args.get(1)]).value();
    let name = t.sym(sym::__class__).expect();
    t.getattr(args.get(1), name)?.then(t, &CHECK, state)
}

fn subclass_check<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    if !args.get(1).is::<Class>() {
        return Err(t.type_error("issubclass() arg 1 must be a class"));
    }
    match known(t, args)? {
        Some(known) => Ok(Value::bool(known).into()),
        None => Ok(Tail::call(imp::part(t, "_abc", "_find_out"), &[args.get(0), args.get(1)])),
    }
}
