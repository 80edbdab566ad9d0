//! The numbered list of layouts of this crate, and the tables indexed by them.
//!
//! Ids 1..0x400 belong to this crate, 0x400..0x800 to the standard library's native modules. A layout and those that
//! extend it have adjacent ids, so that a cast is one range test.

use gc_api::{TypeId, TypeInfo};

macro_rules! ids {
    ($($name:ident = $id:expr),* $(,)?) => { $(pub const $name: TypeId = TypeId($id);)* };
}

ids! {
    STR_ASCII = 1, STR_LATIN1 = 2, STR_UCS2 = 3, STR_UCS4 = 4,
    BYTES = 5,
    TUPLE = 6, ARRAY = 7, BUFFER = 8,
    BIG_INT = 9, FLOAT = 10, COMPLEX = 11,
    BOXED = 12,
    LIST = 13, LIST_SUB = 14,
    DICT = 15, DICT_SUB = 16,
    SET = 17, SET_SUB = 18, FROZEN_SET = 19, FROZEN_SET_SUB = 20,
    BYTEARRAY = 21, BYTEARRAY_SUB = 22,
    MODULE = 23, MODULE_SUB = 24,
    CLASS = 25,
    MAP = 26, CODE = 27, FUNCTION = 28, CELL = 29,
    MEMBER_DESCRIPTOR = 33,
    BOUND_METHOD = 34,
    PROPERTY = 35, PROPERTY_SUB = 36, CLASS_METHOD = 37, CLASS_METHOD_SUB = 38, STATIC_METHOD = 39, STATIC_METHOD_SUB = 40,
    SUPER = 41, SUPER_SUB = 42,
    EXCEPTION = 44, TRACEBACK = 45, FRAME = 46,
    SLICE = 47, RANGE = 48,
    SEQUENCE_ITERATOR = 49, LIST_ITERATOR = 50, TUPLE_ITERATOR = 51, RANGE_ITERATOR = 53,
    BYTEARRAY_ITERATOR = 54, SET_ITERATOR = 55, BYTES_ITERATOR = 56, CALLABLE_ITERATOR = 57, MEMORY_ITERATOR = 58,
    MAPPING_PROXY = 59,
    WEAK_REF = 60, WEAK_REF_SUB = 61,
    ASYNC_GENERATOR_STEP = 62, COROUTINE_WRAPPER = 63,
    MEMORY_VIEW = 64,
    DICT_KEYS = 66, DICT_VALUES = 67, DICT_ITEMS = 68,
    DICT_KEY_ITERATOR = 69, DICT_VALUE_ITERATOR = 70, DICT_ITEM_ITERATOR = 71,
    DICT_REVERSE_KEY_ITERATOR = 72, DICT_REVERSE_VALUE_ITERATOR = 73, DICT_REVERSE_ITEM_ITERATOR = 74,
    LIST_REVERSE_ITERATOR = 75, LONG_RANGE_ITERATOR = 76,
    ENUMERATE = 77, ENUMERATE_SUB = 78, ZIP = 79, ZIP_SUB = 80, MAP_ITERATOR = 81, MAP_ITERATOR_SUB = 82,
    FILTER = 83, FILTER_SUB = 84, REVERSED = 85, REVERSED_SUB = 86,
    SUBCLASS_LINK = 90,
    GENERATOR = 91, COROUTINE = 92, ASYNC_GENERATOR = 93, ASYNC_THROW_STEP = 94,
    NATIVE_FUNCTION = 96, METHOD_WRAPPER = 97,
    METHOD_DESCRIPTOR = 98, WRAPPER_DESCRIPTOR = 99, CLASS_METHOD_DESCRIPTOR = 100,
    STR_ITERATOR = 101, STR_ASCII_ITERATOR = 102,
    FRAME_LOCALS = 103,
    GETSET_DESCRIPTOR = 104, NATIVE_MEMBER = 105,
    // 30..32, 43, 52, 65, 87..89, 95, 106.. : free for further builtins
    INSTANCE_FIRST = 0x380,
    // one id per number of inline slots, see `objects::class::Instance`
    INSTANCE_LAST = 0x39F,
}

/// First id of the native modules' layouts.
pub const NATIVE_MODULES: u32 = 0x400;

/// A crate's list of layouts.
pub type Layouts = &'static [(TypeId, &'static TypeInfo)];

/// `(T::TYPE, &T::INFO)` for each layout.
#[macro_export]
macro_rules! layout_table {
    ($($layout:ty),* $(,)?) => {
        &[$((<$layout as gc_api::Layout>::TYPE, const { &<$layout as gc_api::Layout>::INFO })),*]
    };
}
