//! The order in which a class's bases are searched (C3), and which base decides the layout of instances.

use crate::Thread;
use crate::objects::class::{Class, flags};
use crate::objects::sequence::Tuple;
use crate::value::{Gc, Raised};

impl Thread {
    /// The MRO of a class with these bases, the class itself left out.
    pub(crate) fn merged_mro<'t>(&'t self, bases: &[Gc<'t, Class>]) -> Result<Vec<Gc<'t, Class>>, Raised> {
        self.refuse_duplicates(bases)?;
        let entries = |mro: Gc<'t, Tuple>| (0..mro.extent()).map(|i| mro.at(i).expect::<Class>()).collect::<Vec<_>>();
        if let [base] = bases {
            return Ok(entries(base.mro()));
        }
        let mut lists: Vec<Vec<Gc<'t, Class>>> = bases.iter().map(|base| entries(base.mro())).collect();
        lists.push(bases.to_vec());
        // What is left of each list begins here.
        let mut heads = vec![0; lists.len()];
        let mut merged = Vec::new();
        loop {
            let in_tail = |class: Gc<'t, Class>| {
                lists.iter().zip(&heads).any(|(list, &head)| list.iter().skip(head + 1).any(|entry| *entry == class))
            };
            let mut candidates =
                lists.iter().zip(&heads).filter_map(|(list, &head)| list.get(head).copied()).peekable();
            if candidates.peek().is_none() {
                return Ok(merged);
            }
            let Some(next) = candidates.find(|candidate| !in_tail(*candidate)) else {
                return Err(self.no_consistent_order(&lists, &heads));
            };
            merged.push(next);
            for (list, head) in lists.iter().zip(&mut heads) {
                if list.get(*head) == Some(&next) {
                    *head += 1;
                }
            }
        }
    }

    fn refuse_duplicates<'t>(&'t self, bases: &[Gc<'t, Class>]) -> Result<(), Raised> {
        for (index, base) in bases.iter().enumerate() {
            if bases[..index].contains(base) {
                return Err(self.type_error(format_args!("duplicate base class {}", self.name_of_class(*base))));
            }
        }
        Ok(())
    }

    #[cold]
    fn no_consistent_order<'t>(&'t self, lists: &[Vec<Gc<'t, Class>>], heads: &[usize]) -> Raised {
        let mut left: Vec<Gc<'t, Class>> = Vec::new();
        for class in lists.iter().zip(heads).filter_map(|(list, &head)| list.get(head).copied()) {
            if !left.contains(&class) {
                left.push(class);
            }
        }
        let names: Vec<String> = left.into_iter().map(|class| self.text(class.get(Class::name))).collect();
        self.type_error(format_args!(
            "Cannot create a consistent method resolution order (MRO) for bases {}",
            names.join(", ")
        ))
    }

    /// The base whose instances those of the new class extend.
    pub(crate) fn best_base<'t>(&'t self, bases: &[Gc<'t, Class>]) -> Result<Gc<'t, Class>, Raised> {
        let mut best: Option<(Gc<'t, Class>, Gc<'t, Class>)> = None;
        for &base in bases {
            if !base.has(flags::SUBCLASSABLE) {
                let name = self.name_of_class(base);
                return Err(self.type_error(format_args!("type '{name}' is not an acceptable base type")));
            }
            let solid = self.solid_base(base);
            best = match best {
                Some((base, winner)) if self.is_subclass(winner, solid) => Some((base, winner)),
                Some((_, winner)) if !self.is_subclass(solid, winner) => {
                    return Err(self.type_error("multiple bases have instance lay-out conflict"));
                }
                _ => Some((base, solid)),
            };
        }
        Ok(best.map_or(self.class(crate::cls::object), |(base, _)| base))
    }

    /// The nearest class on the way to object whose instances have storage of their own.
    pub(crate) fn solid_base<'t>(&'t self, class: Gc<'t, Class>) -> Gc<'t, Class> {
        let mut class = class;
        while let Some(base) = class.base().filter(|_| !class.has(flags::SOLID)) {
            class = base;
        }
        class
    }
}
