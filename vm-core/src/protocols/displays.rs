//! What displays, comprehensions and call arguments do with containers.

use crate::Thread;
use crate::applevel::app;
use crate::cls;
use crate::natives::{Tail, Then};
use crate::objects::class::{Class, flags};
use crate::objects::dict::Dict;
use crate::objects::function::{BoundMethod, Function, MethodDescriptor, NativeFunction};
use crate::objects::sequence::{List, Tuple};
use crate::objects::set::Set;
use crate::protocols::Keyed;
use crate::sym;
use crate::value::{Gc, Raised, Res, Value};

impl<'t, T: gc_api::Layout> From<Gc<'t, T>> for Tail<'t> {
    fn from(object: Gc<'t, T>) -> Tail<'t> {
        Tail::Value(object.value())
    }
}

/// Room is made for no more items than this before the first has been seen.
const MOST_EXPECTED: usize = 256;

impl Thread {
    pub fn slice<'t>(&'t self, start: Value<'t>, stop: Value<'t>, step: Value<'t>) -> Value<'t> {
        self.new_slice(start, stop, step).value()
    }

    /// `{*items}`
    pub fn build_set<'t>(&'t self, items: &[Value<'t>]) -> Result<Tail<'t>, Raised> {
        let set = self.new_set();
        for (n, &item) in items.iter().enumerate() {
            let added = match self.leaf_hash(item) {
                Some(hash) => set.leaf_add(self, item, hash),
                None => None,
            };
            match added {
                Some(result) => {
                    result?;
                }
                None => {
                    let rest = self.tuple(&items[n..])?;
                    return Ok(Tail::call(self.app(app::set_add_all), &[set.value(), rest.value()]));
                }
            }
        }
        Ok(set.into())
    }

    /// A frozenset of constants.
    pub fn frozen_set<'t>(&'t self, items: &[Value<'t>]) -> Res<'t> {
        let set = self.new_frozenset();
        for &item in items {
            let Some(hash) = self.leaf_hash(item) else { return Err(self.type_error("a constant is expected")) };
            match set.leaf_add(self, item, hash) {
                Some(result) => result?,
                None => return Err(self.type_error("a constant is expected")),
            };
        }
        Ok(set.value())
    }

    /// A dict of alternating keys and values.
    pub fn build_dict<'t>(&'t self, pairs: &[Value<'t>]) -> Result<Tail<'t>, Raised> {
        let dict = self.new_dict();
        if pairs.len() > 8 {
            dict.resize(self, pairs.len() / 2)?;
        }
        for (n, pair) in pairs.chunks_exact(2).enumerate() {
            match self.leaf_setitem(dict.value(), pair[0], pair[1]) {
                Some(result) => result?,
                None => {
                    let rest = self.tuple(&pairs[2 * n..])?;
                    return Ok(Tail::call(self.app(app::dict_add_all), &[dict.value(), rest.value()]));
                }
            }
        }
        Ok(dict.into())
    }

    /// The strings joined: the parts of an f-string.
    pub fn join_strings<'t>(&'t self, parts: &[Value<'t>]) -> Res<'t> {
        Ok(self.str_of_parts(parts.iter().filter_map(|&part| self.as_str(part)))?.value())
    }

    #[inline]
    pub fn list_append<'t>(&'t self, list: Gc<'t, List>, value: Value<'t>) -> Result<(), Raised> {
        list.push(self, value)
    }

    pub fn set_add<'t>(&'t self, set: Value<'t>, item: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let (Some(exact), Some(hash)) = (set.cast::<Set>(), self.leaf_hash(item)) {
            if let Some(added) = exact.leaf_add(self, item, hash) {
                return added.map(|_| Value::NONE.into());
            }
        }
        if !set.is::<Set>() {
            // A program can put something else where a module keeps which of its annotations it has reached.
            return Err(self.type_error(format_args!("'{}' object is not a set", self.class_name(set))));
        }
        self.keyed(Keyed::SetAdd, set, item, Value::UNSET)
    }

    /// Appends the items of any iterable. In a call, `callee` is what is called with them.
    pub fn list_extend<'t>(
        &'t self,
        list: Gc<'t, List>,
        iterable: Value<'t>,
        callee: Option<Value<'t>>,
    ) -> Result<Tail<'t>, Raised> {
        if let Some(result) = self.leaf_extend(list, iterable) {
            return result.map(|()| Value::NONE.into());
        }
        if !self.is_iterable(iterable) {
            let name = self.class_name(iterable);
            return Err(match callee {
                Some(callee) => {
                    let call = self.call_text(callee);
                    self.type_error(format_args!("{call} argument after * must be an iterable, not {name}"))
                }
                None => self.type_error(format_args!("Value after * must be an iterable, not {name}")),
            });
        }
        let extend = if callee.is_some() { app::list_extend } else { app::list_extend_sized };
        Ok(Tail::call(self.app(extend), &[list.value(), iterable]))
    }

    /// Adds the items of any iterable.
    pub fn set_update<'t>(&'t self, set: Value<'t>, iterable: Value<'t>) -> Result<Tail<'t>, Raised> {
        let target = set.expect::<Set>();
        if let Some(other) = iterable.cast::<Set>().filter(|other| other.is_exact()) {
            if let Some(result) = self.leaf_add_all(target, other) {
                return result.map(|()| Value::NONE.into());
            }
        }
        if let Some(result) = self.leaf_add_iterable(target, iterable)? {
            return Ok(Tail::Value(result));
        }
        Ok(Tail::call(self.app(app::set_add_all), &[set, iterable]))
    }

    /// Adds the items of a list, tuple, range or text while they need no Python; `None`: the rest does.
    fn leaf_add_iterable<'t>(&'t self, set: Gc<'t, Set>, iterable: Value<'t>) -> Result<Option<Value<'t>>, Raised> {
        let simple = iterable.cast_exact::<List>().is_some()
            || iterable.is::<Tuple>()
            || iterable.is::<crate::objects::string::Str>()
            || iterable.is::<crate::objects::range::Range>()
            || iterable.cast_exact::<Dict>().is_some();
        let Some(iterator) = self.leaf_iter(iterable).filter(|_| simple) else { return Ok(None) };
        if set.is_empty()
            && let Some(length) = self.leaf_size(iterable)
        {
            // Items are often different, but not always.
            set.resize(self, length.min(MOST_EXPECTED))?;
        }
        while let Some(item) = self.leaf_next(iterator) {
            if item == Value::MISSING {
                return Ok(Some(Value::NONE));
            }
            let added = match self.leaf_hash(item) {
                Some(hash) => set.leaf_add(self, item, hash),
                None => None,
            };
            match added {
                Some(result) => result?,
                None => return Ok(None),
            };
        }
        Ok(None)
    }

    /// Stores the entries of any mapping, for `{**mapping}`.
    pub fn dict_update<'t>(&'t self, dict: Gc<'t, Dict>, mapping: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(other) = self.merged_directly(mapping) {
            if let Some(result) = self.leaf_merge(dict, other) {
                return result.map(|()| Value::NONE.into());
            }
        }
        if !self.has_keys(mapping) {
            return Err(self.type_error(format_args!("'{}' object is not a mapping", self.class_name(mapping))));
        }
        Ok(Tail::call(self.app(app::dict_update_mapping), &[dict.value(), mapping]))
    }

    /// Has the class a `keys`? An instance attribute does not matter for displays.
    pub(crate) fn has_keys<'t>(&'t self, value: Value<'t>) -> bool {
        self.lookup_special(value, sym::keys).is_some()
    }

    /// As [`Thread::dict_update`] for the keyword arguments of a call: a key twice is an error.
    pub fn dict_merge<'t>(
        &'t self,
        dict: Gc<'t, Dict>,
        mapping: Value<'t>,
        callee: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        if !self.has_keys(mapping) {
            let (call, name) = (self.call_text(callee), self.class_name(mapping));
            return Err(self.type_error(format_args!("{call} argument after ** must be a mapping, not {name}")));
        }
        if let Some(other) = mapping.cast_exact::<Dict>() {
            let mut twice = None;
            for (key, _) in other.iter() {
                match self.leaf_contains(dict.value(), key) {
                    Some(false) => {}
                    Some(true) => {
                        twice = Some(key);
                        break;
                    }
                    None => break,
                }
            }
            if let Some(key) = twice {
                return Err(self.argument_twice(callee, key));
            }
            if let Some(result) = self.leaf_merge(dict, other) {
                return result.map(|()| Value::NONE.into());
            }
        }
        let text = self.str(&self.call_text(callee))?.value();
        Ok(Tail::call(self.app(app::dict_merge), &[dict.value(), mapping, text]))
    }

    fn argument_twice<'t>(&'t self, callee: Value<'t>, key: Value<'t>) -> Raised {
        let (call, key) = (self.call_text(callee), self.text(key));
        self.type_error(format_args!("{call} got multiple values for keyword argument '{key}'"))
    }

    /// `module.name()`, for messages about calls.
    pub(crate) fn call_text<'t>(&'t self, callee: Value<'t>) -> String {
        if let Some(method) = callee.cast::<BoundMethod>() {
            return self.call_text(method.get(BoundMethod::function));
        }
        let (module, name) = if let Some(function) = callee.cast::<Function>() {
            (self.text(function.get(Function::module)), self.text(function.get(Function::qualname)))
        } else if let Some(native) = callee.cast::<NativeFunction>() {
            let this = native.get(NativeFunction::this);
            let owner = if this.is_set() { format!("{}.", self.class_name(this)) } else { String::new() };
            (String::new(), format!("{owner}{}", native.def().name()))
        } else if let Some(descriptor) = callee.cast::<MethodDescriptor>() {
            let owner = descriptor.owner();
            (String::new(), format!("{}.{}", self.name_of_class(owner), descriptor.def().name()))
        } else if let Some(class) = callee.cast::<Class>() {
            let module = class.get(Class::dict).expect::<Dict>().get_sym(self, sym::__module__);
            (module.map_or(String::new(), |module| self.text(module)), self.text(class.get(Class::qualname)))
        } else if callee.is_none() {
            return "None".to_owned();
        } else {
            (String::new(), format!("{} object", self.class_name(callee)))
        };
        if module.is_empty() || module == "builtins" { format!("{name}()") } else { format!("{module}.{name}()") }
    }

    pub fn list_to_tuple<'t>(&'t self, list: Gc<'t, List>) -> Result<Gc<'t, Tuple>, Raised> {
        self.tuple_from_list(list)
    }

    /// `format(value, spec)` after a conversion: 0 none, 1 str, 2 repr, 3 ascii.
    pub fn format_value<'t>(&'t self, value: Value<'t>, conversion: u8, spec: Value<'t>) -> Result<Tail<'t>, Raised> {
        static FORMAT: Then = Then::new(|t, spec, text| t.format(text, spec));
        let converted = match conversion {
            0 => return self.format(value, spec),
            1 => self.str_of(value)?,
            2 => self.repr(value)?,
            _ => self.ascii(value)?,
        };
        if spec.is_set() { converted.then(self, &FORMAT, spec) } else { Ok(converted) }
    }

    /// `namespace[key]`, or MISSING if that raises KeyError.
    pub fn getitem_opt<'t>(&'t self, namespace: Value<'t>, key: Value<'t>) -> Result<Tail<'t>, Raised> {
        static FOUND: Then = Then::catching(
            |_, _, value| Ok(Tail::Value(value)),
            |t, _, raised| {
                if !t.pending_is(cls::KeyError) {
                    return Err(raised);
                }
                let _ = t.take_exception(raised);
                Ok(Tail::Value(Value::MISSING))
            },
        );
        match self.getitem(namespace, key) {
            Ok(tail) => tail.then(self, &FOUND, Value::NONE),
            Err(raised) if self.pending_is(cls::KeyError) => {
                let _ = self.take_exception(raised);
                Ok(Tail::Value(Value::MISSING))
            }
            Err(raised) => Err(raised),
        }
    }

    /// The ValueError of an unpacking whose source has the wrong length.
    #[cold]
    pub fn unpack_mismatch<'t>(&'t self, _source: Value<'t>, found: usize, wanted: usize) -> Raised {
        if found < wanted {
            return self.value_error(format_args!("not enough values to unpack (expected {wanted}, got {found})"));
        }
        self.value_error(format_args!("too many values to unpack (expected {wanted}, got {found})"))
    }

    /// Is it a sequence pattern's subject?
    pub fn matches_sequence<'t>(&'t self, value: Value<'t>) -> bool {
        self.class_of(value).get(Class::flags) & flags::SEQUENCE != 0
    }

    /// Is it a mapping pattern's subject?
    pub fn matches_mapping<'t>(&'t self, value: Value<'t>) -> bool {
        self.class_of(value).get(Class::flags) & flags::MAPPING != 0
    }
}
