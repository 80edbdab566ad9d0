//! Layout of weak references.

use gc_api::layout;

use crate::Thread;
use crate::layouts;
use crate::value::Value;

layout! {
    pub struct WeakRef(layouts::WEAK_REF, last layouts::WEAK_REF_SUB) {
        /// Cleared by the collector; read through `Collector::load_weak`.
        referent: Weak,
        /// Unset if there is none, or when it has run.
        callback: Ref,
        /// The referent's hash, once somebody asked; 0 before.
        hash: Raw<i64>,
    } weak referent
}

layout! {
    pub struct WeakRefSub(layouts::WEAK_REF_SUB) extends WeakRef {
        map: Ref,
        attrs: Ref,
    }
}

impl Thread {
    /// The callback of a reference whose referent has died: it runs once.
    pub(crate) fn take_weak_callback<'t>(&'t self, reference: Value<'t>) -> Value<'t> {
        let Some(reference) = reference.cast::<WeakRef>() else { return Value::UNSET };
        let callback = reference.get(WeakRef::callback);
        reference.set(self, WeakRef::callback, Value::UNSET);
        callback
    }
}
