//! The class `Encoder`: the settings documents are written with. Writing itself is in [`super::write`].

use std::cell::Cell;

use gc_api::{Slot, layout};
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getter, tail};
use vm_core::objects::class::flags;
use vm_core::objects::dict::Dict;
use vm_core::objects::sequence::Tuple;
use vm_core::{Raised, Thread, Value, header};

use super::IDS;
use super::write::{Next, Writer};
use crate::imp;

layout! {
    /// What documents are written with.
    pub struct Encoder(IDS.layout(1)) {
        /// A dict if circles are to be found, else None.
        markers: Ref,
        default: Ref,
        encoder: Ref,
        indent: Ref,
        key_separator: Ref,
        item_separator: Ref,
        sort_keys: Raw<u64>,
        skipkeys: Raw<u64>,
        allow_nan: Raw<u64>,
    }
}

pub static ENCODER: ClassDef = class(IDS.class(1), "Encoder")
    .module("_json")
    .doc("Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)")
    .layouts(&[IDS.layout(1)])
    .flags(flags::IMMUTABLE)
    .methods(&METHODS)
    .getsets(&GETSETS);

static METHODS: [NativeDef; 2] = [
    tail(
        "__new__(type, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
        new,
    )
    .static_method(),
    tail("__call__(self, obj, _current_indent_level)", |t, args| {
        let level = t.index_of(args.get(2))?.max(0) as usize;
        Writer::new(t, args.this(), level).go(Next::Write(args.get(1)))
    }),
];

static GETSETS: [GetSetDef; 8] = [
    getter("markers", |_, this| Ok(this.expect::<Encoder>().get(Encoder::markers))),
    getter("default", |_, this| Ok(this.expect::<Encoder>().get(Encoder::default))),
    getter("encoder", |_, this| Ok(this.expect::<Encoder>().get(Encoder::encoder))),
    getter("indent", |_, this| Ok(this.expect::<Encoder>().get(Encoder::indent))),
    getter("key_separator", |_, this| Ok(this.expect::<Encoder>().get(Encoder::key_separator))),
    getter("item_separator", |_, this| Ok(this.expect::<Encoder>().get(Encoder::item_separator))),
    getter("sort_keys", |_, this| Ok(Value::bool(this.expect::<Encoder>().get(Encoder::sort_keys) != 0))),
    getter("skipkeys", |_, this| Ok(Value::bool(this.expect::<Encoder>().get(Encoder::skipkeys) != 0))),
];

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let refuse = |at: usize, wanted: &str| {
        let class = t.class_name(args.get(at));
        t.type_error(format_args!("make_encoder() argument {at} must be {wanted}, not {class}"))
    };
    if !args.get(1).is_none() && !args.get(1).is::<Dict>() {
        return Err(refuse(1, "dict or None"));
    }
    if let Some(at) = [5, 6].into_iter().find(|&at| t.as_str(args.get(at)).is_none()) {
        return Err(refuse(at, "str"));
    }
    static MAKE: Then = Then::new(|t, args, truths| {
        let (args, truths) = (args.expect::<Tuple>(), truths.expect::<Tuple>());
        let slot = |index: usize| Slot::new(args.at(index).word());
        let truth = |index: usize| Cell::new(u64::from(truths.at(index).is_true()));
        let encoder = t.new_object(Encoder {
            header: header(),
            markers: slot(0),
            default: slot(1),
            encoder: slot(2),
            indent: slot(3),
            key_separator: slot(4),
            item_separator: slot(5),
            sort_keys: truth(0),
            skipkeys: truth(1),
            allow_nan: truth(2),
        });
        Ok(Tail::Value(encoder.value()))
    });
    let values: Vec<Value<'t>> = (1..=6).map(|at| args.get(at)).collect();
    let truths = Tail::call(imp::part(t, "_json", "truths"), &[args.get(7), args.get(8), args.get(9)]);
    truths.then(t, &MAKE, t.tuple(&values)?.value())
}
