//! Expressions back to text, for `from __future__ import annotations`: CPython's form, spaces and parentheses included.

use super::Compiler;
use crate::bytecode::Const;
use ruff_python_ast as ast;
use ruff_python_ast::{BoolOp, CmpOp, Expr, Operator, UnaryOp};
use ruff_text_size::Ranged;

/// How tightly an operator binds, loosest first.
mod level {
    pub const TUPLE: u8 = 0;
    pub const TEST: u8 = 1;
    pub const OR: u8 = 2;
    pub const AND: u8 = 3;
    pub const NOT: u8 = 4;
    pub const COMPARE: u8 = 5;
    pub const EXPR: u8 = 6;
    pub const XOR: u8 = 7;
    pub const BIT_AND: u8 = 8;
    pub const SHIFT: u8 = 9;
    pub const SUM: u8 = 10;
    pub const TERM: u8 = 11;
    pub const FACTOR: u8 = 12;
    pub const POWER: u8 = 13;
    pub const AWAIT: u8 = 14;
    pub const ATOM: u8 = 15;
}

impl Compiler<'_> {
    pub(super) fn unparse(&self, expr: &Expr) -> String {
        let mut writer = Writer { compiler: self, out: String::new() };
        writer.expr(expr, level::TEST);
        writer.out
    }
}

struct Writer<'c, 'a> {
    compiler: &'c Compiler<'a>,
    out: String,
}

impl Writer<'_, '_> {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn wrapped(&mut self, parentheses: bool, write: impl FnOnce(&mut Self)) {
        if parentheses {
            self.out.push('(');
        }
        write(self);
        if parentheses {
            self.out.push(')');
        }
    }

    fn list<'x>(&mut self, items: impl IntoIterator<Item = &'x Expr>, at: u8) {
        for (number, item) in items.into_iter().enumerate() {
            if number > 0 {
                self.text(", ");
            }
            self.expr(item, at);
        }
    }

    fn expr(&mut self, expr: &Expr, at: u8) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.expr_nested(expr, at));
    }

    fn expr_nested(&mut self, expr: &Expr, at: u8) {
        match expr {
            Expr::BoolOp(op) => {
                let (own, word) = if op.op == BoolOp::And { (level::AND, " and ") } else { (level::OR, " or ") };
                self.wrapped(at > own, |writer| {
                    for (number, value) in op.values.iter().enumerate() {
                        if number > 0 {
                            writer.text(word);
                        }
                        writer.expr(value, own + 1);
                    }
                });
            }
            Expr::BinOp(op) => self.binary(op, at),
            Expr::UnaryOp(op) => {
                let (own, sign) = match op.op {
                    UnaryOp::Invert => (level::FACTOR, "~"),
                    UnaryOp::Not => (level::NOT, "not "),
                    UnaryOp::UAdd => (level::FACTOR, "+"),
                    UnaryOp::USub => (level::FACTOR, "-"),
                };
                self.wrapped(at > own, |writer| {
                    writer.text(sign);
                    writer.expr(&op.operand, own);
                });
            }
            Expr::Lambda(lambda) => self.wrapped(at > level::TEST, |writer| writer.lambda(lambda)),
            Expr::If(branch) => self.wrapped(at > level::TEST, |writer| {
                writer.expr(&branch.body, level::TEST + 1);
                writer.text(" if ");
                writer.expr(&branch.test, level::TEST + 1);
                writer.text(" else ");
                writer.expr(&branch.orelse, level::TEST);
            }),
            Expr::Named(named) => self.wrapped(at > level::TUPLE, |writer| {
                writer.expr(&named.target, level::ATOM);
                writer.text(" := ");
                writer.expr(&named.value, level::ATOM);
            }),
            Expr::Dict(dict) => self.dict(dict),
            Expr::Set(set) => {
                self.text("{");
                self.list(&set.elts, level::TEST);
                self.text("}");
            }
            Expr::List(list) => {
                self.text("[");
                self.list(&list.elts, level::TEST);
                self.text("]");
            }
            Expr::Tuple(tuple) if tuple.elts.is_empty() => self.text("()"),
            Expr::Tuple(tuple) => self.wrapped(at > level::TUPLE, |writer| {
                writer.list(&tuple.elts, level::TEST);
                if tuple.elts.len() == 1 {
                    writer.text(",");
                }
            }),
            Expr::Generator(comp) => self.comprehension(["(", ")"], &[&comp.elt], &comp.generators),
            Expr::ListComp(comp) => self.comprehension(["[", "]"], &[&comp.elt], &comp.generators),
            Expr::SetComp(comp) => self.comprehension(["{", "}"], &[&comp.elt], &comp.generators),
            Expr::DictComp(comp) => {
                let parts: Vec<&Expr> = comp.key.as_deref().into_iter().chain([&*comp.value]).collect();
                self.comprehension(["{", "}"], &parts, &comp.generators);
            }
            Expr::Await(inner) => self.wrapped(at > level::AWAIT, |writer| {
                writer.text("await ");
                writer.expr(&inner.value, level::ATOM);
            }),
            Expr::Yield(inner) => {
                self.text("(yield");
                if let Some(value) = &inner.value {
                    self.text(" ");
                    self.expr(value, level::TUPLE);
                }
                self.text(")");
            }
            Expr::YieldFrom(inner) => {
                self.text("(yield from ");
                self.expr(&inner.value, level::TEST);
                self.text(")");
            }
            Expr::Compare(compare) => self.wrapped(at > level::COMPARE, |writer| {
                writer.expr(&compare.left, level::COMPARE + 1);
                for (op, right) in compare.ops.iter().zip(&compare.comparators) {
                    writer.text(comparison(*op));
                    writer.expr(right, level::COMPARE + 1);
                }
            }),
            Expr::Call(call) => self.call(call),
            Expr::Attribute(attribute) => {
                self.expr(&attribute.value, level::ATOM);
                let int = matches!(&*attribute.value, Expr::NumberLiteral(number) if number.value.is_int());
                self.text(if int { " ." } else { "." });
                self.text(attribute.attr.as_str());
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value, level::ATOM);
                self.text("[");
                self.expr(&subscript.slice, level::TUPLE);
                self.text("]");
            }
            Expr::Starred(starred) => {
                self.text("*");
                self.expr(&starred.value, level::EXPR);
            }
            Expr::Name(name) => self.text(name.id.as_str()),
            Expr::Slice(slice) => self.slice(slice),
            other => self.literal(other),
        }
    }

    fn binary(&mut self, op: &ast::ExprBinOp, at: u8) {
        let (own, sign, right_first) = match op.op {
            Operator::Add => (level::SUM, " + ", false),
            Operator::Sub => (level::SUM, " - ", false),
            Operator::Mult => (level::TERM, " * ", false),
            Operator::MatMult => (level::TERM, " @ ", false),
            Operator::Div => (level::TERM, " / ", false),
            Operator::Mod => (level::TERM, " % ", false),
            Operator::FloorDiv => (level::TERM, " // ", false),
            Operator::LShift => (level::SHIFT, " << ", false),
            Operator::RShift => (level::SHIFT, " >> ", false),
            Operator::BitOr => (level::EXPR, " | ", false),
            Operator::BitXor => (level::XOR, " ^ ", false),
            Operator::BitAnd => (level::BIT_AND, " & ", false),
            Operator::Pow => (level::POWER, " ** ", true),
        };
        self.wrapped(at > own, |writer| {
            writer.expr(&op.left, own + u8::from(right_first));
            writer.text(sign);
            writer.expr(&op.right, own + u8::from(!right_first));
        });
    }

    fn lambda(&mut self, lambda: &ast::ExprLambda) {
        self.text("lambda");
        if let Some(parameters) = &lambda.parameters
            && !parameters.is_empty()
        {
            self.text(" ");
            self.parameters(parameters);
        }
        self.text(": ");
        self.expr(&lambda.body, level::TEST);
    }

    fn parameters(&mut self, parameters: &ast::Parameters) {
        let mut first = true;
        let mut separate = |writer: &mut Self| {
            if !std::mem::take(&mut first) {
                writer.text(", ");
            }
        };
        for parameter in &parameters.posonlyargs {
            separate(self);
            self.parameter(parameter);
        }
        if !parameters.posonlyargs.is_empty() {
            self.text(", /");
        }
        for parameter in &parameters.args {
            separate(self);
            self.parameter(parameter);
        }
        if parameters.vararg.is_some() || !parameters.kwonlyargs.is_empty() {
            separate(self);
            self.text("*");
            if let Some(vararg) = &parameters.vararg {
                self.text(vararg.name.as_str());
            }
        }
        for parameter in &parameters.kwonlyargs {
            separate(self);
            self.parameter(parameter);
        }
        if let Some(kwarg) = &parameters.kwarg {
            separate(self);
            self.text("**");
            self.text(kwarg.name.as_str());
        }
    }

    fn parameter(&mut self, parameter: &ast::ParameterWithDefault) {
        self.text(parameter.parameter.name.as_str());
        if let Some(default) = &parameter.default {
            self.text("=");
            self.expr(default, level::TEST);
        }
    }

    fn dict(&mut self, dict: &ast::ExprDict) {
        self.text("{");
        for (number, item) in dict.items.iter().enumerate() {
            if number > 0 {
                self.text(", ");
            }
            match &item.key {
                Some(key) => {
                    self.expr(key, level::TEST);
                    self.text(": ");
                    self.expr(&item.value, level::TEST);
                }
                None => {
                    self.text("**");
                    self.expr(&item.value, level::EXPR);
                }
            }
        }
        self.text("}");
    }

    fn comprehension(&mut self, brackets: [&str; 2], parts: &[&Expr], generators: &[ast::Comprehension]) {
        self.text(brackets[0]);
        for (number, part) in parts.iter().enumerate() {
            if number > 0 {
                self.text(": ");
            }
            self.expr(part, level::TEST);
        }
        for generator in generators {
            self.text(if generator.is_async { " async for " } else { " for " });
            self.expr(&generator.target, level::TUPLE);
            self.text(" in ");
            self.expr(&generator.iter, level::TEST + 1);
            for condition in &generator.ifs {
                self.text(" if ");
                self.expr(condition, level::TEST + 1);
            }
        }
        self.text(brackets[1]);
    }

    fn call(&mut self, call: &ast::ExprCall) {
        self.expr(&call.func, level::ATOM);
        if let ([argument @ Expr::Generator(_)], []) = (&call.arguments.args[..], &call.arguments.keywords[..]) {
            return self.expr(argument, level::ATOM);
        }
        self.text("(");
        self.list(&call.arguments.args, level::TEST);
        for (number, keyword) in call.arguments.keywords.iter().enumerate() {
            if number > 0 || !call.arguments.args.is_empty() {
                self.text(", ");
            }
            match &keyword.arg {
                Some(name) => {
                    self.text(name.as_str());
                    self.text("=");
                }
                None => self.text("**"),
            }
            self.expr(&keyword.value, level::TEST);
        }
        self.text(")");
    }

    fn slice(&mut self, slice: &ast::ExprSlice) {
        if let Some(lower) = &slice.lower {
            self.expr(lower, level::TEST);
        }
        self.text(":");
        if let Some(upper) = &slice.upper {
            self.expr(upper, level::TEST);
        }
        if let Some(step) = &slice.step {
            self.text(":");
            self.expr(step, level::TEST);
        }
    }

    fn literal(&mut self, expr: &Expr) {
        let text = match self.compiler.literal(expr) {
            Ok(Some(value)) => literal_text(&value),
            _ => None,
        };
        // What has no short form (long ints, f-strings) keeps its own.
        match text {
            Some(text) => self.text(&text),
            None => {
                let source = &self.compiler.source[expr.range()];
                self.text(source);
            }
        }
    }
}

fn comparison(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => " == ",
        CmpOp::NotEq => " != ",
        CmpOp::Lt => " < ",
        CmpOp::LtE => " <= ",
        CmpOp::Gt => " > ",
        CmpOp::GtE => " >= ",
        CmpOp::Is => " is ",
        CmpOp::IsNot => " is not ",
        CmpOp::In => " in ",
        CmpOp::NotIn => " not in ",
    }
}

pub(super) fn literal_text(value: &Const) -> Option<String> {
    Some(match value {
        Const::None => "None".to_owned(),
        Const::Bool(true) => "True".to_owned(),
        Const::Bool(false) => "False".to_owned(),
        Const::Ellipsis => "...".to_owned(),
        Const::Int(value) => value.to_string(),
        Const::Float(bits) => float_text(f64::from_bits(*bits)),
        Const::Imaginary(bits) => {
            let text = float_text(f64::from_bits(*bits));
            format!("{}j", text.strip_suffix(".0").unwrap_or(&text))
        }
        Const::Str(text) => quoted(text.chars().map(u32::from)),
        Const::Points(points) => quoted(points.iter().copied()),
        Const::Bytes(bytes) => format!("b{}", quoted_bytes(bytes)),
        _ => return None,
    })
}

/// Shortest digits that read back as the same float; infinity as something that reads back as infinity.
fn float_text(value: f64) -> String {
    if value.is_infinite() {
        return "1e309".to_owned();
    }
    let shortest = format!("{value:e}");
    let (digits, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        return format!("{value:?}");
    }
    format!("{digits}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs())
}

fn quote_for(single: bool, double: bool) -> char {
    if single && !double { '"' } else { '\'' }
}

fn quoted(points: impl Iterator<Item = u32> + Clone) -> String {
    let has = |wanted: char| points.clone().any(|point| point == u32::from(wanted));
    let quote = quote_for(has('\''), has('"'));
    let mut out = String::from(quote);
    for point in points {
        match char::from_u32(point) {
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\\') => out.push_str("\\\\"),
            Some(c) if c == quote => out.extend(['\\', c]),
            Some(c) if !c.is_control() => out.push(c),
            _ if point < 0x100 => out.push_str(&format!("\\x{point:02x}")),
            _ if point < 0x10000 => out.push_str(&format!("\\u{point:04x}")),
            _ => out.push_str(&format!("\\U{point:08x}")),
        }
    }
    out.push(quote);
    out
}

fn quoted_bytes(bytes: &[u8]) -> String {
    let quote = quote_for(bytes.contains(&b'\''), bytes.contains(&b'"'));
    let mut out = String::from(quote);
    for &byte in bytes {
        match byte {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'\\' => out.push_str("\\\\"),
            _ if char::from(byte) == quote => out.extend(['\\', quote]),
            b' '..=b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push(quote);
    out
}
