//! `_ast`: the classes of syntax trees. They are made in the module's Python part from the abstract grammar here.

mod make;
mod read;

use compiler::tree::grammar::{self, Arity, Places};
use compiler::tree::{Kind, Node};
use vm_core::Thread;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::Tail;
use vm_core::natives::{Args, NativeDef, leaf};
use vm_core::objects::class::Class;
use vm_core::{Raised, Res, Value};

use crate::imp;

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

/// Whether the module has been imported: before, there are no nodes.
pub fn is_loaded(t: &Thread) -> bool {
    imp::has_part(t, "_ast")
}

/// Whether a value is a node.
pub fn is_node(t: &Thread, value: Value<'_>) -> bool {
    is_loaded(t) && t.is_subclass(t.class_of(value), imp::part(t, "_ast", "AST").expect::<Class>())
}

/// The node object of a tree. The module must be loaded.
pub fn object(t: &Thread, tree: Node) -> Res<'_> {
    make::object(t, tree)
}

/// What reading a node object ends in: its tree, or a step that raises.
pub enum Outcome<'t> {
    Tree(Node),
    Raise(Tail<'t>),
}

/// The tree of a node object, which must be of the class for `root`.
pub fn tree<'t>(t: &'t Thread, object: Value<'t>, root: Kind) -> Result<Outcome<'t>, Raised> {
    match read::tree(t, object, root) {
        Ok(tree) => Ok(Outcome::Tree(tree)),
        Err(read::Stop::Raised(raised)) => Err(raised),
        Err(read::Stop::About(class, message, value)) => {
            let raise = imp::part(t, "_ast", "_raise_about");
            let args = [t.intern_text(class).value(), t.str(&message)?.value(), value];
            Ok(Outcome::Raise(Tail::call(raise, &args)))
        }
    }
}
