//! Parameter lists in Python's notation.

/// What the argument binder needs of a parameter list. Names are in order: positional, then keyword-only.
#[derive(Debug, PartialEq, Eq)]
pub struct Signature {
    pub names: Vec<&'static str>,
    /// Which parameters have no default.
    pub required: Vec<bool>,
    pub positional: usize,
    pub positional_only: usize,
    pub keyword_only: usize,
    pub varargs: bool,
    pub varkw: bool,
    /// The least number of positional arguments.
    pub min: usize,
}

impl Signature {
    /// Slots the native sees: parameters, then `*args`, then `**kwargs`.
    pub fn slots(&self) -> usize {
        self.names.len() + self.varargs as usize + self.varkw as usize
    }

    /// Only positional parameters: binding is counting.
    pub fn is_simple(&self) -> bool {
        !self.varargs && !self.varkw && self.keyword_only == 0
    }
}

/// Parses `"name(a, b=1, /, c, *, d=None)"`. Defaults must not contain commas or parentheses.
pub fn parse_signature(text: &'static str) -> Signature {
    let mut signature = Signature {
        names: Vec::new(),
        required: Vec::new(),
        positional: 0,
        positional_only: 0,
        keyword_only: 0,
        varargs: false,
        varkw: false,
        min: 0,
    };
    let Some((_, rest)) = text.split_once('(') else { return signature };
    let parameters = rest.trim_end().strip_suffix(')').unwrap_or(rest);
    let mut keyword_only = false;
    for parameter in parameters.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        if parameter == "/" {
            signature.positional_only = signature.positional;
        } else if parameter == "*" {
            keyword_only = true;
        } else if parameter.starts_with("**") {
            signature.varkw = true;
        } else if parameter.starts_with('*') {
            signature.varargs = true;
            keyword_only = true;
        } else {
            let (name, default) = match parameter.split_once('=') {
                Some((name, default)) => (name, Some(default)),
                None => (parameter, None),
            };
            signature.names.push(name);
            signature.required.push(default.is_none());
            if keyword_only {
                signature.keyword_only += 1;
            } else {
                signature.positional += 1;
                if default.is_none() {
                    signature.min = signature.positional;
                }
            }
        }
    }
    signature
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_every_kind_of_parameter() {
        let s = parse_signature("f(a, b=1, /, c=2, *, d=None, e)");
        assert_eq!(s.names, ["a", "b", "c", "d", "e"]);
        assert_eq!((s.positional, s.positional_only, s.keyword_only, s.min), (3, 2, 2, 1));
        assert_eq!(s.required, [true, false, false, false, true]);
        let s = parse_signature("g(self, *args, **kwargs)");
        assert!(s.varargs && s.varkw);
        assert_eq!(s.slots(), 3);
    }
}
