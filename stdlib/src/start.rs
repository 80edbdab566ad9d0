//! Adds the library to a new machine, and starts the import system.

use std::ffi::OsString;

use vm_core::natives::Tail;
use vm_core::objects::dict::Dict;
use vm_core::objects::module::Module;
use vm_core::vm::RootKey;
use vm_core::{Gc, Raised, Res, Thread, Value, sym};

use crate::{MODULES, code, convert, embedded, imp};

/// What `sys` says about the way the machine was started.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub argv: Vec<OsString>,
    pub original: Vec<OsString>,
    /// `sys.path`, without the library's own entry.
    pub path: Vec<OsString>,
    pub executable: OsString,
    /// A folder that takes the place of the embedded library.
    pub lib: Option<OsString>,
    /// In the order of `sys.flags`.
    pub flags: Vec<i64>,
    pub warnings: Vec<String>,
    pub x_options: Vec<(String, Option<String>)>,
    pub write_bytecode: bool,
    pub unbuffered: bool,
}

/// Adds the native modules and makes `sys`, `builtins` and the import system.
pub fn install(t: &mut Thread, settings: &Settings) -> Result<(), Raised> {
    make_first_modules(t)?;
    // Where the system refuses, an interrupt ends the process as it does any other.
    let _ = vm_core::signals::set_disposition(libc::SIGINT, vm_core::signals::Disposition::Deliver);
    t.run_tail(|t| {
        let sys = t.fixed_root(RootKey::SysDict).expect::<Dict>();
        imp::python_part(t, "sys", sys)
    })?;
    t.run_tail(|t| imp::further_part(t, "sys", "sys_monitoring"))?;
    t.run_tail(|t| {
        let sys = t.fixed_root(RootKey::SysDict).expect::<Dict>();
        let configure = sys.named(t, "_configure").expect("defined in the Python part of sys");
        Ok(Tail::call(configure, &[settings_dict(t, settings)?]))
    })?;
    start_imports(t)
}

fn make_first_modules(t: &Thread) -> Result<(), Raised> {
    t.set_native_modules(MODULES);
    let modules = t.new_dict();
    t.set_fixed_root(RootKey::Modules, modules.value());
    let builtins = t.builtins();
    let name = t.intern_text("builtins");
    for function in &code::FUNCTIONS {
        builtins.add(t, function.name(), t.module_function(function, name.value()))?;
    }
    let module = t.new_module(name, Value::NONE)?;
    t.init_module_dict(builtins, name.value(), Value::NONE)?;
    module.set(t, Module::dict, builtins.value());
    modules.add(t, "builtins", module.value())?;
    let sys = t.make_native_module("sys")?.expect("in the list of native modules");
    let namespace = sys.get(Module::dict).expect::<Dict>();
    t.set_fixed_root(RootKey::SysDict, namespace.value());
    namespace.add(t, "modules", modules.value())?;
    namespace.set_sym(t, sym::__builtins__, module.value())?;
    modules.add(t, "sys", sys.value())
}

fn settings_dict<'t>(t: &'t Thread, settings: &Settings) -> Res<'t> {
    let dict = t.new_dict();
    dict.add(t, "argv", names(t, &settings.argv)?)?;
    dict.add(t, "orig_argv", names(t, &settings.original)?)?;
    let mut path = settings.path.clone();
    path.push(settings.lib.clone().unwrap_or_else(|| embedded::ROOT.into()));
    dict.add(t, "path", names(t, &path)?)?;
    let executable = convert::os_text(t, &settings.executable)?;
    dict.add(t, "executable", executable)?;
    dict.add(t, "_base_executable", executable)?;
    dict.add(t, "_unbuffered", Value::bool(settings.unbuffered))?;
    dict.add(t, "dont_write_bytecode", Value::bool(!settings.write_bytecode))?;
    let flags: Vec<Value<'_>> = settings.flags.iter().map(|flag| t.int(*flag)).collect();
    dict.add(t, "flags", t.tuple(&flags)?.value())?;
    let warnings = t.new_list();
    for filter in &settings.warnings {
        warnings.push(t, t.str(filter)?.value())?;
    }
    dict.add(t, "warnoptions", warnings.value())?;
    let options = t.new_dict();
    for (name, value) in &settings.x_options {
        let value = match value {
            Some(text) => t.str(text)?.value(),
            None => Value::TRUE,
        };
        options.add(t, name, value)?;
    }
    dict.add(t, "_xoptions", options.value())?;
    let stems = t.new_list();
    let known = embedded::modules().iter().map(|module| module.name);
    for name in known.filter(|name| !name.starts_with('+') && !name.contains('.')) {
        stems.push(t, t.str(name)?.value())?;
    }
    for def in MODULES {
        stems.push(t, t.str(def.name)?.value())?;
    }
    dict.add(t, "_library_names", stems.value())?;
    Ok(dict.value())
}

fn names<'t>(t: &'t Thread, names: &[OsString]) -> Res<'t> {
    let list = t.new_list();
    for name in names {
        list.push(t, convert::os_text(t, name)?)?;
    }
    Ok(list.value())
}

/// Runs the library's own import system and makes its `__import__` the builtin.
fn start_imports(t: &mut Thread) -> Result<(), Raised> {
    t.run_tail(|t| {
        let part = embedded::find("_tenure_start").expect("part of this crate");
        let globals = t.new_dict();
        globals.add_text(t, "__name__", "_tenure_start")?;
        globals.set_sym(t, sym::__builtins__, t.builtins_module())?;
        let sys = t.fixed_root(RootKey::Modules).expect::<Dict>().named(t, "sys").unwrap_or(Value::NONE);
        globals.add(t, "sys", sys)?;
        let imp = t.make_native_module("_imp")?.expect("in the list of native modules");
        globals.add(t, "_imp", imp.value())?;
        code::run(t, imp::load(t, part)?, globals, globals.value())
    })
}

/// The namespace of a new `__main__`.
pub fn make_main<'t>(t: &'t Thread) -> Result<Gc<'t, Dict>, Raised> {
    let module = t.new_module(t.intern_text("__main__"), Value::NONE)?;
    let namespace = module.get(Module::dict).expect::<Dict>();
    namespace.set_sym(t, sym::__builtins__, t.builtins_module())?;
    t.fixed_root(RootKey::Modules).expect::<Dict>().add(t, "__main__", module.value())?;
    Ok(namespace)
}

/// The namespace of the module that is `__main__` now.
pub fn main_namespace<'t>(t: &'t Thread) -> Result<Gc<'t, Dict>, Raised> {
    let modules = t.fixed_root(RootKey::Modules).cast::<Dict>();
    let main = modules.and_then(|modules| modules.named(t, "__main__")).and_then(|main| main.cast::<Module>());
    match main {
        Some(main) => Ok(main.get(Module::dict).expect::<Dict>()),
        None => Err(t.raise(vm_core::cls::RuntimeError, "lost __main__")),
    }
}
