//! f-strings and t-strings.

use super::literal::{decode, from_points};
use super::{Compiled, Compiler, Reg};
use crate::bytecode::{Const, Intrinsic, Op};
use ruff_python_ast as ast;
use ruff_python_ast::{ConversionFlag, Expr, FStringPart, InterpolatedStringElement};
use ruff_text_size::{Ranged, TextRange};

/// More parts than this are joined in two steps.
const CHUNK: usize = 64;

/// A piece of an interpolated string, literals joined.
enum Piece<'a> {
    Text(Vec<u32>),
    Value(&'a ast::InterpolatedElement),
    /// `%s` and the like: what is formatted, conversion, and format specification.
    Percent(&'a Expr, u8, String),
}

impl<'a> Compiler<'a> {
    pub(super) fn f_string(&mut self, string: &'a ast::ExprFString, to: Reg) -> Compiled {
        let mut pieces = Vec::new();
        for part in &string.value {
            match part {
                FStringPart::Literal(literal) => {
                    let raw = literal.flags.prefix().is_raw();
                    let mut points = Vec::new();
                    decode(self.source, literal.content_range(), raw, literal.as_str(), &mut points);
                    add_text(&mut pieces, points);
                }
                FStringPart::FString(string) => {
                    self.pieces(&string.elements, string.flags.prefix().is_raw(), &mut pieces);
                }
            }
        }
        self.join(pieces, string.range, to)
    }

    fn pieces(&self, elements: &'a [InterpolatedStringElement], raw: bool, into: &mut Vec<Piece<'a>>) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    let mut points = Vec::new();
                    match self.kept(&literal.node_index) {
                        Some(Const::Points(kept)) => points = kept,
                        Some(_) => points.extend(literal.value.chars().map(u32::from)),
                        None => decode(self.source, literal.range, raw, &literal.value, &mut points),
                    }
                    add_text(into, points);
                }
                InterpolatedStringElement::Interpolation(value) => {
                    if let Some(debug) = &value.debug_text {
                        add_text(into, without_comments(debug.as_str()).chars().map(u32::from).collect());
                    }
                    into.push(Piece::Value(value));
                }
            }
        }
    }

    fn join(&mut self, pieces: Vec<Piece<'a>>, range: TextRange, to: Reg) -> Compiled {
        self.at(range);
        match &pieces[..] {
            [] => return self.load_text(to, ""),
            [piece] => return self.piece(piece, to),
            _ => {}
        }
        let mark = self.unit.top;
        if pieces.len() <= CHUNK {
            return self.join_chunk(&pieces, range, to);
        }
        for chunk in pieces.chunks(CHUNK) {
            self.join_chunk(chunk, range, self.unit.top)?;
            self.alloc()?;
        }
        self.free_to(mark);
        self.emit(Op::BuildString, 0, to, mark, pieces.len().div_ceil(CHUNK) as u16);
        Ok(())
    }

    fn join_chunk(&mut self, pieces: &[Piece<'a>], range: TextRange, to: Reg) -> Compiled {
        let mark = self.unit.top;
        for piece in pieces {
            self.piece(piece, self.unit.top)?;
            self.alloc()?;
        }
        self.free_to(mark);
        self.at(range);
        self.emit(Op::BuildString, 0, to, mark, pieces.len() as u16);
        Ok(())
    }

    fn piece(&mut self, piece: &Piece<'a>, to: Reg) -> Compiled {
        match piece {
            Piece::Text(points) => self.load_const(to, &from_points(points.clone())),
            Piece::Value(value) => self.format(value, to),
            Piece::Percent(value, conversion, spec) => self.format_percent(value, *conversion, spec, to),
        }
    }

    /// `"..%s.." % (a, b)` with simple conversions only is an interpolated string.
    pub(super) fn percent(&mut self, format: &str, values: &'a [Expr], range: TextRange, to: Reg) -> Compiled<bool> {
        if values.is_empty() || values.iter().any(|value| value.is_starred_expr()) {
            return Ok(false);
        }
        let Some(pieces) = percent_pieces(format, values) else { return Ok(false) };
        self.join(pieces, range, to)?;
        Ok(true)
    }

    fn format_percent(&mut self, value: &'a Expr, conversion: u8, spec: &str, to: Reg) -> Compiled {
        let mark = self.unit.top;
        let object = self.operand(value)?;
        self.at(value.range());
        let spec = if spec.is_empty() { 0 } else { self.push_const(&Const::Str(spec.into()))? };
        self.free_to(mark);
        self.emit(Op::Format, conversion, to, object, spec);
        Ok(())
    }

    fn format(&mut self, value: &'a ast::InterpolatedElement, to: Reg) -> Compiled {
        let mark = self.unit.top;
        let object = match &value.format_spec {
            // Whatever a spec computes, it comes after the value.
            Some(spec) if spec.elements.interpolations().next().is_some() => self.push(&value.expression)?,
            _ => self.operand(&value.expression)?,
        };
        let spec = match &value.format_spec {
            Some(spec) => {
                let reg = self.unit.top;
                self.format_spec(spec, reg)?;
                self.alloc()?
            }
            None => 0,
        };
        self.free_to(mark);
        self.at(value.range);
        let conversion = match conversion(value) {
            ConversionFlag::None => 0,
            ConversionFlag::Str => 1,
            ConversionFlag::Repr => 2,
            ConversionFlag::Ascii => 3,
        };
        self.emit(Op::Format, conversion, to, object, spec);
        Ok(())
    }

    fn format_spec(&mut self, spec: &'a ast::InterpolatedStringFormatSpec, to: Reg) -> Compiled {
        let mut pieces = Vec::new();
        self.pieces(&spec.elements, false, &mut pieces);
        self.nested(spec.range, |compiler| compiler.join(pieces, spec.range, to))
    }

    pub(super) fn t_string(&mut self, string: &'a ast::ExprTString, to: Reg) -> Compiled {
        let mut pieces = Vec::new();
        for part in &string.value {
            self.pieces(&part.elements, part.flags.prefix().is_raw(), &mut pieces);
        }
        let mark = self.unit.top;
        let window = self.alloc()?;
        let mut strings = Vec::new();
        let mut values = Vec::new();
        let mut text: Vec<u32> = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Text(points) => text.extend(points),
                Piece::Percent(..) => {}
                Piece::Value(value) => {
                    strings.push(from_points(std::mem::take(&mut text)));
                    values.push(value);
                }
            }
        }
        strings.push(from_points(text));
        self.at(string.range);
        self.push_const(&Const::Tuple(strings))?;
        self.interpolations(&values, string.range)?;
        self.at(string.range);
        self.intrinsic(Intrinsic::BuildTemplate, window, to);
        self.free_to(mark);
        Ok(())
    }

    fn interpolations(&mut self, values: &[&'a ast::InterpolatedElement], range: TextRange) -> Compiled {
        let mark = self.unit.top;
        if values.len() <= CHUNK {
            for value in values {
                self.interpolation(value)?;
            }
            self.free_to(mark);
            self.at(range);
            self.emit(Op::BuildTuple, 0, mark, mark, values.len() as u16);
            self.alloc()?;
            return Ok(());
        }
        self.at(range);
        let list = self.alloc()?;
        self.emit(Op::BuildList, 0, list, list, 0);
        for value in values {
            let reg = self.interpolation(value)?;
            self.free_to(reg);
            self.emit(Op::ListAppend, 0, list, reg, 0);
        }
        self.emit(Op::ListToTuple, 0, list, list, 0);
        Ok(())
    }

    fn interpolation(&mut self, value: &'a ast::InterpolatedElement) -> Compiled<Reg> {
        let window = self.alloc()?;
        self.push(&value.expression)?;
        self.at(value.range);
        let kept = self.kept(&value.node_index);
        let text = kept.unwrap_or_else(|| Const::Str(text(self.source, value).into()));
        self.push_const(&text)?;
        let conversion = match conversion(value).to_char() {
            Some(c) => Const::Str(c.to_string().into()),
            None => Const::None,
        };
        self.push_const(&conversion)?;
        match &value.format_spec {
            Some(spec) => {
                self.format_spec(spec, self.unit.top)?;
                self.alloc()?
            }
            None => self.push_const(&Const::Str("".into()))?,
        };
        self.at(value.range);
        self.intrinsic(Intrinsic::BuildInterpolation, window, window);
        self.free_to(window + 1);
        Ok(window)
    }
}

/// The source between the brace and what ends the expression.
pub(crate) fn text(source: &str, value: &ast::InterpolatedElement) -> String {
    if let Some(debug) = &value.debug_text {
        let trailing = debug.trailing();
        let trailing = trailing.rfind('=').map_or(trailing, |at| &trailing[..at]);
        return without_comments(&format!("{}{}{trailing}", debug.leading(), debug.expression()));
    }
    let start = value.range.start().to_usize() + 1;
    let expression_end = value.expression.range().end().to_usize();
    // Parentheses around the expression belong to its text, though not to its node.
    let after = &source[expression_end..value.range.end().to_usize()];
    let rest = after.find(|c: char| c != ')' && !c.is_whitespace()).unwrap_or(after.len());
    without_comments(&source[start..expression_end + rest])
}

/// The source of an expression without its comments.
pub(crate) fn without_comments(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '#' => {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
                continue;
            }
            '\'' | '"' => string_length(rest, c),
            c => c.len_utf8(),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// How long the string literal is that starts here.
fn string_length(source: &str, quote: char) -> usize {
    let triple = [quote; 3].iter().collect::<String>();
    let end = if source.starts_with(&triple) { triple } else { quote.to_string() };
    let mut at = end.len();
    while let Some(c) = source[at..].chars().next() {
        if source[at..].starts_with(&end) {
            return at + end.len();
        }
        at += c.len_utf8();
        if c == '\\' {
            at += source[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    source.len()
}

/// Splits a `%` format; nothing if it has more than `%s`, `%r`, `%a` (with width and precision), or a wrong number.
fn percent_pieces<'a>(format: &str, values: &'a [Expr]) -> Option<Vec<Piece<'a>>> {
    let mut pieces = Vec::new();
    let mut values = values.iter();
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        add_text(&mut pieces, rest[..at].chars().map(u32::from).collect());
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            add_text(&mut pieces, vec![u32::from('%')]);
            rest = after;
            continue;
        }
        let (left, after) = rest.strip_prefix('-').map_or((false, rest), |after| (true, after));
        let (width, after) = digits(after)?;
        let (precision, after) = match after.strip_prefix('.') {
            Some(after) => digits(after)?,
            None => ("", after),
        };
        let conversion = match after.chars().next()? {
            's' => 1,
            'r' => 2,
            'a' => 3,
            _ => return None,
        };
        let align = if left || width.is_empty() { "" } else { ">" };
        let point = if rest.len() - after.len() > width.len() + usize::from(left) { "." } else { "" };
        let precision = if point == "." && precision.is_empty() { "0" } else { precision };
        pieces.push(Piece::Percent(values.next()?, conversion, format!("{align}{width}{point}{precision}")));
        rest = &after[1..];
    }
    add_text(&mut pieces, rest.chars().map(u32::from).collect());
    if values.next().is_some() { None } else { Some(pieces) }
}

/// Leading digits, few and not with a zero in front.
fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if end > 3 || digits.starts_with('0') { None } else { Some((digits, rest)) }
}

fn add_text(pieces: &mut Vec<Piece<'_>>, points: Vec<u32>) {
    if points.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(Piece::Text(text)) => text.extend(points),
        _ => pieces.push(Piece::Text(points)),
    }
}

/// `{x=}` shows the repr, unless told otherwise.
pub(crate) fn conversion(value: &ast::InterpolatedElement) -> ConversionFlag {
    match value.conversion {
        ConversionFlag::None if value.debug_text.is_some() && value.format_spec.is_none() => ConversionFlag::Repr,
        conversion => conversion,
    }
}
