//! `match`.
//!
//! Names are bound only when a whole pattern has matched: until then what they capture stays in temporaries, which
//! are all given back at the end of the pattern.

use super::assembler::Label;
use super::{Compiled, Compiler, Reg, fold};
use crate::bytecode::{Const, Intrinsic, Op};
use crate::symbols::Sym;
use ruff_python_ast as ast;
use ruff_python_ast::{Expr, Pattern, Singleton};
use ruff_text_size::{Ranged, TextRange};

/// What a pattern has captured so far: names and the registers that hold their values.
type Captures = Vec<(Sym, Reg)>;

impl<'a> Compiler<'a> {
    pub(super) fn match_statement(&mut self, statement: &'a ast::StmtMatch) -> Compiled {
        let mark = self.unit.top;
        let subject = self.push(&statement.subject)?;
        let end = self.label();
        for (at, case) in statement.cases.iter().enumerate() {
            let last = at + 1 == statement.cases.len();
            if !last && case.guard.is_none() {
                self.check_refutable(&case.pattern)?;
            }
            self.case(case, subject, last, end)?;
        }
        self.free_to(mark);
        self.place(end);
        Ok(())
    }

    fn case(&mut self, case: &'a ast::MatchCase, subject: Reg, last: bool, end: Label) -> Compiled {
        let mark = self.unit.top;
        let fail = self.label();
        let mut captures = Captures::new();
        self.pattern(&case.pattern, subject, fail, &mut captures)?;
        self.at(case.pattern.range());
        for (name, value) in captures {
            self.store(name, value)?;
        }
        self.free_to(mark);
        if let Some(guard) = &case.guard {
            self.jump_if(guard, false, fail)?;
        }
        if last {
            // Nobody needs the subject any more.
            self.free_to(subject);
        }
        self.body(&case.body)?;
        if !last {
            self.at(case.pattern.range());
            self.jump(Op::Jump, 0, end);
        }
        self.free_to(mark);
        self.place(fail);
        Ok(())
    }

    /// A pattern that always matches must be the last.
    fn check_refutable(&self, pattern: &Pattern) -> Compiled {
        match pattern {
            Pattern::MatchAs(as_pattern) => match (&as_pattern.pattern, &as_pattern.name) {
                (None, None) => self.error("wildcard makes remaining patterns unreachable", as_pattern.range),
                (None, Some(name)) => {
                    let message = format!("name capture '{}' makes remaining patterns unreachable", name.as_str());
                    self.error(message, as_pattern.range)
                }
                (Some(inner), _) => self.check_refutable(inner),
            },
            Pattern::MatchOr(or) => or.patterns.last().map_or(Ok(()), |last| self.check_refutable(last)),
            _ => Ok(()),
        }
    }

    fn pattern(&mut self, pattern: &'a Pattern, subject: Reg, fail: Label, captures: &mut Captures) -> Compiled {
        self.nested(pattern.range(), |compiler| compiler.pattern_nested(pattern, subject, fail, captures))
    }

    fn pattern_nested(&mut self, pattern: &'a Pattern, subject: Reg, fail: Label, captures: &mut Captures) -> Compiled {
        self.at(pattern.range());
        match pattern {
            Pattern::MatchValue(value) => self.match_value(&value.value, subject, fail),
            Pattern::MatchSingleton(singleton) => self.match_singleton(singleton.value, subject, fail),
            Pattern::MatchSequence(sequence) => self.match_sequence(sequence, subject, fail, captures),
            Pattern::MatchMapping(mapping) => self.match_mapping(mapping, subject, fail, captures),
            Pattern::MatchClass(class) => self.match_class(class, subject, fail, captures),
            Pattern::MatchStar(star) => self.error("can't use starred expression here", star.range),
            Pattern::MatchAs(as_pattern) => {
                if let Some(inner) = &as_pattern.pattern {
                    self.pattern(inner, subject, fail, captures)?;
                }
                self.capture(as_pattern.name.as_ref(), as_pattern.range, subject, captures)
            }
            Pattern::MatchOr(or) => self.match_or(or, subject, fail, captures),
        }
    }

    fn capture(
        &mut self,
        name: Option<&ast::Identifier>,
        range: TextRange,
        value: Reg,
        captures: &mut Captures,
    ) -> Compiled {
        let Some(name) = name else { return Ok(()) };
        let sym = self.intern(name.as_str());
        if captures.iter().any(|capture| capture.0 == sym) {
            let message = format!("multiple assignments to name '{}' in pattern", name.as_str());
            return self.error(message, range);
        }
        captures.push((sym, value));
        Ok(())
    }

    fn match_value(&mut self, value: &'a Expr, subject: Reg, fail: Label) -> Compiled {
        let range = value.range();
        if let Some(immediate) = self.constant(value)?.as_ref().and_then(fold::immediate) {
            self.at(range);
            self.short_jump(Op::JumpEqI, 0, subject, immediate as u16, fail);
            return Ok(());
        }
        let mark = self.unit.top;
        let value = self.operand(value)?;
        self.free_to(mark);
        self.at(range);
        self.short_jump(Op::JumpEq, 0, subject, value, fail);
        Ok(())
    }

    fn match_singleton(&mut self, value: Singleton, subject: Reg, fail: Label) -> Compiled {
        let which = match value {
            Singleton::None => {
                self.jump(Op::JumpIfNotNone, subject, fail);
                return Ok(());
            }
            Singleton::True => true,
            Singleton::False => false,
        };
        let constant = self.push_const(&Const::Bool(which))?;
        self.free_to(constant);
        self.short_jump(Op::JumpIs, 0, subject, constant, fail);
        Ok(())
    }

    fn match_sequence(
        &mut self,
        sequence: &'a ast::PatternMatchSequence,
        subject: Reg,
        fail: Label,
        captures: &mut Captures,
    ) -> Compiled {
        let patterns = &sequence.patterns;
        let range = sequence.range;
        let mut stars = (0..patterns.len()).filter(|&at| patterns[at].is_match_star());
        let star = stars.next();
        if stars.next().is_some() {
            return self.error("multiple starred names in sequence pattern", range);
        }
        self.at(range);
        let test = self.alloc()?;
        self.emit(Op::IsSequence, 0, test, subject, 0);
        self.jump(Op::JumpIfFalse, test, fail);
        let length = test;
        let wanted = patterns.len() - usize::from(star.is_some());
        if star.is_none() || wanted > 0 {
            self.emit(Op::GetLen, 0, length, subject, 0);
            self.length_test(
                if star.is_some() { (Op::JumpGeI, Op::JumpGe) } else { (Op::JumpEqI, Op::JumpEq) },
                length,
                wanted,
                fail,
            )?;
        }
        let unnamed = star.is_some_and(|at| matches!(&patterns[at], Pattern::MatchStar(star) if star.name.is_none()));
        match star {
            Some(at) if unnamed => self.match_items(patterns, at, length, subject, fail, captures),
            _ => self.match_unpacked(patterns, star, range, subject, fail, captures),
        }
    }

    /// Fails unless the length compares as wanted.
    fn length_test(&mut self, ops: (Op, Op), length: Reg, wanted: usize, fail: Label) -> Compiled {
        match i16::try_from(wanted) {
            Ok(wanted) => self.short_jump(ops.0, 0, length, wanted as u16, fail),
            Err(_) => {
                let wanted = self.push_const(&Const::Int(wanted as i64))?;
                self.free_to(wanted);
                self.short_jump(ops.1, 0, length, wanted, fail);
            }
        }
        Ok(())
    }

    /// All items into registers, and each against its pattern.
    fn match_unpacked(
        &mut self,
        patterns: &'a [Pattern],
        star: Option<usize>,
        range: TextRange,
        subject: Reg,
        fail: Label,
        captures: &mut Captures,
    ) -> Compiled {
        let items = self.unit.top;
        match star {
            None => self.emit(Op::Unpack, 0, items, subject, patterns.len() as u16),
            Some(at) => {
                let Ok(after) = u8::try_from(patterns.len() - at - 1) else {
                    return self.error("too many expressions in star-unpacking sequence pattern", range);
                };
                self.emit(Op::UnpackStar, after, items, subject, at as u16);
            }
        }
        self.alloc_many(patterns.len() as u32)?;
        for (at, pattern) in patterns.iter().enumerate() {
            let item = items + at as Reg;
            match pattern {
                Pattern::MatchStar(star) => self.capture(star.name.as_ref(), star.range, item, captures)?,
                pattern => self.pattern(pattern, item, fail, captures)?,
            }
        }
        Ok(())
    }

    /// With `*_` in the middle, only the items that are looked at are fetched.
    fn match_items(
        &mut self,
        patterns: &'a [Pattern],
        star: usize,
        length: Reg,
        subject: Reg,
        fail: Label,
        captures: &mut Captures,
    ) -> Compiled {
        for (at, pattern) in patterns.iter().enumerate() {
            if at == star || is_wildcard(pattern) {
                continue;
            }
            self.at(pattern.range());
            let item = self.alloc()?;
            if at < star {
                self.emit(Op::GetItemI, 0, item, subject, at as u16);
            } else {
                self.emit(Op::SubI, 0, item, length, (patterns.len() - at) as u16);
                self.emit(Op::GetItem, 0, item, subject, item);
            }
            self.pattern(pattern, item, fail, captures)?;
        }
        Ok(())
    }

    fn match_mapping(
        &mut self,
        mapping: &'a ast::PatternMatchMapping,
        subject: Reg,
        fail: Label,
        captures: &mut Captures,
    ) -> Compiled {
        let test = self.alloc()?;
        self.at(mapping.range);
        self.emit(Op::IsMapping, 0, test, subject, 0);
        self.jump(Op::JumpIfFalse, test, fail);
        if !mapping.keys.is_empty() {
            self.emit(Op::GetLen, 0, test, subject, 0);
            self.length_test((Op::JumpGeI, Op::JumpGe), test, mapping.keys.len(), fail)?;
        }
        self.check_keys(&mapping.keys, mapping.range)?;
        if mapping.keys.is_empty() && mapping.rest.is_none() {
            return Ok(());
        }
        let keys = test;
        self.free_to(keys);
        self.tuple_of(&mapping.keys, mapping.range, keys)?;
        self.alloc()?;
        if !mapping.keys.is_empty() {
            let window = self.alloc_many(3)?;
            self.mov(window + 1, subject);
            self.mov(window + 2, keys);
            self.intrinsic(Intrinsic::MatchKeys, window, window);
            self.free_to(window + 1);
            self.jump(Op::JumpIfNone, window, fail);
            let items = self.unit.top;
            self.emit(Op::Unpack, 0, items, window, mapping.patterns.len() as u16);
            self.alloc_many(mapping.patterns.len() as u32)?;
            for (at, pattern) in mapping.patterns.iter().enumerate() {
                self.pattern(pattern, items + at as Reg, fail, captures)?;
            }
        }
        if mapping.rest.is_some() {
            self.at(mapping.range);
            let window = self.alloc_many(3)?;
            self.mov(window + 1, subject);
            self.mov(window + 2, keys);
            self.intrinsic(Intrinsic::MatchRest, window, window);
            self.free_to(window + 1);
            self.capture(mapping.rest.as_ref(), mapping.range, window, captures)?;
        }
        Ok(())
    }

    fn check_keys(&self, keys: &[Expr], range: TextRange) -> Compiled {
        let mut seen: Vec<Const> = Vec::new();
        for key in keys {
            let Some(value) = self.constant(key)? else { continue };
            if seen.iter().any(|other| fold::same_key(other, &value)) {
                let text = super::unparse::literal_text(&value).unwrap_or_else(|| self.source[key.range()].to_owned());
                return self.error(format!("mapping pattern checks duplicate key ({text})"), range);
            }
            seen.push(value);
        }
        Ok(())
    }

    fn match_class(
        &mut self,
        class: &'a ast::PatternMatchClass,
        subject: Reg,
        fail: Label,
        captures: &mut Captures,
    ) -> Compiled {
        let arguments = &class.arguments;
        let mut names = Vec::new();
        for keyword in &arguments.keywords {
            let name = Const::Str(keyword.attr.as_str().into());
            if names.contains(&name) {
                let message = format!("attribute name repeated in class pattern: {}", keyword.attr.as_str());
                return self.error(message, keyword.pattern.range());
            }
            names.push(name);
        }
        let window = self.alloc_many(2)?;
        self.mov(window + 1, subject);
        self.push(&class.cls)?;
        self.at(class.range);
        self.push_const(&Const::Int(arguments.patterns.len() as i64))?;
        self.push_const(&Const::Tuple(names))?;
        self.intrinsic(Intrinsic::MatchClass, window, window);
        self.free_to(window + 1);
        self.jump(Op::JumpIfNone, window, fail);
        let patterns = arguments.patterns.iter().chain(arguments.keywords.iter().map(|keyword| &keyword.pattern));
        let count = arguments.patterns.len() + arguments.keywords.len();
        if count == 0 {
            return Ok(());
        }
        let items = self.unit.top;
        self.emit(Op::Unpack, 0, items, window, count as u16);
        self.alloc_many(count as u32)?;
        for (at, pattern) in patterns.enumerate() {
            self.pattern(pattern, items + at as Reg, fail, captures)?;
        }
        Ok(())
    }

    fn match_or(
        &mut self,
        or: &'a ast::PatternMatchOr,
        subject: Reg,
        fail: Label,
        captures: &mut Captures,
    ) -> Compiled {
        let Some((last, others)) = or.patterns.split_last() else { return Ok(()) };
        others.iter().try_for_each(|other| self.check_refutable(other))?;
        let names = self.captured_names(&or.patterns[0]);
        let bound = self.alloc_many(names.len() as u32)?;
        let success = self.label();
        let mark = self.unit.top;
        for pattern in &or.patterns {
            let is_last = std::ptr::eq(pattern, last);
            let next = if is_last { fail } else { self.label() };
            let mut own = Captures::new();
            self.pattern(pattern, subject, next, &mut own)?;
            let same = own.len() == names.len() && own.iter().all(|capture| names.contains(&capture.0));
            if !same {
                return self.error("alternative patterns bind different names", or.range);
            }
            for (at, name) in names.iter().enumerate() {
                if let Some(capture) = own.iter().find(|capture| capture.0 == *name) {
                    self.mov(bound + at as Reg, capture.1);
                }
            }
            self.free_to(mark);
            if !is_last {
                self.jump(Op::Jump, 0, success);
                self.place(next);
            }
        }
        self.place(success);
        for (at, &name) in names.iter().enumerate() {
            if captures.iter().any(|capture| capture.0 == name) {
                let text = self.table.names.text(name);
                return self.error(format!("multiple assignments to name '{text}' in pattern"), or.range);
            }
            captures.push((name, bound + at as Reg));
        }
        Ok(())
    }

    /// The names a pattern binds, each once.
    fn captured_names(&mut self, pattern: &Pattern) -> Vec<Sym> {
        let mut names = Vec::new();
        let mut pending = vec![pattern];
        while let Some(pattern) = pending.pop() {
            let name = match pattern {
                Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => None,
                Pattern::MatchSequence(sequence) => {
                    pending.extend(&sequence.patterns);
                    None
                }
                Pattern::MatchMapping(mapping) => {
                    pending.extend(&mapping.patterns);
                    mapping.rest.as_ref()
                }
                Pattern::MatchClass(class) => {
                    pending.extend(&class.arguments.patterns);
                    pending.extend(class.arguments.keywords.iter().map(|keyword| &keyword.pattern));
                    None
                }
                Pattern::MatchStar(star) => star.name.as_ref(),
                Pattern::MatchAs(as_pattern) => {
                    pending.extend(as_pattern.pattern.as_deref());
                    as_pattern.name.as_ref()
                }
                Pattern::MatchOr(or) => {
                    pending.extend(or.patterns.first());
                    None
                }
            };
            if let Some(name) = name {
                let sym = self.intern(name.as_str());
                if !names.contains(&sym) {
                    names.push(sym);
                }
            }
        }
        names
    }
}

/// `_`
fn is_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::MatchAs(as_pattern) if as_pattern.pattern.is_none() && as_pattern.name.is_none())
}
