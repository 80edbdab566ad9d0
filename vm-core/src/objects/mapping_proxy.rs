//! Read-only views of mappings: what `type.__dict__` gives.

use gc_api::{Slot, layout};

use crate::Thread;
use crate::classes::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, NativeDef, Tail, Then, class, tail};
use crate::objects::class::flags;
use crate::protocols::BinaryOp;
use crate::thread::header;
use crate::value::{Raised, Value};

layout! {
    pub struct MappingProxy(layouts::MAPPING_PROXY) {
        mapping: Ref,
    }
}

pub static MAPPING_PROXY: ClassDef =
    class(cls::mappingproxy, "mappingproxy").layouts(&[layouts::MAPPING_PROXY]).flags(flags::MAPPING).methods(&METHODS);

static METHODS: [NativeDef; 17] = [
    tail("__new__(cls, mapping, /)", new).static_method(),
    tail("__getitem__(self, key, /)", |t, args| t.getitem(mapping(args), args.get(1))),
    tail("__contains__(self, key, /)", |t, args| t.contains(mapping(args), args.get(1))),
    tail("__len__(self, /)", |t, args| t.len(mapping(args))),
    tail("__iter__(self, /)", |t, args| t.iter(mapping(args))),
    tail("__reversed__(self, /)", |t, args| forward(t, args, "__reversed__")),
    tail("__repr__(self, /)", repr),
    tail("__str__(self, /)", |t, args| t.str_of(mapping(args))),
    tail("__hash__(self, /)", |t, args| t.hash(mapping(args))),
    tail("__eq__(self, other, /)", |t, args| {
        t.compare(crate::protocols::Compare::Eq, mapping(args), unwrapped(args.get(1)))
    }),
    tail("__or__(self, other, /)", |t, args| t.binary(BinaryOp::Or, mapping(args), unwrapped(args.get(1)))),
    tail("__ror__(self, other, /)", |t, args| t.binary(BinaryOp::Or, unwrapped(args.get(1)), mapping(args))),
    tail("get(self, key, default=None, /)", get),
    tail("keys(self, /)", |t, args| forward(t, args, "keys")),
    tail("values(self, /)", |t, args| forward(t, args, "values")),
    tail("items(self, /)", |t, args| forward(t, args, "items")),
    tail("copy(self, /)", |t, args| forward(t, args, "copy")),
];

impl Thread {
    pub fn mapping_proxy<'t>(&'t self, mapping: Value<'t>) -> Value<'t> {
        self.new_object(MappingProxy { header: header(), mapping: Slot::new(mapping.word()) }).value()
    }
}

fn mapping<'t>(args: Args<'t>) -> Value<'t> {
    args.this::<MappingProxy>().get(MappingProxy::mapping)
}

/// The mapping behind a proxy, or the value itself.
fn unwrapped(value: Value<'_>) -> Value<'_> {
    value.cast::<MappingProxy>().map_or(value, |proxy| proxy.get(MappingProxy::mapping))
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let mapping = args.get(1);
    let sequence = mapping.is::<crate::objects::sequence::List>() || mapping.is::<crate::objects::sequence::Tuple>();
    if sequence || t.lookup_special(mapping, crate::sym::__getitem__).is_none() {
        return Err(
            t.type_error(format_args!("mappingproxy() argument must be a mapping, not {}", t.class_name(mapping)))
        );
    }
    Ok(t.mapping_proxy(mapping).into())
}

/// Calls the mapping's own method of this name.
fn forward<'t>(t: &'t Thread, args: Args<'t>, name: &str) -> Result<Tail<'t>, Raised> {
    static CALL: Then = Then::new(|_, _, method| Ok(Tail::call(method, &[])));
    t.getattr(mapping(args), t.intern_text(name))?.then(t, &CALL, Value::NONE)
}

fn get<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static CALL: Then = Then::new(|_, state, method| {
        let state = state.expect::<crate::objects::sequence::Tuple>();
        Ok(Tail::call(method, &[state.at(0), state.at(1)]))
    });
    let default = args.opt(2).unwrap_or(Value::NONE);
    let state = t.small_tuple([args.get(1), default]);
    t.getattr(mapping(args), t.intern_text("get"))?.then(t, &CALL, state.value())
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static WRAP: Then = Then::new(|t, _, text| Ok(t.str(&format!("mappingproxy({})", t.text(text)))?.value().into()));
    t.repr(mapping(args))?.then(t, &WRAP, Value::NONE)
}
