//! Makes a machine ready: interned names, builtin classes, shared values, the builtins.
//!
//! Which classes there are is in [`tables`], how a declaration becomes a class in [`fill`].

mod fill;
mod tables;
#[cfg(test)]
mod tests;

use gc_api::{ConfigError, HeapConfig};

use crate::Thread;
use crate::applevel::app;
use crate::classes::{self, ClassKey, cls};
use crate::errors::Exception;
use crate::layouts::Layouts;
use crate::natives::{NativeDef, Tail, tail};
use crate::objects::class::Class;
use crate::objects::sequence::Tuple;
use crate::objects::string::Str;
use crate::objects::type_new::BUILD_CLASS;
use crate::symbols::sym;
use crate::value::{Raised, Value};
use crate::vm::RootKey;
use tables::{EXCEPTIONS, GENERIC, PUBLIC};

static CLASS_GETITEM: [NativeDef; 1] = [class_getitem()];

/// The `__class_getitem__` of a class that takes type arguments.
pub const fn class_getitem() -> NativeDef {
    tail("__class_getitem__(cls, item, /)", |t, args| {
        Ok(Tail::call(t.app(app::generic_alias), &[args.get(0), args.get(1)]))
    })
    .class_method()
    .doc("See PEP 585")
}

impl Thread {
    /// A machine, ready to run: the first thread of the one machine a process may have.
    ///
    /// `extra` are the layouts of native modules; `hash_key` decides the hashes of text.
    pub fn new(config: &HeapConfig, extra: &[Layouts], hash_key: (u64, u64)) -> Result<Thread, ConfigError> {
        let mut layouts = crate::objects::layouts();
        layouts.extend_from_slice(extra);
        let mut thread = Thread::empty(config, &layouts, hash_key)?;
        match thread.bootstrap() {
            Ok(()) => {}
            Err(raised) => return Err(thread.cannot_start(raised)),
        }
        match thread.load_applevel() {
            Ok(()) => Ok(thread),
            Err(raised) => Err(thread.cannot_start(raised)),
        }
    }

    fn cannot_start(&self, raised: Raised) -> ConfigError {
        let exception = self.take_exception(raised);
        ConfigError(format!("the machine cannot start: {}", self.describe(exception)))
    }

    /// An exception in a few words, for when no Python can run.
    pub fn describe<'t>(&'t self, exception: Value<'t>) -> String {
        let class = self.class_name(exception);
        let args = exception.cast::<Exception>().and_then(|e| e.get(Exception::args).cast::<Tuple>());
        match args.filter(|args| args.extent() == 1).map(|args| self.text(args.at(0))) {
            Some(message) if !message.is_empty() => format!("{class}: {message}"),
            _ => class,
        }
    }

    fn bootstrap(&self) -> Result<(), Raised> {
        self.intern_symbols();
        self.make_shared_values()?;
        for key in 0..classes::COUNT {
            self.vm().set_class(ClassKey(key as u16), self.immortal_class().value());
        }
        self.set_map_offsets();
        let keys: Vec<ClassKey> = (0..classes::COUNT as u16).map(ClassKey).collect();
        let mut done = vec![false; classes::COUNT];
        for &key in &keys {
            self.fill_class(key, &mut done)?;
        }
        self.add_exception_members()?;
        for key in GENERIC {
            self.add_methods(self.class(*key), &CLASS_GETITEM)?;
        }
        for &key in &keys {
            self.compute_flags(self.class(key));
        }
        self.make_builtins()
    }

    fn make_shared_values(&self) -> Result<(), Raised> {
        self.set_fixed_root(RootKey::EmptyTuple, self.new_tuple(0)?.value());
        self.set_fixed_root(RootKey::EmptyBytes, self.bytes(b"")?.value());
        let characters = self.new_tuple(256)?;
        for code in 0..=255u8 {
            characters.put(self, code as usize, self.intern_text(&char::from(code).to_string()).value());
        }
        self.set_fixed_root(RootKey::Latin1, characters.value());
        Ok(())
    }

    fn make_builtins(&self) -> Result<(), Raised> {
        let builtins = self.new_dict();
        self.set_fixed_root(RootKey::Builtins, builtins.value());
        builtins.set_sym(self, sym::__name__, self.intern_text("builtins").value())?;
        for key in PUBLIC.iter().copied().chain(EXCEPTIONS.iter().map(|(key, ..)| *key)) {
            let class = self.class(key);
            builtins.set_str(self, class.get(Class::name).expect::<Str>(), class.value())?;
        }
        let aliases = [("EnvironmentError", cls::OSError), ("IOError", cls::OSError)];
        for (name, key) in aliases {
            builtins.set_str(self, self.intern_text(name), self.class(key).value())?;
        }
        let constants = [
            ("None", Value::NONE),
            ("True", Value::TRUE),
            ("False", Value::FALSE),
            ("Ellipsis", Value::ELLIPSIS),
            ("NotImplemented", Value::NOT_IMPLEMENTED),
            ("__debug__", Value::TRUE),
        ];
        for (name, value) in constants {
            builtins.set_str(self, self.intern_text(name), value)?;
        }
        for def in crate::builtins::FUNCTIONS.iter().copied().flatten() {
            builtins.set_str(self, self.intern_text(def.name()), self.native_function(def, Value::UNSET))?;
        }
        let build_class = self.native_function(&BUILD_CLASS, Value::UNSET);
        builtins.set_sym(self, sym::__build_class__, build_class)?;
        self.set_fixed_root(RootKey::BuildClass, build_class);
        Ok(())
    }
}
