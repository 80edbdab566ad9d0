//! Read-only views of mappings: what `cls.__dict__` is.

use gc_api::{Slot, layout};

use crate::Thread;
use crate::classes::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use crate::objects::class::flags;
use crate::objects::sequence::{List, Tuple};
use crate::protocols::{BinaryOp, Compare};
use crate::symbols::{Sym, sym};
use crate::thread::header;
use crate::value::{Raised, Res, Value};

layout! {
    pub struct MappingProxy(layouts::MAPPING_PROXY) {
        mapping: Ref,
    }
}

pub static MAPPING_PROXY: ClassDef = class(cls::mappingproxy, "mappingproxy")
    .doc("Read-only proxy of a mapping.")
    .layouts(&[layouts::MAPPING_PROXY])
    .flags(flags::MAPPING)
    .methods(&METHODS);

static METHODS: [NativeDef; 23] = [
    leaf("__new__(cls, /, mapping)", new).static_method(),
    tail("__repr__(self, /)", |t, args| t.repr(mapping(args))?.then(t, &WRAP_REPR, Value::UNSET)),
    tail("__str__(self, /)", |t, args| t.str_of(mapping(args))),
    tail("__hash__(self, /)", |t, args| t.hash(mapping(args))),
    tail("__lt__(self, value, /)", |t, args| compare(t, Compare::Lt, args)),
    tail("__le__(self, value, /)", |t, args| compare(t, Compare::Le, args)),
    tail("__eq__(self, value, /)", |t, args| compare(t, Compare::Eq, args)),
    tail("__ne__(self, value, /)", |t, args| compare(t, Compare::Ne, args)),
    tail("__gt__(self, value, /)", |t, args| compare(t, Compare::Gt, args)),
    tail("__ge__(self, value, /)", |t, args| compare(t, Compare::Ge, args)),
    tail("__iter__(self, /)", |t, args| t.iter(mapping(args))),
    tail("__or__(self, value, /)", |t, args| t.binary(BinaryOp::Or, unwrapped(args.get(0)), unwrapped(args.get(1)))),
    tail("__ror__(self, value, /)", |t, args| t.binary(BinaryOp::Or, unwrapped(args.get(1)), unwrapped(args.get(0)))),
    leaf("__ior__(self, value, /)", |t, _| Err(t.type_error("'|=' is not supported by mappingproxy; use '|' instead"))),
    tail("__len__(self, /)", |t, args| t.len(mapping(args))),
    tail("__getitem__(self, key, /)", |t, args| t.getitem(mapping(args), args.get(1))),
    tail("__contains__(self, key, /)", |t, args| t.contains(mapping(args), args.get(1))),
    tail("get(self, key, default=None, /)", |t, args| {
        let default = args.opt(2).unwrap_or(Value::NONE);
        t.call_method_sym(mapping(args), sym::get, &[args.get(1), default])
    }),
    tail("keys(self, /)", |t, args| t.call_method_sym(mapping(args), sym::keys, &[])),
    tail("values(self, /)", |t, args| t.call_method_sym(mapping(args), sym::values, &[])),
    tail("items(self, /)", |t, args| t.call_method_sym(mapping(args), sym::items, &[])),
    tail("copy(self, /)", |t, args| t.call_method_sym(mapping(args), sym::copy, &[])),
    tail("__reversed__(self, /)", |t, args| t.call_method_sym(mapping(args), sym::__reversed__, &[])),
];

fn mapping<'t>(args: Args<'t>) -> Value<'t> {
    unwrapped(args.get(0))
}

/// The mapping behind a proxy; other values as they are.
fn unwrapped(value: Value<'_>) -> Value<'_> {
    value.cast::<MappingProxy>().map_or(value, |proxy| proxy.get(MappingProxy::mapping))
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let mapping = args.get(1);
    let has_items = t.lookup_special(mapping, sym::__getitem__).is_some();
    if !has_items || mapping.is::<List>() || mapping.is::<Tuple>() {
        let found = t.class_name(mapping);
        return Err(t.type_error(format_args!("mappingproxy() argument must be a mapping, not {found}")));
    }
    Ok(t.mapping_proxy(mapping))
}

fn compare<'t>(t: &'t Thread, op: Compare, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    t.compare(op, mapping(args), unwrapped(args.get(1)))
}

static WRAP_REPR: Then = Then::new(|t, _, inner| {
    let text = t.as_str(inner).map(|text| text.units().to_utf8_escaped()).unwrap_or_default();
    Ok(t.str(&format!("mappingproxy({text})"))?.value().into())
});

impl Thread {
    /// A read-only view of a mapping.
    pub fn mapping_proxy<'t>(&'t self, mapping: Value<'t>) -> Value<'t> {
        self.new_object(MappingProxy { header: header(), mapping: Slot::new(mapping.word()) }).value()
    }

    /// `object.name(*args)`.
    pub fn call_method_sym<'t>(&'t self, object: Value<'t>, name: Sym, args: &[Value<'t>]) -> Result<Tail<'t>, Raised> {
        let name = self.sym(name).expect();
        if let Some(method) = self.method_of(object, name) {
            return self.call_bound(method, object, args);
        }
        let args = self.tuple(args)?;
        self.getattr(object, name)?.then(self, &CALL, args.value())
    }
}

static CALL: Then = Then::new(|_, args, function| Ok(Tail::spread(function, args.expect::<Tuple>(), Value::UNSET)));
