//! Finding the places where a match may start.

use crate::charset::First;
use crate::text::{self, Unit};
use std::fmt;

/// How many units a [`Window`] looks at.
pub(crate) const WINDOW: usize = 8;

/// How a search moves from one possible start to the next.
pub(crate) enum Plan {
    /// Tries everywhere.
    Every,
    /// Only the very beginning of the text.
    AtStart,
    /// Beginnings of lines.
    LineStart,
    Unit(u8),
    Units(u8, u8),
    First(First),
    Window(Box<Window>),
    Literal(Box<Literal>),
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Plan::Every => f.write_str("Every"),
            Plan::AtStart => f.write_str("AtStart"),
            Plan::LineStart => f.write_str("LineStart"),
            Plan::Unit(c) => write!(f, "Unit({c})"),
            Plan::Units(a, b) => write!(f, "Units({a}, {b})"),
            Plan::First(first) => write!(f, "First({} of 256)", first.bits.len()),
            Plan::Window(window) => write!(f, "Window({})", window.len),
            Plan::Literal(literal) => write!(f, "Literal({:?})", literal.finder.needle()),
        }
    }
}

/// A literal every match begins with.
pub(crate) struct Literal {
    finder: memchr::memmem::Finder<'static>,
    /// For text the finder cannot read.
    window: Window,
}

/// Which units may stand at each of the first places of a match: bit `i` of a unit's mask says "at place `i`".
/// A text is scanned with one shift, one load and one test per unit (the shift-and automaton).
pub(crate) struct Window {
    masks: [u8; 256],
    high: u8,
    pub len: usize,
}

impl Window {
    pub fn new(places: &[First]) -> Window {
        let mut window = Window { masks: [0; 256], high: 0, len: places.len().min(WINDOW) };
        for (i, place) in places.iter().take(WINDOW).enumerate() {
            for c in place.bits.iter() {
                window.masks[usize::from(c)] |= 1 << i;
            }
            if place.high {
                window.high |= 1 << i;
            }
        }
        window
    }

    fn find<U: Unit>(&self, text: &[U], from: usize) -> Option<usize> {
        if self.len == 0 {
            return Some(from);
        }
        let top = 1u8 << (self.len - 1);
        let mut places = 0u8;
        for (i, &unit) in text[from..].iter().enumerate() {
            let c: u32 = unit.into();
            let mask = if U::NARROW || c < 256 { self.masks[usize::from(c as u8)] } else { self.high };
            places = (places << 1 | 1) & mask;
            if places & top != 0 {
                return Some(from + i + 1 - self.len);
            }
        }
        None
    }
}

impl Plan {
    pub fn literal(prefix: Vec<u8>, window: Window) -> Plan {
        let finder = memchr::memmem::Finder::new(&prefix).into_owned();
        Plan::Literal(Box::new(Literal { finder, window }))
    }

    /// The first place at or after `from` where a match may start.
    pub fn next<U: Unit>(&self, text: &[U], from: usize) -> Option<usize> {
        let rest = text.get(from..)?;
        match self {
            Plan::Every => Some(from),
            Plan::AtStart => (from == 0).then_some(0),
            Plan::LineStart => {
                if from == 0 || text[from - 1].into() == u32::from(b'\n') {
                    return Some(from);
                }
                U::find(rest, U::of(u32::from(b'\n'))?).map(|i| from + i + 1)
            }
            Plan::Unit(c) => U::find(rest, U::of(u32::from(*c))?).map(|i| from + i),
            Plan::Units(a, b) => U::find2(rest, U::of(u32::from(*a))?, U::of(u32::from(*b))?).map(|i| from + i),
            Plan::First(first) => text::find_first(first, text, from),
            Plan::Window(window) => window.find(text, from),
            Plan::Literal(literal) => match U::narrow(rest) {
                Some(bytes) => literal.finder.find(bytes).map(|i| from + i),
                None => literal.window.find(text, from),
            },
        }
    }
}
