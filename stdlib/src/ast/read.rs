//! From node objects to syntax trees, with CPython's errors for what the grammar does not allow.
//!
//! Fields are read as attributes of the object or its class; computed ones (properties) are not looked for.

use compiler::bytecode::Const;
use compiler::tree::grammar::{self, Arity, Field, Places};
use compiler::tree::{Item, Kind, Node, Place};
use vm_core::objects::bytes::Bytes;
use vm_core::objects::class::Class;
use vm_core::objects::number::{Complex, IntRef};
use vm_core::objects::sequence::{List, Tuple};
use vm_core::objects::set::Set;
use vm_core::{Gc, Raised, Thread, Value, cls};

use crate::imp;

/// How deep trees may nest.
const DEPTH: u32 = 5_000;

struct Reader<'t> {
    t: &'t Thread,
    /// The classes, by kind.
    classes: Gc<'t, List>,
    depth: u32,
}

type Read<'t, T> = Result<T, Stop<'t>>;

/// Why an object is no tree.
pub enum Stop<'t> {
    Raised(Raised),
    /// An error whose message ends in the `repr` of a value, which may be Python's to compute.
    About(&'static str, String, Value<'t>),
}

impl From<Raised> for Stop<'_> {
    fn from(raised: Raised) -> Self {
        Stop::Raised(raised)
    }
}

/// The tree of a node object, which must be a `root` (`Module`, `Expression` or `Interactive`).
pub fn tree<'t>(t: &'t Thread, object: Value<'t>, root: Kind) -> Read<'t, Node> {
    let mut reader = Reader { t, classes: imp::part(t, "_ast", "_classes").expect(), depth: 0 };
    match reader.kind_of(object, "mod") {
        Some(kind) if kind == root => reader.node(object, kind),
        _ => {
            let (wanted, found) = (root.node().name, t.class_name(object));
            Err(t.type_error(format_args!("expected {wanted} node, got {found}")).into())
        }
    }
}

impl<'t> Reader<'t> {
    /// The kind of an object that is to be of a sum or product.
    fn kind_of(&self, object: Value<'t>, base: &str) -> Option<Kind> {
        let class = self.t.class_of(object);
        let nodes = grammar::nodes();
        let is = |index: &usize| nodes[*index].base == base;
        let class_at = |index: usize| self.classes.item(index).expect::<Class>();
        let exact = (0..nodes.len()).filter(is).find(|index| class_at(*index) == class);
        let found =
            exact.or_else(|| (0..nodes.len()).filter(is).find(|index| self.t.is_subclass(class, class_at(*index))));
        found.map(|index| Kind::ALL[index])
    }

    fn attribute(&self, object: Value<'t>, name: &str) -> Option<Value<'t>> {
        let name = self.t.intern_text(name);
        let own = self.t.own_attribute(object, name).filter(|value| value.is_set());
        own.or_else(|| self.t.lookup(self.t.class_of(object), name))
    }

    fn node(&mut self, object: Value<'t>, kind: Kind) -> Read<'t, Node> {
        self.depth += 1;
        if self.depth > DEPTH {
            let message = "maximum recursion depth exceeded during ast construction";
            return Err(self.t.raise(cls::RecursionError, message).into());
        }
        let node = stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.read(object, kind));
        self.depth -= 1;
        node
    }

    fn read(&mut self, object: Value<'t>, kind: Kind) -> Read<'t, Node> {
        let entry = kind.node();
        let place = self.place(object, entry)?;
        if kind == Kind::Constant
            && let Some(value) = self.attribute(object, "value")
            && let Some(node) = self.composed(value, place)?
        {
            return Ok(node);
        }
        let mut fields = Vec::with_capacity(entry.fields.len());
        for field in &entry.fields {
            let item = match self.attribute(object, field.name) {
                Some(value) => self.field(value, entry, field)?,
                None => self.absent(entry, field)?,
            };
            fields.push(item);
        }
        Ok(Node { kind, fields, place })
    }

    fn absent(&self, entry: &grammar::Node, field: &Field) -> Read<'t, Item> {
        match field.arity {
            Arity::Optional => Ok(Item::None),
            Arity::Many | Arity::ManyOptional => Ok(Item::List(Vec::new())),
            Arity::One if field.kind == "expr_context" => Ok(plain(Kind::Load)),
            Arity::One => {
                let (name, node) = (field.name, entry.name);
                Err(self.t.type_error(format_args!("required field \"{name}\" missing from {node}")).into())
            }
        }
    }

    fn field(&mut self, value: Value<'t>, entry: &grammar::Node, field: &Field) -> Read<'t, Item> {
        match field.arity {
            Arity::Optional if value.is_none() => Ok(Item::None),
            Arity::One | Arity::Optional => self.item(value, field.kind),
            Arity::Many | Arity::ManyOptional => {
                let Some(list) = value.cast::<List>() else {
                    let (node, name, found) = (entry.name, field.name, self.t.class_name(value));
                    let message = format!("{node} field \"{name}\" must be a list, not a {found}");
                    return Err(self.t.type_error(message).into());
                };
                let mut items = Vec::with_capacity(list.len());
                for index in 0..list.len() {
                    items.push(self.item(list.item(index), field.kind)?);
                }
                Ok(Item::List(items))
            }
        }
    }

    fn item(&mut self, value: Value<'t>, kind: &str) -> Read<'t, Item> {
        match kind {
            "identifier" | "string" => self.text(value, kind),
            "int" => self.int(value).map(Item::Int),
            "constant" => self.constant(value).map(Item::Constant),
            // What must not be None says so later.
            _ if value.is_none() => Ok(Item::None),
            _ => match self.kind_of(value, kind) {
                Some(found) => Ok(Item::Node(Box::new(self.node(value, found)?))),
                None => {
                    // Positions are asked for first.
                    if let Some(entry) = grammar::nodes().iter().find(|node| node.base == kind) {
                        self.place(value, entry)?;
                    }
                    Err(Stop::About("TypeError", format!("expected some sort of {kind}, but got "), value))
                }
            },
        }
    }

    fn text(&self, value: Value<'t>, kind: &str) -> Read<'t, Item> {
        if value.is_none() {
            return Ok(Item::None);
        }
        match self.t.as_str(value) {
            Some(text) => Ok(Item::Text(text.to_text().into())),
            None => {
                let what =
                    if kind == "string" { "string must be of type str" } else { "identifier must be of type str" };
                Err(self.t.type_error(format_args!("AST {what}")).into())
            }
        }
    }

    fn int(&self, value: Value<'t>) -> Read<'t, i64> {
        match self.t.as_int(value) {
            Some(IntRef::Small(small)) => Ok(small),
            _ => Err(Stop::About("ValueError", "invalid integer value: ".to_owned(), value)),
        }
    }

    fn constant(&mut self, value: Value<'t>) -> Read<'t, Const> {
        if let Some(value) = singleton(value) {
            return Ok(value);
        }
        let t = self.t;
        if let Some(text) = t.as_str(value) {
            let points: Vec<u32> = text.units().iter().collect();
            let whole: Option<String> = points.iter().map(|&point| char::from_u32(point)).collect();
            return Ok(whole.map_or(Const::Points(points), |text| Const::Str(text.into())));
        }
        match t.as_int(value) {
            Some(IntRef::Small(small)) => return Ok(Const::Int(small)),
            Some(IntRef::Big(big)) if !big.is_negative() => return Ok(Const::BigInt(big.limbs().to_vec())),
            _ => {}
        }
        if let Some(bytes) = value.cast::<Bytes>() {
            return Ok(Const::Bytes(bytes.slice().to_vec()));
        }
        if let Some(float) = t.as_float(value) {
            return Ok(Const::Float(float.to_bits()));
        }
        if let Some(items) = value.cast::<Tuple>() {
            let items: Read<'t, Vec<Const>> = (0..items.extent()).map(|index| self.constant(items.at(index))).collect();
            return items.map(Const::Tuple);
        }
        if t.class_of(value) == t.class(cls::frozenset)
            && let Some(items) = value.cast::<Set>()
        {
            let items: Read<'t, Vec<Const>> = items.iter().map(|item| self.constant(item)).collect();
            return items.map(Const::FrozenSet);
        }
        if let Some(complex) = value.cast::<Complex>().filter(|complex| complex.get(Complex::real).to_bits() == 0) {
            return Ok(Const::Imaginary(complex.get(Complex::imaginary).to_bits()));
        }
        Err(t.type_error(format_args!("got an invalid type in Constant: {}", t.class_name(value))).into())
    }

    /// Constants that only an expression can say: negative ints beyond 64 bits, complex numbers with a real part, and
    /// tuples of such.
    fn composed(&mut self, value: Value<'t>, place: Place) -> Read<'t, Option<Node>> {
        let node = |kind, fields| Node { kind, fields, place };
        let constant = |value| Item::Node(Box::new(node(Kind::Constant, vec![Item::Constant(value), Item::None])));
        if let Some(IntRef::Big(big)) = self.t.as_int(value) {
            let fields = vec![plain(Kind::USub), constant(Const::BigInt(big.limbs().to_vec()))];
            return Ok(big.is_negative().then(|| node(Kind::UnaryOp, fields)));
        }
        if let Some(complex) = value.cast::<Complex>().filter(|complex| complex.get(Complex::real).to_bits() != 0) {
            let left = constant(Const::Float(complex.get(Complex::real).to_bits()));
            let right = constant(Const::Imaginary(complex.get(Complex::imaginary).to_bits()));
            return Ok(Some(node(Kind::BinOp, vec![left, plain(Kind::Add), right])));
        }
        let Some(tuple) = value.cast::<Tuple>() else { return Ok(None) };
        let mut items = Vec::new();
        let mut any = false;
        for index in 0..tuple.extent() {
            let item = match self.composed(tuple.at(index), place)? {
                Some(item) => {
                    any = true;
                    Item::Node(Box::new(item))
                }
                None => constant(self.constant(tuple.at(index))?),
            };
            items.push(item);
        }
        Ok(any.then(|| node(Kind::Tuple, vec![Item::List(items), plain(Kind::Load)])))
    }

    fn place(&self, object: Value<'t>, entry: &grammar::Node) -> Read<'t, Place> {
        if entry.places == Places::None {
            return Ok(Place::default());
        }
        let required = |name: &str| match self.attribute(object, name) {
            Some(value) => self.int(value),
            None => {
                let message = format!("required field \"{name}\" missing from {}", entry.base);
                Err(self.t.type_error(message).into())
            }
        };
        let optional = |name: &str, default: i64| match self.attribute(object, name) {
            Some(value) if !value.is_none() => self.int(value),
            None if entry.places == Places::All => required(name),
            _ => Ok(default),
        };
        let (line, column) = (required("lineno")?, required("col_offset")?);
        let (end_line, end_column) = (optional("end_lineno", line)?, optional("end_col_offset", column)?);
        if line > end_line {
            let message = format!("AST node line range ({line}, {end_line}) is not valid");
            return Err(self.t.value_error(message).into());
        }
        if (line < 0 && end_line != line) || (column < 0 && column != end_column) {
            let message = format!(
                "AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) is not valid"
            );
            return Err(self.t.value_error(message).into());
        }
        if line == end_line && column > end_column {
            let message = format!("line {line}, column {column}-{end_column} is not a valid range");
            return Err(self.t.value_error(message).into());
        }
        let small = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
        let (line, column) = (small(line), small(column));
        Ok(Place { line, column, end_line: small(end_line), end_column: small(end_column) })
    }
}

fn singleton(value: Value<'_>) -> Option<Const> {
    Some(match value {
        Value::NONE => Const::None,
        Value::TRUE => Const::Bool(true),
        Value::FALSE => Const::Bool(false),
        Value::ELLIPSIS => Const::Ellipsis,
        _ => return None,
    })
}

fn plain(kind: Kind) -> Item {
    Item::Node(Box::new(Node { kind, fields: Vec::new(), place: Place::default() }))
}
