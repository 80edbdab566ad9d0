//! Builtins written in Python: whatever calls Python in a loop.
//!
//! The functions of `*.py` in this folder are compiled when the crate is built and made when the machine starts; they
//! are hidden from tracebacks. Rust code reaches them with [`Thread::app`].

use crate::Thread;
use crate::objects::sequence::Array;
use crate::value::Value;
use crate::vm::RootKey;

/// A function of the application level.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct AppFunction(u16);

macro_rules! functions {
    ($($name:ident)*) => {
        #[allow(non_camel_case_types)]
        #[repr(u16)]
        enum Index { $($name),* }

        /// One constant per function.
        #[allow(non_upper_case_globals)]
        pub mod app {
            use super::{AppFunction, Index};
            $(pub const $name: AppFunction = AppFunction(Index::$name as u16);)*
        }

        pub(crate) const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

functions! {
    iter_contains list_extend list_from tuple_from set_add_all dict_add_all dict_update_mapping dict_merge dict_update
    dict_fromkeys dict_eq seq_compare seq_contains seq_count list_index tuple_index list_remove list_set_slice
    seq_repr dict_repr set_repr view_repr call_repr tuple_hash
    set_update_from set_intersection set_difference set_difference_update set_symmetric set_subset set_disjoint
    keys_disjoint view_subset list_sort sorted_list
    any_of all_of sum_of max_of str_join_of print_to input_line isinstance_of issubclass_of dir_of
}

impl Thread {
    /// The function.
    #[inline]
    pub fn app(&self, function: AppFunction) -> Value<'_> {
        self.fixed_root(RootKey::AppLevel).expect::<Array>().at(function.0 as usize)
    }
}
