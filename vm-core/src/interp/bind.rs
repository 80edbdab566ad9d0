//! Binding arguments to parameters, in place in the window.

use compiler::bytecode::Flags;
use gc_api::Slot;

use super::call::{Keywords, read, write};
use crate::Thread;
use crate::natives::{NativeDef, Role, Signature};
use crate::objects::class::{Class, flags};
use crate::objects::dict::Dict;
use crate::objects::function::{Body, Code, Function, MethodDescriptor, NativeFunction};
use crate::objects::sequence::{Array, Tuple};
use crate::objects::string::Str;
use crate::value::{Gc, Raised, Value};

impl Thread {
    /// Arranges `window[1..]` as the parameters of a Python function: positional, keyword-only, `*args`, `**kwargs`.
    pub(super) fn bind_function<'t>(
        &'t self,
        function: Gc<'t, Function>,
        body: &'t Body,
        window: *const Slot,
        nargs: usize,
        keywords: Keywords<'t>,
    ) -> Result<(), Raised> {
        let code = &*body.compiled;
        let positional = code.positional as usize;
        let named = positional + code.keyword_only as usize;
        let given = nargs - keywords.in_window();
        if given < positional
            || matches!(keywords, Keywords::Names(_) | Keywords::Dict(_))
            || named > positional
            || given > positional
            || code.flags.has(Flags::VARARGS | Flags::VARKEYWORDS)
        {
            let binder = FunctionBinder { t: self, function, body, positional, named };
            return binder.bind(window, nargs, given, keywords);
        }
        Ok(())
    }
}

struct FunctionBinder<'t> {
    t: &'t Thread,
    function: Gc<'t, Function>,
    body: &'t Body,
    positional: usize,
    named: usize,
}

impl<'t> FunctionBinder<'t> {
    fn bind(&self, window: *const Slot, nargs: usize, given: usize, keywords: Keywords<'t>) -> Result<(), Raised> {
        let t = self.t;
        let code = &*self.body.compiled;
        let varargs = code.flags.has(Flags::VARARGS);
        let varkw = code.flags.has(Flags::VARKEYWORDS);
        // Keyword values and surplus arguments leave the window before parameters are written over them.
        let named_values: Vec<(Gc<'t, Str>, Value<'t>)> = match keywords {
            Keywords::None => Vec::new(),
            Keywords::Names(names) => (0..names.extent())
                .map(|index| (names.at(index).expect::<Str>(), read(window, 1 + given + index)))
                .collect(),
            Keywords::Dict(dict) => self.string_keys(dict)?,
        };
        debug_assert!(nargs >= given);
        let rest = if varargs {
            let surplus: Vec<Value<'t>> = (self.positional..given).map(|index| read(window, 1 + index)).collect();
            Some(t.tuple(&surplus)?)
        } else {
            None
        };
        for index in given.min(self.positional)..self.named {
            write(window, 1 + index, Value::UNSET);
        }
        let extra = if varkw { Some(t.new_dict()) } else { None };
        let mut unexpected = Vec::new();
        for (name, value) in named_values {
            match self.parameter(name) {
                Some(index) if index >= code.positional_only as usize => {
                    if read(window, 1 + index).is_set() {
                        return Err(self.error(format_args!("got multiple values for argument '{}'", name.to_text())));
                    }
                    write(window, 1 + index, value);
                }
                found => match extra {
                    Some(extra) => extra.set_str(t, name, value)?,
                    None => unexpected.push((name, found.is_some())),
                },
            }
        }
        self.refuse_unexpected(&unexpected)?;
        if given > self.positional && !varargs {
            return Err(self.too_many(window, given));
        }
        self.fill_defaults(window)?;
        self.fill_keyword_defaults(window)?;
        let mut next = 1 + self.named;
        if let Some(rest) = rest {
            write(window, next, rest.value());
            next += 1;
        }
        if let Some(extra) = extra {
            write(window, next, extra.value());
        }
        Ok(())
    }

    fn string_keys(&self, dict: Gc<'t, Dict>) -> Result<Vec<(Gc<'t, Str>, Value<'t>)>, Raised> {
        dict.iter()
            .map(|(key, value)| match self.t.as_str(key) {
                Some(name) => Ok((name, value)),
                None => Err(self.t.type_error("keywords must be strings")),
            })
            .collect()
    }

    /// Index of the parameter with this name.
    fn parameter(&self, name: Gc<'t, Str>) -> Option<usize> {
        let names = self.names();
        let found = (0..self.named).find(|&index| names.words()[self.first_name() + index].get() == name.word());
        found.or_else(|| {
            (0..self.named)
                .find(|&index| crate::objects::compare::str_eq(names.at(self.first_name() + index).expect(), name))
        })
    }

    fn names(&self) -> Gc<'t, Array> {
        self.function.code().get(Code::refs).expect()
    }

    fn first_name(&self) -> usize {
        self.body.locals_at as usize
    }

    fn name(&self, index: usize) -> &'t str {
        &self.body.compiled.locals[index]
    }

    fn fill_defaults(&self, window: *const Slot) -> Result<(), Raised> {
        let missing: Vec<usize> = (0..self.positional).filter(|&index| !read(window, 1 + index).is_set()).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let defaults = self.function.get(Function::defaults).cast::<Tuple>();
        let count = defaults.map_or(0, |d| d.extent());
        let first = self.positional.saturating_sub(count);
        let skip = count.saturating_sub(self.positional);
        let mut without = Vec::new();
        for index in missing {
            match defaults {
                Some(defaults) if index >= first => write(window, 1 + index, defaults.at(skip + index - first)),
                _ => without.push(index),
            }
        }
        self.refuse_missing(&without, "positional")
    }

    fn fill_keyword_defaults(&self, window: *const Slot) -> Result<(), Raised> {
        let mut without = Vec::new();
        for index in self.positional..self.named {
            if read(window, 1 + index).is_set() {
                continue;
            }
            let name = self.names().at(self.first_name() + index).expect::<Str>();
            let default = self.function.get(Function::kwdefaults).cast::<Dict>().and_then(|d| d.get_str(self.t, name));
            match default {
                Some(default) => write(window, 1 + index, default),
                None => without.push(index),
            }
        }
        self.refuse_missing(&without, "keyword-only")
    }

    fn error(&self, message: std::fmt::Arguments<'_>) -> Raised {
        let qualname = self.t.text(self.function.get(Function::qualname));
        self.t.type_error(format_args!("{qualname}() {message}"))
    }

    fn refuse_missing(&self, missing: &[usize], kind: &str) -> Result<(), Raised> {
        if missing.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = missing.iter().map(|&index| format!("'{}'", self.name(index))).collect();
        let plural = if names.len() == 1 { "" } else { "s" };
        let list = join_names(&names);
        Err(self.error(format_args!("missing {} required {kind} argument{plural}: {list}", names.len())))
    }

    fn refuse_unexpected(&self, unexpected: &[(Gc<'t, Str>, bool)]) -> Result<(), Raised> {
        let positional_only: Vec<String> =
            unexpected.iter().filter(|(_, known)| *known).map(|(name, _)| name.to_text()).collect();
        if !positional_only.is_empty() {
            return Err(self.error(format_args!(
                "got some positional-only arguments passed as keyword arguments: '{}'",
                positional_only.join(", ")
            )));
        }
        match unexpected.first() {
            Some((name, _)) => {
                let name = name.to_text();
                let named = self.body.compiled.positional_only as usize..self.named;
                let hint = meant(&name, named.map(|index| self.name(index)));
                Err(self.error(format_args!("got an unexpected keyword argument '{name}'{hint}")))
            }
            None => Ok(()),
        }
    }

    fn too_many(&self, window: *const Slot, given: usize) -> Raised {
        let defaults = self.function.get(Function::defaults).cast::<Tuple>().map_or(0, |d| d.extent());
        let keyword_only = (self.positional..self.named).filter(|&i| read(window, 1 + i).is_set()).count();
        let (least, most) = (self.positional - defaults.min(self.positional), self.positional);
        let takes = if defaults > 0 { format!("from {least} to {most}") } else { most.to_string() };
        let plural = if defaults > 0 || most != 1 { "s" } else { "" };
        let were = if given == 1 && keyword_only == 0 { "was" } else { "were" };
        let extra = if keyword_only > 0 {
            let (a, b) = (if given == 1 { "" } else { "s" }, if keyword_only == 1 { "" } else { "s" });
            format!(" positional argument{a} (and {keyword_only} keyword-only argument{b})")
        } else {
            String::new()
        };
        self.error(format_args!("takes {takes} positional argument{plural} but {given}{extra} {were} given"))
    }
}

/// `. Did you mean 'x'?`, if a parameter's name is like the one given.
fn meant<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> String {
    text::suggest::nearest(given, known).map_or_else(String::new, |name| format!(". Did you mean '{name}'?"))
}

/// `'a', 'b', and 'c'`
fn join_names(names: &[String]) -> String {
    match names {
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [start @ .., last] => format!("{}, and {last}", start.join(", ")),
        [] => String::new(),
    }
}

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
                return Err(self.wrong_count(def, signature, window, nargs));
            }
            for index in nargs..signature.positional {
                write(window, 1 + index, Value::UNSET);
            }
            return Ok(signature.positional);
        }
        NativeBinder { t: self, def, signature }.bind(window, nargs, keywords)
    }

    /// The wrong number of positional arguments, `given` of them in the window.
    #[cold]
    fn wrong_count(&self, def: &'static NativeDef, signature: &Signature, window: *const Slot, given: usize) -> Raised {
        let callee = read(window, 0);
        let bound = hidden_parameters(def, callee);
        let name = self.shown_name(def, window, given);
        let given = given.saturating_sub(bound);
        let (min, max) = (signature.min.saturating_sub(bound), signature.positional - bound.min(signature.positional));
        let positional_only = def.unpacks || signature.positional_only == signature.names.len();
        if positional_only && max == 0 {
            let name = self.qualified_name(def, callee);
            return self.type_error(format_args!("{name}() takes no arguments ({given} given)"));
        }
        let plain = !signature.varargs && !def.unpacks && def.role != Role::Static && def.name() != "__call__";
        if positional_only && plain && min == max && min == 1 {
            let name = self.qualified_name(def, callee);
            return self.type_error(format_args!("{name}() takes exactly one argument ({given} given)"));
        }
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let all = signature.names.len() - bound.min(signature.names.len());
        // The constructors of int and str count for themselves.
        if !positional_only && given > all && callee.is::<Class>() && ["int", "str"].contains(&name.as_str()) {
            return self.type_error(format_args!("{name} expected at most {all} arguments, got {given}"));
        }
        if !positional_only && given > all {
            let plural = plural(all);
            return self.type_error(format_args!("{name}() takes at most {all} argument{plural} ({given} given)"));
        }
        if !positional_only && given > max {
            let relation = if min < max { "at most" } else { "exactly" };
            let takes = if max == 0 { "no".to_owned() } else { format!("{relation} {max}") };
            let (plural, given) = match max {
                0 => ("s", String::new()),
                _ => (plural(max), format!(" ({given} given)")),
            };
            return self.type_error(format_args!("{name}() takes {takes} positional argument{plural}{given}"));
        }
        if !positional_only && given < min {
            let least = signature.positional_only.saturating_sub(bound).min(min);
            if given >= least {
                let missing = signature.names[given + bound];
                let position = given + 1;
                return self
                    .type_error(format_args!("{name}() missing required argument '{missing}' (pos {position})"));
            }
            let (relation, plural) = (if least < max { "at least" } else { "exactly" }, plural(least));
            return self.type_error(format_args!(
                "{name}() takes {relation} {least} positional argument{plural} ({given} given)"
            ));
        }
        let (relation, count) = match (min == max && !signature.varargs, given < min) {
            (true, _) => ("", min),
            (false, true) => ("at least ", min),
            (false, false) => ("at most ", max),
        };
        let plural = plural(count);
        self.type_error(format_args!("{name} expected {relation}{count} argument{plural}, got {given}"))
    }

    /// The name of a native with that of its module or class.
    fn qualified_name(&self, def: &'static NativeDef, callee: Value<'_>) -> String {
        let name = def.name();
        if let Some(descriptor) = callee.cast_exact::<MethodDescriptor>() {
            let class = descriptor.get(MethodDescriptor::class).expect::<Class>();
            return format!("{}.{name}", self.text(class.get(Class::name)));
        }
        if let (Role::ClassMethod, Some(function)) = (def.role, callee.cast_exact::<NativeFunction>()) {
            if let Some(class) = function.get(NativeFunction::this).cast::<Class>() {
                return format!("{}.{name}", self.text(class.get(Class::qualname)));
            }
        }
        let module = callee.cast_exact::<NativeFunction>().and_then(|f| self.as_str(f.get(NativeFunction::module)));
        match module.map(|module| module.to_text()) {
            Some(module) if module != "builtins" => format!("{module}.{name}"),
            _ => name.to_owned(),
        }
    }

    /// The name of a native in messages: for `__new__`, `__init__` and `__call__` that of the builtin class whose it is.
    fn shown_name(&self, def: &'static NativeDef, window: *const Slot, given: usize) -> String {
        if def.role == Role::Static && def.name() == "__new__" && given > 0 {
            let class = read(window, 1).cast::<Class>();
            let mro = class.and_then(|class| class.get(Class::mro).cast::<Tuple>());
            let native = mro.and_then(|mro| {
                (0..mro.extent())
                    .map(|index| mro.at(index).expect::<Class>())
                    .find(|class| class.get(Class::flags) & flags::HEAP == 0)
            });
            if let Some(native) = native {
                return self.text(native.get(Class::name));
            }
        }
        match read(window, 0)
            .cast_exact::<MethodDescriptor>()
            .filter(|_| ["__init__", "__call__"].contains(&def.name()))
        {
            Some(method) => self.text(method.get(MethodDescriptor::class).expect::<Class>().get(Class::name)),
            None => def.name().to_owned(),
        }
    }
}

/// How many leading parameters messages do not count: self, or the class.
fn hidden_parameters(def: &'static NativeDef, callee: Value<'_>) -> usize {
    let hidden = match def.role {
        // A class that is called passes no self to what constructs its instances.
        Role::Method | Role::ClassMethod => !callee.is::<Class>(),
        Role::Static => def.name() == "__new__",
        Role::Function => false,
    };
    usize::from(hidden)
}

struct NativeBinder<'t> {
    t: &'t Thread,
    def: &'static NativeDef,
    signature: &'static Signature,
}

impl<'t> NativeBinder<'t> {
    fn bind(&self, window: *const Slot, nargs: usize, keywords: Keywords<'t>) -> Result<usize, Raised> {
        let (t, s) = (self.t, self.signature);
        let given = nargs - keywords.in_window();
        let named: Vec<(Gc<'t, Str>, Value<'t>)> = match keywords {
            Keywords::None => Vec::new(),
            Keywords::Names(names) => (0..names.extent())
                .map(|index| (names.at(index).expect::<Str>(), read(window, 1 + given + index)))
                .collect(),
            Keywords::Dict(dict) => {
                let mut pairs = Vec::new();
                for (key, value) in dict.iter() {
                    let Some(name) = t.as_str(key) else { return Err(t.type_error("keywords must be strings")) };
                    pairs.push((name, value));
                }
                pairs
            }
        };
        let rest = if s.varargs {
            let surplus: Vec<Value<'t>> = (s.positional..given).map(|index| read(window, 1 + index)).collect();
            Some(t.tuple(&surplus)?)
        } else if given > s.positional {
            return Err(t.wrong_count(self.def, s, window, given));
        } else {
            None
        };
        for index in given.min(s.positional)..s.names.len() {
            write(window, 1 + index, Value::UNSET);
        }
        let extra = self.bind_named(window, named)?;
        self.refuse_missing(window, given)?;
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

    fn bind_named(
        &self,
        window: *const Slot,
        named: Vec<(Gc<'t, Str>, Value<'t>)>,
    ) -> Result<Option<Gc<'t, Dict>>, Raised> {
        let (t, s) = (self.t, self.signature);
        let name_of = || t.shown_name(self.def, window, 1);
        let whole_name = || match name_of() {
            name if name == self.def.name() => t.qualified_name(self.def, read(window, 0)),
            class => class,
        };
        let mut extra = None;
        for (name, value) in named {
            let text = name.to_text();
            match s.names.iter().position(|parameter| *parameter == text) {
                Some(index) if index >= s.positional_only => {
                    if read(window, 1 + index).is_set() {
                        return Err(t.type_error(format_args!(
                            "argument for {}() given by name ('{text}') and position ({})",
                            name_of(),
                            index + 1 - hidden_parameters(self.def, read(window, 0))
                        )));
                    }
                    write(window, 1 + index, value);
                }
                _ if s.varkw => extra.get_or_insert_with(|| t.new_dict()).set_str(t, name, value)?,
                _ if s.positional_only == s.names.len() => {
                    return Err(t.type_error(format_args!("{}() takes no keyword arguments", whole_name())));
                }
                _ => {
                    let hint = meant(&text, s.names[s.positional_only..].iter().copied());
                    return Err(t.type_error(format_args!(
                        "{}() got an unexpected keyword argument '{text}'{hint}",
                        name_of()
                    )));
                }
            }
        }
        Ok(extra)
    }

    fn refuse_missing(&self, window: *const Slot, given: usize) -> Result<(), Raised> {
        let s = self.signature;
        for (index, required) in s.required.iter().enumerate() {
            if *required && !read(window, 1 + index).is_set() {
                if index < s.positional_only {
                    return Err(self.t.wrong_count(self.def, s, window, given));
                }
                return Err(self.t.type_error(format_args!(
                    "{}() missing required argument '{}' (pos {})",
                    self.t.shown_name(self.def, window, given),
                    s.names[index],
                    index + 1 - hidden_parameters(self.def, read(window, 0))
                )));
            }
        }
        Ok(())
    }
}
