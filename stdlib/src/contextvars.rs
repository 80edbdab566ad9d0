//! `_contextvars`: context variables, and the contexts that hold their values.
//!
//! A context shares its dict of values with its copies until one of them sets a variable: a copy costs nothing, and what
//! a copy sees never changes by what the other does.

use std::cell::Cell;

use gc_api::{Slot, layout};
use vm_core::applevel::app;
use vm_core::layout_table;
use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getter, leaf, tail};
use vm_core::objects::class::flags;
use vm_core::objects::dict::{Dict, Probe};
use vm_core::objects::sequence::Tuple;
use vm_core::protocols::Compare;
use vm_core::vm::RootKey;
use vm_core::{Gc, Raised, Res, Thread, Value, cls, header};

use crate::ids::CONTEXTVARS;

mod ids {
    use gc_api::TypeId;
    use vm_core::classes::ClassKey;

    use crate::ids::CONTEXTVARS;

    pub const CONTEXT: TypeId = CONTEXTVARS.layout(0);
    pub const VARIABLE: TypeId = CONTEXTVARS.layout(1);
    pub const TOKEN: TypeId = CONTEXTVARS.layout(2);
    pub const MISSING: TypeId = CONTEXTVARS.layout(3);
    pub const CONTEXT_CLASS: ClassKey = CONTEXTVARS.class(0);
    pub const VARIABLE_CLASS: ClassKey = CONTEXTVARS.class(1);
    pub const TOKEN_CLASS: ClassKey = CONTEXTVARS.class(2);
}

layout! {
    pub struct Context(ids::CONTEXT) {
        /// The values, a dict by variable.
        values: Ref,
        /// 1: the dict belongs to copies too, and must not be changed.
        shared: Raw<u64>,
        /// 1: `run` is under way.
        entered: Raw<u64>,
    }
}

layout! {
    pub struct Variable(ids::VARIABLE) {
        name: Ref,
        /// Unset if there is none.
        default: Ref,
    }
}

layout! {
    pub struct Token(ids::TOKEN) {
        context: Ref,
        variable: Ref,
        /// Unset if the variable had no value.
        old: Ref,
        used: Raw<u64>,
    }
}

layout! {
    /// `Token.MISSING`.
    pub struct Missing(ids::MISSING) {
        unused: Ref,
    }
}

pub static LAYOUTS: Layouts = layout_table![Context, Variable, Token, Missing];

pub static MODULE: ModuleDef =
    module("_contextvars").doc("Context Variables").functions(&FUNCTIONS).classes(&[&CONTEXT, &VARIABLE, &TOKEN]).init(
        |t, _| {
            t.native_class(&MISSING_CLASS)?;
            let missing = t.new_object(Missing { header: header(), unused: Slot::default() });
            let token = t.class(ids::TOKEN_CLASS);
            t.extend_class(token, t.intern_text("__hash__"), Value::NONE)?;
            t.extend_class(token, t.intern_text("MISSING"), missing.value())
        },
    );

static FUNCTIONS: [NativeDef; 1] =
    [leaf("copy_context()", |t, _| Ok(t.current_context().copy_of(t).value())).function()];

static CONTEXT: ClassDef = class(ids::CONTEXT_CLASS, "Context")
    .module("_contextvars")
    .layouts(&[ids::CONTEXT])
    .flags(flags::WEAKREFABLE)
    .methods(&CONTEXT_METHODS);

static CONTEXT_METHODS: [NativeDef; 12] = [
    leaf("__new__(type, /, *args, **kwargs)", new_context).static_method(),
    tail("run(self, /, *args, **kwargs)", run),
    leaf("copy(self, /)", |t, args| Ok(args.this::<Context>().copy_of(t).value()))
        .doc("Return a shallow copy of the context object."),
    leaf("get(self, key, default=None, /)", |t, args| {
        let found = args.this::<Context>().lookup(t, variable_key(t, args.get(1))?);
        Ok(found.unwrap_or_else(|| args.opt(2).unwrap_or(Value::NONE)))
    })
    .doc("Return the value for `key` if `key` has the value in the context object.\n\nIf `key` does not exist, return `default`."),
    leaf("keys(self, /)", |t, args| listed(t, args, |_, key, _| key)).doc("Return a list of all variables in the context object."),
    leaf("values(self, /)", |t, args| listed(t, args, |_, _, value| value))
        .doc("Return a list of all variables' values in the context object."),
    leaf("items(self, /)", |t, args| listed(t, args, |t, key, value| t.small_tuple([key, value]).value()))
        .doc("Return all variables and their values in the context object."),
    leaf("__iter__(self, /)", |t, args| listed(t, args, |_, key, _| key)),
    leaf("__len__(self, /)", |t, args| Ok(t.int_usize(args.this::<Context>().values().len()))),
    leaf("__contains__(self, key, /)", |t, args| {
        Ok(Value::bool(args.this::<Context>().lookup(t, variable_key(t, args.get(1))?).is_some()))
    }),
    leaf("__getitem__(self, key, /)", |t, args| {
        let key = variable_key(t, args.get(1))?;
        args.this::<Context>().lookup(t, key).ok_or_else(|| t.raise_with(cls::KeyError, &[key.value()]))
    }),
    tail("__eq__(self, value, /)", |t, args| match args.get(1).cast::<Context>() {
        Some(other) => t.compare(Compare::Eq, args.this::<Context>().values().value(), other.values().value()),
        None => Ok(Value::NOT_IMPLEMENTED.into()),
    }),
];

static VARIABLE: ClassDef = class(ids::VARIABLE_CLASS, "ContextVar")
    .module("_contextvars")
    .layouts(&[ids::VARIABLE])
    .flags(flags::WEAKREFABLE)
    .methods(&VARIABLE_METHODS)
    .getsets(&VARIABLE_GETSETS);

static VARIABLE_METHODS: [NativeDef; 6] = [
    leaf("__new__(type, /, *args, **kwargs)", new_variable).static_method(),
    leaf("get(self, default=None, /)", get).doc("Return a value for the context variable for the current context."),
    leaf("set(self, value, /)", set).doc("Call to set a new value for the context variable in the current context."),
    tail("reset(self, token, /)", reset).doc("Reset the context variable."),
    tail("__repr__(self, /)", variable_repr),
    tail("__class_getitem__(cls, item, /)", parameterised).class_method(),
];

static VARIABLE_GETSETS: [GetSetDef; 1] = [getter("name", |_, this| Ok(this.expect::<Variable>().get(Variable::name)))];

static TOKEN: ClassDef = class(ids::TOKEN_CLASS, "Token")
    .module("_contextvars")
    .layouts(&[ids::TOKEN])
    .methods(&TOKEN_METHODS)
    .getsets(&TOKEN_GETSETS);

static TOKEN_METHODS: [NativeDef; 5] = [
    leaf("__new__(type, /, *args, **kwargs)", |t, _| {
        Err(t.raise(cls::RuntimeError, "Tokens can only be created by ContextVars"))
    })
    .static_method(),
    leaf("__enter__(self, /)", |_, args| Ok(args.get(0))).doc("Enter into Token context manager."),
    tail("__exit__(self, type, val, tb, /)", |t, args| {
        restore(t, args.this::<Token>().get(Token::variable).expect(), args.this())
    })
    .doc("Exit from Token context manager, restore the linked ContextVar."),
    tail("__repr__(self, /)", |t, args| {
        let token = args.this::<Token>();
        static SHOWN: Then = Then::new(|t, token, variable| {
            let used = if token.expect::<Token>().get(Token::used) == 1 { " used" } else { "" };
            let text = format!("<Token{used} var={} at {:#x}>", t.text(variable), t.identity(token));
            Ok(t.str(&text)?.value().into())
        });
        t.repr(token.get(Token::variable))?.then(t, &SHOWN, token.value())
    }),
    tail("__class_getitem__(cls, item, /)", parameterised).class_method(),
];

static TOKEN_GETSETS: [GetSetDef; 2] = [
    getter("var", |_, this| Ok(this.expect::<Token>().get(Token::variable))),
    getter("old_value", |t, this| {
        let missing = t.class(ids::TOKEN_CLASS).namespace().named(t, "MISSING");
        Ok(this.expect::<Token>().get(Token::old).given().or(missing).unwrap_or(Value::NONE))
    }),
];

static MISSING_CLASS: ClassDef = class(CONTEXTVARS.class(3), "Token.MISSING")
    .module("builtins")
    .layouts(&[ids::MISSING])
    .flags(flags::NO_NEW)
    .methods(&MISSING_METHODS);

static MISSING_METHODS: [NativeDef; 1] = [leaf("__repr__(self, /)", |t, _| Ok(t.str("<Token.MISSING>")?.value()))];

fn parameterised<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    Ok(Tail::call(t.app(app::generic_alias), &[args.get(0), args.get(1)]))
}

/// The representation, or that of any object where it would need Python: for messages.
fn shown_now<'t>(t: &'t Thread, value: Value<'t>) -> String {
    match t.leaf_repr(value) {
        Some(Ok(text)) => text.to_text(),
        Some(Err(raised)) => {
            t.take_exception(raised);
            String::new()
        }
        None => t.default_repr(value).map_or_else(
            |raised| {
                t.take_exception(raised);
                String::new()
            },
            |text| text.to_text(),
        ),
    }
}

/// The thread's context.
trait Current {
    fn current_context(&self) -> Gc<'_, Context>;
}

impl Current for Thread {
    fn current_context(&self) -> Gc<'_, Context> {
        if let Some(context) = self.fixed_root(RootKey::Context).cast::<Context>() {
            return context;
        }
        let context = empty_context(self);
        self.set_fixed_root(RootKey::Context, context.value());
        context
    }
}

fn empty_context(t: &Thread) -> Gc<'_, Context> {
    let values = Slot::new(t.new_dict().word());
    t.new_object(Context { header: header(), values, shared: Cell::new(0), entered: Cell::new(0) })
}

/// What contexts do.
trait ContextObject<'t> {
    fn values(self) -> Gc<'t, Dict>;
    fn own_values(self, t: &'t Thread) -> Result<Gc<'t, Dict>, Raised>;
    fn copy_of(self, t: &'t Thread) -> Gc<'t, Context>;
    fn lookup(self, t: &'t Thread, variable: Gc<'t, Variable>) -> Option<Value<'t>>;
    fn assign(self, t: &'t Thread, variable: Gc<'t, Variable>, value: Value<'t>) -> Result<(), Raised>;
    fn forget(self, t: &'t Thread, variable: Gc<'t, Variable>) -> Result<(), Raised>;
}

impl<'t> ContextObject<'t> for Gc<'t, Context> {
    fn values(self) -> Gc<'t, Dict> {
        self.get(Context::values).expect()
    }

    /// The values, which no copy shares.
    fn own_values(self, t: &'t Thread) -> Result<Gc<'t, Dict>, Raised> {
        if self.get(Context::shared) == 1 {
            self.set(t, Context::values, self.values().copy(t)?.value());
            self.set_raw(Context::shared, 0);
        }
        Ok(self.values())
    }

    fn copy_of(self, t: &'t Thread) -> Gc<'t, Context> {
        self.set_raw(Context::shared, 1);
        let values = Slot::new(self.values().word());
        t.new_object(Context { header: header(), values, shared: Cell::new(1), entered: Cell::new(0) })
    }

    fn lookup(self, t: &'t Thread, variable: Gc<'t, Variable>) -> Option<Value<'t>> {
        find(t, self.values(), variable).map(|index| self.values().value_at(index))
    }

    fn assign(self, t: &'t Thread, variable: Gc<'t, Variable>, value: Value<'t>) -> Result<(), Raised> {
        let values = self.own_values(t)?;
        match find(t, values, variable) {
            Some(index) => {
                values.set_value_at(t, index, value);
                Ok(())
            }
            None => values.insert_new(t, variable.value(), hash(t, variable), value),
        }
    }

    fn forget(self, t: &'t Thread, variable: Gc<'t, Variable>) -> Result<(), Raised> {
        let values = self.own_values(t)?;
        if let Some(index) = find(t, values, variable) {
            values.remove_at(t, index);
        }
        Ok(())
    }
}

/// Variables are compared by identity.
fn hash<'t>(t: &'t Thread, variable: Gc<'t, Variable>) -> i64 {
    t.leaf_hash(variable.value()).unwrap_or(0)
}

fn find<'t>(t: &'t Thread, values: Gc<'t, Dict>, variable: Gc<'t, Variable>) -> Option<usize> {
    match values.find(t, variable.value(), hash(t, variable)) {
        Probe::Found(index) => Some(index),
        _ => None,
    }
}

fn variable_key<'t>(t: &'t Thread, key: Value<'t>) -> Result<Gc<'t, Variable>, Raised> {
    key.cast().ok_or_else(|| {
        let shown = shown_now(t, key);
        t.type_error(format_args!("a ContextVar key was expected, got {shown}"))
    })
}

fn new_context<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let given = args.get(1).cast::<Tuple>().is_some_and(|positional| positional.extent() > 0)
        || args.get(2).cast::<Dict>().is_some_and(|keywords| !keywords.is_empty());
    if given {
        return Err(t.type_error("Context() does not accept any arguments"));
    }
    Ok(empty_context(t).value())
}

fn listed<'t>(t: &'t Thread, args: Args<'t>, item: impl Fn(&'t Thread, Value<'t>, Value<'t>) -> Value<'t>) -> Res<'t> {
    let items: Vec<Value<'t>> =
        args.this::<Context>().values().iter().map(|(key, value)| item(t, key, value)).collect();
    Ok(t.new_list_iterator(t.list(&items)?))
}

/// Runs a function in this context, and goes back to the one before however it ends.
fn run<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static LEAVE: Then = Then::catching(
        |t, state, result| {
            leave(t, state);
            Ok(result.into())
        },
        |t, state, raised| {
            leave(t, state);
            Err(raised)
        },
    );
    let context = args.this::<Context>();
    let positional = args.get(1).expect::<Tuple>();
    if positional.extent() == 0 {
        return Err(t.type_error("run() missing 1 required positional argument"));
    }
    if context.get(Context::entered) == 1 {
        let shown = shown_now(t, context.value());
        return Err(t.raise(cls::RuntimeError, format_args!("cannot enter context: {shown} is already entered")));
    }
    let before = t.current_context();
    context.set_raw(Context::entered, 1);
    t.set_fixed_root(RootKey::Context, context.value());
    let rest: Vec<Value<'t>> = (1..positional.extent()).map(|index| positional.at(index)).collect();
    let state = t.small_tuple([before.value(), context.value()]).value();
    let call = Tail::spread(positional.at(0), t.tuple(&rest)?, args.get(2));
    call.then(t, &LEAVE, state)
}

fn leave<'t>(t: &'t Thread, state: Value<'t>) {
    let state = state.expect::<Tuple>();
    t.set_fixed_root(RootKey::Context, state.at(0));
    state.at(1).expect::<Context>().set_raw(Context::entered, 0);
}

fn new_variable<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let positional = args.get(1).expect::<Tuple>();
    let keywords = args.get(2).cast::<Dict>();
    let (count, named) = (positional.extent(), keywords.map_or(0, |keywords| keywords.len()));
    if count + named > 2 {
        return Err(t.type_error(format_args!("ContextVar() takes at most 2 arguments ({} given)", count + named)));
    }
    let keyword = |name: &str| keywords.and_then(|keywords| keywords.named(t, name));
    if count > 1 {
        return Err(t.type_error(format_args!("ContextVar() takes at most 1 positional argument ({count} given)")));
    }
    let name = match (count, keyword("name")) {
        (1, _) => positional.at(0),
        (_, Some(name)) => name,
        _ => return Err(t.type_error("ContextVar() takes exactly 1 positional argument (0 given)")),
    };
    let default = keyword("default");
    let known = usize::from(default.is_some()) + usize::from(count == 0);
    if let Some(keywords) = keywords.filter(|keywords| keywords.len() > known) {
        let other = keywords.iter().map(|(key, _)| t.text(key)).find(|key| key != "default" && key != "name");
        let other = other.unwrap_or_else(|| "name".to_owned());
        return Err(t.type_error(format_args!("ContextVar() got an unexpected keyword argument '{other}'")));
    }
    if t.as_str(name).is_none() {
        return Err(t.type_error("context variable name must be a str"));
    }
    let default = Slot::new(default.unwrap_or(Value::UNSET).word());
    Ok(t.new_object(Variable { header: header(), name: Slot::new(name.word()), default }).value())
}

fn get<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let variable = args.this::<Variable>();
    if let Some(value) = t.current_context().lookup(t, variable) {
        return Ok(value);
    }
    match args.opt(1).or(variable.get(Variable::default).given()) {
        Some(default) => Ok(default),
        None => Err(t.raise_with(cls::LookupError, &[variable.value()])),
    }
}

fn set<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (variable, context) = (args.this::<Variable>(), t.current_context());
    let old = context.lookup(t, variable).unwrap_or(Value::UNSET);
    context.assign(t, variable, args.get(1))?;
    let slot = |value: Value<'_>| Slot::new(value.word());
    Ok(t.new_object(Token {
        header: header(),
        context: slot(context.value()),
        variable: slot(variable.value()),
        old: slot(old),
        used: Cell::new(0),
    })
    .value())
}

fn reset<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    match args.get(1).cast::<Token>() {
        Some(token) => restore(t, args.this(), token),
        None => {
            let shown = shown_now(t, args.get(1));
            Err(t.type_error(format_args!("expected an instance of Token, got {shown}")))
        }
    }
}

/// Gives a variable the value it had before the set that made the token.
fn restore<'t>(t: &'t Thread, variable: Gc<'t, Variable>, token: Gc<'t, Token>) -> Result<Tail<'t>, Raised> {
    static USED: Then = Then::new(|t, _, shown| {
        Err(t.raise(cls::RuntimeError, format_args!("{} has already been used once", t.text(shown))))
    });
    static OTHER_VARIABLE: Then = Then::new(|t, _, shown| {
        Err(t.value_error(format_args!("{} was created by a different ContextVar", t.text(shown))))
    });
    static OTHER_CONTEXT: Then = Then::new(|t, _, shown| {
        Err(t.value_error(format_args!("{} was created in a different Context", t.text(shown))))
    });
    let context = t.current_context();
    let wrong = if token.get(Token::used) == 1 {
        Some(&USED)
    } else if token.get(Token::variable) != variable.value() {
        Some(&OTHER_VARIABLE)
    } else if token.get(Token::context) != context.value() {
        Some(&OTHER_CONTEXT)
    } else {
        None
    };
    if let Some(complain) = wrong {
        return t.repr(token.value())?.then(t, complain, Value::NONE);
    }
    token.set_raw(Token::used, 1);
    match token.get(Token::old).given() {
        Some(old) => context.assign(t, variable, old)?,
        None => context.forget(t, variable)?,
    }
    Ok(Value::NONE.into())
}

fn variable_repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static NAMED: Then = Then::new(|t, variable, name| {
        let variable = variable.expect::<Variable>();
        match variable.get(Variable::default).given() {
            Some(default) => {
                let state = t.small_tuple([variable.value(), name]).value();
                t.repr(default)?.then(t, &WITH_DEFAULT, state)
            }
            None => shown(t, variable, name, ""),
        }
    });
    static WITH_DEFAULT: Then = Then::new(|t, state, default| {
        let state = state.expect::<Tuple>();
        shown(t, state.at(0).expect(), state.at(1), &format!(" default={}", t.text(default)))
    });
    let variable = args.this::<Variable>();
    t.repr(variable.get(Variable::name))?.then(t, &NAMED, variable.value())
}

fn shown<'t>(t: &'t Thread, variable: Gc<'t, Variable>, name: Value<'t>, default: &str) -> Result<Tail<'t>, Raised> {
    let text = format!("<ContextVar name={}{default} at {:#x}>", t.text(name), t.identity(variable.value()));
    Ok(t.str(&text)?.value().into())
}
