//! Raising exceptions from Rust.
//!
//! `return Err(t.raise(cls::ValueError, "..."))`. The exception object lies in the thread; the token says only that.

use std::cell::Cell;
use std::fmt::Display;

use gc_api::{Slot, layout};

use crate::Thread;
use crate::classes::{ClassKey, cls};
use crate::layouts;
use crate::objects::class::{Class, flags};
use crate::objects::sequence::Tuple;
use crate::symbols::sym;
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

layout! {
    /// An instance of BaseException or a subclass.
    pub struct Exception(layouts::EXCEPTION) {
        map: Ref,
        /// Instance attributes, as in `Instance`.
        attrs: Ref,
        /// Tuple.
        args: Ref,
        /// Traceback or None (unset counts as None).
        traceback: Ref,
        context: Ref,
        cause: Ref,
        /// Array of the fields particular classes have (`OSError.errno`, `StopIteration.value`, ...), or unset.
        fields: Ref,
        /// 1: the context is not shown.
        suppress: Raw<u64>,
    }
}

impl Thread {
    /// Makes an exception of a builtin class with these arguments the pending one.
    pub fn raise_with<'t>(&'t self, class: ClassKey, args: &[Value<'t>]) -> Raised {
        match self.new_exception(self.class(class), args) {
            Ok(exception) => self.raise_value(exception.value()),
            Err(raised) => raised,
        }
    }

    /// Makes an exception with a message the pending one.
    #[cold]
    pub fn raise(&self, class: ClassKey, message: impl Display) -> Raised {
        match self.str(&message.to_string()) {
            Ok(text) => self.raise_with(class, &[text.value()]),
            Err(raised) => raised,
        }
    }

    #[cold]
    pub fn type_error(&self, message: impl Display) -> Raised {
        self.raise(cls::TypeError, message)
    }

    #[cold]
    pub fn value_error(&self, message: impl Display) -> Raised {
        self.raise(cls::ValueError, message)
    }

    /// Makes this exception object the pending one, with the handled one as its context.
    pub fn raise_value(&self, exception: Value<'_>) -> Raised {
        let handled = self.handled_now();
        if let (Some(new), Some(old)) = (exception.cast::<Exception>(), handled.cast::<Exception>()) {
            self.set_context(new, old);
        }
        self.pending.set(exception.word());
        Raised::token()
    }

    /// The exception being handled, by the running generator or else by what runs it; or unset.
    pub(crate) fn handled_now(&self) -> Value<'_> {
        let own = self.slot_value(&self.handled);
        if own.is_set() { own } else { self.slot_value(&self.handled_below) }
    }

    /// Is any exception being handled?
    #[inline]
    pub(crate) fn handles_any(&self) -> bool {
        !self.handled.get().is_zero() || !self.handled_below.get().is_zero()
    }

    /// An exception on its way through a generator gets what that handles as its context if it has none.
    pub(crate) fn chain_thrown(&self, exception: Value<'_>) {
        let handled = self.slot_value(&self.handled);
        if let (Some(new), Some(old)) = (exception.cast::<Exception>(), handled.cast::<Exception>()) {
            if !new.get(Exception::context).is_set() {
                self.set_context(new, old);
            }
        }
    }

    /// Makes this exception object pending as it is.
    pub fn reraise(&self, exception: Value<'_>) -> Raised {
        self.pending.set(exception.word());
        Raised::token()
    }

    /// Links `old` below `new` as its context, cutting a cycle as CPython does.
    fn set_context(&self, new: Gc<'_, Exception>, old: Gc<'_, Exception>) {
        if new == old {
            return;
        }
        // A program can make the chain a cycle: `slow` goes half as fast, and is met again in one.
        let (mut link, mut slow, mut odd) = (old, old, false);
        while let Some(next) = link.get(Exception::context).cast::<Exception>() {
            if next == new {
                link.set(self, Exception::context, Value::UNSET);
                break;
            }
            link = next;
            if link == slow {
                break;
            }
            if odd {
                slow = slow.get(Exception::context).cast::<Exception>().unwrap_or(slow);
            }
            odd = !odd;
        }
        new.set(self, Exception::context, old.value());
    }

    /// The pending exception; it is pending no longer.
    pub fn take_exception(&self, _raised: Raised) -> Value<'_> {
        let exception = self.slot_value(&self.pending);
        self.pending.set(gc_api::Word::ZERO);
        exception
    }

    /// Is the pending exception an instance of this class?
    pub fn pending_is(&self, class: ClassKey) -> bool {
        let pending = self.slot_value(&self.pending);
        pending.is_set() && self.is_subclass(self.class_of(pending), self.class(class))
    }

    /// A new instance of a builtin exception class or a plain subclass of one, without running any Python.
    pub fn new_exception<'t>(&'t self, class: Gc<'t, Class>, args: &[Value<'t>]) -> Result<Gc<'t, Exception>, Raised> {
        debug_assert!(class.get(Class::flags) & flags::EXCEPTION != 0);
        let args = self.tuple(args)?;
        let exception = self.alloc_exception(class, args);
        crate::objects::exception_fields::fill_fields(self, exception)?;
        Ok(exception)
    }

    /// The bare object.
    pub(crate) fn alloc_exception<'t>(&'t self, class: Gc<'t, Class>, args: Gc<'t, Tuple>) -> Gc<'t, Exception> {
        self.new_object(Exception {
            header: header(),
            map: Slot::new(class.get(Class::root_map).word()),
            attrs: Slot::default(),
            args: Slot::new(args.word()),
            traceback: Slot::default(),
            context: Slot::default(),
            cause: Slot::default(),
            fields: Slot::default(),
            suppress: Cell::new(0),
        })
    }

    /// A new MemoryError: small allocations cannot fail, and a shared one would keep alive what its last traceback saw.
    #[cold]
    pub fn memory_error(&self) -> Raised {
        self.raise_with(cls::MemoryError, &[])
    }

    #[cold]
    pub fn recursion_error(&self, doing: &str) -> Raised {
        self.raise(cls::RecursionError, format_args!("maximum recursion depth exceeded{doing}"))
    }

    /// Is `class` the same as or derived from `base`?
    pub fn is_subclass(&self, class: Gc<'_, Class>, base: Gc<'_, Class>) -> bool {
        class == base
            || class
                .get(Class::mro)
                .cast::<Tuple>()
                .is_some_and(|mro| mro.words().iter().any(|entry| entry.get() == base.word()))
    }

    /// `isinstance` without `__instancecheck__` and `__class__` tricks.
    pub fn is_instance<'t>(&'t self, value: Value<'t>, class: ClassKey) -> bool {
        self.is_subclass(self.class_of(value), self.class(class))
    }

    /// The name of the value's class, for messages.
    pub fn class_name<'t>(&'t self, value: Value<'t>) -> String {
        self.name_of_class(self.class_of(value))
    }

    /// What messages call a class: `__name__`, for classes of native modules with the module before it.
    pub fn name_of_class<'t>(&'t self, class: Gc<'t, Class>) -> String {
        let name = self.text(class.get(Class::name));
        let module = class.namespace().get_sym(self, sym::__module__).filter(|_| class.has(flags::IMMUTABLE));
        match module.map(|module| self.text(module)) {
            Some(module) if module != "builtins" && !module.is_empty() => format!("{module}.{name}"),
            _ => name,
        }
    }
}
