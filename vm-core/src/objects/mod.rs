//! The objects of the language: one file per kind. Layouts first, then what can be done with them without running Python.

pub mod bytes;
pub mod class;
pub mod compare;
pub mod dict;
pub mod exception;
pub mod function;
pub mod generator;
pub mod number;
pub mod sequence;
pub mod string;

use crate::layout_table;
use crate::layouts::Layouts;

/// All layouts of this crate.
pub fn layouts() -> Vec<Layouts> {
    vec![
        layout_table![
            string::Str,
            bytes::Bytes,
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
            class::Boxed,
            function::Code,
            function::Function,
            function::Cell,
            function::BoundMethod,
            function::NativeFunction,
            function::MethodDescriptor,
            generator::Generator,
            crate::errors::Exception,
        ],
        &string::WIDE,
        class::instance_layouts(),
    ]
}
