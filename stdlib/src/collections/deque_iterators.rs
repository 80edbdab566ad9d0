//! Iterators over deques, forwards and backwards.

use std::cell::Cell;

use gc_api::{Slot, layout};
use vm_core::natives::{Args, ClassDef, NativeDef, Tail, class, leaf, tail};
use vm_core::objects::dict::Dict;
use vm_core::objects::sequence::Tuple;
use vm_core::{Gc, Raised, Res, Thread, Value, cls, header};

use super::deque::{Deque, Ring};
use crate::ids;

macro_rules! iterators {
    ($($(#[$doc:meta])* $name:ident $number:literal $class:literal $text:literal $def:ident $methods:ident $make:ident $place:expr);* $(;)?) => { $(
        layout! {
            $(#[$doc])*
            pub struct $name(ids::COLLECTIONS.layout($number)) {
                deque: Ref,
                index: Raw<usize>,
                /// The deque's `changes` when the iterator was made.
                changes: Raw<usize>,
            }
        }

        pub static $def: ClassDef = class(ids::COLLECTIONS.class($class), $text)
            .module("collections")
            .layouts(&[ids::COLLECTIONS.layout($number)])
            .step(|_, iterator, _| iterator.expect::<$name>().step())
            .methods(&$methods);

        static $methods: [NativeDef; 5] = [
            leaf("__new__(cls, /, *args, **kwargs)", |t, args| {
                let (deque, index) = arguments(t, args)?;
                Ok($make(t, deque, index))
            })
            .static_method(),
            leaf("__iter__(self, /)", |_, args| Ok(args.get(0))),
            tail("__next__(self, /)", |t, args| next(t, args.this::<$name>())),
            leaf("__length_hint__(self, /)", |t, args| Ok(t.int_usize(args.this::<$name>().rest()))),
            leaf("__reduce__(self, /)", |t, args| {
                let iterator = args.this::<$name>();
                let index = t.int_usize(iterator.get($name::index));
                let state = t.small_tuple([iterator.get($name::deque), index]);
                Ok(t.small_tuple([t.class_of(args.get(0)).value(), state.value()]).value())
            }),
        ];

        pub fn $make<'t>(t: &'t Thread, deque: Gc<'t, Deque>, index: usize) -> Value<'t> {
            t.new_object($name {
                header: header(),
                deque: Slot::new(deque.word()),
                index: Cell::new(index.min(deque.count())),
                changes: Cell::new(deque.get(Deque::changes)),
            })
            .value()
        }

        impl<'t> Cursor<'t> for Gc<'t, $name> {
            fn rest(self) -> usize {
                let length = self.get($name::deque).expect::<Deque>().count();
                length.saturating_sub(self.get($name::index))
            }

            fn step(self) -> Option<Value<'t>> {
                let deque = self.get($name::deque).expect::<Deque>();
                if deque.get(Deque::changes) != self.get($name::changes) {
                    return None;
                }
                let (index, length) = (self.get($name::index), deque.count());
                if index >= length {
                    return Some(Value::MISSING);
                }
                self.set_raw($name::index, index + 1);
                let place: fn(usize, usize) -> usize = $place;
                Some(deque.item(place(length, index)))
            }

            fn spoil(self) {
                self.set_raw($name::index, usize::MAX >> 2);
            }
        }
    )* };
}

iterators! {
    DequeIterator 2 1 "_deque_iterator" FORWARD FORWARD_METHODS new_iterator |_, index| index;
    /// `index` counts from the end.
    DequeReverseIterator 3 2 "_deque_reverse_iterator" REVERSE REVERSE_METHODS new_reverse_iterator
        |length, index| length - 1 - index;
}

/// A place in a deque.
trait Cursor<'t>: Copy {
    /// Items still to come.
    fn rest(self) -> usize;
    /// The next item; MISSING at the end, `None` if the deque has changed.
    fn step(self) -> Option<Value<'t>>;
    /// Nothing is to come any more.
    fn spoil(self);
}

fn next<'t>(t: &'t Thread, cursor: impl Cursor<'t>) -> Result<Tail<'t>, Raised> {
    match cursor.step() {
        Some(item) => Ok(Tail::Value(item)),
        None => {
            cursor.spoil();
            Err(t.raise(cls::RuntimeError, "deque mutated during iteration"))
        }
    }
}

/// The arguments of the iterators' constructors: a deque, and how many items to skip.
fn arguments<'t>(t: &'t Thread, args: Args<'t>) -> Result<(Gc<'t, Deque>, usize), Raised> {
    let given = args.get(1).expect::<Tuple>();
    let named = args.get(2).cast::<Dict>().map_or(0, Gc::<Dict>::len);
    if named > 0 {
        return Err(t.type_error("_deque_iterator() takes no keyword arguments"));
    }
    let count = given.extent();
    if count == 0 {
        return Err(t.type_error("function takes at least 1 argument (0 given)"));
    }
    if count > 2 {
        return Err(t.type_error(format_args!("function takes at most 2 arguments ({count} given)")));
    }
    let Some(deque) = given.at(0).cast::<Deque>() else {
        let name = t.class_name(given.at(0));
        return Err(t.type_error(format_args!("argument 1 must be collections.deque, not {name}")));
    };
    let index: Res<'t> = if count == 2 { Ok(given.at(1)) } else { Ok(Value::small(0)) };
    Ok((deque, t.index_of(index?)?.max(0) as usize))
}
