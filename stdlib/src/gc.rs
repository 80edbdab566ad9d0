//! `gc`: the program's wishes to the collector, and what there is in the heap. Settings are kept in Python, beside this.

use gc_api::Scope;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, Window, leaf, reentrant};
use vm_core::objects::number::IntRef;
use vm_core::objects::sequence::Tuple;
use vm_core::{Raised, Res, Thread, Value};

pub static MODULE: ModuleDef = module("gc")
    .doc(
        "This module provides access to the garbage collector for reference cycles.\n\nenable() -- Enable automatic garbage collection.\ndisable() -- Disable automatic garbage collection.\nisenabled() -- Returns true if automatic collection is enabled.\ncollect() -- Do a full collection right now.\n",
    )
    .functions(&FUNCTIONS);

static FUNCTIONS: [NativeDef; 7] = [
    reentrant("_collect(generation)", |t, window| {
        match t.as_int(t.window_arg(window, 0)) {
            Some(IntRef::Small(0)) => t.collect_part(Scope::Minor),
            Some(IntRef::Small(1)) => t.collect_part(Scope::Step),
            _ => t.collect_garbage(),
        }
        t.set_window_result(window, Value::NONE);
        Ok(())
    })
    .function(),
    leaf("_statistics()", statistics).function(),
    leaf("_tell_by(callbacks, tell)", |t, args| {
        t.set_gc_callbacks(args.get(0).expect(), args.get(1));
        Ok(Value::NONE)
    })
    .function(),
    reentrant("_objects()", |t, window| {
        t.survey()?;
        give_result(t, window)
    })
    .function(),
    reentrant("get_referrers(*objs)", referrers)
        .doc("Return the list of objects that directly refer to any of 'objs'.")
        .function(),
    leaf("_referents(objs)", |t, args| {
        let found = t.new_list();
        let objects = args.get(0).expect::<Tuple>();
        for index in 0..objects.extent() {
            for referent in t.referents_of(objects.at(index)) {
                found.push(t, referent)?;
            }
        }
        Ok(found.value())
    })
    .function(),
    leaf("is_tracked(obj, /)", |t, args| Ok(Value::bool(t.is_container(args.get(0)))))
        .doc("Returns true if the object is tracked by the garbage collector.\n\nSimple atomic objects will return false.")
        .function(),
];

fn give_result(t: &mut Thread, window: Window) -> Result<(), Raised> {
    t.set_window_result(window, t.result());
    Ok(())
}

fn referrers(t: &mut Thread, window: Window) -> Result<(), Raised> {
    t.handle_scope(|t| {
        let objects = t.window_arg(window, 0).expect::<Tuple>();
        let targets: Vec<_> = (0..objects.extent()).map(|index| t.hold(objects.at(index))).collect();
        t.survey_referrers(&targets)
    })?;
    give_result(t, window)
}

/// (minor collections, full ones, objects freed).
fn statistics<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    let stats = t.heap_stats();
    let numbers = [stats.minor_collections, stats.full_collections, stats.freed_objects.unwrap_or(0)];
    Ok(t.small_tuple(numbers.map(|number| t.int_u64(number))).value())
}
