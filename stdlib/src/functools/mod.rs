//! `_functools`: `partial`, `lru_cache`'s wrapper, `cmp_to_key`, `reduce`.
//!
//! What runs cold (texts, pickling) or calls Python in a loop is in the Python part.

mod key;
mod lru_cache;
mod partial;

use vm_core::layout_table;
use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{NativeDef, Tail, leaf, tail};

use crate::imp;

pub static MODULE: ModuleDef = module("_functools")
    .doc("Tools that operate on functions.")
    .functions(&FUNCTIONS)
    .classes(&[&partial::PARTIAL, &partial::PLACEHOLDER, &lru_cache::WRAPPER, &key::WRAPPER])
    .init(|t, namespace| namespace.add(t, "Placeholder", partial::placeholder(t)));

pub static LAYOUTS: Layouts =
    layout_table![partial::Partial, partial::Placeholder, lru_cache::LruCache, lru_cache::Link, key::Key];

static FUNCTIONS: [NativeDef; 3] = [
    tail("reduce(function, iterable, /, initial=None)", |t, args| {
        let (function, iterable) = (args.get(0), args.get(1));
        Ok(match args.opt(2) {
            Some(initial) => Tail::call(imp::part(t, "_functools", "_reduce_from"), &[function, iterable, initial]),
            None => Tail::call(imp::part(t, "_functools", "_reduce"), &[function, iterable]),
        })
    })
    .function()
    .doc("Apply a function of two arguments cumulatively to the items of an iterable, from left to right.\n\nThis effectively reduces the iterable to a single value.  If initial is present,\nit is placed before the items of the iterable in the calculation, and serves as\na default when the iterable is empty.\n\nFor example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5])\ncalculates ((((1 + 2) + 3) + 4) + 5)."),
    leaf("cmp_to_key(mycmp)", |t, args| Ok(key::new(t, args.get(0))))
        .function()
        .doc("Convert a cmp= function into a key= function.\n\n  mycmp\n    Function that compares two objects."),
    leaf("_set_partial(self, function, args, keywords, /)", partial::set_state).function(),
];
