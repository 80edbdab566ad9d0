//! The objects of the language: one file per kind. Layouts first, then what can be done with them without running Python.

pub mod arith;
pub mod async_generator;
pub mod bytearray;
pub mod bytearray_methods;
pub mod bytes;
pub mod bytes_common;
pub mod bytes_format;
pub mod bytes_hex;
pub mod bytes_make;
pub mod bytes_methods;
pub mod class;
pub mod class_build;
pub mod code_object;
mod code_replace;
pub mod codec;
pub mod compare;
pub mod complex;
mod complex_math;
pub mod composite;
pub mod container_repr;
pub mod descriptor;
pub mod descriptor_classes;
pub mod dict;
pub mod dict_methods;
pub mod dict_ops;
pub mod dict_views;
pub mod exception;
pub mod exception_fields;
mod exception_group;
mod exception_pickle;
mod exception_text;
pub mod float;
pub mod float_math;
mod format_template;
pub mod frame;
pub mod frame_locals;
pub mod function;
pub mod function_classes;
pub mod generator;
pub mod generator_methods;
pub mod instance_check;
pub mod int;
pub mod int_math;
pub mod iterator_classes;
mod iterator_pickle;
pub mod iterators;
mod known;
pub mod list;
pub mod list_methods;
pub mod list_sort;
mod magnitude;
pub mod mapping_proxy;
pub mod memory_items;
pub mod memory_view;
pub mod memory_view_index;
pub mod memory_view_methods;
pub mod memory_view_shape;
pub mod module;
pub mod mro;
pub mod native_descriptors;
pub mod native_function;
pub mod number;
pub mod object;
pub mod os_error;
pub mod percent;
pub mod property;
pub mod range;
pub mod range_methods;
pub mod sequence;
pub mod sequence_ops;
pub mod set;
pub mod set_methods;
pub mod set_ops;
pub mod slice;
pub mod str_methods;
pub mod string;
mod string_parts;
pub mod super_object;
pub mod traceback;
pub mod tuple_methods;
pub mod type_new;
pub mod type_object;
pub mod weakref;

use crate::layout_table;
use crate::layouts::Layouts;

/// All layouts of this crate.
pub fn layouts() -> Vec<Layouts> {
    vec![
        layout_table![
            string::Str,
            bytes::Bytes,
            bytearray::ByteArray,
            bytearray::ByteArraySub,
            memory_view::MemoryView,
            memory_view_index::MemoryIterator,
            sequence::Tuple,
            sequence::Array,
            sequence::Buffer,
            sequence::List,
            sequence::ListSub,
            number::BigInt,
            number::Float,
            number::Complex,
            dict::Dict,
            dict::DictSub,
            class::Class,
            class::Map,
            class::SubclassLink,
            class::Boxed,
            function::Code,
            function::Function,
            function::Cell,
            function::BoundMethod,
            function::NativeFunction,
            function::MethodWrapper,
            function::MethodDescriptor,
            function::WrapperDescriptor,
            function::ClassMethodDescriptor,
            descriptor::GetSetDescriptor,
            descriptor::NativeMember,
            descriptor::MemberDescriptor,
            descriptor::ClassMethod,
            descriptor::ClassMethodSub,
            descriptor::StaticMethod,
            descriptor::StaticMethodSub,
            property::Property,
            property::PropertySub,
            super_object::Super,
            super_object::SuperSub,
            module::Module,
            generator::Generator,
            frame::FrameObject,
            frame_locals::FrameLocals,
            generator::AsyncStep,
            generator::AsyncThrow,
            generator::CoroutineWrapper,
            crate::errors::Exception,
            crate::interp::Traceback,
            weakref::WeakRef,
            weakref::WeakRefSub,
            mapping_proxy::MappingProxy,
            set::Set,
            set::SetSub,
            set::FrozenSet,
            set::FrozenSetSub,
            slice::Slice,
            range::Range,
            iterators::ListIterator,
            iterators::ListReverseIterator,
            iterators::TupleIterator,
            iterators::StrIterator,
            iterators::StrAsciiIterator,
            iterators::BytesIterator,
            iterators::ByteArrayIterator,
            iterators::SetIterator,
            iterators::SequenceIterator,
            iterators::RangeIterator,
            iterators::LongRangeIterator,
            iterators::CallableIterator,
            composite::Enumerate,
            composite::EnumerateSub,
            composite::Zip,
            composite::ZipSub,
            composite::MapIterator,
            composite::MapIteratorSub,
            composite::Filter,
            composite::FilterSub,
            composite::Reversed,
            composite::ReversedSub,
        ],
        &string::WIDE,
        generator::LAYOUTS,
        class::instance_layouts(),
        iterators::DICT_ITERATORS,
        dict_ops::VIEWS,
    ]
}
