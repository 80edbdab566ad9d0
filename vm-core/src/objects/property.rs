//! Properties.

use gc_api::layout;

use crate::layouts;

layout! {
    pub struct Property(layouts::PROPERTY, last layouts::PROPERTY_SUB) {
        /// Function or None (unset counts as None), as the next two.
        fget: Ref,
        fset: Ref,
        fdel: Ref,
        doc: Ref,
        /// Given by `__set_name__`, or unset.
        name: Ref,
        /// 1: the doc is the getter's.
        getter_doc: Raw<u64>,
    }
}

layout! {
    pub struct PropertySub(layouts::PROPERTY_SUB) extends Property {
        map: Ref,
        attrs: Ref,
    }
}
