//! `itertools`.
//!
//! Every iterator is an object of its own layout that is stepped without looking for `__next__`: a *step* does what
//! needs no Python, *next* does anything, by continuations. An iterator that steps several others within one item keeps
//! what it has taken in its own fields, so that its step may decline at any point; another step declines again or goes on
//! with that, and *next* finishes it.

mod chain;
mod combine;
mod count;
mod filter;
mod group;
mod pools;
mod tee;
mod windows;
mod zip;

use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, Tail, tail};
use vm_core::objects::class::Class;
use vm_core::objects::dict::Dict;
use vm_core::{Gc, Raised, Thread, Value, layout_table, sym};

pub static MODULE: ModuleDef =
    module("itertools").doc("Functional tools for creating and using iterators.").functions(&FUNCTIONS).classes(&[
        &count::COUNT,
        &count::REPEAT,
        &count::CYCLE,
        &chain::CHAIN,
        &chain::ISLICE,
        &windows::BATCHED,
        &windows::PAIRWISE,
        &windows::ACCUMULATE,
        &filter::COMPRESS,
        &filter::DROP_WHILE,
        &filter::TAKE_WHILE,
        &filter::FILTER_FALSE,
        &filter::STAR_MAP,
        &group::GROUP_BY,
        &group::GROUPER,
        &combine::COMBINATIONS,
        &combine::WITH_REPLACEMENT,
        &combine::PERMUTATIONS,
        &combine::PRODUCT,
        &zip::ZIP_LONGEST,
        &tee::TEE,
        &tee::DATA,
    ]);

pub static LAYOUTS: Layouts = layout_table![
    count::Count,
    count::CountSub,
    count::Repeat,
    count::RepeatSub,
    count::Cycle,
    count::CycleSub,
    chain::Chain,
    chain::ChainSub,
    chain::Islice,
    chain::IsliceSub,
    windows::Batched,
    windows::BatchedSub,
    windows::Pairwise,
    windows::PairwiseSub,
    windows::Accumulate,
    windows::AccumulateSub,
    filter::Compress,
    filter::CompressSub,
    filter::DropWhile,
    filter::DropWhileSub,
    filter::TakeWhile,
    filter::TakeWhileSub,
    filter::FilterFalse,
    filter::FilterFalseSub,
    filter::StarMap,
    filter::StarMapSub,
    group::GroupBy,
    group::GroupBySub,
    group::Grouper,
    combine::Combinations,
    combine::CombinationsSub,
    combine::WithReplacement,
    combine::WithReplacementSub,
    combine::Permutations,
    combine::PermutationsSub,
    combine::Product,
    combine::ProductSub,
    zip::ZipLongest,
    zip::ZipLongestSub,
    tee::Tee,
    tee::TeeData,
];

static FUNCTIONS: [NativeDef; 1] =
    [tail("tee(iterable, n=2, /)", tee::tee).function().doc("Returns a tuple of n independent iterators.")];

/// The arguments of a constructor, behind the class in `__new__`.
#[derive(Copy, Clone)]
pub struct Given<'t> {
    args: Args<'t>,
    first: usize,
}

impl<'t> Given<'t> {
    pub fn new(args: Args<'t>, first: usize) -> Given<'t> {
        Given { args, first }
    }

    /// Argument `index`, or unset.
    pub fn get(self, index: usize) -> Value<'t> {
        self.args.get(self.first + index)
    }

    pub fn opt(self, index: usize) -> Option<Value<'t>> {
        self.get(index).given()
    }
}

/// A `__new__` that knows no keywords leaves them to the `__init__` of a subclass, if there is one.
pub fn refuse_keywords<'t>(t: &'t Thread, class: Gc<'t, Class>, name: &str, keywords: Value<'t>) -> Result<(), Raised> {
    let given = keywords.cast::<Dict>().is_some_and(|keywords| !keywords.is_empty());
    let object = t.class(vm_core::cls::object);
    if given && t.lookup_sym(class, sym::__init__) == t.lookup_sym(object, sym::__init__) {
        return Err(t.type_error(format_args!("{name}() takes no keyword arguments")));
    }
    Ok(())
}

/// An iterator's layouts (that of the class itself and that of subclasses), its class and its methods.
///
/// `make` gets the thread, the class and the arguments; `step` and `next` get the thread and the iterator, `step` also
/// how deep it lies within others.
macro_rules! iterator {
    (
        $(#[$doc:meta])*
        $name:ident $sub:ident $def:ident ($number:literal $text:literal $params:literal $(, $keywords:ident at $place:literal)?) {
            $($(#[$field_doc:meta])* $field:ident: $kind:ident $(<$raw:ty>)?),* $(,)?
        }
        make $make:path, step $step:path, next $next:path;
        doc $about:literal $(, methods [$($more:expr),* $(,)?])? $(,)?
    ) => {
        gc_api::layout! {
            $(#[$doc])*
            pub struct $name(crate::ids::ITERTOOLS.layout(2 * $number), last crate::ids::ITERTOOLS.layout(2 * $number + 1)) {
                $($(#[$field_doc])* $field: $kind $(<$raw>)?),*
            }
        }

        gc_api::layout! {
            pub struct $sub(crate::ids::ITERTOOLS.layout(2 * $number + 1)) extends $name {
                map: Ref,
                attrs: Ref,
            }
        }

        pub static $def: vm_core::natives::ClassDef = {
            static CONSTRUCT: vm_core::natives::NativeDef =
                vm_core::natives::tail(concat!($text, "(", $params, ")"), |t, args| {
                    $make(t, t.class($name::KEY), $crate::itertools::Given::new(args, 0))
                })
            .function();
            static METHODS: [vm_core::natives::NativeDef; 3 $($(+ $crate::itertools::one(stringify!($more)))*)?] = [
                vm_core::natives::tail(
                    concat!("__new__(cls, /, ", $params $(, ", **", stringify!($keywords))?, ")"),
                    |t, args| {
                        let class = t.class_argument(args.get(0), $name::KEY)?;
                        $($crate::itertools::refuse_keywords(t, class, $text, args.get($place))?;)?
                        $make(t, class, $crate::itertools::Given::new(args, 1))
                    },
                )
                .static_method(),
                vm_core::natives::leaf("__iter__(self, /)", |_, args| Ok(args.get(0))),
                vm_core::natives::tail("__next__(self, /)", |t, args| $name::resume(t, args.this())),
                $($($more),*)?
            ];
            vm_core::natives::class($name::KEY, $text)
                .module("itertools")
                .doc($about)
                .layouts(&[<$name as gc_api::Layout>::TYPE])
                .subclassable(<$sub as gc_api::Layout>::TYPE)
                .step(|t, iterator, depth| $step(t, iterator.expect::<$name>(), depth))
                .next(|t, iterator| $next(t, iterator.expect::<$name>()))
                .construct(&CONSTRUCT)
                .methods(&METHODS)
        };

        impl $name {
            const KEY: vm_core::classes::ClassKey = crate::ids::ITERTOOLS.class($number);

            /// The next item: by the step, and where that declines, by `next`. Continuations go on here, so that what needs
            /// no Python is a loop and does not pile up on the native stack.
            fn resume<'t>(
                t: &'t vm_core::Thread,
                this: vm_core::Gc<'t, $name>,
            ) -> Result<vm_core::natives::Tail<'t>, vm_core::Raised> {
                match $step(t, this, 0) {
                    Some(item) => Ok(vm_core::natives::Tail::Value(item)),
                    None => $next(t, this),
                }
            }

            /// A new instance of the class or of one derived from it.
            fn build<'t>(self, t: &'t vm_core::Thread, class: vm_core::Gc<'t, vm_core::objects::class::Class>) -> vm_core::Value<'t> {
                match t.sub_map(class, $name::KEY) {
                    None => t.new_object(self).value(),
                    Some(map) => {
                        let made = t.new_object($sub { header: self, map, attrs: gc_api::Slot::default() });
                        t.finalisable(class, made.obj());
                        made.value()
                    }
                }
            }
        }
    };
}
pub(crate) use iterator;

/// The step of an iterator that always needs Python.
pub fn declines<'t, T>(_: &'t Thread, _: Gc<'t, T>, _: usize) -> Option<Value<'t>> {
    None
}

/// The rest of a step that never declines.
pub fn ended<'t, T>(_: &'t Thread, _: Gc<'t, T>) -> Result<Tail<'t>, Raised> {
    Ok(Tail::Value(Value::MISSING))
}

/// For counting.
pub const fn one(_: &str) -> usize {
    1
}

/// A word field of a new object.
pub fn slot(value: Value<'_>) -> gc_api::Slot {
    gc_api::Slot::new(value.word())
}
