//! Binding arguments to the parameters of Python functions, in place in the window.

use compiler::bytecode::Flags;
use gc_api::Slot;

use super::call::{read, write};
use super::passed::{Keywords, surplus};
use crate::Thread;
use crate::objects::dict::Dict;
use crate::objects::function::{Body, Code, Function};
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
        let arranged = match keywords {
            Keywords::None => self.arrange(function, body, window, nargs, None),
            Keywords::Names(names) => self.arrange(function, body, window, nargs, Some(names)),
            Keywords::Dict(_) => false,
        };
        if arranged {
            return Ok(());
        }
        let code = &*body.compiled;
        let positional = code.positional as usize;
        let named = positional + code.keyword_only as usize;
        let given = nargs - keywords.in_window();
        if body.positional as usize > positional && nargs <= 1 && given == nargs {
            // A module's code takes its namespace; called as a function's, it has none but its globals.
            if nargs == 0 {
                write(window, 1, Value::UNSET);
            }
            return Ok(());
        }
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
        let named_values = keywords.pairs(t, window, given)?;
        debug_assert!(nargs >= given);
        let rest = if varargs { Some(surplus(t, window, self.positional..given)?) } else { None };
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
pub(super) fn meant<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> String {
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
