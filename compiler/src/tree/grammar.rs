//! The abstract grammar: which node classes there are, and their fields.
//!
//! One table in the notation of the language reference. The Python part of `_ast` makes its classes from it, and the
//! conversions between syntax trees and node objects read and write the fields it names.

use std::sync::OnceLock;

/// Sums (`name = Constructor(..) | ..`) and products (`name = (..)`). A line that starts with `+` says which of a
/// class's attributes (the positions) there are: `all`, or `optional` if the end may be missing.
pub const GRAMMAR: &str = "\
mod = Module(stmt* body, type_ignore* type_ignores) | Interactive(stmt* body) | Expression(expr body)
    | FunctionType(expr* argtypes, expr returns)
stmt = FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns,
        string? type_comment, type_param* type_params)
    | AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns,
        string? type_comment, type_param* type_params)
    | ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list,
        type_param* type_params)
    | Return(expr? value) | Delete(expr* targets) | Assign(expr* targets, expr value, string? type_comment)
    | TypeAlias(expr name, type_param* type_params, expr value) | AugAssign(expr target, operator op, expr value)
    | AnnAssign(expr target, expr annotation, expr? value, int simple)
    | For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
    | AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
    | While(expr test, stmt* body, stmt* orelse) | If(expr test, stmt* body, stmt* orelse)
    | With(withitem* items, stmt* body, string? type_comment)
    | AsyncWith(withitem* items, stmt* body, string? type_comment)
    | Match(expr subject, match_case* cases) | Raise(expr? exc, expr? cause)
    | Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)
    | TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)
    | Assert(expr test, expr? msg) | Import(alias* names) | ImportFrom(identifier? module, alias* names, int? level)
    | Global(identifier* names) | Nonlocal(identifier* names) | Expr(expr value) | Pass | Break | Continue
+optional
expr = BoolOp(boolop op, expr* values) | NamedExpr(expr target, expr value)
    | BinOp(expr left, operator op, expr right) | UnaryOp(unaryop op, expr operand)
    | Lambda(arguments args, expr body) | IfExp(expr test, expr body, expr orelse)
    | Dict(expr?* keys, expr* values) | Set(expr* elts) | ListComp(expr elt, comprehension* generators)
    | SetComp(expr elt, comprehension* generators) | DictComp(expr key, expr value, comprehension* generators)
    | GeneratorExp(expr elt, comprehension* generators) | Await(expr value) | Yield(expr? value)
    | YieldFrom(expr value) | Compare(expr left, cmpop* ops, expr* comparators)
    | Call(expr func, expr* args, keyword* keywords)
    | FormattedValue(expr value, int conversion, expr? format_spec)
    | Interpolation(expr value, constant str, int conversion, expr? format_spec)
    | JoinedStr(expr* values) | TemplateStr(expr* values) | Constant(constant value, string? kind)
    | Attribute(expr value, identifier attr, expr_context ctx) | Subscript(expr value, expr slice, expr_context ctx)
    | Starred(expr value, expr_context ctx) | Name(identifier id, expr_context ctx)
    | List(expr* elts, expr_context ctx) | Tuple(expr* elts, expr_context ctx)
    | Slice(expr? lower, expr? upper, expr? step)
+optional
expr_context = Load | Store | Del
boolop = And | Or
operator = Add | Sub | Mult | MatMult | Div | Mod | Pow | LShift | RShift | BitOr | BitXor | BitAnd | FloorDiv
unaryop = Invert | Not | UAdd | USub
cmpop = Eq | NotEq | Lt | LtE | Gt | GtE | Is | IsNot | In | NotIn
comprehension = (expr target, expr iter, expr* ifs, int is_async)
excepthandler = ExceptHandler(expr? type, identifier? name, stmt* body)
+optional
arguments = (arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg, expr* defaults)
arg = (identifier arg, expr? annotation, string? type_comment)
+optional
keyword = (identifier? arg, expr value)
+optional
alias = (identifier name, identifier? asname)
+optional
withitem = (expr context_expr, expr? optional_vars)
match_case = (pattern pattern, expr? guard, stmt* body)
pattern = MatchValue(expr value) | MatchSingleton(constant value) | MatchSequence(pattern* patterns)
    | MatchMapping(expr* keys, pattern* patterns, identifier? rest)
    | MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns)
    | MatchStar(identifier? name) | MatchAs(pattern? pattern, identifier? name) | MatchOr(pattern* patterns)
+all
type_ignore = TypeIgnore(int lineno, string tag)
type_param = TypeVar(identifier name, expr? bound, expr? default_value)
    | ParamSpec(identifier name, expr? default_value) | TypeVarTuple(identifier name, expr? default_value)
+all
";

/// Which positions a node has.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Places {
    None,
    /// Start and end.
    All,
    /// A start, and perhaps an end.
    EndOptional,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Arity {
    One,
    /// `?`
    Optional,
    /// `*`
    Many,
    /// `?*`: the elements may be None.
    ManyOptional,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    pub kind: &'static str,
    pub arity: Arity,
    pub name: &'static str,
}

/// A class that has instances: a constructor of a sum, or a product.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    pub name: &'static str,
    /// The sum's name; a product's own.
    pub base: &'static str,
    pub fields: Vec<Field>,
    pub places: Places,
}

/// All classes that have instances, in order.
pub fn nodes() -> &'static [Node] {
    static NODES: OnceLock<Vec<Node>> = OnceLock::new();
    NODES.get_or_init(read)
}

fn read() -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut definition = 0;
    let mut base = "";
    for line in GRAMMAR.lines() {
        match line {
            "+optional" => nodes[definition..].iter_mut().for_each(|node| node.places = Places::EndOptional),
            "+all" => nodes[definition..].iter_mut().for_each(|node| node.places = Places::All),
            _ => {
                let mut rest = line;
                if let Some((name, right)) = line.split_once(" = ") {
                    (base, rest, definition) = (name, right, nodes.len());
                }
                read_line(&mut nodes, base, rest);
            }
        }
    }
    nodes
}

/// Reads constructors, or goes on with the fields of the last one.
fn read_line(nodes: &mut Vec<Node>, base: &'static str, line: &'static str) {
    for part in line.split(" | ").flat_map(|part| part.split("    | ")).map(str::trim).filter(|part| !part.is_empty()) {
        let fields = match part.split_once('(') {
            Some((name, fields)) => {
                nodes.push(node(if name.is_empty() { base } else { name }, base));
                fields
            }
            None if part.contains(' ') => part,
            None => {
                nodes.push(node(part, base));
                ""
            }
        };
        let last = nodes.last_mut().expect("a constructor comes before its fields");
        for field in fields.trim_end_matches(')').split(',').map(str::trim).filter(|field| !field.is_empty()) {
            let (kind, name) = field.split_once(' ').expect("a field has a type and a name");
            let arity = match kind.trim_start_matches(|c: char| c.is_alphabetic() || c == '_') {
                "" => Arity::One,
                "?" => Arity::Optional,
                "*" => Arity::Many,
                _ => Arity::ManyOptional,
            };
            last.fields.push(Field { kind: kind.trim_end_matches(['?', '*']), arity, name });
        }
    }
}

fn node(name: &'static str, base: &'static str) -> Node {
    Node { name, base, fields: Vec::new(), places: Places::None }
}

#[cfg(test)]
mod tests {
    use super::{Arity, Places, nodes};

    #[test]
    fn the_table_reads_as_written() {
        let of = |name: &str| nodes().iter().find(|node| node.name == name).expect("in the grammar");
        assert_eq!(of("ClassDef").fields.len(), 6);
        assert_eq!(of("Dict").fields[0].arity, Arity::ManyOptional);
        assert_eq!(of("arguments").base, "arguments");
        assert_eq!((of("Pass").places, of("Pass").fields.len()), (Places::EndOptional, 0));
        assert_eq!((of("TypeVar").places, of("withitem").places), (Places::All, Places::None));
    }
}
