//! `_tuplegetter`: the descriptor behind the fields of named tuples.

use std::cell::Cell;

use gc_api::{Slot, layout};
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, class, getset, leaf, tail};
use vm_core::natives::{Tail, Then};
use vm_core::{Raised, Res, Thread, Value, cls, header};

use crate::ids;

layout! {
    pub struct TupleGetter(ids::COLLECTIONS.layout(4)) {
        index: Raw<i64>,
        doc: Ref,
    }
}

pub static GETTER: ClassDef = class(ids::COLLECTIONS.class(3), "_tuplegetter")
    .module("collections")
    .layouts(&[ids::COLLECTIONS.layout(4)])
    .methods(&METHODS)
    .getsets(&GETSETS);

static METHODS: [NativeDef; 6] = [
    leaf("__new__(cls, index, doc, /)", |t, args| {
        Ok(t.new_object(TupleGetter {
            header: header(),
            index: Cell::new(t.index_of(args.get(1))?),
            doc: Slot::new(args.get(2).word()),
        })
        .value())
    })
    .static_method(),
    leaf("__get__(self, instance, owner=None, /)", get),
    leaf("__set__(self, instance, value, /)", |t, _| Err(t.raise(cls::AttributeError, "can't set attribute"))),
    leaf("__delete__(self, instance, /)", |t, _| Err(t.raise(cls::AttributeError, "can't delete attribute"))),
    leaf("__reduce__(self, /)", |t, args| {
        let this = args.this::<TupleGetter>();
        let state = t.small_tuple([t.int(this.get(TupleGetter::index)), this.get(TupleGetter::doc)]);
        Ok(t.small_tuple([t.class_of(args.get(0)).value(), state.value()]).value())
    }),
    tail("__repr__(self, /)", repr),
];

static GETSETS: [GetSetDef; 1] = [getset(
    "__doc__",
    |_, this| Ok(this.expect::<TupleGetter>().get(TupleGetter::doc).given().unwrap_or(Value::NONE)),
    |t, this, value| {
        this.expect::<TupleGetter>().set(t, TupleGetter::doc, value);
        Ok(())
    },
)];

fn get<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (this, instance) = (args.this::<TupleGetter>(), args.get(1));
    let index = this.get(TupleGetter::index);
    if let Some(tuple) = t.as_tuple(instance) {
        return match usize::try_from(index).ok().filter(|index| *index < tuple.extent()) {
            Some(index) => Ok(tuple.at(index)),
            None => Err(t.raise(cls::IndexError, "tuple index out of range")),
        };
    }
    if !instance.is_none() {
        let name = t.class_name(instance);
        return Err(t.type_error(format_args!(
            "descriptor for index '{index}' for tuple subclasses doesn't apply to '{name}' object"
        )));
    }
    if args.get(2).not_none().is_none() {
        return Err(t.type_error("__get__(None, None) is invalid"));
    }
    Ok(this.value())
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static SHOWN: Then = Then::new(|t, this, doc| {
        let index = this.expect::<TupleGetter>().get(TupleGetter::index);
        Ok(Tail::Value(t.str(&format!("_tuplegetter({index}, {})", t.text(doc)))?.value()))
    });
    let doc = args.this::<TupleGetter>().get(TupleGetter::doc).given().unwrap_or(Value::NONE);
    t.repr(doc)?.then(t, &SHOWN, args.get(0))
}
