//! The class `dict`.

use std::cell::Cell;

use gc_api::Slot;

use crate::Thread;
use crate::applevel::app;
use crate::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use crate::objects::class::{Class, flags};
use crate::objects::dict::{Dict, DictSub, Probe};
use crate::objects::sequence::{List, Tuple};
use crate::protocols::Keyed;
use crate::symbols::sym;
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};

pub static DICT: ClassDef = class(cls::dict, "dict")
    .doc("dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)")
    .layouts(&[layouts::DICT])
    .subclassable(layouts::DICT_SUB)
    .flags(flags::MAPPING)
    .methods(&METHODS)
    .construct(&CONSTRUCT);

static CONSTRUCT: NativeDef = tail("dict(*args, **kwargs)", |t, args| {
    let dict = t.new_dict();
    t.fill_dict(dict, args.get(0), args.get(1), "dict", dict.value())
});

static METHODS: [NativeDef; 29] = [
    leaf("__new__(cls, /, *args, **kwargs)", new).static_method(),
    tail("__init__(self, /, *args, **kwargs)", |t, args| {
        t.fill_dict(args.this(), args.get(1), args.get(2), "dict", Value::NONE)
    }),
    tail("update(self, /, *args, **kwargs)", |t, args| {
        t.fill_dict(args.this(), args.get(1), args.get(2), "update", Value::NONE)
    })
    .doc("D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F."),
    tail("get(self, key, default=None, /)", get)
        .doc("Return the value for key if key is in the dictionary, else default."),
    tail("setdefault(self, key, default=None, /)", |t, args| {
        t.keyed(Keyed::DictSetDefault, args.get(0), args.get(1), args.get(2))
    })
    .doc("Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default."),
    tail("pop(self, key, default=None, /)", pop)
        .doc("D.pop(k[,d]) -> v, remove specified key and return the corresponding value."),
    leaf("popitem(self, /)", pop_item).doc("Remove and return a (key, value) pair as a 2-tuple."),
    leaf("clear(self, /)", |t, args| {
        args.this::<Dict>().clear(t);
        Ok(Value::NONE)
    })
    .doc("Remove all items from the dict."),
    tail("copy(self, /)", copy).doc("Return a shallow copy of the dict."),
    tail("fromkeys(cls, iterable, value=None, /)", from_keys)
        .class_method()
        .doc("Create a new dictionary with keys from iterable and values set to value."),
    leaf("keys(self, /)", |t, args| Ok(t.new_dict_view(args.this(), layouts::DICT_KEYS)))
        .doc("Return a set-like object providing a view on the dict's keys."),
    leaf("values(self, /)", |t, args| Ok(t.new_dict_view(args.this(), layouts::DICT_VALUES)))
        .doc("Return an object providing a view on the dict's values."),
    leaf("items(self, /)", |t, args| Ok(t.new_dict_view(args.this(), layouts::DICT_ITEMS)))
        .doc("Return a set-like object providing a view on the dict's items."),
    leaf("__len__(self, /)", |t, args| Ok(t.int_usize(args.this::<Dict>().len()))),
    tail("__getitem__(self, key, /)", |t, args| {
        t.keyed(Keyed::DictGetItem, args.get(0), args.get(1), Value::UNSET)
    })
    .plain_method(),
    tail("__setitem__(self, key, value, /)", |t, args| {
        t.keyed(Keyed::DictSet, args.get(0), args.get(1), args.get(2))
    }),
    tail("__delitem__(self, key, /)", |t, args| t.keyed(Keyed::DictDel, args.get(0), args.get(1), Value::UNSET)),
    tail("__contains__(self, key, /)", |t, args| {
        t.keyed(Keyed::DictContains, args.get(0), args.get(1), Value::UNSET)
    })
    .plain_method(),
    leaf("__iter__(self, /)", |t, args| Ok(t.new_dict_iterator(args.this(), layouts::DICT_KEY_ITERATOR))),
    leaf("__reversed__(self, /)", |t, args| {
        Ok(t.new_dict_iterator(args.this(), layouts::DICT_REVERSE_KEY_ITERATOR))
    }),
    tail("__repr__(self, /)", repr),
    tail("__eq__(self, value, /)", equal),
    tail("__ne__(self, value, /)", |t, args| {
        static INVERT: Then = Then::new(|_, _, equal| {
            Ok(Tail::Value(if equal.is_bool() { Value::bool(!equal.is_true()) } else { equal }))
        });
        equal(t, args)?.then(t, &INVERT, Value::NONE)
    }),
    leaf("__lt__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__gt__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    tail("__or__(self, value, /)", |t, args| merge(t, args.get(0), args.get(1))),
    tail("__ror__(self, value, /)", |t, args| merge(t, args.get(1), args.get(0))),
    tail("__ior__(self, value, /)", |t, args| {
        static ITSELF: Then = Then::new(|_, dict, _| Ok(Tail::Value(dict)));
        t.update_dict(args.this(), args.get(1))?.then(t, &ITSELF, args.get(0))
    }),
    leaf("__sizeof__(self, /)", |t, args| Ok(t.int_usize(64 + 32 * args.this::<Dict>().filled()))),
];

fn get<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (dict, key, default) = (args.this::<Dict>(), args.get(1), args.get(2));
    match t.leaf_hash(key).map(|hash| dict.find(t, key, hash)) {
        Some(Probe::Found(index)) => Ok(dict.value_at(index).into()),
        Some(Probe::Absent) => Ok(default.given().unwrap_or(Value::NONE).into()),
        // Python has to be asked.
        Some(Probe::Ask(..)) | None => t.keyed(Keyed::DictGet, dict.value(), key, default),
    }
}

impl Thread {
    /// `dict.update(*args, **kwargs)`; the result is `result`.
    fn fill_dict<'t>(
        &'t self,
        dict: Gc<'t, Dict>,
        args: Value<'t>,
        kwargs: Value<'t>,
        name: &str,
        result: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        static KEYWORDS: Then = Then::new(|t, state, _| {
            let state = state.expect::<Tuple>();
            if let (Some(dict), Some(kwargs)) = (state.at(0).cast::<Dict>(), state.at(1).cast::<Dict>()) {
                for (key, value) in kwargs.iter() {
                    dict.set_str(t, key.expect(), value)?;
                }
            }
            Ok(Tail::Value(state.at(2)))
        });
        let count = args.cast::<Tuple>().map_or(0, Gc::extent);
        if count > 1 {
            return Err(self.type_error(format_args!("{name} expected at most 1 argument, got {count}")));
        }
        let state = self.small_tuple([dict.value(), kwargs, result]);
        let updated = match args.cast::<Tuple>().filter(|args| args.extent() == 1) {
            Some(args) => self.update_dict(dict, args.at(0))?,
            None => Tail::Value(Value::NONE),
        };
        updated.then(self, &KEYWORDS, state.value())
    }

    /// The value as a dict whose entries are copied as they are: only a subclass with an `__iter__` of its own is asked
    /// for its keys and items.
    pub(crate) fn merged_directly<'t>(&'t self, value: Value<'t>) -> Option<Gc<'t, Dict>> {
        let dict = value.cast::<Dict>()?;
        let exact = value.cast_exact::<Dict>().is_some();
        let own = |class: Gc<'t, Class>| self.lookup_sym(class, sym::__iter__);
        (exact || own(self.class_of(value)) == own(self.class(cls::dict))).then_some(dict)
    }

    /// `dict.update(other)`
    pub(crate) fn update_dict<'t>(&'t self, dict: Gc<'t, Dict>, other: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(plain) = self.merged_directly(other) {
            if let Some(result) = self.leaf_merge(dict, plain) {
                return result.map(|()| Tail::Value(Value::NONE));
            }
        }
        if !self.has_step(other) && !other.is::<Tuple>() && other.cast_exact::<List>().is_none() {
            return Ok(Tail::call(self.app(app::dict_update), &[dict.value(), other]));
        }
        let Some(iterator) = self.leaf_iter(other) else {
            return Ok(Tail::call(self.app(app::dict_update), &[dict.value(), other]));
        };
        for number in 0_i64.. {
            let step = if self.is_signalled() { None } else { self.leaf_next(iterator) };
            let pair = match step {
                Some(Value::MISSING) => return Ok(Tail::Value(Value::NONE)),
                Some(pair) => pair,
                None => Value::UNSET,
            };
            if !pair.is_set() || !self.leaf_store_pair(dict, pair)? {
                let rest = [dict.value(), pair.given().unwrap_or(Value::ELLIPSIS), iterator, self.int(number)];
                return Ok(Tail::call(self.app(app::dict_update_rest), &rest));
            }
        }
        Ok(Tail::Value(Value::NONE))
    }

    /// Stores a key and its value, if that needs no Python.
    fn leaf_store_pair<'t>(&'t self, dict: Gc<'t, Dict>, pair: Value<'t>) -> Result<bool, Raised> {
        let Some(pair) = pair.cast::<Tuple>().filter(|pair| pair.extent() == 2) else { return Ok(false) };
        let Some(hash) = self.leaf_hash(pair.at(0)) else { return Ok(false) };
        match dict.find(self, pair.at(0), hash) {
            Probe::Found(index) => dict.set_value_at(self, index, pair.at(1)),
            Probe::Absent => dict.insert_new(self, pair.at(0), hash, pair.at(1))?,
            Probe::Ask(..) => return Ok(false),
        }
        Ok(true)
    }

    /// An empty instance of `dict` or a class derived from it.
    pub(crate) fn new_dict_in<'t>(&'t self, class: Gc<'t, Class>) -> Gc<'t, Dict> {
        if class == self.class(cls::dict) {
            return self.new_dict();
        }
        let base = Dict {
            header: header(),
            used: Cell::new(0),
            filled: Cell::new(0),
            consumed: Cell::new(0),
            entries: Slot::default(),
            index: Slot::default(),
            version: Cell::new(0),
            changes: Cell::new(0),
        };
        let map = Slot::new(class.get(Class::root_map).word());
        let dict = self.new_object(DictSub { header: base, map, attrs: Slot::default() });
        self.finalisable(class, dict.obj());
        dict.upcast()
    }

    /// `a == b` of two dicts, if their values need no Python.
    pub(crate) fn leaf_dict_eq<'t>(&'t self, a: Gc<'t, Dict>, b: Gc<'t, Dict>, depth: usize) -> Option<bool> {
        if a.len() != b.len() {
            return Some(false);
        }
        for index in 0..a.filled() {
            let Some((key, value)) = a.entry(index) else { continue };
            match b.find(self, key, a.hash_at(index)) {
                Probe::Found(place) => {
                    if !self.leaf_eq_other(value, b.value_at(place), depth + 1)? {
                        return Some(false);
                    }
                }
                Probe::Absent => return Some(false),
                Probe::Ask(..) => return None,
            }
        }
        Some(true)
    }
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(t.new_dict_in(t.class_argument(args.get(0), cls::dict)?).value())
}

fn pop<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    t.keyed(Keyed::DictPop, args.get(0), args.get(1), args.get(2))
}

fn pop_item<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let dict = args.this::<Dict>();
    for index in (0..dict.filled()).rev() {
        if let Some((key, value)) = dict.entry(index) {
            dict.remove_at(t, index);
            return Ok(t.small_tuple([key, value]).value());
        }
    }
    Err(t.raise(cls::KeyError, "popitem(): dictionary is empty"))
}

fn from_keys<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let value = args.opt(2).unwrap_or(Value::NONE);
    static FILL: Then = Then::new(|t, state, dict| {
        let state = state.expect::<Tuple>();
        let (iterable, value) = (state.at(0), state.at(1));
        Ok(Tail::call(t.app(app::dict_fromkeys), &[dict, iterable, value]))
    });
    let state = t.small_tuple([args.get(1), value]);
    if args.get(0) == t.class(cls::dict).value() {
        return (FILL.ok)(t, state.value(), t.new_dict().value());
    }
    Tail::call(args.get(0), &[]).then(t, &FILL, state.value())
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    if args.get(0).cast_exact::<Dict>().is_some() {
        if let Some(text) = t.leaf_repr(args.get(0)) {
            return text.map(Into::into);
        }
    }
    Ok(Tail::call(t.app(app::dict_repr), &[args.get(0)]))
}

fn equal<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let Some(other) = args.get(1).cast::<Dict>() else { return Ok(Tail::Value(Value::NOT_IMPLEMENTED)) };
    match t.leaf_dict_eq(args.this(), other, 0) {
        Some(equal) => Ok(Tail::Value(Value::bool(equal))),
        None => Ok(Tail::call(t.app(app::dict_eq), &[args.get(0), other.value()])),
    }
}

fn copy<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static RESULT: Then = Then::new(|_, dict, _| Ok(Tail::Value(dict)));
    if let Some(dict) = t.merged_directly(args.get(0)) {
        return Ok(dict.copy(t)?.value().into());
    }
    let copy = t.new_dict();
    t.update_dict(copy, args.get(0))?.then(t, &RESULT, copy.value())
}

/// `a | b`: a copy of the first, updated with the second.
fn merge<'t>(t: &'t Thread, a: Value<'t>, b: Value<'t>) -> Result<Tail<'t>, Raised> {
    let (Some(first), true) = (a.cast::<Dict>(), b.is::<Dict>()) else {
        return Ok(Tail::Value(Value::NOT_IMPLEMENTED));
    };
    static RESULT: Then = Then::new(|_, dict, _| Ok(Tail::Value(dict)));
    let merged = first.copy(t)?;
    t.update_dict(merged, b)?.then(t, &RESULT, merged.value())
}
