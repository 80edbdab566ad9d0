//! Names the machine itself uses, interned once and addressed by number.

/// An interned name known at compile time. The string: [`crate::Thread::sym`].
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Sym(pub(crate) u16);

macro_rules! symbols {
    ($($name:ident)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u16)]
        enum Index { $($name),* }

        /// One constant per name.
        #[allow(non_upper_case_globals)]
        pub mod sym {
            use super::{Index, Sym};
            $(pub const $name: Sym = Sym(Index::$name as u16);)*
        }

        pub(crate) const TEXTS: &[&str] = &[$(stringify!($name)),*];
    };
}

symbols! {
    __abs__ __abstractmethods__ __add__ __aenter__ __aexit__ __and__ __annotate__ __annotate_func__ __annotations__
    __annotations_cache__ __bases__ __bool__ __buffer__ __build_class__ __builtins__ __bytes__ __call__ __ceil__
    __class__ __class_getitem__ __classcell__ __classdictcell__ __complex__ __contains__ __del__ __delattr__
    __delete__ __delitem__ __dict__ __dir__ __divmod__ __doc__ __enter__ __eq__ __exit__ __float__ __floor__
    __floordiv__ __format__ __ge__ __get__ __getattr__ __getattribute__ __getitem__ __gt__ __hash__ __iadd__
    __iand__ __ifloordiv__ __ilshift__ __imatmul__ __imod__ __import__ __imul__ __index__ __init__ __init_subclass__
    __instancecheck__ __int__ __invert__ __ior__ __ipow__ __irshift__ __isabstractmethod__ __isub__ __iter__
    __itruediv__ __ixor__ __le__ __len__ __length_hint__ __loader__ __lshift__ __lt__ __matmul__ __missing__ __mod__
    __module__ __mro_entries__ __mul__ __name__ __ne__ __neg__ __new__ __next__ __notes__ __or__ __orig_bases__
    __package__ __pos__ __pow__ __prepare__ __qualname__ __radd__ __rand__ __rdivmod__ __release_buffer__ __repr__
    __reversed__ __rfloordiv__ __rlshift__ __rmatmul__ __rmod__ __rmul__ __ror__ __round__ __rpow__ __rrshift__
    __rshift__ __rsub__ __rtruediv__ __rxor__ __set__ __set_name__ __setattr__ __setitem__ __slots__ __spec__
    __static_attributes__ __str__ __sub__ __subclasscheck__ __truediv__ __trunc__ __type_params__ __weakref__
    __xor__ _initializing _metadata args builtins characters_written close code copy encoding end end_lineno end_offset errno exceptions
    filename filename2 get items keys lineno message metaclass mro msg name name_from obj object offset path pop
    print_file_and_line reason start stdout strerror sys text throw value values winerror
}
