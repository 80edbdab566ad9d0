//! The classes function, method, cell, and those of the singletons.

use gc_api::Slot;

use crate::Thread;
use crate::classes::cls;
use crate::layouts;
use crate::natives::{
    Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getset, leaf, member, tail, tail_getset,
};
use crate::objects::dict::Dict;
use crate::objects::function::{BoundMethod, Cell, Code, Function};
use crate::objects::native_function::reduce_to_attribute;
use crate::objects::sequence::Tuple;
use crate::protocols::Compare;
use crate::symbols::sym;
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};

pub static CLASSES: &[&ClassDef] = &[&FUNCTION, &METHOD, &CELL, &NONE_TYPE, &ELLIPSIS, &NOT_IMPLEMENTED];

fn or_none(value: Value<'_>) -> Value<'_> {
    value.given().unwrap_or(Value::NONE)
}

// function

static FUNCTION: ClassDef = class(cls::function, "function")
    .signature("(code, globals, name=None, argdefs=None, closure=None,\n         kwdefaults=None)")
    .layouts(&[layouts::FUNCTION])
    .methods(&FUNCTION_METHODS)
    .getsets(&FUNCTION_GETSETS)
    .doc("Create a function object.");

static FUNCTION_METHODS: [NativeDef; 4] = [
    leaf("__new__(cls, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)", new_function)
        .static_method(),
    leaf("__repr__(self, /)", |t, args| {
        let name = t.text(args.this::<Function>().get(Function::qualname));
        Ok(t.str(&format!("<function {name} at {:#x}>", t.identity(args.get(0))))?.value())
    }),
    leaf("__get__(self, instance, owner=None, /)", |t, args| {
        Ok(match args.opt(1).and_then(Value::not_none) {
            Some(object) => t.bound_method(args.get(0), object),
            None => args.get(0),
        })
    }),
    tail("__call__(self, /, *args, **kwargs)", |_, args| {
        Ok(Tail::spread(args.get(0), args.get(1).expect::<Tuple>(), args.get(2)))
    }),
];

static FUNCTION_GETSETS: [GetSetDef; 14] = [
    getset("__code__", |_, this| Ok(this.expect::<Function>().get(Function::code)), set_code),
    getset(
        "__defaults__",
        |_, this| Ok(or_none(this.expect::<Function>().get(Function::defaults))),
        |t, this, value| {
            if let Some(value) = value.not_none().filter(|value| !value.is::<Tuple>()) {
                let _ = value;
                return Err(t.type_error("__defaults__ must be set to a tuple object"));
            }
            this.expect::<Function>().set(t, Function::defaults, value.not_none().unwrap_or(Value::UNSET));
            Ok(())
        },
    ),
    getset(
        "__kwdefaults__",
        |_, this| Ok(or_none(this.expect::<Function>().get(Function::kwdefaults))),
        |t, this, value| {
            if value.not_none().is_some_and(|value| !value.is::<Dict>()) {
                return Err(t.type_error("__kwdefaults__ must be set to a dict object"));
            }
            this.expect::<Function>().set(t, Function::kwdefaults, value.not_none().unwrap_or(Value::UNSET));
            Ok(())
        },
    ),
    member("__globals__", |_, this| Ok(this.expect::<Function>().get(Function::globals))),
    member("__closure__", |_, this| Ok(or_none(this.expect::<Function>().get(Function::closure)))),
    member("__builtins__", |_, this| Ok(or_none(this.expect::<Function>().get(Function::builtins)))),
    getset(
        "__name__",
        |_, this| Ok(this.expect::<Function>().get(Function::name)),
        |t, this, value| {
            let name = text_for(t, "__name__", value)?;
            this.expect::<Function>().set(t, Function::name, name);
            Ok(())
        },
    ),
    getset(
        "__qualname__",
        |_, this| Ok(this.expect::<Function>().get(Function::qualname)),
        |t, this, value| {
            let name = text_for(t, "__qualname__", value)?;
            this.expect::<Function>().set(t, Function::qualname, name);
            Ok(())
        },
    ),
    getset(
        "__module__",
        |_, this| Ok(or_none(this.expect::<Function>().get(Function::module))),
        |t, this, value| {
            this.expect::<Function>().set(t, Function::module, value);
            Ok(())
        },
    ),
    getset(
        "__doc__",
        |t, this| {
            let function = this.expect::<Function>();
            function.get(Function::doc).given().map_or_else(|| t.docstring(function.code()), Ok)
        },
        |t, this, value| {
            this.expect::<Function>().set(t, Function::doc, or_none(value));
            Ok(())
        },
    ),
    getset(
        "__dict__",
        |t, this| Ok(t.own_dict(this)?.map_or(Value::NONE, Gc::value)),
        |t, this, value| {
            if !value.is::<Dict>() {
                let found = t.class_name(value);
                return Err(t.type_error(format_args!("__dict__ must be set to a dictionary, not a '{found}'")));
            }
            this.expect::<Function>().set(t, Function::dict, value);
            Ok(())
        },
    ),
    tail_getset("__annotations__", get_annotations, |t, this, value| {
        if value.not_none().is_some_and(|value| !value.is::<Dict>()) {
            return Err(t.type_error("__annotations__ must be set to a dict object"));
        }
        let function = this.expect::<Function>();
        function.set(t, Function::annotations, value.not_none().unwrap_or(Value::UNSET));
        function.set(t, Function::annotate, Value::UNSET);
        Ok(())
    }),
    getset(
        "__annotate__",
        |_, this| Ok(or_none(this.expect::<Function>().get(Function::annotate))),
        |t, this, value| {
            if !value.is_set() {
                return Err(t.type_error("__annotate__ cannot be deleted"));
            }
            if !value.is_none() && t.lookup_special(value, sym::__call__).is_none() {
                return Err(t.type_error("__annotate__ must be callable or None"));
            }
            let function = this.expect::<Function>();
            function.set(t, Function::annotate, value.not_none().unwrap_or(Value::UNSET));
            if !value.is_none() {
                function.set(t, Function::annotations, Value::UNSET);
            }
            Ok(())
        },
    ),
    getset("__type_params__", get_type_params, |t, this, value| {
        if !value.is::<Tuple>() {
            return Err(t.type_error("__type_params__ must be set to a tuple"));
        }
        this.expect::<Function>().set(t, Function::type_params, value);
        Ok(())
    }),
];

fn text_for<'t>(t: &'t Thread, name: &str, value: Value<'t>) -> Res<'t> {
    if value.is_set() && t.as_str(value).is_some() {
        return Ok(value);
    }
    Err(t.type_error(format_args!("{name} must be set to a string object")))
}

fn get_type_params<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    match this.expect::<Function>().get(Function::type_params).given() {
        Some(params) => Ok(params),
        None => Ok(t.new_tuple(0)?.value()),
    }
}

fn set_code<'t>(t: &'t Thread, this: Value<'t>, value: Value<'t>) -> Result<(), Raised> {
    let Some(code) = value.cast::<Code>() else {
        return Err(t.type_error("__code__ must be set to a code object"));
    };
    let function = this.expect::<Function>();
    let cells = function.get(Function::closure).cast::<Tuple>().map_or(0, Gc::extent);
    let frees = t.awake(code)?.compiled.frees.len();
    if cells != frees {
        let name = t.text(function.get(Function::name));
        return Err(t.value_error(format_args!("{name}() requires a code object with {cells} free vars, not {frees}")));
    }
    if !function.get(Function::doc).is_set() {
        // It keeps what it said of itself.
        function.set(t, Function::doc, t.docstring(function.code())?);
    }
    t.detach_frames(function);
    function.set(t, Function::code, value);
    Ok(())
}

fn new_function<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(code) = args.get(1).cast::<Code>() else {
        let found = t.class_name(args.get(1));
        return Err(t.type_error(format_args!("function() argument 'code' must be code, not {found}")));
    };
    let Some(globals) = args.get(2).cast::<Dict>() else {
        let found = t.class_name(args.get(2));
        return Err(t.type_error(format_args!("function() argument 'globals' must be dict, not {found}")));
    };
    let option = |index: usize| args.opt(index).and_then(Value::not_none);
    let function = t.new_function(code, globals);
    if let Some(name) = option(3) {
        if t.as_str(name).is_none() {
            return Err(t.type_error("arg 3 (name) must be None or string"));
        }
        function.set(t, Function::name, name);
    }
    if let Some(defaults) = option(4) {
        if !defaults.is::<Tuple>() {
            return Err(t.type_error("arg 4 (defaults) must be None or tuple"));
        }
        function.set(t, Function::defaults, defaults);
    }
    let frees = t.awake(code)?.compiled.frees.len();
    match option(5) {
        None if frees == 0 => {}
        None => return Err(t.type_error("arg 5 (closure) must be tuple")),
        Some(closure) => {
            let Some(cells) = closure.cast::<Tuple>() else {
                return Err(t.type_error("arg 5 (closure) must be None or tuple"));
            };
            if cells.extent() != frees {
                let name = t.text(code.get(Code::name));
                let given = cells.extent();
                return Err(t.value_error(format_args!("{name} requires closure of length {frees}, not {given}")));
            }
            if let Some(wrong) = (0..frees).map(|index| cells.at(index)).find(|cell| !cell.is::<Cell>()) {
                let found = t.class_name(wrong);
                return Err(t.type_error(format_args!("arg 5 (closure) expected cell, found {found}")));
            }
            function.set(t, Function::closure, closure);
        }
    }
    if let Some(defaults) = option(6) {
        if !defaults.is::<Dict>() {
            return Err(t.type_error("arg 6 (kwdefaults) must be None or dict"));
        }
        function.set(t, Function::kwdefaults, defaults);
    }
    Ok(function.value())
}

fn get_annotations<'t>(t: &'t Thread, this: Value<'t>) -> Result<Tail<'t>, Raised> {
    let function = this.expect::<Function>();
    if let Some(known) = function.get(Function::annotations).given() {
        return Ok(known.into());
    }
    match function.get(Function::annotate).not_none() {
        Some(annotate) => Tail::call(annotate, &[Value::small(1)]).then(t, &KEEP_ANNOTATIONS, this),
        None => Tail::Value(t.new_dict().value()).then(t, &KEEP_ANNOTATIONS, this),
    }
}

static KEEP_ANNOTATIONS: Then = Then::new(|t, function, annotations| {
    if !annotations.is::<Dict>() {
        let found = t.class_name(annotations);
        return Err(t.type_error(format_args!("__annotate__ returned non-dict of type '{found}'")));
    }
    function.expect::<Function>().set(t, Function::annotations, annotations);
    Ok(annotations.into())
});

// method

static METHOD: ClassDef = class(cls::method, "method")
    .signature("(function, instance, /)")
    .layouts(&[layouts::BOUND_METHOD])
    .methods(&METHOD_METHODS)
    .getsets(&METHOD_GETSETS);

static METHOD_METHODS: [NativeDef; 7] = [
    tail("__reduce__(self, /)", |t, args| {
        static FOUND: Then = Then::new(|t, this, name| reduce_to_attribute(t, this, &t.text(name)).map(Tail::Value));
        let method = args.this::<BoundMethod>();
        let name = t.getattr(method.get(BoundMethod::function), t.sym(sym::__name__).expect())?;
        name.then(t, &FOUND, method.get(BoundMethod::this))
    }),
    leaf("__new__(cls, function, instance, /)", |t, args| {
        if t.lookup_special(args.get(1), sym::__call__).is_none() {
            return Err(t.type_error("first argument must be callable"));
        }
        if args.get(2).is_none() {
            return Err(t.type_error("instance must not be None"));
        }
        Ok(t.bound_method(args.get(1), args.get(2)))
    })
    .static_method(),
    tail("__repr__(self, /)", |t, args| {
        t.repr(args.this::<BoundMethod>().get(BoundMethod::this))?.then(t, &METHOD_REPR, args.get(0))
    }),
    leaf("__get__(self, instance, owner=None, /)", |_, args| Ok(args.get(0))),
    tail("__call__(self, /, *args, **kwargs)", |_, args| {
        Ok(Tail::spread(args.get(0), args.get(1).expect::<Tuple>(), args.get(2)))
    }),
    tail("__eq__(self, value, /)", method_eq),
    tail("__hash__(self, /)", |t, args| {
        t.hash(args.this::<BoundMethod>().get(BoundMethod::function))?.then(t, &METHOD_HASH, args.get(0))
    }),
];

static METHOD_GETSETS: [GetSetDef; 3] = [
    member("__func__", |_, this| Ok(this.expect::<BoundMethod>().get(BoundMethod::function))),
    member("__self__", |_, this| Ok(this.expect::<BoundMethod>().get(BoundMethod::this))),
    tail_getset(
        "__doc__",
        |t, this| {
            let function = this.expect::<BoundMethod>().get(BoundMethod::function);
            t.getattr(function, t.sym(sym::__doc__).expect())
        },
        |t, this, _| Err(t.not_writable("__doc__", this)),
    ),
];

static METHOD_REPR: Then = Then::new(|t, method, this| {
    let function = method.expect::<BoundMethod>().get(BoundMethod::function);
    let name = match t.getattr_opt(function, t.sym(sym::__qualname__).expect())? {
        Tail::Value(name) if t.as_str(name).is_some() => t.text(name),
        _ => "?".to_owned(),
    };
    Ok(t.str(&format!("<bound method {name} of {}>", t.text(this)))?.value().into())
});

/// The state is the method; the hash of a method is that of its function and of its object's identity.
static METHOD_HASH: Then = Then::new(|t, method, hash| {
    let this = method.expect::<BoundMethod>().get(BoundMethod::this);
    let own = t.hash_identity(this);
    match t.as_int(hash) {
        Some(crate::objects::number::IntRef::Small(hash)) => Ok(t.int(own ^ hash).into()),
        _ => Ok(t.int(own).into()),
    }
});

fn method_eq<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let Some(other) = args.get(1).cast::<BoundMethod>() else { return Ok(Value::NOT_IMPLEMENTED.into()) };
    let this = args.this::<BoundMethod>();
    if this.get(BoundMethod::this) != other.get(BoundMethod::this) {
        return Ok(Value::FALSE.into());
    }
    t.same_or_equal(this.get(BoundMethod::function), other.get(BoundMethod::function))
}

// cell

static CELL: ClassDef = class(cls::cell, "cell")
    .signature("([contents])")
    .layouts(&[layouts::CELL])
    .methods(&CELL_METHODS)
    .getsets(&CELL_GETSETS);

static CELL_METHODS: [NativeDef; 8] = [
    leaf("__new__(cls, contents=None, /)", |t, args| {
        Ok(t.new_object(Cell { header: header(), value: Slot::new(args.get(1).word()) }).value())
    })
    .static_method(),
    leaf("__repr__(self, /)", |t, args| {
        let content = args.this::<Cell>().get(Cell::value);
        let identity = t.identity(args.get(0));
        let text = match content.given() {
            Some(content) => {
                format!("<cell at {identity:#x}: {} object at {:#x}>", t.class_name(content), t.identity(content))
            }
            None => format!("<cell at {identity:#x}: empty>"),
        };
        Ok(t.str(&text)?.value())
    }),
    tail("__lt__(self, value, /)", |t, args| compare_cells(t, Compare::Lt, args)),
    tail("__le__(self, value, /)", |t, args| compare_cells(t, Compare::Le, args)),
    tail("__eq__(self, value, /)", |t, args| compare_cells(t, Compare::Eq, args)),
    tail("__ne__(self, value, /)", |t, args| compare_cells(t, Compare::Ne, args)),
    tail("__gt__(self, value, /)", |t, args| compare_cells(t, Compare::Gt, args)),
    tail("__ge__(self, value, /)", |t, args| compare_cells(t, Compare::Ge, args)),
];

/// Cells compare as what they hold; an empty one comes before all others.
fn compare_cells<'t>(t: &'t Thread, op: Compare, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (Some(a), Some(b)) = (args.get(0).cast::<Cell>(), args.get(1).cast::<Cell>()) else {
        return Ok(Value::NOT_IMPLEMENTED.into());
    };
    match (a.get(Cell::value).given(), b.get(Cell::value).given()) {
        (Some(a), Some(b)) => t.compare(op, a, b),
        (a, b) => t.compare(op, Value::bool(a.is_some()), Value::bool(b.is_some())),
    }
}

static CELL_GETSETS: [GetSetDef; 1] = [getset(
    "cell_contents",
    |t, this| match this.expect::<Cell>().get(Cell::value).given() {
        Some(content) => Ok(content),
        None => Err(t.value_error("Cell is empty")),
    },
    |t, this, value| {
        this.expect::<Cell>().set(t, Cell::value, value);
        Ok(())
    },
)];

// Singletons

macro_rules! singleton {
    ($name:ident, $methods:ident, $key:ident, $class:literal, $shown:literal, $text:literal, $value:expr, $count:literal $(, $bool:expr)?) => {
        static $name: ClassDef = class(cls::$key, $class).methods(&$methods);

        static $methods: [NativeDef; $count] = [$($bool,)?
            leaf("__new__(cls, /, *args, **kwargs)", |t, args| {
                let no_keywords = args.get(2).cast::<Dict>().is_none_or(|keywords| keywords.is_empty());
                if args.get(1).expect::<Tuple>().extent() > 0 || !no_keywords {
                    return Err(t.type_error(concat!($shown, " takes no arguments")));
                }
                Ok($value)
            })
            .static_method(),
            leaf("__repr__(self, /)", |t, _| Ok(t.intern_text($text).value())),
            leaf("__reduce__(self, /)", |t, _| Ok(t.intern_text($text).value())),
        ];
    };
}

singleton!(
    NONE_TYPE,
    NONE_METHODS,
    NoneType,
    "NoneType",
    "NoneType",
    "None",
    Value::NONE,
    4,
    leaf("__bool__(self, /)", |_, _| Ok(Value::FALSE))
);
singleton!(ELLIPSIS, ELLIPSIS_METHODS, ellipsis, "ellipsis", "EllipsisType", "Ellipsis", Value::ELLIPSIS, 3);
singleton!(
    NOT_IMPLEMENTED,
    NOT_IMPLEMENTED_METHODS,
    NotImplementedType,
    "NotImplementedType",
    "NotImplementedType",
    "NotImplemented",
    Value::NOT_IMPLEMENTED,
    4,
    leaf("__bool__(self, /)", |t, _| Err(t.type_error("NotImplemented should not be used in a boolean context")))
);
