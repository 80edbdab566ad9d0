//! What the diagnosis remembers of an expression: its kind, because messages name it, and the parts of assignment targets.

use std::rc::Rc;

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Shape {
    Name,
    Attribute,
    Subscript,
    Starred,
    List,
    Tuple,
    Lambda,
    Call,
    /// Boolean, binary and unary operations.
    Operation,
    Generator,
    Yield,
    Await,
    ListComprehension,
    SetComprehension,
    DictComprehension,
    Dict,
    Set,
    FString,
    TString,
    Literal,
    True,
    False,
    None,
    Ellipsis,
    Comparison,
    /// A comparison whose first operator is `in`.
    Membership,
    Conditional,
    Named,
}

impl Shape {
    pub fn name(self) -> &'static str {
        match self {
            Shape::Name => "name",
            Shape::Attribute => "attribute",
            Shape::Subscript => "subscript",
            Shape::Starred => "starred",
            Shape::List => "list",
            Shape::Tuple => "tuple",
            Shape::Lambda => "lambda",
            Shape::Call => "function call",
            Shape::Operation => "expression",
            Shape::Generator => "generator expression",
            Shape::Yield => "yield expression",
            Shape::Await => "await expression",
            Shape::ListComprehension => "list comprehension",
            Shape::SetComprehension => "set comprehension",
            Shape::DictComprehension => "dict comprehension",
            Shape::Dict => "dict literal",
            Shape::Set => "set display",
            Shape::FString => "f-string expression",
            Shape::TString => "t-string expression",
            Shape::Literal => "literal",
            Shape::True => "True",
            Shape::False => "False",
            Shape::None => "None",
            Shape::Ellipsis => "ellipsis",
            Shape::Comparison | Shape::Membership => "comparison",
            Shape::Conditional => "conditional expression",
            Shape::Named => "named expression",
        }
    }
}

#[derive(Debug)]
pub struct Node {
    pub shape: Shape,
    /// Byte offsets.
    pub start: usize,
    pub end: usize,
    /// Elements of a list or tuple, the value of a starred expression, the left side of a membership test.
    pub parts: Vec<Expr>,
}

pub type Expr = Rc<Node>;

/// What a target is for.
#[derive(Copy, Clone, PartialEq, Eq)]
pub enum Target {
    Assign,
    Delete,
    For,
}

/// The part of an expression that cannot be a target.
pub fn invalid_target(expr: &Expr, target: Target) -> Option<Expr> {
    match expr.shape {
        Shape::Name | Shape::Attribute | Shape::Subscript => None,
        Shape::List | Shape::Tuple => expr.parts.iter().find_map(|part| invalid_target(part, target)),
        Shape::Starred if target == Target::Delete => Some(expr.clone()),
        Shape::Starred => expr.parts.iter().find_map(|part| invalid_target(part, target)),
        Shape::Membership if target == Target::For => expr.parts.iter().find_map(|part| invalid_target(part, target)),
        Shape::Comparison if target == Target::For => None,
        _ => Some(expr.clone()),
    }
}
