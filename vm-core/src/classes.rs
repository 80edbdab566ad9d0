//! The builtin classes, by number.

/// A builtin class; the object is [`crate::Thread::class`].
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct ClassKey(pub(crate) u16);

/// Room for the classes of native modules.
pub(crate) const NATIVE_CLASSES: u16 = 512;

impl ClassKey {
    /// Class number `index` of the native modules, which number theirs in one list.
    pub const fn native(index: u16) -> ClassKey {
        assert!(index < NATIVE_CLASSES);
        ClassKey(COUNT as u16 + index)
    }
}

macro_rules! classes {
    ($($name:ident)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, clippy::enum_variant_names)]
        #[repr(u16)]
        enum Index { $($name),* }

        /// One constant per builtin class.
        #[allow(non_upper_case_globals)]
        pub mod cls {
            use super::{ClassKey, Index};
            $(pub const $name: ClassKey = ClassKey(Index::$name as u16);)*
        }

        pub(crate) const NAMES: &[&str] = &[$(stringify!($name)),*];
        pub(crate) const COUNT: usize = NAMES.len();
    };
}

classes! {
    object type_ int bool float complex str bytes bytearray list tuple dict set frozenset range slice memoryview
    NoneType ellipsis NotImplementedType
    function builtin_function method method_descriptor getset_descriptor member_descriptor wrapper_descriptor method_wrapper classmethod_descriptor
    property classmethod staticmethod super_ module code cell frame traceback mappingproxy
    generator coroutine async_generator coroutine_wrapper async_generator_asend async_generator_athrow
    iterator list_iterator tuple_iterator str_iterator str_ascii_iterator range_iterator longrange_iterator dict_keyiterator dict_valueiterator dict_itemiterator
    dict_reversekeyiterator dict_reversevalueiterator dict_reverseitemiterator
    set_iterator bytes_iterator bytearray_iterator memory_iterator callable_iterator list_reverseiterator reversed_ enumerate_ zip_ map_ filter_
    dict_keys dict_values dict_items weakref
    BaseException BaseExceptionGroup ExceptionGroup Exception GeneratorExit KeyboardInterrupt SystemExit
    ArithmeticError FloatingPointError OverflowError ZeroDivisionError AssertionError AttributeError BufferError EOFError
    ImportError ModuleNotFoundError LookupError IndexError KeyError MemoryError NameError UnboundLocalError OSError
    BlockingIOError ChildProcessError ConnectionError BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError
    FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError
    ReferenceError RuntimeError NotImplementedError PythonFinalizationError RecursionError StopAsyncIteration StopIteration
    SyntaxError IndentationError TabError _IncompleteInputError SystemError TypeError ValueError UnicodeError UnicodeDecodeError UnicodeEncodeError
    UnicodeTranslateError Warning BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning
    ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning UserWarning
    FrameLocalsProxy
}
