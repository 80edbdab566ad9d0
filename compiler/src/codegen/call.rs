//! Calls.

use super::{Compiled, Compiler, Reg};
use crate::bytecode::{Const, Op, SiteKind};
use ruff_python_ast as ast;
use ruff_python_ast::Expr;
use ruff_text_size::{Ranged, TextRange};

/// A call with more arguments than this passes them as a tuple and a dict.
const MAX_ARGUMENTS: usize = 48;

impl<'a> Compiler<'a> {
    pub(super) fn call(&mut self, call: &'a ast::ExprCall, to: Reg) -> Compiled {
        if needs_spread(&call.arguments) {
            let window = self.push(&call.func)?;
            return self.spread_call(window, &call.arguments, call.range(), to);
        }
        match &*call.func {
            Expr::Attribute(attribute) => self.method_call(call, attribute, to),
            func => {
                let window = self.push(func)?;
                self.plain_call(window, 0, &call.arguments, call.range(), to)
            }
        }
    }

    fn method_call(&mut self, call: &'a ast::ExprCall, attribute: &'a ast::ExprAttribute, to: Reg) -> Compiled {
        let window = match self.super_call(&attribute.value) {
            Some((super_call, kind)) => self.load_super(attribute, super_call, kind, Op::LoadSuperMethod)?,
            None => {
                let mark = self.unit.top;
                let object = self.operand(&attribute.value)?;
                self.free_to(mark);
                self.at(self.attribute_range(attribute, attribute.range));
                let name = self.intern(attribute.attr.as_str());
                let site = self.site(SiteKind::Attr, name)?;
                self.emit(Op::LoadMethod, 0, mark, object, site);
                mark
            }
        };
        self.free_to(window);
        self.alloc_many(2)?;
        let range = self.attribute_range(attribute, call.range());
        self.plain_call(window, 1, &call.arguments, range, to)
    }

    /// CPython starts the position of an attribute access over several lines at the attribute's name.
    pub(super) fn attribute_range(&self, attribute: &ast::ExprAttribute, range: TextRange) -> TextRange {
        let start = attribute.range.start();
        let name = attribute.attr.range;
        let lines = &self.source[start.to_usize()..name.start().to_usize()];
        if lines.contains('\n') { TextRange::new(name.start(), range.end()) } else { range }
    }

    /// The callee lies at `window` (with `extra` further registers of its own); evaluates the arguments and calls.
    fn plain_call(
        &mut self,
        window: Reg,
        extra: u16,
        arguments: &'a ast::Arguments,
        range: TextRange,
        to: Reg,
    ) -> Compiled {
        let keywords = self.push_arguments(arguments, range)?;
        let count = (arguments.args.len() + arguments.keywords.len()) as u16;
        self.free_to(window);
        self.at(range);
        let op = match (extra, keywords) {
            (0, false) => Op::Call,
            (0, true) => Op::CallKw,
            (_, false) => Op::CallMethod,
            (_, true) => Op::CallMethodKw,
        };
        self.emit(op, 0, window, count, to);
        Ok(())
    }

    /// Arguments into consecutive registers, then the names of those by keyword, if any.
    fn push_arguments(&mut self, arguments: &'a ast::Arguments, range: TextRange) -> Compiled<bool> {
        for argument in &arguments.args {
            match argument {
                // Alone, it has the call's parentheses.
                Expr::Generator(generator) if !generator.parenthesized => {
                    self.generator(generator, arguments.range, self.unit.top)?;
                    self.alloc()?;
                }
                argument => {
                    self.push(argument)?;
                }
            }
        }
        if arguments.keywords.is_empty() {
            return Ok(false);
        }
        let mut names = Vec::with_capacity(arguments.keywords.len());
        for keyword in &arguments.keywords {
            if let Some(name) = &keyword.arg {
                names.push(Const::Str(name.as_str().into()));
            }
            self.push(&keyword.value)?;
        }
        self.at(range);
        self.push_const(&Const::Tuple(names))?;
        Ok(true)
    }

    /// A call with `*`, `**` or very many arguments. The callee lies at `window`.
    pub(super) fn spread_call(
        &mut self,
        window: Reg,
        arguments: &'a ast::Arguments,
        range: TextRange,
        to: Reg,
    ) -> Compiled {
        self.spread_positional(window, &[], arguments, range, None)?;
        self.spread_keywords(window, arguments, range)?;
        self.free_to(window);
        self.at(range);
        self.emit(Op::CallSpread, 0, window, 0, to);
        Ok(())
    }

    /// The tuple of positional arguments at `window + 1`; `first` and `last` are in registers already.
    pub(super) fn spread_positional(
        &mut self,
        window: Reg,
        first: &[Reg],
        arguments: &'a ast::Arguments,
        range: TextRange,
        last: Option<Reg>,
    ) -> Compiled {
        let slot = self.unit.top;
        debug_assert_eq!(slot, window + 1);
        if first.is_empty() && !arguments.args.iter().any(|argument| argument.is_starred_expr()) {
            self.tuple_of(&arguments.args, range, slot)?;
            self.alloc()?;
            return Ok(());
        }
        let list = self.alloc()?;
        let inner = self.unit.top;
        for &reg in first {
            let copy = self.alloc()?;
            self.mov(copy, reg);
        }
        self.free_to(inner);
        self.at(range);
        self.emit(Op::BuildList, 0, list, inner, first.len() as u16);
        for argument in &arguments.args {
            match argument {
                Expr::Starred(starred) => {
                    let value = self.operand(&starred.value)?;
                    self.free_to(inner);
                    self.at(range);
                    self.emit(Op::ListExtend, 1, list, value, window);
                }
                argument => {
                    let value = self.operand(argument)?;
                    self.free_to(inner);
                    self.at(range);
                    self.emit(Op::ListAppend, 0, list, value, 0);
                }
            }
        }
        if let Some(last) = last {
            self.emit(Op::ListAppend, 0, list, last, 0);
        }
        self.emit(Op::ListToTuple, 0, list, list, 0);
        Ok(())
    }

    /// The dict of keyword arguments at `window + 2`, or unset.
    pub(super) fn spread_keywords(&mut self, window: Reg, arguments: &'a ast::Arguments, range: TextRange) -> Compiled {
        let slot = self.alloc()?;
        debug_assert_eq!(slot, window + 2);
        if arguments.keywords.is_empty() {
            self.at(range);
            self.emit(Op::Unset, 0, slot, 0, 0);
            return Ok(());
        }
        self.at(range);
        self.emit(Op::BuildDict, 0, slot, slot, 0);
        let inner = self.unit.top;
        let mut keywords = &arguments.keywords[..];
        while let Some((keyword, rest)) = keywords.split_first() {
            if keyword.arg.is_none() {
                let value = self.operand(&keyword.value)?;
                self.free_to(inner);
                self.at(range);
                self.emit(Op::DictMerge, 0, slot, value, window);
                keywords = rest;
                continue;
            }
            let named = keywords.iter().take_while(|keyword| keyword.arg.is_some()).count().min(16);
            self.merge_named(&keywords[..named], slot, window, range)?;
            keywords = &keywords[named..];
        }
        Ok(())
    }

    fn merge_named(&mut self, keywords: &'a [ast::Keyword], slot: Reg, window: Reg, range: TextRange) -> Compiled {
        let mark = self.unit.top;
        for keyword in keywords {
            if let Some(name) = &keyword.arg {
                let text = Const::Str(name.as_str().into());
                self.at(keyword.range);
                self.push_const(&text)?;
                self.push(&keyword.value)?;
            }
        }
        self.free_to(mark);
        self.at(range);
        self.emit(Op::BuildDict, 0, mark, mark, keywords.len() as u16);
        self.emit(Op::DictMerge, 0, slot, mark, window);
        Ok(())
    }
}

pub(super) fn needs_spread(arguments: &ast::Arguments) -> bool {
    arguments.args.iter().any(|argument| argument.is_starred_expr())
        || arguments.keywords.iter().any(|keyword| keyword.arg.is_none())
        || arguments.args.len() + arguments.keywords.len() > MAX_ARGUMENTS
}
