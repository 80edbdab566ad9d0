//! Expressions of the parser's tree.

use ruff_python_ast as ast;
use ruff_python_ast::{CmpOp, Expr, ExprContext, Operator, UnaryOp};
use ruff_text_size::{Ranged, TextRange};

use super::reader::{Read, Reader, name, optional_name, plain};
use super::{Item, Kind};
use crate::bytecode::Const;
use crate::codegen::literal;

impl Reader<'_> {
    pub fn exprs<'a>(&self, exprs: impl IntoIterator<Item = &'a Expr>) -> Read {
        self.list(exprs, Reader::expr)
    }

    pub fn optional(&self, expr: &Option<Box<Expr>>) -> Read {
        self.option(expr.as_deref(), Reader::expr)
    }

    pub fn expr(&self, expr: &Expr) -> Read {
        self.nested(|| self.expression(expr))
    }

    fn expression(&self, expr: &Expr) -> Read {
        let range = expr.range();
        let (kind, fields) = match expr {
            Expr::BoolOp(e) => {
                let op = if e.op == ast::BoolOp::And { Kind::And } else { Kind::Or };
                (Kind::BoolOp, vec![plain(op), self.exprs(&e.values)?])
            }
            Expr::Named(e) => (Kind::NamedExpr, vec![self.expr(&e.target)?, self.expr(&e.value)?]),
            Expr::BinOp(e) => (Kind::BinOp, vec![self.expr(&e.left)?, self.operator(e.op), self.expr(&e.right)?]),
            Expr::UnaryOp(e) => {
                let op = match e.op {
                    UnaryOp::Invert => Kind::Invert,
                    UnaryOp::Not => Kind::Not,
                    UnaryOp::UAdd => Kind::UAdd,
                    UnaryOp::USub => Kind::USub,
                };
                (Kind::UnaryOp, vec![plain(op), self.expr(&e.operand)?])
            }
            Expr::Lambda(e) => {
                let empty = ast::Parameters::default();
                let parameters = self.parameters(e.parameters.as_deref().unwrap_or(&empty))?;
                (Kind::Lambda, vec![parameters, self.expr(&e.body)?])
            }
            Expr::If(e) => (Kind::IfExp, vec![self.expr(&e.test)?, self.expr(&e.body)?, self.expr(&e.orelse)?]),
            Expr::Dict(e) => {
                let keys = self.list(&e.items, |reader, item| reader.option(item.key.as_ref(), Reader::expr))?;
                (Kind::Dict, vec![keys, self.list(&e.items, |reader, item| reader.expr(&item.value))?])
            }
            Expr::Set(e) => (Kind::Set, vec![self.exprs(&e.elts)?]),
            Expr::ListComp(e) => (Kind::ListComp, vec![self.expr(&e.elt)?, self.generators(&e.generators)?]),
            Expr::SetComp(e) => (Kind::SetComp, vec![self.expr(&e.elt)?, self.generators(&e.generators)?]),
            Expr::DictComp(e) => {
                let key = self.optional(&e.key)?;
                (Kind::DictComp, vec![key, self.expr(&e.value)?, self.generators(&e.generators)?])
            }
            Expr::Generator(e) => (Kind::GeneratorExp, vec![self.expr(&e.elt)?, self.generators(&e.generators)?]),
            Expr::Await(e) => (Kind::Await, vec![self.expr(&e.value)?]),
            Expr::Yield(e) => (Kind::Yield, vec![self.optional(&e.value)?]),
            Expr::YieldFrom(e) => (Kind::YieldFrom, vec![self.expr(&e.value)?]),
            Expr::Compare(e) => {
                let ops = Item::List(e.ops.iter().map(|op| plain(comparison(*op))).collect());
                (Kind::Compare, vec![self.expr(&e.left)?, ops, self.exprs(&e.comparators)?])
            }
            Expr::Call(e) => (
                Kind::Call,
                vec![
                    self.expr(&e.func)?,
                    self.arguments(&e.arguments)?,
                    self.list(&e.arguments.keywords, Reader::keyword)?,
                ],
            ),
            Expr::FString(e) => return self.f_string(e),
            Expr::TString(e) => return self.t_string(e),
            Expr::StringLiteral(e) => {
                let unicode = e.value.iter().next().is_some_and(|part| part.flags.prefix().is_unicode());
                let kind = if unicode { Item::Text("u".into()) } else { Item::None };
                (Kind::Constant, vec![Item::Constant(literal::string(self.source, e)), kind])
            }
            Expr::BytesLiteral(e) => return Ok(self.constant(range, Const::Bytes(e.value.bytes().collect()))),
            Expr::NumberLiteral(e) => match literal::number(&e.value) {
                Ok(value) => return Ok(self.constant(range, value)),
                Err(message) => return self.error(message, range),
            },
            Expr::BooleanLiteral(e) => return Ok(self.constant(range, Const::Bool(e.value))),
            Expr::NoneLiteral(_) => return Ok(self.constant(range, Const::None)),
            Expr::EllipsisLiteral(_) => return Ok(self.constant(range, Const::Ellipsis)),
            Expr::Attribute(e) => (Kind::Attribute, vec![self.expr(&e.value)?, name(&e.attr), context(e.ctx)]),
            Expr::Subscript(e) => (Kind::Subscript, vec![self.expr(&e.value)?, self.expr(&e.slice)?, context(e.ctx)]),
            Expr::Starred(e) => (Kind::Starred, vec![self.expr(&e.value)?, context(e.ctx)]),
            Expr::Name(e) => (Kind::Name, vec![Item::Text(e.id.as_str().into()), context(e.ctx)]),
            Expr::List(e) => (Kind::List, vec![self.exprs(&e.elts)?, context(e.ctx)]),
            Expr::Tuple(e) => (Kind::Tuple, vec![self.exprs(&e.elts)?, context(e.ctx)]),
            Expr::Slice(e) => {
                (Kind::Slice, vec![self.optional(&e.lower)?, self.optional(&e.upper)?, self.optional(&e.step)?])
            }
            Expr::IpyEscapeCommand(_) => return self.error("invalid syntax".into(), range),
        };
        Ok(self.node(kind, range, fields))
    }

    fn constant(&self, range: TextRange, value: Const) -> Item {
        self.node(Kind::Constant, range, vec![Item::Constant(value), Item::None])
    }

    pub fn operator(&self, op: Operator) -> Item {
        plain(match op {
            Operator::Add => Kind::Add,
            Operator::Sub => Kind::Sub,
            Operator::Mult => Kind::Mult,
            Operator::MatMult => Kind::MatMult,
            Operator::Div => Kind::Div,
            Operator::Mod => Kind::Mod,
            Operator::Pow => Kind::Pow,
            Operator::LShift => Kind::LShift,
            Operator::RShift => Kind::RShift,
            Operator::BitOr => Kind::BitOr,
            Operator::BitXor => Kind::BitXor,
            Operator::BitAnd => Kind::BitAnd,
            Operator::FloorDiv => Kind::FloorDiv,
        })
    }

    fn generators(&self, generators: &[ast::Comprehension]) -> Read {
        self.list(generators, |reader, part| {
            let (target, iter) = (reader.expr(&part.target)?, reader.expr(&part.iter)?);
            let fields = vec![target, iter, reader.exprs(&part.ifs)?, Item::Int(part.is_async.into())];
            Ok(reader.node(Kind::Comprehension, part.range, fields))
        })
    }

    /// Positional arguments; a generator without brackets of its own has those of the call.
    fn arguments(&self, arguments: &ast::Arguments) -> Read {
        self.list(&arguments.args, |reader, argument| match argument {
            Expr::Generator(generator) if !generator.parenthesized => {
                let fields = vec![reader.expr(&generator.elt)?, reader.generators(&generator.generators)?];
                Ok(reader.node(Kind::GeneratorExp, arguments.range, fields))
            }
            argument => reader.expr(argument),
        })
    }

    pub fn keyword(&self, keyword: &ast::Keyword) -> Read {
        let fields = vec![optional_name(keyword.arg.as_ref()), self.expr(&keyword.value)?];
        Ok(self.node(Kind::Keyword, keyword.range, fields))
    }

    pub fn parameters(&self, parameters: &ast::Parameters) -> Read {
        let parameter = |reader: &Self, parameter: &ast::Parameter| {
            let fields = vec![name(&parameter.name), reader.optional(&parameter.annotation)?, Item::None];
            // The stars are not part of it.
            let range = TextRange::new(parameter.name.range.start(), parameter.range.end());
            Ok(reader.node(Kind::Arg, range, fields))
        };
        let all = |list: &[ast::ParameterWithDefault]| {
            self.list(list, |reader, with_default| parameter(reader, &with_default.parameter))
        };
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let fields = vec![
            all(&parameters.posonlyargs)?,
            all(&parameters.args)?,
            self.option(parameters.vararg.as_deref(), parameter)?,
            all(&parameters.kwonlyargs)?,
            self.list(&parameters.kwonlyargs, |reader, one| reader.optional(&one.default))?,
            self.option(parameters.kwarg.as_deref(), parameter)?,
            self.exprs(positional.filter_map(|one| one.default.as_deref()))?,
        ];
        Ok(self.node(Kind::Arguments, parameters.range, fields))
    }
}

fn comparison(op: CmpOp) -> Kind {
    match op {
        CmpOp::Eq => Kind::Eq,
        CmpOp::NotEq => Kind::NotEq,
        CmpOp::Lt => Kind::Lt,
        CmpOp::LtE => Kind::LtE,
        CmpOp::Gt => Kind::Gt,
        CmpOp::GtE => Kind::GtE,
        CmpOp::Is => Kind::Is,
        CmpOp::IsNot => Kind::IsNot,
        CmpOp::In => Kind::In,
        CmpOp::NotIn => Kind::NotIn,
    }
}

fn context(context: ExprContext) -> Item {
    plain(match context {
        ExprContext::Load | ExprContext::Invalid => Kind::Load,
        ExprContext::Store => Kind::Store,
        ExprContext::Del => Kind::Del,
    })
}
