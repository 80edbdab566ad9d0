//! `_collections`: `deque`, `defaultdict`, the getters of named tuples, and counting.

mod count;
mod deque;
mod deque_iterators;
mod deque_methods;
mod tuplegetter;

use vm_core::layout_table;
use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{NativeDef, leaf, tail};

pub static MODULE: ModuleDef = module("_collections")
    .doc("High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory\n")
    .functions(&FUNCTIONS)
    .classes(&[
        &deque_methods::DEQUE,
        &deque_iterators::FORWARD,
        &deque_iterators::REVERSE,
        &tuplegetter::GETTER,
    ]);

pub static LAYOUTS: Layouts = layout_table![
    deque::Deque,
    deque::DequeSub,
    deque_iterators::DequeIterator,
    deque_iterators::DequeReverseIterator,
    tuplegetter::TupleGetter,
];

static FUNCTIONS: [NativeDef; 2] = [
    tail("_count_elements(mapping, iterable, /)", count::count_elements)
        .function()
        .doc("Count elements in the iterable, updating the mapping"),
    leaf("_changes(deque, /)", |t, args| Ok(t.int_usize(args.this::<deque::Deque>().get(deque::Deque::changes))))
        .function(),
];
