//! From syntax trees to node objects.

use compiler::tree::grammar::{self, Places};
use compiler::tree::{Item, Kind, Node};
use vm_core::objects::class::Class;
use vm_core::objects::dict::Dict;
use vm_core::objects::sequence::List;
use vm_core::objects::string::Str;
use vm_core::{Gc, Raised, Res, Thread, Value};

use crate::imp;

/// Makes objects of trees.
struct Maker<'t> {
    t: &'t Thread,
    classes: Gc<'t, List>,
    /// Nodes that trees share, by name.
    singletons: Gc<'t, Dict>,
    /// Names of the fields of every class.
    fields: Vec<Vec<Gc<'t, Str>>>,
    /// Names of the positions.
    places: [Gc<'t, Str>; 4],
}

/// The node object of a tree.
pub fn object(t: &Thread, tree: Node) -> Res<'_> {
    let names = |node: &'static grammar::Node| node.fields.iter().map(|field| t.intern_text(field.name)).collect();
    let maker = Maker {
        t,
        classes: imp::part(t, "_ast", "_classes").expect(),
        singletons: imp::part(t, "_ast", "_singletons").expect(),
        fields: grammar::nodes().iter().map(names).collect(),
        places: ["lineno", "col_offset", "end_lineno", "end_col_offset"].map(|name| t.intern_text(name)),
    };
    maker.node(tree)
}

impl<'t> Maker<'t> {
    fn node(&self, node: Node) -> Res<'t> {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.make(node))
    }

    fn make(&self, node: Node) -> Res<'t> {
        let entry = node.kind.node();
        let shared = entry.fields.is_empty() && entry.places == Places::None;
        if shared && let Some(found) = self.singletons.named(self.t, entry.name) {
            return Ok(found);
        }
        let class = self.classes.item(node.kind as usize).expect::<Class>();
        let object = self.t.new_instance(class)?.value();
        let (kind, place) = (node.kind, node.place);
        for (name, item) in self.fields[kind as usize].iter().zip(node.fields) {
            self.set(object, *name, self.item(item)?)?;
        }
        if entry.places != Places::None {
            let numbers = [place.line, place.column, place.end_line, place.end_column];
            for (name, number) in self.places.into_iter().zip(numbers) {
                self.set(object, name, self.t.int(number.into()))?;
            }
        }
        debug_assert!(kind != Kind::Load);
        Ok(object)
    }

    fn item(&self, item: Item) -> Res<'t> {
        Ok(match item {
            Item::None => Value::NONE,
            Item::Node(node) => self.node(*node)?,
            Item::Text(text) => self.t.intern_text(&text).value(),
            Item::Int(value) => self.t.int(value),
            Item::Constant(value) => self.t.constant(value)?,
            Item::List(items) => {
                let list = self.t.new_list();
                for item in items {
                    list.push(self.t, self.item(item)?)?;
                }
                list.value()
            }
        })
    }

    fn set(&self, object: Value<'t>, name: Gc<'t, Str>, value: Value<'t>) -> Result<(), Raised> {
        // The classes have no data descriptors, and their fields no __setattr__: this ends at once.
        self.t.generic_setattr(object, name, value).map(|_| ())
    }
}
