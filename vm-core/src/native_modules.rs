//! Modules written in Rust: how they are declared, and how one becomes a module object.
//!
//! The machine knows a list of declarations, given when the library is added to it; a module is made when the import
//! system asks for it, and its classes with it.

use std::cell::Cell;

use gc_api::Slot;

use crate::Thread;
use crate::natives::{ClassDef, NativeDef};
use crate::objects::dict::Dict;
use crate::objects::function::NativeFunction;
use crate::objects::module::Module;
use crate::symbols::sym;
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

/// Declaration of a native module; a `static`. Build with [`module`] and the methods below.
pub struct ModuleDef {
    pub name: &'static str,
    pub doc: &'static str,
    pub functions: &'static [NativeDef],
    /// Made with the module. Keys: `ClassKey::native`.
    pub classes: &'static [&'static ClassDef],
    /// Adds what is neither function nor class.
    pub init: Option<Init>,
}

pub type Init = for<'t> fn(&'t Thread, Gc<'t, Dict>) -> Result<(), Raised>;

pub const fn module(name: &'static str) -> ModuleDef {
    ModuleDef { name, doc: "", functions: &[], classes: &[], init: None }
}

impl ModuleDef {
    pub const fn doc(mut self, doc: &'static str) -> ModuleDef {
        self.doc = doc;
        self
    }

    pub const fn functions(mut self, functions: &'static [NativeDef]) -> ModuleDef {
        self.functions = functions;
        self
    }

    pub const fn classes(mut self, classes: &'static [&'static ClassDef]) -> ModuleDef {
        self.classes = classes;
        self
    }

    pub const fn init(mut self, init: Init) -> ModuleDef {
        self.init = Some(init);
        self
    }
}

impl Thread {
    /// Tells the machine which native modules there are.
    pub fn set_native_modules(&self, modules: &'static [&'static ModuleDef]) {
        self.vm().native_modules.set(modules);
    }

    pub fn native_modules(&self) -> &'static [&'static ModuleDef] {
        self.vm().native_modules.get()
    }

    /// A new module object of this name; `None` if no native module is called so.
    pub fn make_native_module(&self, name: &str) -> Result<Option<Gc<'_, Module>>, Raised> {
        let Some(def) = self.native_modules().iter().find(|def| def.name == name) else { return Ok(None) };
        let doc = if def.doc.is_empty() { Value::NONE } else { self.str(def.doc)?.value() };
        let module = self.new_module(self.intern_text(def.name), doc)?;
        self.fill_module(module.get(Module::dict).expect(), def)?;
        Ok(Some(module))
    }

    /// Adds to a namespace what a declaration says.
    pub fn fill_module<'t>(&'t self, namespace: Gc<'t, Dict>, def: &'static ModuleDef) -> Result<(), Raised> {
        for function in def.functions {
            let name = self.intern_text(function.name());
            namespace.set_str(self, name, self.module_function(function, self.intern_text(def.name).value()))?;
        }
        for class in def.classes {
            let made = self.native_class(class)?;
            namespace.set_str(self, self.intern_text(class.name), made.value())?;
        }
        match def.init {
            Some(init) => init(self, namespace),
            None => Ok(()),
        }
    }

    /// A function of a native module (or of the module of this name), a static method of a class.
    pub fn module_function<'t>(&'t self, def: &'static NativeDef, home: Value<'t>) -> Value<'t> {
        self.new_object(NativeFunction {
            header: header(),
            def: Cell::new(def),
            this: Slot::default(),
            home: Slot::new(home.word()),
        })
        .value()
    }
}

/// Shorthands for filling a module's namespace.
impl<'t> Gc<'t, Dict> {
    pub fn add(self, t: &'t Thread, name: &str, value: Value<'t>) -> Result<(), Raised> {
        self.set_str(t, t.intern_text(name), value)
    }

    pub fn add_int(self, t: &'t Thread, name: &str, value: i64) -> Result<(), Raised> {
        self.add(t, name, t.int(value))
    }

    pub fn add_text(self, t: &'t Thread, name: &str, value: &str) -> Result<(), Raised> {
        self.add(t, name, t.str(value)?.value())
    }

    /// The value of a name.
    pub fn named(self, t: &'t Thread, name: &str) -> Option<Value<'t>> {
        self.get_str(t, t.intern_text(name))
    }

    /// The module that a namespace belongs to says `__name__`.
    pub fn module_name(self, t: &'t Thread) -> Value<'t> {
        self.get_sym(t, sym::__name__).unwrap_or(Value::NONE)
    }
}
