//! The application level: builtins that call Python in loops are themselves Python.
//!
//! The files beside this one are compiled when the machine is built, run once when it starts, and hidden from
//! tracebacks. The machine reaches their functions by number ([`app`]). Their globals hold the builtin classes and
//! the leaf helpers of [`HIDDEN`], which programs cannot see.

mod hidden;

use compiler::Intrinsic;

use crate::Thread;
use crate::natives::{NativeDef, Tail};
use crate::objects::dict::Dict;
use crate::objects::sequence::Array;
use crate::symbols::sym;
use crate::value::{Gc, Raised, Value};
use crate::vm::RootKey;

/// An application-level function the machine calls.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct App(u16);

macro_rules! functions {
    ($($name:ident)*) => {
        #[allow(non_camel_case_types)]
        #[repr(u16)]
        enum Index { $($name),* }

        /// One constant per function; its name is that of the Python function.
        #[allow(non_upper_case_globals)]
        pub mod app {
            use super::{App, Index};
            $(pub const $name: App = App(Index::$name as u16);)*
        }

        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

functions! {
    generic_alias union_of module_repr object_reduce object_reduce_ex object_getstate report_unraisable warn_deprecated warn_never_awaited warn_never_awaited_step exception_repr exception_repr_many os_error_text
    exception_to_throw group_new group_str group_repr group_derive group_split group_subgroup
    frame_locals_update frame_locals_setdefault
    unpack unpack_star send get_awaitable get_aiter get_anext import_from
    iter_contains list_extend list_extend_sized list_sized list_from tuple_from set_from set_add_all dict_add_all dict_update_mapping dict_merge dict_update dict_update_rest
    dict_fromkeys dict_eq seq_compare seq_contains seq_count list_index tuple_index memoryview_index bytes_from bytearray_extend list_remove list_set_slice
    range_index range_count
    seq_repr dict_repr set_repr view_repr call_repr tuple_hash
    set_intersection set_difference set_difference_update set_symmetric set_subset set_disjoint
    keys_disjoint set_reduce view_subset set_view_and set_view_or set_view_sub set_view_xor list_sort sorted_list
    encode_registered decode_registered str_translate find_indexed str_format percent_general percent_bytes
    any_of all_of sum_of max_of print_to input_line dir_of async_iter async_next
}

/// Leaf helpers that application-level code sees as globals, by owner.
pub static HIDDEN: &[&[NativeDef]] = &[
    &crate::objects::generator_methods::HIDDEN,
    &crate::objects::percent::HELPERS,
    &crate::objects::bytes_format::HELPERS,
    &hidden::SPECIALS,
    &hidden::CONTAINERS,
];

static BLOBS: &[&[u8]] = &include!(concat!(env!("OUT_DIR"), "/applevel.rs"));

impl Thread {
    /// The function itself.
    pub fn app(&self, function: App) -> Value<'_> {
        self.fixed_root(RootKey::AppLevel).expect::<Array>().at(function.0 as usize)
    }

    /// The helper behind an intrinsic.
    pub(crate) fn intrinsic(&self, intrinsic: Intrinsic) -> Value<'_> {
        self.fixed_root(RootKey::Intrinsics).expect::<Array>().at(intrinsic as usize)
    }

    /// Runs the application-level files and remembers their functions. Classes and builtins exist already.
    ///
    /// # Panics
    /// If a file defines less than the machine expects: a mistake in the machine, found at its first start.
    pub(crate) fn load_applevel(&mut self) -> Result<(), Raised> {
        {
            let namespace = self.new_dict();
            namespace.set_sym(self, sym::__name__, self.str("builtins")?.value())?;
            let builtins = self.fixed_root(RootKey::Builtins).expect::<Dict>();
            namespace.set_sym(self, sym::__builtins__, builtins.value())?;
            for def in HIDDEN.iter().copied().flatten() {
                let function = self.native_function(def, Value::UNSET);
                namespace.set_str(self, self.intern_text(def.name()), function)?;
            }
            self.set_fixed_root(RootKey::AppLevel, namespace.value());
        }
        for blob in BLOBS {
            self.run_tail(|t| {
                // SAFETY: this crate's build compiled and wrote it.
                let stored = unsafe { compiler::serial::Stored::new(blob) }.expect("compiled by the build");
                let code = t.load_stored(stored, true)?;
                let globals = t.fixed_root(RootKey::AppLevel).expect::<Dict>();
                let function = t.new_function(code, globals);
                Ok(Tail::call(function.value(), &[Value::UNSET]))
            })?;
        }
        let namespace = self.fixed_root(RootKey::AppLevel).expect::<Dict>();
        let intrinsics = self.collect(namespace, Intrinsic::ALL.iter().map(|i| intrinsic_name(*i)))?;
        let functions = self.collect(namespace, NAMES.iter().map(|name| name.to_string()))?;
        self.set_fixed_root(RootKey::Intrinsics, intrinsics.value());
        self.set_fixed_root(RootKey::AppLevel, functions.value());
        Ok(())
    }

    /// The namespace's values of these names, as an array.
    fn collect<'t>(
        &'t self,
        namespace: Gc<'t, Dict>,
        names: impl ExactSizeIterator<Item = String>,
    ) -> Result<Gc<'t, Array>, Raised> {
        let array = self.new_array(names.len())?;
        for (index, name) in names.enumerate() {
            let value = namespace.get_str(self, self.intern_text(&name));
            array.put(self, index, value.unwrap_or_else(|| panic!("the application level defines no {name}")));
        }
        Ok(array)
    }
}

fn intrinsic_name(intrinsic: Intrinsic) -> String {
    format!("intrinsic_{}", intrinsic.name().replace('-', "_"))
}
