//! Assignment in all its forms, and `del`.

use super::{Compiled, Compiler, Reg};
use crate::bytecode::{Op, SiteKind};
use ruff_python_ast as ast;
use ruff_python_ast::Expr;
use ruff_text_size::{Ranged, TextRange};

impl<'a> Compiler<'a> {
    pub(super) fn assign(&mut self, assign: &'a ast::StmtAssign) -> Compiled {
        if let [target] = &assign.targets[..] {
            return self.assign_one(target, &assign.value);
        }
        let mark = self.unit.top;
        let value = self.push(&assign.value)?;
        for target in &assign.targets {
            self.store_target(target, value)?;
        }
        self.free_to(mark);
        Ok(())
    }

    /// `target = value`.
    pub(super) fn assign_one(&mut self, target: &'a Expr, value: &'a Expr) -> Compiled {
        let mark = self.unit.top;
        match target {
            Expr::Name(name) => {
                let sym = self.intern(name.id.as_str());
                match self.variable_register(sym) {
                    Some(reg) => {
                        self.expr_to(value, reg)?;
                        self.mark_assigned(reg);
                    }
                    None => {
                        let value = self.operand(value)?;
                        self.at(name.range);
                        self.store(sym, value)?;
                    }
                }
            }
            Expr::Tuple(_) | Expr::List(_) if self.parallel(target, value)? => {}
            _ => {
                let value = match target {
                    Expr::Attribute(attribute) => self.operand_before(value, &[&attribute.value])?,
                    Expr::Subscript(subscript) => self.operand_before(value, &[&subscript.value, &subscript.slice])?,
                    _ => self.operand(value)?,
                };
                self.store_target(target, value)?;
            }
        }
        self.free_to(mark);
        Ok(())
    }

    /// `a, b = b, a` without making a tuple.
    fn parallel(&mut self, target: &'a Expr, value: &'a Expr) -> Compiled<bool> {
        let (Some(targets), Expr::Tuple(values)) = (elements(target), value) else { return Ok(false) };
        let starred = |items: &[Expr]| items.iter().any(|item| item.is_starred_expr());
        let fits = targets.len() == values.elts.len() && (2..=32).contains(&targets.len());
        if !fits || starred(targets) || starred(&values.elts) {
            return Ok(false);
        }
        let mut registers = Vec::with_capacity(targets.len());
        for (at, value) in values.elts.iter().enumerate() {
            let register = if overwritten(value, &targets[..at]) {
                self.push(value)?
            } else {
                let rest: Vec<&'a Expr> = values.elts[at + 1..].iter().chain(targets).collect();
                self.operand_before(value, &rest)?
            };
            registers.push(register);
        }
        for (target, register) in targets.iter().zip(registers) {
            self.store_target(target, register)?;
        }
        Ok(true)
    }

    /// Stores a register's value into a target.
    pub(super) fn store_target(&mut self, target: &'a Expr, value: Reg) -> Compiled {
        self.nested(target.range(), |compiler| compiler.store_nested(target, value))
    }

    fn store_nested(&mut self, target: &'a Expr, value: Reg) -> Compiled {
        let mark = self.unit.top;
        match target {
            Expr::Name(name) => {
                let sym = self.intern(name.id.as_str());
                self.at(name.range);
                self.store(sym, value)?;
            }
            Expr::Attribute(attribute) => {
                let object = self.operand(&attribute.value)?;
                self.at(self.attribute_range(attribute, attribute.range));
                self.store_attribute(attribute, object, value)?;
            }
            Expr::Subscript(subscript) => {
                let object = self.operand_before(&subscript.value, &[&subscript.slice])?;
                let index = self.operand(&subscript.slice)?;
                self.at(subscript.range);
                self.emit(Op::SetItem, 0, object, index, value);
            }
            Expr::Tuple(tuple) => self.unpack(&tuple.elts, value, tuple.range)?,
            Expr::List(list) => self.unpack(&list.elts, value, list.range)?,
            Expr::Starred(starred) => {
                return self.error("starred assignment target must be in a list or tuple", starred.range);
            }
            other => return self.error("cannot assign to this expression", other.range()),
        }
        self.free_to(mark);
        Ok(())
    }

    fn store_attribute(&mut self, attribute: &'a ast::ExprAttribute, object: Reg, value: Reg) -> Compiled {
        let name = self.intern(attribute.attr.as_str());
        self.note_static_attribute(attribute, name);
        let site = self.site(SiteKind::Attr, name)?;
        self.emit(Op::StoreAttr, 0, object, value, site);
        Ok(())
    }

    /// A class knows which attributes its methods set on `self`.
    fn note_static_attribute(&mut self, attribute: &ast::ExprAttribute, name: crate::symbols::Sym) {
        let on_self = matches!(&*attribute.value, Expr::Name(object) if object.id.as_str() == "self");
        if !on_self {
            return;
        }
        let text = self.table.names.text(name);
        let is_class = |scope| self.table.scope(scope).kind == crate::symbols::ScopeKind::Class;
        if let Some(class) = self.outer.iter_mut().rev().find(|unit| is_class(unit.scope)) {
            class.static_attributes.insert(text.into());
        }
    }

    /// The first register of targets that are local variables in consecutive registers: items can be unpacked into them.
    fn consecutive_locals(&mut self, targets: &[Expr]) -> Option<Reg> {
        let mut registers = targets.iter().map(|target| match target {
            Expr::Name(name) => {
                let sym = self.intern(name.id.as_str());
                self.variable_register(sym)
            }
            _ => None,
        });
        let first = registers.next()??;
        let consecutive = registers.enumerate().all(|(at, register)| register == Some(first + 1 + at as Reg));
        consecutive.then_some(first)
    }

    fn unpack(&mut self, targets: &'a [Expr], value: Reg, range: TextRange) -> Compiled {
        let star = targets.iter().position(|target| target.is_starred_expr());
        let starred = |targets: &[Expr]| targets.iter().any(|target| target.is_starred_expr());
        if star.is_some_and(|first| starred(&targets[first + 1..])) {
            return self.error("multiple starred expressions in assignment", range);
        }
        if let Some(first) = self.consecutive_locals(targets) {
            self.at(range);
            self.emit(Op::Unpack, 0, first, value, targets.len() as u16);
            (first..first + targets.len() as Reg).for_each(|register| self.mark_assigned(register));
            return Ok(());
        }
        let window = self.alloc_many(targets.len() as u32)?;
        self.free_to(window);
        self.at(range);
        match star {
            None => self.emit(Op::Unpack, 0, window, value, targets.len() as u16),
            Some(at) => {
                let Ok(after) = u8::try_from(targets.len() - at - 1) else {
                    return self.error("too many expressions in star-unpacking assignment", range);
                };
                self.emit(Op::UnpackStar, after, window, value, at as u16);
            }
        }
        self.alloc_many(targets.len() as u32)?;
        for (at, target) in targets.iter().enumerate() {
            let target = match target {
                Expr::Starred(starred) => &*starred.value,
                other => other,
            };
            self.store_target(target, window + at as Reg)?;
        }
        self.free_to(window);
        Ok(())
    }

    pub(super) fn aug_assign(&mut self, assign: &'a ast::StmtAugAssign) -> Compiled {
        let mark = self.unit.top;
        let range = assign.range;
        match &*assign.target {
            Expr::Name(name) => {
                let sym = self.intern(name.id.as_str());
                self.at(name.range);
                match self.checked_register(sym) {
                    Some(reg) => {
                        let left = self.operand_before(&assign.target, &[&assign.value])?;
                        self.augmented(assign.op, left, &assign.value, reg, range)?;
                        self.mark_assigned(reg);
                    }
                    None => {
                        let left = self.push(&assign.target)?;
                        self.augmented(assign.op, left, &assign.value, left, range)?;
                        self.at(name.range);
                        self.store(sym, left)?;
                    }
                }
            }
            Expr::Attribute(attribute) => {
                let object = self.operand_before(&attribute.value, &[&assign.value])?;
                self.at(self.attribute_range(attribute, attribute.range));
                let name = self.intern(attribute.attr.as_str());
                let site = self.site(SiteKind::Attr, name)?;
                let value = self.unit.top;
                self.emit(Op::LoadAttr, 0, value, object, site);
                self.alloc()?;
                self.augmented(assign.op, value, &assign.value, value, range)?;
                self.at(self.attribute_range(attribute, attribute.range));
                self.store_attribute(attribute, object, value)?;
            }
            Expr::Subscript(subscript) => {
                let object = self.operand_before(&subscript.value, &[&subscript.slice, &assign.value])?;
                let index = self.operand_before(&subscript.slice, &[&assign.value])?;
                self.at(subscript.range);
                let value = self.unit.top;
                self.emit(Op::GetItem, 0, value, object, index);
                self.alloc()?;
                self.augmented(assign.op, value, &assign.value, value, range)?;
                self.at(subscript.range);
                self.emit(Op::SetItem, 0, object, index, value);
            }
            other => return self.error("illegal expression for augmented assignment", other.range()),
        }
        self.free_to(mark);
        Ok(())
    }

    pub(super) fn ann_assign(&mut self, assign: &'a ast::StmtAnnAssign) -> Compiled {
        if let Some(value) = &assign.value {
            self.assign_one(&assign.target, value)?;
        } else {
            self.evaluate_bare_target(&assign.target)?;
        }
        if assign.simple
            && let Expr::Name(name) = &*assign.target
        {
            self.at(assign.range);
            self.variable_annotation(assign, name.id.as_str())?;
        }
        Ok(())
    }

    /// `a.b: int` evaluates `a`, `a[i]: int` evaluates `a` and `i`.
    fn evaluate_bare_target(&mut self, target: &'a Expr) -> Compiled {
        match target {
            Expr::Attribute(attribute) => self.effect(&attribute.value),
            Expr::Subscript(subscript) => {
                self.effect(&subscript.value)?;
                self.effect(&subscript.slice)
            }
            _ => Ok(()),
        }
    }

    pub(super) fn delete_target(&mut self, target: &'a Expr) -> Compiled {
        let mark = self.unit.top;
        match target {
            Expr::Name(name) => {
                let sym = self.intern(name.id.as_str());
                self.at(name.range);
                self.delete(sym)?;
            }
            Expr::Attribute(attribute) => {
                let object = self.operand(&attribute.value)?;
                self.at(self.attribute_range(attribute, attribute.range));
                let name = self.intern(attribute.attr.as_str());
                let site = self.site(SiteKind::Attr, name)?;
                self.emit(Op::DelAttr, 0, object, 0, site);
            }
            Expr::Subscript(subscript) => {
                let object = self.operand_before(&subscript.value, &[&subscript.slice])?;
                let index = self.operand(&subscript.slice)?;
                self.at(subscript.range);
                self.emit(Op::DelItem, 0, object, index, 0);
            }
            Expr::Tuple(tuple) => tuple.elts.iter().try_for_each(|target| self.delete_nested(target))?,
            Expr::List(list) => list.elts.iter().try_for_each(|target| self.delete_nested(target))?,
            other => return self.error("cannot delete this expression", other.range()),
        }
        self.free_to(mark);
        Ok(())
    }

    fn delete_nested(&mut self, target: &'a Expr) -> Compiled {
        self.nested(target.range(), |compiler| compiler.delete_target(target))
    }
}

fn elements(target: &Expr) -> Option<&[Expr]> {
    match target {
        Expr::Tuple(tuple) => Some(&tuple.elts),
        Expr::List(list) => Some(&list.elts),
        _ => None,
    }
}

/// May a local that is `value` change by stores into these targets?
fn overwritten(value: &Expr, targets: &[Expr]) -> bool {
    let Expr::Name(value) = value else { return false };
    targets.iter().any(|target| match target {
        Expr::Name(target) => target.id == value.id,
        Expr::Attribute(_) | Expr::Subscript(_) => false,
        _ => true,
    })
}
