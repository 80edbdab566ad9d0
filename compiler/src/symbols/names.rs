//! Names as small numbers, and the mangling of private names.

use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// An interned name.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Debug)]
pub struct Sym(u32);

/// All names of one compilation.
#[derive(Default, Debug)]
pub struct Names {
    texts: Vec<Box<str>>,
    numbers: FxHashMap<Box<str>, Sym>,
}

impl Names {
    pub fn intern(&mut self, text: &str) -> Sym {
        if let Some(&sym) = self.numbers.get(text) {
            return sym;
        }
        let sym = Sym(self.texts.len() as u32);
        self.texts.push(text.into());
        self.numbers.insert(text.into(), sym);
        sym
    }

    /// Interns the name as it is called inside class `private`.
    pub fn intern_private(&mut self, private: Option<Sym>, text: &str) -> Sym {
        match private {
            Some(class) if is_private(text) => {
                let mangled = mangle(&self.texts[class.0 as usize], text).into_owned();
                self.intern(&mangled)
            }
            _ => self.intern(text),
        }
    }

    pub fn text(&self, sym: Sym) -> &str {
        &self.texts[sym.0 as usize]
    }
}

fn is_private(name: &str) -> bool {
    name.starts_with("__") && !name.ends_with("__") && !name.contains('.')
}

/// `__name` inside class `_Class` is `_Class__name`; a class of underscores only mangles nothing.
pub fn mangle<'a>(class: &str, name: &'a str) -> Cow<'a, str> {
    let class = class.trim_start_matches('_');
    if class.is_empty() || !is_private(name) { Cow::Borrowed(name) } else { Cow::Owned(format!("_{class}{name}")) }
}

#[cfg(test)]
mod tests {
    use super::mangle;

    #[test]
    fn mangling() {
        assert_eq!(mangle("__Spam", "__eggs"), "_Spam__eggs");
        assert_eq!(mangle("Spam", "__eggs__"), "__eggs__");
        assert_eq!(mangle("___", "__eggs"), "__eggs");
        assert_eq!(mangle("Spam", "_eggs"), "_eggs");
    }
}
