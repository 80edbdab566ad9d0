//! Every opcode with a fast path keeps guards before effects, on every path.

use compiler::bytecode::{Compare, Ins, Op};
use ops::explorer::{Explorer, explore};

use super::*;
use crate::Thread;
use crate::objects::function::{Cache, CacheKind};

type E<'a> = Explorer<'a, Thread>;

/// Walks an opcode with an instruction whose operands differ, and with one whose destination is a source.
fn check(name: &str, opcode: impl Fn(E<'_>, Ins)) {
    for (d, a, b, c) in [(0, 1, 2, 3), (1, 1, 1, 1), (0, 1, 2, 0x8000)] {
        let ins = Ins::new(Op::Add, d, a, b, c);
        if let Err(violation) = explore::<Thread>(&[], |o| opcode(o, ins)) {
            panic!("{name}: {violation:?}");
        }
    }
}

/// As [`check`], in every state the site's cache can have.
fn check_site(name: &str, opcode: impl Fn(E<'_>, Ins, Site<'_>)) {
    for kind in [
        CacheKind::Empty,
        CacheKind::Inline,
        CacheKind::Overflow,
        CacheKind::Constant,
        CacheKind::Method,
        CacheKind::Getter,
        CacheKind::Global,
        CacheKind::Builtin,
        CacheKind::Module,
        CacheKind::Volatile,
        CacheKind::AddInline,
    ] {
        let cache = Cache::default();
        cache.kind.set(kind);
        check(&format!("{name} ({kind:?})"), |o, i| opcode(o, i, Site { cache: &cache, target: 7 }));
    }
}

macro_rules! all {
    ($check:ident: $($opcode:ident),* $(,)?) => {
        $($check(stringify!($opcode), |o, i| { $opcode(o, i); });)*
    };
}

#[test]
fn arithmetic_guards_before_it_writes() {
    all!(check: add, sub, mul, add_i, sub_i, mul_i, true_div, floor_div, floor_div_i, modulo, mod_i, and, or, xor, and_i,
        lshift, lshift_i, rshift, rshift_i, neg);
}

#[test]
fn comparisons_and_jumps_guard_before_they_write() {
    for kind in [Compare::Lt, Compare::Le, Compare::Gt, Compare::Ge, Compare::Eq, Compare::Ne] {
        check("compare", |o, i| {
            compare(o, i, kind);
        });
        check("jump_compare", |o, i| {
            jump_compare(o, i, kind);
        });
        check("jump_compare_i", |o, i| {
            jump_compare_i(o, i, kind);
        });
    }
    for sense in [false, true] {
        check("jump_if", |o, i| {
            jump_if(o, i, sense);
        });
        check("to_bool", |o, i| {
            to_bool(o, i, sense);
        });
        check("jump_if_none", |o, i| {
            jump_if_none(o, i, sense);
        });
    }
    all!(check: jump_if_set, is, jump_is);
}

#[test]
fn names_and_items_guard_before_they_write() {
    all!(check: move_, load_const, load_int, copy_free, load_cell, store_cell, get_item, get_item_i, set_item);
}

#[test]
fn cached_names_and_attributes_guard_before_they_write_in_every_cache_state() {
    check_site("load_global", |o, i, s| {
        load_global(o, i, s);
    });
    check_site("store_global", |o, i, s| {
        store_global(o, i, s);
    });
    check_site("load_attr", |o, i, s| {
        load_attr(o, i, s);
    });
    check_site("store_attr", |o, i, s| {
        store_attr(o, i, s);
    });
    check_site("load_method", |o, i, s| {
        load_method(o, i, s);
    });
}
