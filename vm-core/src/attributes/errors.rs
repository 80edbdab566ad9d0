//! Attribute errors, worded as CPython words them.

use std::fmt::Display;

use crate::Thread;
use crate::classes::cls;
use crate::errors::Exception;
use crate::objects::class::Class;
use crate::objects::exception_fields::{field, set_field};
use crate::objects::module::Module;
use crate::objects::string::Str;
use crate::symbols::sym;
use crate::value::{Gc, Raised, Value};

impl Thread {
    /// AttributeError with its `name` and `obj`.
    #[cold]
    pub fn attribute_error_with<'t>(&'t self, object: Value<'t>, name: Value<'t>, message: impl Display) -> Raised {
        let raised = self.raise(cls::AttributeError, message);
        if let Some(exception) = self.slot_value(&self.pending).cast::<Exception>() {
            let fields = self.small_array([name, object]);
            exception.set(self, Exception::fields, fields);
        }
        raised
    }

    /// NameError with its `name`.
    #[cold]
    pub(crate) fn name_error<'t>(&'t self, name: Value<'t>, message: impl Display) -> Raised {
        let raised = self.raise(cls::NameError, message);
        if let Some(exception) = self.slot_value(&self.pending).cast::<Exception>() {
            let fields = self.small_array([name]);
            exception.set(self, Exception::fields, fields);
        }
        raised
    }

    /// An AttributeError that passes by and does not say what it is about is told.
    #[cold]
    pub(crate) fn add_attribute_context<'t>(&'t self, object: Value<'t>, name: Value<'t>) -> Result<(), Raised> {
        if !self.pending_is(cls::AttributeError) {
            return Ok(());
        }
        let Some(exception) = self.slot_value(&self.pending).cast::<Exception>() else { return Ok(()) };
        let known = [sym::name, sym::obj].map(|key| field(self, exception, key).not_none());
        if known == [None, None] {
            set_field(self, exception, sym::name, name)?;
            set_field(self, exception, sym::obj, object)?;
        }
        Ok(())
    }

    /// As [`Thread::attribute_error`], in the words for any object, even a class or a module.
    #[cold]
    pub(crate) fn plain_attribute_error<'t>(&'t self, object: Value<'t>, name: Value<'t>) -> Raised {
        let message = format!("'{}' object has no attribute '{}'", self.class_name(object), self.text(name));
        self.attribute_error_with(object, name, message)
    }

    fn small_array<'t, const N: usize>(&'t self, items: [Value<'t>; N]) -> Value<'t> {
        match self.new_array(N) {
            Ok(array) => {
                for (index, item) in items.into_iter().enumerate() {
                    array.put(self, index, item);
                }
                array.value()
            }
            Err(_) => Value::UNSET,
        }
    }

    /// `object` has no attribute of this name.
    #[cold]
    pub fn attribute_error<'t>(&'t self, object: Value<'t>, name: Value<'t>) -> Raised {
        let text = self.text(name);
        if let Some(class) = object.cast::<Class>() {
            let message = format!("type object '{}' has no attribute '{text}'", self.name_of_class(class));
            return self.attribute_error_with(object, name, message);
        }
        if let Some(module) = object.cast::<Module>() {
            return self.module_attribute_error(module, object, name);
        }
        self.plain_attribute_error(object, name)
    }

    fn module_attribute_error<'t>(&'t self, module: Gc<'t, Module>, object: Value<'t>, name: Value<'t>) -> Raised {
        let text = self.text(name);
        let dict = module.get(Module::dict).cast::<crate::objects::dict::Dict>();
        let module_name = dict.and_then(|dict| dict.get_sym(self, sym::__name__)).and_then(|name| self.as_str(name));
        let message = match module_name {
            Some(module_name) => format!("module '{}' has no attribute '{text}'", module_name.to_text()),
            None => format!("module has no attribute '{text}'"),
        };
        self.attribute_error_with(object, name, message)
    }

    /// The attribute cannot be set or deleted: there is no place for it.
    #[cold]
    pub(crate) fn no_place_error<'t>(&'t self, object: Value<'t>, name: Gc<'t, Str>, in_class: bool) -> Raised {
        let (class, text) = (self.class_name(object), name.to_text());
        if in_class {
            return self.raise(cls::AttributeError, format_args!("'{class}' object attribute '{text}' is read-only"));
        }
        let message = format!("'{class}' object has no attribute '{text}' and no __dict__ for setting new attributes");
        self.attribute_error_with(object, name.value(), message)
    }
}
