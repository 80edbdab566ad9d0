//! Binding arguments to the parameters of natives, and the wording of what is wrong with them.

use gc_api::Slot;

use super::bind::meant;
use super::call::{read, write};
use super::passed::{Keywords, surplus};
use crate::Thread;
use crate::layouts;
use crate::natives::{NativeDef, Role, Signature, Wording};
use crate::objects::class::{Class, flags};
use crate::objects::dict::Dict;
use crate::objects::function::{MethodDescriptor, NativeFunction};
use crate::objects::module::Module;
use crate::objects::sequence::Tuple;
use crate::objects::string::Str;
use crate::symbols::sym;
use crate::value::{Gc, Raised, Value};

impl Thread {
    /// Arranges `window[1..]` as a native's parameters; their number.
    pub(super) fn bind_native<'t>(
        &'t self,
        def: &'static NativeDef,
        window: *const Slot,
        nargs: usize,
        keywords: Keywords<'t>,
    ) -> Result<usize, Raised> {
        let signature = def.signature();
        if signature.is_simple() && matches!(keywords, Keywords::None) {
            if nargs < signature.min || nargs > signature.positional {
                return Err(NativeBinder { t: self, def, signature, window }.wrong_count(nargs, 0));
            }
            for index in nargs..signature.positional {
                write(window, 1 + index, Value::UNSET);
            }
            return Ok(signature.positional);
        }
        NativeBinder { t: self, def, signature, window }.bind(nargs, keywords)
    }
}

struct NativeBinder<'t> {
    t: &'t Thread,
    def: &'static NativeDef,
    signature: &'static Signature,
    window: *const Slot,
}

impl<'t> NativeBinder<'t> {
    fn bind(&self, nargs: usize, keywords: Keywords<'t>) -> Result<usize, Raised> {
        let (t, s, window) = (self.t, self.signature, self.window);
        let given = nargs - keywords.in_window();
        let mut named = keywords.pairs(t, window, given)?;
        let takes_keywords = s.varkw || s.positional_only < s.names.len();
        // A wrong number of positional arguments is told first.
        let miscounted = matches!(self.def.wording, Wording::Counting(_)) && given != s.positional;
        if !named.is_empty() && !takes_keywords && !miscounted {
            if !self.meant_for_other() {
                return Err(self.no_keywords());
            }
            named.clear();
        }
        self.check_counts(given, named.len())?;
        let rest = if s.varargs { Some(surplus(t, window, s.positional..given)?) } else { None };
        for index in given.min(s.positional)..s.names.len() {
            write(window, 1 + index, Value::UNSET);
        }
        let extra = self.bind_named(given, named)?;
        let mut next = 1 + s.names.len();
        if let Some(rest) = rest {
            write(window, next, rest.value());
            next += 1;
        }
        if s.varkw {
            write(window, next, extra.map_or(Value::UNSET, Gc::value));
        }
        Ok(s.slots())
    }

    /// Are the keywords of this call of a builtin class's `__new__` for the `__init__` of a subclass, or the other way
    /// round? Then they are nothing to this one.
    #[cold]
    fn meant_for_other(&self) -> bool {
        let t = self.t;
        let (own, other) = match self.def.name() {
            "__new__" => (sym::__new__, sym::__init__),
            "__init__" => (sym::__init__, sym::__new__),
            _ => return false,
        };
        let this = read(self.window, 1);
        let Some(class) = (if own == sym::__new__ { this.cast::<Class>() } else { Some(t.class_of(this)) }) else {
            return false;
        };
        let mro = class.mro();
        let builtin = |base: &Gc<'t, Class>| !base.has(flags::HEAP) && base.namespace().get_sym(t, own).is_some();
        let owner = (0..mro.extent()).filter_map(|index| mro.at(index).cast::<Class>()).find(builtin);
        let other = t.sym(other).expect::<Str>();
        owner.is_some_and(|owner| owner != class && t.lookup(class, other) != t.lookup(owner, other))
    }

    /// Are there neither too many arguments nor too few of those that cannot come by name?
    fn check_counts(&self, given: usize, named: usize) -> Result<(), Raised> {
        let s = self.signature;
        let all = !s.varargs && !s.varkw && given + named > s.names.len();
        let too_few = given < s.min.min(s.positional_only) || given == 0 && self.hidden() > 0;
        if all || !s.varargs && given > s.positional || too_few {
            return Err(self.wrong_count(given, named));
        }
        Ok(())
    }

    fn bind_named(&self, given: usize, named: Vec<(Gc<'t, Str>, Value<'t>)>) -> Result<Option<Gc<'t, Dict>>, Raised> {
        let (t, s, window) = (self.t, self.signature, self.window);
        let mut extra = None;
        let (mut twice, mut unexpected) = (None, None);
        for (name, value) in named {
            let text = name.to_text();
            match s.names.iter().position(|parameter| *parameter == text) {
                Some(index) if index >= s.positional_only && read(window, 1 + index).is_set() => {
                    twice.get_or_insert((text, index));
                }
                Some(index) if index >= s.positional_only => write(window, 1 + index, value),
                _ if s.varkw => extra.get_or_insert_with(|| t.new_dict()).set_str(t, name, value)?,
                _ => {
                    unexpected.get_or_insert(text);
                }
            }
        }
        if self.def.wording != Wording::Searching {
            self.refuse_missing(given)?;
        }
        if let Some((text, index)) = twice {
            let (name, position) = (self.name(), index + 1 - self.hidden());
            return Err(
                t.type_error(format_args!("argument for {name}() given by name ('{text}') and position ({position})"))
            );
        }
        if let Some(text) = unexpected {
            return Err(self.unexpected(&text));
        }
        self.refuse_missing(given)?;
        Ok(extra)
    }

    fn refuse_missing(&self, given: usize) -> Result<(), Raised> {
        let s = self.signature;
        let unset = |index: usize| s.required[index] && !read(self.window, 1 + index).is_set();
        match (0..s.names.len()).find(|index| unset(*index)) {
            Some(index) if index < s.positional_only => Err(self.wrong_count(given, 0)),
            Some(index) => Err(self.missing(index)),
            None => Ok(()),
        }
    }

    // Messages

    #[cold]
    fn missing(&self, index: usize) -> Raised {
        let (name, missing) = (self.name(), self.signature.names[index]);
        match self.def.wording {
            Wording::Searching => self.t.type_error(format_args!("{name}() missing required argument '{missing}'")),
            _ => {
                let position = index + 1 - self.hidden();
                self.t.type_error(format_args!("{name}() missing required argument '{missing}' (pos {position})"))
            }
        }
    }

    #[cold]
    fn unexpected(&self, text: &str) -> Raised {
        let (name, s) = (self.name(), self.signature);
        if self.def.wording == Wording::Searching {
            return self.t.type_error(format_args!("'{text}' is an invalid keyword argument for {name}()"));
        }
        let hint = meant(text, s.names[s.positional_only..].iter().copied());
        self.t.type_error(format_args!("{name}() got an unexpected keyword argument '{text}'{hint}"))
    }

    #[cold]
    fn no_keywords(&self) -> Raised {
        if self.is_slot() {
            return self.t.type_error(format_args!("wrapper {}() takes no keyword arguments", self.def.name()));
        }
        let name = match self.name() {
            name if name == self.def.name() => self.qualified_name(),
            class => class,
        };
        self.t.type_error(format_args!("{name}() takes no keyword arguments"))
    }

    /// Too many arguments, or too few positional ones.
    #[cold]
    fn wrong_count(&self, given: usize, keywords: usize) -> Raised {
        if self.is_slot() {
            return self.wrong_slot_count(given);
        }
        let (def, s) = (self.def, self.signature);
        let bound = self.hidden();
        if given == 0 && bound == 1 && def.role == Role::Static {
            return self.t.type_error(format_args!("{}(): not enough arguments", self.qualified_name()));
        }
        let given = given.saturating_sub(bound);
        let (min, max) = (s.min.saturating_sub(bound), s.positional.saturating_sub(bound));
        if let Wording::Counting(name) = def.wording {
            let (relation, count) = bounds(min, max, given);
            let relation = if relation.is_empty() { "exactly " } else { relation };
            let plural = plural(count);
            return self
                .t
                .type_error(format_args!("{name}() takes {relation}{count} argument{plural} ({given} given)"));
        }
        let unpacking = matches!(def.wording, Wording::Unpacking | Wording::UnpackingAs(_));
        if !unpacking && s.positional_only < s.names.len() {
            return self.wrong_clinic_count(given, keywords, min, max);
        }
        let special = ["__call__", "__init__"].contains(&def.name());
        if max == 0 && !s.varargs && !special {
            let name = self.qualified_name();
            return self.t.type_error(format_args!("{name}() takes no arguments ({given} given)"));
        }
        let plain = !s.varargs && !unpacking && def.role != Role::Static && !special;
        if plain && min == 1 && max == 1 {
            let name = self.qualified_name();
            return self.t.type_error(format_args!("{name}() takes exactly one argument ({given} given)"));
        }
        let max = if s.varargs { usize::MAX } else { max };
        let (relation, count) = bounds(min, max, given);
        let plural = plural(count);
        let name = match def.wording {
            Wording::UnpackingAs(name) => name.to_owned(),
            _ => self.name(),
        };
        self.t.type_error(format_args!("{name} expected {relation}{count} argument{plural}, got {given}"))
    }

    /// The same, for natives whose parameters have names.
    fn wrong_clinic_count(&self, given: usize, keywords: usize, min: usize, max: usize) -> Raised {
        let (t, s, name) = (self.t, self.signature, self.name());
        let bound = self.hidden();
        let all = s.names.len().saturating_sub(bound);
        let total = given + keywords;
        // The constructors of int and str count for themselves.
        let own = keywords == 0 && read(self.window, 0).is::<Class>() && ["int", "str"].contains(&name.as_str());
        if given > all && own {
            return t.type_error(format_args!("{name} expected at most {all} arguments, got {given}"));
        }
        if total > all && !s.varkw {
            let kind = if given == 0 { "keyword " } else { "" };
            let plural = plural(all);
            return t.type_error(format_args!("{name}() takes at most {all} {kind}argument{plural} ({total} given)"));
        }
        if given > max && max == 0 {
            return t.type_error(format_args!("{name}() takes no positional arguments"));
        }
        let least = s.positional_only.saturating_sub(bound).min(min);
        if given > max || given < least {
            let (relation, count) = match given > max {
                true if min < max => ("at most", max),
                true => ("exactly", max),
                false if least < max => ("at least", least),
                false => ("exactly", least),
            };
            let plural = plural(count);
            return t.type_error(format_args!(
                "{name}() takes {relation} {count} positional argument{plural} ({given} given)"
            ));
        }
        self.missing(given + bound)
    }

    /// The same, for a special method.
    fn wrong_slot_count(&self, given: usize) -> Raised {
        let (name, s) = (self.def.name(), self.signature);
        let given = given.saturating_sub(1);
        if ["__pow__", "__rpow__"].contains(&name) {
            return self.t.type_error(format_args!("expected 1 or 2 arguments, got {given}"));
        }
        let (relation, count) = bounds(s.min.saturating_sub(1), s.positional.saturating_sub(1), given);
        let named = ["__get__", "__set__", "__setitem__", "__setattr__", "__buffer__", "__release_buffer__"];
        let name = if named.contains(&name) { format!("{name} ") } else { String::new() };
        let plural = plural(count);
        self.t.type_error(format_args!("{name}expected {relation}{count} argument{plural}, got {given}"))
    }

    /// Is a special method called, one that counts its arguments by itself?
    fn is_slot(&self) -> bool {
        let found = read(self.window, 0).type_id();
        let slot = [Some(layouts::WRAPPER_DESCRIPTOR), Some(layouts::METHOD_WRAPPER)].contains(&found);
        slot && !["__init__", "__call__"].contains(&self.def.name())
    }

    /// How many leading parameters messages do not count: self, or the class.
    fn hidden(&self) -> usize {
        let hidden = match self.def.role {
            // A class that is called passes no self to what constructs its instances.
            Role::Method | Role::ClassMethod => !read(self.window, 0).is::<Class>(),
            Role::Static => self.def.name() == "__new__",
            Role::Function => false,
        };
        usize::from(hidden)
    }

    /// The native's name with that of its module or class.
    fn qualified_name(&self) -> String {
        let (t, name, callee) = (self.t, self.def.name(), read(self.window, 0));
        if let Some(descriptor) = callee.cast::<MethodDescriptor>() {
            return format!("{}.{name}", t.text(descriptor.owner().get(Class::name)));
        }
        let Some(function) = callee.cast::<NativeFunction>() else { return name.to_owned() };
        let home = function.get(NativeFunction::home);
        let this = function.get(NativeFunction::this).given().filter(|this| !this.is::<Module>());
        if let Some(object) = this.or_else(|| home.is::<Class>().then_some(home)) {
            let class = object.cast::<Class>().unwrap_or_else(|| t.class_of(object));
            return format!("{}.{name}", t.text(class.get(Class::qualname)));
        }
        match home.given().and_then(|home| t.as_str(home)).map(|module| module.to_text()) {
            Some(module) if module != "builtins" => format!("{module}.{name}"),
            _ => name.to_owned(),
        }
    }

    /// The native's name: for `__new__`, `__init__` and `__call__` that of the builtin class whose it is.
    fn name(&self) -> String {
        let (t, def) = (self.t, self.def);
        if def.role == Role::Static && def.name() == "__new__" {
            let class = read(self.window, 1).given().and_then(|class| class.cast::<Class>());
            let mro = class.and_then(|class| class.get(Class::mro).cast::<Tuple>());
            let native = mro.and_then(|mro| {
                (0..mro.extent())
                    .map(|index| mro.at(index).expect::<Class>())
                    .find(|class| class.get(Class::flags) & flags::HEAP == 0)
            });
            if let Some(native) = native {
                return t.text(native.get(Class::name));
            }
        }
        let method = read(self.window, 0).cast::<MethodDescriptor>();
        match method.filter(|_| ["__init__", "__call__"].contains(&def.name())) {
            Some(method) => t.text(method.owner().get(Class::name)),
            None => def.name().to_owned(),
        }
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// What was to be given, and how it relates to a wrong number of arguments.
fn bounds(min: usize, max: usize, given: usize) -> (&'static str, usize) {
    match (min == max, given < min) {
        (true, _) => ("", min),
        (false, true) => ("at least ", min),
        (false, false) => ("at most ", max),
    }
}
