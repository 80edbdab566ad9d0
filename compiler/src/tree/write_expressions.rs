//! Expressions and patterns to the parser's tree.

use ruff_python_ast as ast;
use ruff_python_ast::{CmpOp, Expr, ExprContext, Operator, Pattern, Singleton, UnaryOp};
use ruff_text_size::{Ranged, TextRange};

use super::writer::{Fields, Write, Writer, invalid, no_index};
use super::{Item, Kind, Node};
use crate::bytecode::Const;
use ExprContext::{Load, Store};

impl Writer {
    pub fn expr(&mut self, node: Node) -> Write<Expr> {
        self.expr_in(node, Load)
    }

    pub fn exprs(&mut self, nodes: Vec<Node>) -> Write<Vec<Expr>> {
        self.exprs_in(nodes, Load)
    }

    pub fn exprs_in(&mut self, nodes: Vec<Node>, context: ExprContext) -> Write<Vec<Expr>> {
        nodes.into_iter().map(|node| self.expr_in(node, context)).collect()
    }

    pub fn boxed(&mut self, fields: &mut Fields) -> Write<Box<Expr>> {
        let node = fields.node()?;
        Ok(Box::new(self.expr(node)?))
    }

    pub fn optional(&mut self, fields: &mut Fields) -> Write<Option<Box<Expr>>> {
        match fields.optional_node()? {
            Some(node) => Ok(Some(Box::new(self.expr(node)?))),
            None => Ok(None),
        }
    }

    pub fn expr_in(&mut self, node: Node, context: ExprContext) -> Write<Expr> {
        self.nested(|writer| {
            let assignable = matches!(
                node.kind,
                Kind::Attribute | Kind::Subscript | Kind::Starred | Kind::Name | Kind::List | Kind::Tuple
            );
            if assignable {
                return writer.target(node, context);
            }
            if context != Load {
                return invalid(format!("expression which can't be assigned to in {} context", name_of(context)));
            }
            writer.value(node)
        })
    }

    /// What can be loaded, stored and deleted.
    fn target(&mut self, node: Node, expected: ExprContext) -> Write<Expr> {
        let has = match node.fields.last() {
            Some(Item::Node(context)) => match context.kind {
                Kind::Store => ExprContext::Store,
                Kind::Del => ExprContext::Del,
                _ => Load,
            },
            _ => return invalid(format!("field 'ctx' is required for {}", node.kind.node().name)),
        };
        if has != expected {
            let (expected, has) = (name_of(expected), name_of(has));
            return invalid(format!("expression must have {expected} context but has {has} instead"));
        }
        let (kind, mut fields) = self.open(node);
        let (range, node_index, ctx, f) = (fields.range, no_index(), expected, &mut fields);
        Ok(match kind {
            Kind::Attribute => {
                let value = self.boxed(f)?;
                let name = f.text()?;
                let attr = ast::Identifier::new(&*name, self.source.name_range(f.place, &name));
                Expr::Attribute(ast::ExprAttribute { range, node_index, value, attr, ctx })
            }
            Kind::Subscript => {
                let (value, slice) = (self.boxed(f)?, self.boxed(f)?);
                Expr::Subscript(ast::ExprSubscript { range, node_index, value, slice, ctx })
            }
            Kind::Starred => {
                let value = f.node()?;
                let value = Box::new(self.expr_in(value, ctx)?);
                Expr::Starred(ast::ExprStarred { range, node_index, value, ctx })
            }
            Kind::Name => {
                let id = f.text()?;
                if matches!(&*id, "None" | "True" | "False") {
                    return invalid(format!("identifier field can't represent '{id}' constant"));
                }
                Expr::Name(ast::ExprName { range, node_index, id: (&*id).into(), ctx })
            }
            Kind::List => {
                let elts = f.nodes("expression")?;
                Expr::List(ast::ExprList { range, node_index, elts: self.exprs_in(elts, ctx)?, ctx })
            }
            _ => {
                let elts = f.nodes("expression")?;
                let elts = self.exprs_in(elts, ctx)?;
                Expr::Tuple(ast::ExprTuple { range, node_index, elts, ctx, parenthesized: true })
            }
        })
    }

    fn value(&mut self, node: Node) -> Write<Expr> {
        let (kind, mut fields) = self.open(node);
        let (range, node_index, f) = (fields.range, no_index(), &mut fields);
        Ok(match kind {
            Kind::BoolOp => {
                let op = if f.node()?.kind == Kind::And { ast::BoolOp::And } else { ast::BoolOp::Or };
                let values = f.nodes("expression")?;
                if values.len() < 2 {
                    return invalid("BoolOp with less than 2 values");
                }
                Expr::BoolOp(ast::ExprBoolOp { range, node_index, op, values: self.exprs(values)? })
            }
            Kind::NamedExpr => {
                let target = f.node()?;
                if target.kind != Kind::Name {
                    return invalid("NamedExpr target must be a Name");
                }
                let target = Box::new(self.expr_in(target, Store)?);
                Expr::Named(ast::ExprNamed { range, node_index, target, value: self.boxed(f)? })
            }
            Kind::BinOp => {
                let (left, op) = (self.boxed(f)?, self.operator(f)?);
                Expr::BinOp(ast::ExprBinOp { range, node_index, left, op, right: self.boxed(f)? })
            }
            Kind::UnaryOp => {
                let op = match f.node()?.kind {
                    Kind::Invert => UnaryOp::Invert,
                    Kind::Not => UnaryOp::Not,
                    Kind::UAdd => UnaryOp::UAdd,
                    _ => UnaryOp::USub,
                };
                Expr::UnaryOp(ast::ExprUnaryOp { range, node_index, op, operand: self.boxed(f)? })
            }
            Kind::Lambda => {
                let parameters = f.node()?;
                let parameters = Some(Box::new(self.parameters(parameters)?)).filter(|found| !found.is_empty());
                Expr::Lambda(ast::ExprLambda { range, node_index, parameters, body: self.boxed(f)? })
            }
            Kind::IfExp => {
                let (test, body) = (self.boxed(f)?, self.boxed(f)?);
                Expr::If(ast::ExprIf { range, node_index, test, body, orelse: self.boxed(f)? })
            }
            Kind::Dict => self.dict(f)?,
            Kind::Set => {
                let elts = f.nodes("expression")?;
                Expr::Set(ast::ExprSet { range, node_index, elts: self.exprs(elts)? })
            }
            Kind::ListComp | Kind::SetComp | Kind::GeneratorExp => {
                let elt = self.boxed(f)?;
                let generators = self.generators(kind, f)?;
                match kind {
                    Kind::ListComp => Expr::ListComp(ast::ExprListComp { range, node_index, elt, generators }),
                    Kind::SetComp => Expr::SetComp(ast::ExprSetComp { range, node_index, elt, generators }),
                    _ => {
                        let parenthesized = true;
                        Expr::Generator(ast::ExprGenerator { range, node_index, elt, generators, parenthesized })
                    }
                }
            }
            Kind::DictComp => {
                let (key, value) = (Some(self.boxed(f)?), self.boxed(f)?);
                let generators = self.generators(kind, f)?;
                Expr::DictComp(ast::ExprDictComp { range, node_index, key, value, generators })
            }
            Kind::Await => Expr::Await(ast::ExprAwait { range, node_index, value: self.boxed(f)? }),
            Kind::Yield => Expr::Yield(ast::ExprYield { range, node_index, value: self.optional(f)? }),
            Kind::YieldFrom => Expr::YieldFrom(ast::ExprYieldFrom { range, node_index, value: self.boxed(f)? }),
            Kind::Compare => self.compare(f)?,
            Kind::Call => {
                let func = self.boxed(f)?;
                let start = func.end().clamp(range.start(), range.end());
                let arguments = self.arguments(f, TextRange::new(start, range.end()))?;
                Expr::Call(ast::ExprCall { range_start: range.start(), node_index, func, arguments })
            }
            Kind::FormattedValue | Kind::Interpolation | Kind::JoinedStr | Kind::TemplateStr => {
                return self.template(kind, f);
            }
            Kind::Constant => return self.constant(f),
            _ => {
                let (lower, upper) = (self.optional(f)?, self.optional(f)?);
                Expr::Slice(ast::ExprSlice { range, node_index, lower, upper, step: self.optional(f)? })
            }
        })
    }

    fn constant(&mut self, f: &mut Fields) -> Write<Expr> {
        let Item::Constant(value) = f.item() else { return invalid("field 'value' is required for Constant") };
        let (range, node_index) = (f.range, no_index());
        Ok(match value {
            Const::None => Expr::NoneLiteral(ast::ExprNoneLiteral { range, node_index }),
            Const::Bool(value) => Expr::BooleanLiteral(ast::ExprBooleanLiteral { range, node_index, value }),
            Const::Ellipsis => Expr::EllipsisLiteral(ast::ExprEllipsisLiteral { range, node_index }),
            Const::Float(bits) => number(range, ast::Number::Float(f64::from_bits(bits))),
            Const::Int(value) if value >= 0 => number(range, ast::Number::Int((value as u64).into())),
            Const::Bytes(bytes) => {
                let flags = ast::BytesLiteralFlags::empty();
                let part = ast::BytesLiteral { range, node_index: no_index(), value: bytes.into(), flags };
                Expr::BytesLiteral(ast::ExprBytesLiteral {
                    range,
                    node_index,
                    value: ast::BytesLiteralValue::single(part),
                })
            }
            Const::Str(_) | Const::Points(_) => {
                let (text, node_index) = self.text(value);
                let flags = ast::StringLiteralFlags::empty();
                let part = ast::StringLiteral { range, node_index: no_index(), value: text, flags };
                let value = ast::StringLiteralValue::single(part);
                Expr::StringLiteral(ast::ExprStringLiteral { range, node_index, value })
            }
            // No literal says this: one that carries its number stands for it.
            other => Expr::EllipsisLiteral(ast::ExprEllipsisLiteral { range, node_index: self.source.keep(other) }),
        })
    }

    /// A text as the parser would have it, and the number of the true one if that differs.
    pub fn text(&mut self, value: Const) -> (Box<str>, ast::AtomicNodeIndex) {
        match value {
            Const::Str(text) if !text.contains('\u{FFFD}') => (text, no_index()),
            Const::Str(text) => (text.clone(), self.source.keep(Const::Str(text))),
            other => ("\u{FFFD}".into(), self.source.keep(other)),
        }
    }

    pub fn operator(&mut self, f: &mut Fields) -> Write<Operator> {
        Ok(match f.node()?.kind {
            Kind::Add => Operator::Add,
            Kind::Sub => Operator::Sub,
            Kind::Mult => Operator::Mult,
            Kind::MatMult => Operator::MatMult,
            Kind::Div => Operator::Div,
            Kind::Mod => Operator::Mod,
            Kind::Pow => Operator::Pow,
            Kind::LShift => Operator::LShift,
            Kind::RShift => Operator::RShift,
            Kind::BitOr => Operator::BitOr,
            Kind::BitXor => Operator::BitXor,
            Kind::BitAnd => Operator::BitAnd,
            _ => Operator::FloorDiv,
        })
    }

    fn dict(&mut self, f: &mut Fields) -> Write<Expr> {
        let (keys, values) = (f.list(), f.nodes("expression")?);
        if keys.len() != values.len() {
            return invalid("Dict doesn't have the same number of keys as values");
        }
        let mut items = Vec::with_capacity(keys.len());
        for (key, value) in keys.into_iter().zip(values) {
            let key = match key {
                Item::Node(key) => Some(self.expr(*key)?),
                _ => None,
            };
            items.push(ast::DictItem { key, value: self.expr(value)? });
        }
        Ok(Expr::Dict(ast::ExprDict { range: f.range, node_index: no_index(), items }))
    }

    fn compare(&mut self, f: &mut Fields) -> Write<Expr> {
        let left = self.boxed(f)?;
        let (ops, comparators) = (f.nodes("cmpop")?, f.nodes("expression")?);
        if comparators.is_empty() {
            return invalid("Compare with no comparators");
        }
        if comparators.len() != ops.len() {
            return invalid("Compare has a different number of comparators and operands");
        }
        let ops = ops.into_iter().map(|op| comparison(op.kind)).collect();
        let comparators = self.exprs(comparators)?.into();
        Ok(Expr::Compare(ast::ExprCompare { range: f.range, node_index: no_index(), left, ops, comparators }))
    }

    fn generators(&mut self, kind: Kind, f: &mut Fields) -> Write<Vec<ast::Comprehension>> {
        let nodes = f.nodes("comprehension")?;
        if nodes.is_empty() {
            return invalid(format!("comprehension with no generators on {}", kind.node().name));
        }
        let mut generators = Vec::with_capacity(nodes.len());
        for node in nodes {
            let (_, mut f) = self.open(node);
            let target = f.node()?;
            let target = self.expr_in(target, Store)?;
            let iter = f.node()?;
            let iter = self.expr(iter)?;
            let ifs = f.nodes("expression")?;
            let ifs = self.exprs(ifs)?;
            let range = target.range().cover(iter.range());
            generators.push(ast::Comprehension {
                range,
                node_index: no_index(),
                target,
                iter,
                ifs,
                is_async: f.int() != 0,
            });
        }
        Ok(generators)
    }

    /// Positional and keyword arguments.
    pub fn arguments(&mut self, f: &mut Fields, range: TextRange) -> Write<ast::Arguments> {
        let args = f.nodes("expression")?;
        let args = self.exprs(args)?.into();
        let keyword = |node| {
            let (_, mut f) = self.open(node);
            let arg = f.optional_identifier();
            let value = f.node()?;
            Ok(ast::Keyword { range: f.range, node_index: no_index(), arg, value: self.expr(value)? })
        };
        let keywords: Vec<ast::Keyword> = f.nodes("keyword")?.into_iter().map(keyword).collect::<Write<_>>()?;
        Ok(ast::Arguments { range, node_index: no_index(), args, keywords: keywords.into() })
    }

    pub fn pattern(&mut self, node: Node) -> Write<Pattern> {
        self.nested(|writer| writer.one_pattern(node))
    }

    fn patterns(&mut self, nodes: Vec<Node>) -> Write<Vec<Pattern>> {
        nodes.into_iter().map(|node| self.pattern(node)).collect()
    }

    fn one_pattern(&mut self, node: Node) -> Write<Pattern> {
        let (kind, mut fields) = self.open(node);
        let (range, node_index, f) = (fields.range, no_index(), &mut fields);
        Ok(match kind {
            Kind::MatchValue => {
                let value = f.node()?;
                check_value(&value)?;
                Pattern::MatchValue(ast::PatternMatchValue { range, node_index, value: Box::new(self.expr(value)?) })
            }
            Kind::MatchSingleton => {
                let value = match f.item() {
                    Item::Constant(Const::None) => Singleton::None,
                    Item::Constant(Const::Bool(value)) => Singleton::from(value),
                    _ => return invalid("MatchSingleton can only contain True, False and None"),
                };
                Pattern::MatchSingleton(ast::PatternMatchSingleton { range, node_index, value })
            }
            Kind::MatchSequence => {
                let patterns = f.nodes("pattern")?;
                let patterns = self.patterns(patterns)?;
                Pattern::MatchSequence(ast::PatternMatchSequence { range, node_index, patterns })
            }
            Kind::MatchMapping => {
                let (keys, patterns) = (f.nodes("expression")?, f.nodes("pattern")?);
                if keys.len() != patterns.len() {
                    return invalid("MatchMapping doesn't have the same number of keys as patterns");
                }
                let rest = f.optional_identifier();
                let (keys, patterns) = (self.exprs(keys)?.into(), self.patterns(patterns)?.into());
                Pattern::MatchMapping(ast::PatternMatchMapping { range, node_index, keys, patterns, rest })
            }
            Kind::MatchClass => {
                let cls = self.boxed(f)?;
                let (patterns, names, inner) = (f.nodes("pattern")?, f.texts(), f.nodes("pattern")?);
                if names.len() != inner.len() {
                    return invalid("MatchClass doesn't have the same number of keyword attributes as patterns");
                }
                let patterns = self.patterns(patterns)?.into();
                let inner = self.patterns(inner)?;
                let keyword = |(attr, pattern): (ast::Identifier, Pattern)| ast::PatternKeyword {
                    range: pattern.range(),
                    node_index: no_index(),
                    attr,
                    pattern,
                };
                let keywords = names.into_iter().zip(inner).map(keyword).collect();
                let arguments = ast::PatternArguments { range, node_index: no_index(), patterns, keywords };
                Pattern::MatchClass(ast::PatternMatchClass { range, node_index, cls, arguments })
            }
            Kind::MatchStar => {
                Pattern::MatchStar(ast::PatternMatchStar { range, node_index, name: f.optional_identifier() })
            }
            Kind::MatchAs => {
                let pattern = match f.optional_node()? {
                    Some(node) => Some(Box::new(self.pattern(node)?)),
                    None => None,
                };
                let name = f.optional_identifier();
                if name.as_ref().is_some_and(|name| name.as_str() == "_") {
                    return invalid("can't capture name '_' in patterns");
                }
                if pattern.is_some() && name.is_none() {
                    return invalid("MatchAs must specify a target name if a pattern is given");
                }
                Pattern::MatchAs(ast::PatternMatchAs { range, node_index, pattern, name })
            }
            _ => {
                let patterns = f.nodes("pattern")?;
                if patterns.len() < 2 {
                    return invalid("MatchOr requires at least 2 patterns");
                }
                Pattern::MatchOr(ast::PatternMatchOr { range, node_index, patterns: self.patterns(patterns)? })
            }
        })
    }
}

/// A value pattern is a literal or a dotted name.
fn check_value(node: &Node) -> Write<()> {
    match (node.kind, node.fields.first()) {
        (Kind::Constant, Some(Item::Constant(value))) => match value {
            Const::None | Const::Bool(_) | Const::Ellipsis | Const::Tuple(_) | Const::FrozenSet(_) => {
                invalid("unexpected constant inside of a literal pattern")
            }
            _ => Ok(()),
        },
        (Kind::Attribute | Kind::UnaryOp | Kind::BinOp | Kind::JoinedStr | Kind::TemplateStr, _) => Ok(()),
        _ => invalid("patterns may only match literals and attribute lookups"),
    }
}

fn number(range: TextRange, value: ast::Number) -> Expr {
    Expr::NumberLiteral(ast::ExprNumberLiteral { range, node_index: no_index(), value })
}

fn comparison(kind: Kind) -> CmpOp {
    match kind {
        Kind::Eq => CmpOp::Eq,
        Kind::NotEq => CmpOp::NotEq,
        Kind::Lt => CmpOp::Lt,
        Kind::LtE => CmpOp::LtE,
        Kind::Gt => CmpOp::Gt,
        Kind::GtE => CmpOp::GtE,
        Kind::Is => CmpOp::Is,
        Kind::IsNot => CmpOp::IsNot,
        Kind::In => CmpOp::In,
        _ => CmpOp::NotIn,
    }
}

fn name_of(context: ExprContext) -> &'static str {
    match context {
        ExprContext::Store => "Store",
        ExprContext::Del => "Del",
        Load | ExprContext::Invalid => "Load",
    }
}
