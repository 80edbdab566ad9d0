//! Modules.

use gc_api::{Slot, layout};

use crate::Thread;
use crate::classes::cls;
use crate::layouts;
use crate::natives::{
    Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getset, leaf, member, tail, tail_getset,
};
use crate::objects::class::{Class, Map, flags};
use crate::objects::dict::Dict;
use crate::objects::string::Str;
use crate::symbols::{Sym, sym};
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};

layout! {
    /// A module has a map for its class only: `module.__class__` can be assigned.
    pub struct Module(layouts::MODULE) {
        map: Ref,
        attrs: Ref,
        /// The namespace; unset until `__init__` ran.
        dict: Ref,
    }
}

pub static MODULE: ClassDef = class(cls::module, "module")
    .signature("(name, doc=None)")
    .doc("Create a module object.\n\nThe name must be a string; the optional docstring can have any type.")
    .layouts(&[layouts::MODULE])
    .subclassable(layouts::MODULE)
    .methods(&METHODS)
    .getsets(&GETSETS);

static METHODS: [NativeDef; 5] = [
    leaf("__new__(cls, /, *args, **kwargs)", new).static_method(),
    leaf("__init__(self, name, doc=None)", init),
    tail("__getattribute__(self, name, /)", getattribute),
    tail("__repr__(self, /)", repr),
    tail("__dir__(self, /)", dir),
];

static GETSETS: [GetSetDef; 3] = [
    member("__dict__", |t, this| {
        Ok(this.expect::<Module>().get(Module::dict).given().unwrap_or_else(|| t.fresh_namespace(this).value()))
    }),
    tail_getset("__annotations__", get_annotations, |t, this, value| set_name(t, this, sym::__annotations__, value)),
    getset("__annotate__", get_annotate, |t, this, value| set_name(t, this, sym::__annotate__, value)),
];

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let class = t.class_argument(args.get(0), cls::module)?;
    let module = t.module_object(class, Value::UNSET);
    Ok(module.value())
}

fn init<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(name) = t.as_str(args.get(1)) else {
        let found = t.class_name(args.get(1));
        return Err(t.type_error(format_args!("module() argument 'name' must be str, not {found}")));
    };
    let dict = t.fresh_namespace(args.get(0));
    t.init_module_dict(dict, name.value(), args.opt(2).unwrap_or(Value::NONE))?;
    Ok(Value::NONE)
}

fn getattribute<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (this, name) = (args.get(0), t.attribute_name(args.get(1))?);
    match t.find_attribute(this, t.class_of(this), name)? {
        Some(tail) => Ok(tail),
        None => Err(t.attribute_error(this, name.value())),
    }
}

/// `importlib` knows how modules look.
fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    Ok(Tail::call(t.app(crate::applevel::app::module_repr), &[args.get(0)]))
}

fn dir<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let dict = t.getattr(args.get(0), t.sym(sym::__dict__).expect())?;
    dict.then(t, &DIR, args.get(0))
}

static DIR: Then = Then::new(|t, _, dict| {
    let Some(dict) = dict.cast::<Dict>() else {
        return Err(t.type_error("<module>.__dict__ is not a dictionary"));
    };
    match dict.get_sym(t, sym::__dir__) {
        Some(hook) => Ok(Tail::call(hook, &[])),
        None => Ok(t.name_list(dict)?.into()),
    }
});

fn get_annotations<'t>(t: &'t Thread, this: Value<'t>) -> Result<Tail<'t>, Raised> {
    let dict = t.fresh_namespace(this);
    if let Some(known) = dict.get_sym(t, sym::__annotations__) {
        return Ok(known.into());
    }
    match dict.get_sym(t, sym::__annotate__).and_then(Value::not_none) {
        Some(annotate) => Tail::call(annotate, &[Value::small(1)]).then(t, &KEEP_ANNOTATIONS, dict.value()),
        None => {
            let fresh = t.new_dict().value();
            dict.set_sym(t, sym::__annotations__, fresh)?;
            Ok(fresh.into())
        }
    }
}

/// The state is the namespace.
static KEEP_ANNOTATIONS: Then = Then::new(|t, dict, annotations| {
    if !annotations.is::<Dict>() {
        let found = t.class_name(annotations);
        return Err(t.type_error(format_args!("__annotate__ returned non-dict of type '{found}'")));
    }
    dict.expect::<Dict>().set_sym(t, sym::__annotations__, annotations)?;
    Ok(annotations.into())
});

fn get_annotate<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    Ok(t.fresh_namespace(this).get_sym(t, sym::__annotate__).unwrap_or(Value::NONE))
}

fn set_name<'t>(t: &'t Thread, this: Value<'t>, name: Sym, value: Value<'t>) -> Result<(), Raised> {
    let dict = t.fresh_namespace(this);
    if value.is_set() {
        return dict.set_sym(t, name, value);
    }
    match dict.remove_str(t, t.sym(name).expect::<Str>()) {
        Some(_) => Ok(()),
        None => Err(t.raise_with(cls::AttributeError, &[t.sym(name)])),
    }
}

/// `module.__class__ = class`; `None` if the object is no module or the class not one of modules.
pub(crate) fn set_module_class<'t>(
    t: &'t Thread,
    object: Value<'t>,
    class: Gc<'t, Class>,
) -> Option<Result<(), Raised>> {
    let module = object.cast::<Module>()?;
    if !t.is_subclass(class, t.class(cls::module)) || class.get(Class::layout) != layouts::MODULE.0 {
        return None;
    }
    let slots = t.mapped_items(object, module.get(Module::map).expect::<Map>());
    if !slots.is_empty() {
        return Some(Err(t.type_error("__class__ assignment: object layout differs")));
    }
    module.set(t, Module::map, t.root_with_inline(class, 0).value());
    Some(Ok(()))
}

impl Thread {
    fn module_object<'t>(&'t self, class: Gc<'t, Class>, dict: Value<'t>) -> Gc<'t, Module> {
        let map = Slot::new(class.get(Class::root_map).word());
        let module =
            self.new_object(Module { header: header(), map, attrs: Slot::default(), dict: Slot::new(dict.word()) });
        self.finalisable(class, module.obj());
        module
    }

    /// The module's namespace, made if `__init__` did not run.
    fn fresh_namespace<'t>(&'t self, module: Value<'t>) -> Gc<'t, Dict> {
        let module = module.expect::<Module>();
        match module.get(Module::dict).cast::<Dict>() {
            Some(dict) => dict,
            None => {
                let dict = self.new_dict();
                module.set(self, Module::dict, dict.value());
                dict
            }
        }
    }

    /// A module with the names every module has.
    pub fn new_module<'t>(&'t self, name: Gc<'t, Str>, doc: Value<'t>) -> Result<Gc<'t, Module>, Raised> {
        let dict = self.new_dict();
        self.init_module_dict(dict, name.value(), doc)?;
        Ok(self.module_object(self.class(cls::module), dict.value()))
    }

    pub fn init_module_dict<'t>(&'t self, dict: Gc<'t, Dict>, name: Value<'t>, doc: Value<'t>) -> Result<(), Raised> {
        dict.set_sym(self, sym::__name__, name)?;
        dict.set_sym(self, sym::__doc__, doc)?;
        dict.set_sym(self, sym::__package__, Value::NONE)?;
        dict.set_sym(self, sym::__loader__, Value::NONE)?;
        dict.set_sym(self, sym::__spec__, Value::NONE)
    }

    /// The first argument of a builtin's `__new__`: a class derived from the builtin.
    pub fn class_argument<'t>(
        &'t self,
        argument: Value<'t>,
        wanted: crate::classes::ClassKey,
    ) -> Result<Gc<'t, Class>, Raised> {
        let wanted = self.class(wanted);
        let base = self.name_of_class(wanted);
        let Some(class) = argument.cast::<Class>() else {
            let found = self.class_name(argument);
            return Err(self.type_error(format_args!("{base}.__new__(X): X is not a type object ({found})")));
        };
        if !self.is_subclass(class, wanted) {
            let name = self.name_of_class(class);
            return Err(self.type_error(format_args!("{base}.__new__({name}): {name} is not a subtype of {base}")));
        }
        if class.has(flags::ABSTRACT) {
            super::type_new::refuse_abstract(self, class)?;
        }
        Ok(class)
    }
}
