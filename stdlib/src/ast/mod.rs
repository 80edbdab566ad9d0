//! `_ast`: the classes of syntax trees. They are made in the module's Python part from the abstract grammar here.

pub mod grammar;

use vm_core::Thread;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, leaf};
use vm_core::{Res, Value};

use grammar::{Arity, Places};

pub static MODULE: ModuleDef = module("_ast").functions(&FUNCTIONS).init(|t, namespace| {
    namespace.add_int(t, "PyCF_ONLY_AST", 0x400)?;
    namespace.add_int(t, "PyCF_TYPE_COMMENTS", 0x1000)?;
    namespace.add_int(t, "PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000)?;
    namespace.add_int(t, "PyCF_OPTIMIZED_AST", 0x8400)
});

static FUNCTIONS: [NativeDef; 1] = [leaf("_grammar()", grammar_table).function()];

/// The grammar for the Python part: (name, base, ((type, arity, name), ..), positions) of each class.
fn grammar_table<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    let table = t.new_list();
    for node in grammar::nodes() {
        let mut fields: Vec<Value<'_>> = Vec::new();
        for field in &node.fields {
            let arity = match field.arity {
                Arity::One => "",
                Arity::Optional => "?",
                Arity::Many => "*",
                Arity::ManyOptional => "?*",
            };
            let parts = [field.kind, arity, field.name].map(|part| t.intern_text(part).value());
            fields.push(t.small_tuple(parts).value());
        }
        let places = match node.places {
            Places::None => 0,
            Places::All => 1,
            Places::EndOptional => 2,
        };
        let entry = [
            t.intern_text(node.name).value(),
            t.intern_text(node.base).value(),
            t.tuple(&fields)?.value(),
            Value::small(places),
        ];
        table.push(t, t.small_tuple(entry).value())?;
    }
    Ok(table.value())
}
