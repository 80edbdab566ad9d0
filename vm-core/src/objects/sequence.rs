//! Layouts of tuples, internal arrays and lists.

use gc_api::layout;

use crate::layouts;

layout! {
    pub struct Tuple(layouts::TUPLE) {
        length: Raw<usize>,
        /// Once known; 0: not yet.
        hash: Raw<i64>,
    } words length
}

layout! {
    /// Words without an identity of their own: what lists, dicts and codes keep theirs in.
    pub struct Array(layouts::ARRAY) {
        length: Raw<usize>,
    } words length
}

layout! {
    /// Bytes without an identity of their own.
    pub struct Buffer(layouts::BUFFER) {
        length: Raw<usize>,
    } bytes(0) length
}

layout! {
    /// A mutable sequence: `length` items at the start of `items`, an [`Array`] whose rest is zero.
    pub struct List(layouts::LIST, last layouts::LIST_SUB) {
        length: Raw<usize>,
        items: Ref,
    }
}

layout! {
    pub struct ListSub(layouts::LIST_SUB) extends List {
        map: Ref,
        attrs: Ref,
    }
}
