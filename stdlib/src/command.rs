//! `_command`: the Python half of the `tenure` command, for the root crate.

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{NativeDef, Tail, leaf};
use vm_core::objects::dict::Dict;
use vm_core::objects::module::Module;
use vm_core::{Raised, Res, Thread, Value};

use crate::imp;

pub static MODULE: ModuleDef = module(NAME).functions(&FUNCTIONS);

/// What runs the functions registered with `atexit`, if that was ever imported; it may have gone from `sys.modules`.
static FUNCTIONS: [NativeDef; 1] = [leaf("_exit_functions()", |t, _| {
    let imported = imp::has_part(t, "atexit");
    Ok(if imported { imp::part(t, "atexit", "_run_exitfuncs") } else { Value::NONE })
})
.function()];

const NAME: &str = "_command";

/// Makes the functions [`function`] finds. Once, after [`install`](crate::install).
pub fn load(t: &mut Thread) -> Result<(), Raised> {
    t.run_tail(|t| {
        let module = t.make_native_module(NAME)?.expect("in the list of native modules");
        let namespace = module.get(Module::dict).expect::<Dict>();
        imp::python_part(t, NAME, namespace)
    })
}

/// Calls a function of `python/native/_command.py`; its result is [`Thread::result`].
pub fn call(
    t: &mut Thread,
    function: &str,
    arguments: impl for<'t> FnOnce(&'t Thread) -> Result<Vec<Value<'t>>, Raised>,
) -> Result<(), Raised> {
    t.run_tail(|t| Ok(Tail::call(self::function(t, function), &arguments(t)?)))
}

/// A function of `python/native/_command.py`.
pub fn function<'t>(t: &'t Thread, name: &str) -> Value<'t> {
    imp::part(t, NAME, name)
}

/// Has [`load`] been here?
pub fn is_loaded(t: &Thread) -> bool {
    imp::has_part(t, NAME)
}

/// A name or path of the operating system as Python's text.
pub fn os_text<'t>(t: &'t Thread, text: &std::ffi::OsStr) -> Res<'t> {
    crate::convert::os_text(t, text)
}
