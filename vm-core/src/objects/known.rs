//! Fields whose layout the machine itself guarantees, read without a check.
//!
//! Each is set when its object is made and only ever to an object of this layout, so the hot paths need not ask.

use crate::objects::class::{Class, Instance, Map};
use crate::objects::dict::Dict;
use crate::objects::function::{Body, Code, Function, MethodDescriptor};
use crate::objects::sequence::{Array, Tuple};
use crate::value::Gc;

macro_rules! known {
    ($($owner:ident { $($method:ident: $field:ident -> $layout:ident),* $(,)? })*) => { $(
        impl<'t> Gc<'t, $owner> {
            $(
                #[inline(always)]
                pub fn $method(self) -> Gc<'t, $layout> {
                    // SAFETY: see the module documentation.
                    unsafe { self.get($owner::$field).assume::<$layout>() }
                }
            )*
        }
    )* };
}

known! {
    Function { code: code -> Code }
    Code { refs: refs -> Array }
    Instance { map: map -> Map }
    Map { class: class -> Class }
    Class { namespace: dict -> Dict, mro: mro -> Tuple, metaclass: metaclass -> Class, root_map: root_map -> Map }
    MethodDescriptor { owner: class -> Class }
}

impl<'t> Gc<'t, Function> {
    /// Is it one that a class does not bind, as those written in Rust?
    pub(crate) fn stands_alone(self) -> bool {
        self.code().get(Code::alone) != 0
    }

    /// From now on a class does not bind it.
    pub fn stand_alone(self) {
        self.code().set_raw(Code::alone, 1);
    }
}

impl<'t> Gc<'t, Code> {
    /// The part outside the heap: it lives as long as the code object. That of dormant code only says that no fast path
    /// may call it: see [`Thread::awake`](crate::Thread::awake).
    #[inline(always)]
    pub(crate) fn body(self) -> &'t Body {
        // SAFETY: a code object has a body, which its destructor frees; that of dormant code is a static.
        unsafe { &*self.get(Code::body) }
    }
}
