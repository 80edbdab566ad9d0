//! `marshal`: code objects as bytes, in the compiler's serial form. Other objects are written and read in Python, beside
//! this.

use compiler::serial;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, leaf};
use vm_core::objects::bytes::Bytes;
use vm_core::objects::function::Code;
use vm_core::{Res, Thread};

pub static MODULE: ModuleDef = module("marshal")
    .doc("This module contains functions that can read and write Python values in\na binary format.")
    .functions(&FUNCTIONS)
    .init(|t, namespace| namespace.add_int(t, "version", 5));

static FUNCTIONS: [NativeDef; 2] =
    [leaf("_dump_code(code, /)", dump_code).function(), leaf("_load_code(bytes, /)", load_code).function()];

fn dump_code<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(code) = args.get(0).cast::<Code>() else { return Err(t.value_error("unmarshallable object")) };
    Ok(t.bytes(&serial::write(&t.unload_code(code)?))?.value())
}

fn load_code<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(bytes) = args.get(0).cast::<Bytes>() else { return Err(t.type_error("a bytes-like object is required")) };
    match serial::read(bytes.slice()) {
        Ok(code) => Ok(t.load_code(code)?.value()),
        Err(error) => Err(t.value_error(format_args!("bad marshal data ({error})"))),
    }
}
