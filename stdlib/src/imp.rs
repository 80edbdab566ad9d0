//! `_imp`: what the import system needs of the machine. Also the Python parts of native modules.
//!
//! A native module may have a part written in Python, `python/native/NAME.py`, which runs in its namespace when the
//! module is executed and sees its native functions as globals.

use compiler::serial;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, Tail, Then, leaf, tail};
use vm_core::objects::class::Class;
use vm_core::objects::dict::Dict;
use vm_core::objects::function::{Code, Function};
use vm_core::objects::module::Module;
use vm_core::objects::sequence::Tuple;
use vm_core::vm::RootKey;
use vm_core::{Gc, Raised, Res, Thread, Value, cls, sym};

use crate::{code, convert, embedded};

pub static MODULE: ModuleDef = module("_imp").functions(&FUNCTIONS).init(|t, namespace| {
    namespace.add_text(t, "check_hash_based_pycs", "default")?;
    namespace.add_int(t, "pyc_magic_number_token", i64::from(u32::from_le_bytes(MAGIC)))
});

/// What a cached file of ours begins with; bytecode is checked further by its own header.
const MAGIC: [u8; 4] = [(0x5400 + serial::VERSION) as u8, 0x54, b'\r', b'\n'];

static FUNCTIONS: [NativeDef; 21] = [
    leaf("lock_held()", |_, _| Ok(Value::FALSE)).function(),
    leaf("acquire_lock()", |_, _| Ok(Value::NONE)).function(),
    leaf("release_lock()", |_, _| Ok(Value::NONE)).function(),
    leaf("is_builtin(name, /)", is_builtin).function(),
    leaf("create_builtin(spec, /)", create_builtin).function(),
    tail("exec_builtin(mod, /)", exec_builtin).function(),
    leaf("extension_suffixes()", |t, _| Ok(t.new_list().value())).function(),
    leaf("is_frozen(name, /)", |t, args| Ok(Value::bool(frozen(t, args)?.is_some()))).function(),
    leaf("is_frozen_package(name, /)", is_frozen_package).function(),
    leaf("find_frozen(name, /, *, withdata=False)", find_frozen).function(),
    leaf("get_frozen_object(name, data=None, /)", get_frozen_object).function(),
    leaf("init_frozen(name, /)", |_, _| Ok(Value::NONE)).function(),
    leaf("source_hash(key, source)", source_hash).function(),
    leaf("_fix_co_filename(code, path, /)", |_, _| Ok(Value::NONE)).function(),
    leaf("_override_frozen_modules_for_tests(override, /)", |_, _| Ok(Value::NONE)).function(),
    leaf("_override_multi_interp_extensions_check(override, /)", |_, _| Ok(Value::small(0))).function(),
    leaf("_frozen_module_names()", frozen_names).function(),
    leaf("_embedded_find(name, /)", embedded_find).function(),
    leaf("_embedded_code(name, /)", embedded_code).function(),
    leaf("_embedded_source(name, /)", embedded_source).function(),
    tail("_run_part(module, name, /)", run_part).function(),
];

fn name_of<'t>(t: &'t Thread, args: Args<'t>) -> Result<String, Raised> {
    convert::text(t, args.get(0), "name", 1)
}

fn is_builtin<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let name = name_of(t, args)?;
    Ok(Value::small(match name.as_str() {
        // These exist from the start and are never made again.
        "sys" | "builtins" => -1,
        _ => i32::from(t.native_modules().iter().any(|def| def.name == name)),
    }))
}

fn create_builtin<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let spec = args.get(0);
    let Some(name) = t.own_attribute(spec, t.intern_text("name")) else {
        return Err(t.type_error("create_builtin() needs a module spec"));
    };
    let text = t.text(name);
    match t.make_native_module(&text)? {
        Some(module) => Ok(module.value()),
        None => Err(t.raise(cls::ImportError, format_args!("no built-in module named '{text}'"))),
    }
}

fn exec_builtin<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let Some(module) = args.get(0).cast::<Module>() else { return Ok(Tail::Value(Value::small(0))) };
    let namespace = module.get(Module::dict).expect::<Dict>();
    let name = t.text(namespace.module_name(t));
    python_part(t, &name, namespace)
}

/// Runs the Python part of a native module, if it has one.
pub fn python_part<'t>(t: &'t Thread, name: &str, namespace: Gc<'t, Dict>) -> Result<Tail<'t>, Raised> {
    if namespace.named(t, DONE).is_some() {
        return Ok(Tail::Value(Value::small(0)));
    }
    let Some(part) = embedded::python_part(name) else { return Ok(Tail::Value(Value::small(0))) };
    namespace.add(t, DONE, Value::TRUE)?;
    let parts = native_parts(t);
    if let Some(earlier) = parts.named(t, name).and_then(|earlier| earlier.cast::<Dict>()) {
        return same_as(t, earlier, namespace);
    }
    parts.add(t, name, namespace.value())?;
    for helper in &HELPERS {
        namespace.add(t, helper.name(), t.module_function(helper, Value::NONE))?;
    }
    let code = load_as(t, part, true)?;
    if namespace.get_sym(t, sym::__builtins__).is_none() {
        namespace.set_sym(t, sym::__builtins__, t.builtins_module())?;
    }
    // what the part says about itself is not the module's documentation
    let doc = namespace.get_sym(t, sym::__doc__).unwrap_or(Value::NONE);
    let state = t.small_tuple([namespace.value(), doc]);
    code::run(t, code, namespace, namespace.value())?.then(t, &RAN, state.value())
}

/// A module made once more has the classes and functions of the first: the machine itself refers to them.
fn same_as<'t>(t: &'t Thread, earlier: Gc<'t, Dict>, namespace: Gc<'t, Dict>) -> Result<Tail<'t>, Raised> {
    for (name, value) in earlier.iter() {
        if let Some(name) = t.as_str(name).filter(|name| !name.to_text().starts_with("__")) {
            namespace.set_str(t, name, value)?;
        }
    }
    Ok(Tail::Value(Value::small(0)))
}

/// A part has run: its public functions are the module's, which classes do not bind.
static RAN: Then = Then::new(|t, state, _| {
    let state = state.expect::<Tuple>();
    let namespace = state.at(0).expect::<Dict>();
    namespace.set_sym(t, sym::__doc__, state.at(1))?;
    for (name, value) in namespace.iter() {
        if let (Some(name), Some(function)) = (t.as_str(name), value.cast::<Function>()) {
            if !name.to_text().starts_with('_') && function.get(Function::globals) == namespace.value() {
                function.stand_alone();
            }
        }
    }
    Ok(Tail::Value(Value::small(0)))
});

/// Runs a further file of a module's Python part, as the first one asks.
fn run_part<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (module, name) = (name_of(t, args)?, convert::text(t, args.get(1), "_run_part", 2)?);
    further_part(t, &module, &name)
}

/// Runs a further file of the Python part of a module whose first one ran.
pub fn further_part<'t>(t: &'t Thread, module: &str, name: &str) -> Result<Tail<'t>, Raised> {
    let namespace = native_parts(t).named(t, module).and_then(|namespace| namespace.cast::<Dict>());
    let (Some(namespace), Some(part)) = (namespace, embedded::python_part(name)) else {
        return Err(t.raise(cls::ImportError, format_args!("no native part named {name}")));
    };
    code::run(t, load_as(t, part, true)?, namespace, namespace.value())
}

/// Marks a namespace whose Python part has run.
const DONE: &str = "__native_part__";

/// For Python parts that define methods of native classes, texts of recursive objects among them.
static HELPERS: [NativeDef; 4] = [
    leaf("_extend_class(cls, name, value, /)", |t, args| {
        let (Some(class), Some(name)) = (args.get(0).cast::<Class>(), t.as_str(args.get(1))) else {
            return Err(t.type_error("_extend_class() takes a class, a name and a value"));
        };
        t.extend_class(class, t.intern(name), args.get(2))?;
        Ok(Value::NONE)
    })
    .function(),
    // A program can derive from the class unless it is not `open`.
    leaf("_seal_class(cls, open=True, /)", |t, args| {
        if let Some(class) = args.get(0).cast::<Class>() {
            t.seal_class(class, args.opt(1).is_none_or(|open| open.is_true()));
        }
        Ok(args.get(0))
    })
    .function(),
    leaf("_repr_enter(object, /)", |t, args| Ok(Value::bool(t.repr_enter(args.get(0))?))).function(),
    leaf("_repr_leave(object, /)", |t, args| {
        t.repr_leave(args.get(0))?;
        Ok(Value::NONE)
    })
    .function(),
];

/// The namespaces of the Python parts that ran, by module.
fn native_parts<'t>(t: &'t Thread) -> Gc<'t, Dict> {
    if let Some(parts) = t.fixed_root(RootKey::NativeParts).cast::<Dict>() {
        return parts;
    }
    let parts = t.new_dict();
    t.set_fixed_root(RootKey::NativeParts, parts.value());
    parts
}

/// What the Python part of a native module calls `name`; for natives that go on in Python.
///
/// # Panics
/// If the part does not define it, or did not run: a mistake in the module.
pub fn part<'t>(t: &'t Thread, module: &str, name: &str) -> Value<'t> {
    let namespace = native_parts(t).named(t, module).and_then(|namespace| namespace.cast::<Dict>());
    match namespace.and_then(|namespace| namespace.named(t, name)) {
        Some(found) => found,
        None => panic!("the Python part of {module} defines no {name}"),
    }
}

/// Raises an exception of a class that the Python part of a native module defines.
pub fn raise(t: &Thread, module: &str, class: &str, message: impl std::fmt::Display) -> Raised {
    let class = part(t, module, class).expect::<Class>();
    let made = t.str(&message.to_string()).and_then(|message| t.new_exception(class, &[message.value()]));
    match made {
        Ok(exception) => t.raise_value(exception.value()),
        Err(raised) => raised,
    }
}

/// Did the Python part of this module run?
pub fn has_part(t: &Thread, module: &str) -> bool {
    native_parts(t).named(t, module).is_some()
}

/// The code of an embedded module. That of the import system does not show in tracebacks: CPython cuts it out of those that
/// pass through an import statement.
pub fn load<'t>(t: &'t Thread, module: &embedded::Module) -> Result<Gc<'t, Code>, Raised> {
    load_as(t, module, matches!(module.name, "importlib._bootstrap" | "importlib._bootstrap_external"))
}

/// As [`load`]; hidden code does not show in tracebacks, as natives do not.
fn load_as<'t>(t: &'t Thread, module: &embedded::Module, hidden: bool) -> Result<Gc<'t, Code>, Raised> {
    // SAFETY: this crate's build compiled and wrote the embedded modules.
    match unsafe { serial::Stored::new(module.code()) } {
        Ok(stored) => t.load_stored(stored, hidden),
        Err(error) => Err(t.raise(cls::ImportError, format_args!("{}: {error}", module.name))),
    }
}

fn frozen<'t>(t: &'t Thread, args: Args<'t>) -> Result<Option<&'static embedded::Module>, Raised> {
    let name = name_of(t, args)?;
    let name = match name.as_str() {
        "_frozen_importlib" => "importlib._bootstrap",
        "_frozen_importlib_external" => "importlib._bootstrap_external",
        other => other,
    };
    Ok(embedded::find(name).filter(|module| module.is_essential()))
}

fn no_such_frozen<'t>(t: &'t Thread, args: Args<'t>) -> Raised {
    t.raise(cls::ImportError, format_args!("No such frozen object named {}", t.text(args.get(0))))
}

fn is_frozen_package<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    match frozen(t, args)? {
        Some(module) => Ok(Value::bool(module.package)),
        None => Err(no_such_frozen(t, args)),
    }
}

fn find_frozen<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(module) = frozen(t, args)? else { return Ok(Value::NONE) };
    let name = t.str(module.name)?.value();
    Ok(t.small_tuple([Value::NONE, Value::bool(module.package), name]).value())
}

fn get_frozen_object<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    match frozen(t, args)? {
        Some(module) => Ok(load(t, module)?.value()),
        None => Err(no_such_frozen(t, args)),
    }
}

fn frozen_names<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    let names = t.new_list();
    for module in embedded::modules().iter().filter(|module| module.is_essential()) {
        names.push(t, t.str(module.name)?.value())?;
    }
    Ok(names.value())
}

/// (path, is a package) of a module of the embedded library, or None.
fn embedded_find<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    match embedded::find(&name_of(t, args)?) {
        Some(module) => Ok(t.small_tuple([t.str(&module.file())?.value(), Value::bool(module.package)]).value()),
        None => Ok(Value::NONE),
    }
}

fn embedded_code<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    match embedded::find(&name_of(t, args)?) {
        Some(module) => Ok(load(t, module)?.value()),
        None => Ok(Value::NONE),
    }
}

/// The source of an embedded module, by its name or by the file name its code carries; or None.
fn embedded_source<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let name = name_of(t, args)?;
    match embedded::find(&name).or_else(|| embedded::find_file(&name)) {
        Some(module) => Ok(t.str(&module.source())?.value()),
        None => Ok(Value::NONE),
    }
}

fn source_hash<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let key = t.index_of(args.get(0))? as u64;
    let source = convert::fs_bytes(t, args.get(1))?;
    let hash = text::hash::hash_bytes(text::hash::Key(key, 0), &source);
    Ok(t.bytes(&hash.to_le_bytes())?.value())
}
