//! The class `tuple`.

use gc_api::Slot;

use crate::Thread;
use crate::applevel::app;
use crate::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use crate::objects::class::{Class, flags};
use crate::objects::sequence::{List, Tuple};
use crate::protocols::Compare;
use crate::value::{Gc, Raised, Res, Value};

pub static TUPLE: ClassDef = class(cls::tuple, "tuple").signature("(iterable=(), /)")
    .doc("Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.")
    .layouts(&[layouts::TUPLE])
    .subclassable(layouts::BOXED)
    .flags(flags::SEQUENCE)
    .methods(&METHODS)
    .construct(&CONSTRUCT);

static CONSTRUCT: NativeDef = tail("tuple(iterable=(), /)", |t, args| t.tuple_of(args.get(0)));

static METHODS: [NativeDef; 19] = [
    tail("__new__(cls, iterable=(), /)", new).static_method(),
    tail("index(self, value, start=0, stop=9223372036854775807, /)", index)
        .doc("Return first index of value.\n\nRaises ValueError if the value is not present."),
    tail("count(self, value, /)", count).doc("Return number of occurrences of value."),
    leaf("__len__(self, /)", |t, args| Ok(t.int_usize(this(t, args).extent()))),
    tail("__getitem__(self, key, /)", |t, args| t.sequence_item(args.get(0), args.get(1))),
    tail("__contains__(self, key, /)", contains),
    leaf("__iter__(self, /)", |t, args| Ok(t.new_tuple_iterator(this(t, args)))),
    leaf("__add__(self, value, /)", add),
    tail("__mul__(self, value, /)", |t, args| t.multiply_sequence(args.get(0), args.get(1))),
    tail("__rmul__(self, value, /)", |t, args| t.multiply_sequence(args.get(0), args.get(1))),
    tail("__hash__(self, /)", hash),
    tail("__repr__(self, /)", repr),
    tail("__lt__(self, value, /)", |t, args| compare(t, Compare::Lt, args)),
    tail("__le__(self, value, /)", |t, args| compare(t, Compare::Le, args)),
    tail("__gt__(self, value, /)", |t, args| compare(t, Compare::Gt, args)),
    tail("__ge__(self, value, /)", |t, args| compare(t, Compare::Ge, args)),
    tail("__eq__(self, value, /)", |t, args| compare(t, Compare::Eq, args)),
    tail("__ne__(self, value, /)", |t, args| compare(t, Compare::Ne, args)),
    leaf("__getnewargs__(self, /)", |t, args| Ok(t.small_tuple([this(t, args).value()]).value())),
];

/// Self: an exact tuple, or the one within an instance of a subclass.
fn this<'t>(t: &'t Thread, args: Args<'t>) -> Gc<'t, Tuple> {
    match t.as_tuple(args.get(0)) {
        Some(tuple) => tuple,
        None => args.this::<Tuple>(),
    }
}

/// Self and its items.
fn items<'t>(t: &'t Thread, args: Args<'t>) -> (Value<'t>, &'t [Slot]) {
    let tuple = this(t, args);
    (tuple.value(), tuple.words())
}

impl Thread {
    /// The tuple behind a value: exact, or of a subclass.
    #[inline]
    pub fn as_tuple<'t>(&'t self, value: Value<'t>) -> Option<Gc<'t, Tuple>> {
        match value.cast::<Tuple>() {
            Some(tuple) => Some(tuple),
            None => self.unbox(value)?.cast::<Tuple>(),
        }
    }

    /// `tuple(iterable)`; an unset argument means none.
    pub fn tuple_of<'t>(&'t self, iterable: Value<'t>) -> Result<Tail<'t>, Raised> {
        if !iterable.is_set() {
            return Ok(self.new_tuple(0)?.into());
        }
        if iterable.is::<Tuple>() {
            return Ok(Tail::Value(iterable));
        }
        if let Some(list) = iterable.cast_exact::<List>() {
            return Ok(self.tuple_from_list(list)?.into());
        }
        let list = self.new_list();
        if let Some(result) = self.leaf_extend(list, iterable) {
            result?;
            return Ok(self.tuple_from_list(list)?.into());
        }
        if list.is_empty() && !self.has_step(iterable) {
            return Ok(Tail::call(self.app(app::tuple_from), &[iterable]));
        }
        static TUPLE: Then = Then::new(|t, _, list| Ok(t.tuple_from_list(list.expect::<List>())?.into()));
        self.extend_rest(list, iterable)?.then(self, &TUPLE, Value::NONE)
    }

    /// Puts an exact value into an instance of `class`, unless that is `base` itself.
    pub(crate) fn boxed_in<'t>(
        &'t self,
        class: Gc<'t, Class>,
        base: crate::classes::ClassKey,
        value: Value<'t>,
    ) -> Value<'t> {
        if class == self.class(base) { value } else { self.new_boxed(class, value).value() }
    }
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), cls::tuple)?;
    static BOX: Then = Then::new(|t, class, tuple| {
        let tuple = t.as_tuple(tuple).map_or(tuple, Gc::value);
        Ok(Tail::Value(t.boxed_in(class.expect::<Class>(), cls::tuple, tuple)))
    });
    t.tuple_of(args.get(1))?.then(t, &BOX, class.value())
}

fn index<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    t.find_in_items(app::tuple_index, "tuple", items(t, args), args)
}

fn count<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    t.count_in_items(items(t, args), args.get(1))
}

fn contains<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    t.contains_in_items(items(t, args), args.get(1))
}

fn add<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    match t.as_tuple(args.get(1)) {
        Some(other) => Ok(t.concat_tuples(this(t, args), other)?.value()),
        None => {
            let name = t.class_name(args.get(1));
            Err(t.type_error(format_args!("can only concatenate tuple (not \"{name}\") to tuple")))
        }
    }
}

fn hash<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let tuple = this(t, args).value();
    match t.leaf_hash(tuple) {
        Some(hash) => Ok(Tail::Value(t.int(hash))),
        None => Ok(Tail::call(t.app(app::tuple_hash), &[tuple])),
    }
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let tuple = this(t, args).value();
    if let Some(text) = t.leaf_repr(tuple) {
        return text.map(Into::into);
    }
    let brackets = [t.str("(")?.value(), t.str(")")?.value()];
    Ok(Tail::call(t.app(app::seq_repr), &[tuple, brackets[0], brackets[1]]))
}

fn compare<'t>(t: &'t Thread, op: Compare, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let Some(other) = t.as_tuple(args.get(1)) else { return Ok(Tail::Value(Value::NOT_IMPLEMENTED)) };
    t.compare_items(op, items(t, args), (other.value(), other.words()))
}
