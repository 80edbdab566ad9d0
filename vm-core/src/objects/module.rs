//! Modules.

use gc_api::{Slot, layout};

use crate::Thread;
use crate::layouts;
use crate::objects::dict::Dict;
use crate::objects::string::Str;
use crate::symbols::sym;
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

layout! {
    pub struct Module(layouts::MODULE, last layouts::MODULE_SUB) {
        /// The namespace; unset until `__init__` ran.
        dict: Ref,
    }
}

layout! {
    pub struct ModuleSub(layouts::MODULE_SUB) extends Module {
        map: Ref,
        attrs: Ref,
    }
}

impl Thread {
    /// A module with the names every module has.
    pub fn new_module<'t>(&'t self, name: Gc<'t, Str>, doc: Value<'t>) -> Result<Gc<'t, Module>, Raised> {
        let dict = self.new_dict();
        self.init_module_dict(dict, name.value(), doc)?;
        Ok(self.new_object(Module { header: header(), dict: Slot::new(dict.word()) }))
    }

    pub(crate) fn init_module_dict<'t>(
        &'t self,
        dict: Gc<'t, Dict>,
        name: Value<'t>,
        doc: Value<'t>,
    ) -> Result<(), Raised> {
        dict.set_sym(self, sym::__name__, name)?;
        dict.set_sym(self, sym::__doc__, doc)?;
        dict.set_sym(self, sym::__package__, Value::NONE)?;
        dict.set_sym(self, sym::__loader__, Value::NONE)?;
        dict.set_sym(self, sym::__spec__, Value::NONE)
    }
}
