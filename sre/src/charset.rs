//! Sets of characters: checked once, then a bitmap for Latin-1 and the cheapest exact answer above it.

use crate::chars::{self, Bits, Category, CharTable};
use crate::codes::{Fold, op};

/// A set whose members do not depend on the locale.
#[derive(Debug)]
pub(crate) struct Set {
    pub bits: Bits,
    pub high: High,
}

/// The members above Latin-1.
#[derive(Debug)]
pub(crate) enum High {
    None,
    All,
    Class(Category),
    /// Characters whose lower case is this one.
    LowerIs(u32),
    LowerIsNot(u32),
    /// The set as it came, asked after folding.
    Words(SetWords, Fold),
}

impl Set {
    pub fn has_high(&self, c: u32, chars: &CharTable) -> bool {
        match &self.high {
            High::None => false,
            High::All => true,
            High::Class(class) => class.has(c, chars),
            High::LowerIs(lower) => chars::unicode_lower(c, chars) == *lower,
            High::LowerIsNot(lower) => chars::unicode_lower(c, chars) != *lower,
            High::Words(words, fold) => words.has(chars::fold(c, *fold, chars), chars),
        }
    }

    pub fn may_have_high(&self) -> bool {
        !matches!(self.high, High::None)
    }

    pub fn empty() -> Set {
        Set { bits: Bits::NONE, high: High::None }
    }

    pub fn of_category(class: Category) -> Set {
        Set { bits: class.bits(), high: High::Class(class) }
    }

    /// The characters that `fold` maps to `folded`, or all the others.
    pub fn of_folded(folded: u32, fold: Fold, negated: bool, chars: &CharTable) -> Set {
        let mut bits = Bits::NONE;
        for c in 0..=255u8 {
            if (chars::fold(u32::from(c), fold, chars) == folded) != negated {
                bits.add(c);
            }
        }
        let high = match (fold, negated) {
            (Fold::Unicode, false) => High::LowerIs(folded),
            (Fold::Unicode, true) => High::LowerIsNot(folded),
            _ if folded >= 256 => {
                let item = if negated { vec![op::NEGATE, op::LITERAL, folded] } else { vec![op::LITERAL, folded] };
                High::Words(SetWords(item.into()), Fold::Exact)
            }
            (_, false) => High::None,
            (_, true) => High::All,
        };
        Set { bits, high }
    }

    pub fn of_words(words: SetWords, fold: Fold, chars: &CharTable) -> Set {
        let exact = words.latin1(chars);
        let mut bits = exact;
        if fold != Fold::Exact {
            for c in 0..=255u8 {
                let folded = chars::fold(u32::from(c), fold, chars);
                let has = if folded < 256 { exact.has(folded as u8) } else { words.has(folded, chars) };
                if has { bits.add(c) } else { bits.remove(c) }
            }
        }
        // characters above Latin-1 may have a lower case in it
        let simple = if fold == Fold::Unicode { None } else { words.simple_high() };
        let high = simple.unwrap_or(High::Words(words, fold));
        Set { bits, high }
    }
}

/// A valid set program: items up to, not including, its FAILURE. The first item that has the character decides.
#[derive(Debug)]
pub(crate) struct SetWords(Box<[u32]>);

/// One item, borrowed from its words.
enum Item<'a> {
    Negate,
    Literal(u32),
    Range(u32, u32),
    RangeUniIgnore(u32, u32),
    Category(Category),
    Small(&'a [u32]),
    Big { index: &'a [u32], blocks: &'a [u32] },
}

const SMALL_WORDS: usize = 8;
const INDEX_WORDS: usize = 64;

/// Splits the first item off; `None` if it is not valid.
fn next_item(words: &[u32]) -> Option<(Item<'_>, &[u32])> {
    let (&code, rest) = words.split_first()?;
    let item = |n: usize| Some((rest.get(..n)?, &rest[n..]));
    Some(match code {
        op::NEGATE => (Item::Negate, rest),
        op::LITERAL => {
            let (arg, rest) = item(1)?;
            (Item::Literal(arg[0]), rest)
        }
        op::RANGE => {
            let (arg, rest) = item(2)?;
            (Item::Range(arg[0], arg[1]), rest)
        }
        op::RANGE_UNI_IGNORE => {
            let (arg, rest) = item(2)?;
            (Item::RangeUniIgnore(arg[0], arg[1]), rest)
        }
        op::CATEGORY => {
            let (arg, rest) = item(1)?;
            (Item::Category(Category::from_code(arg[0])?), rest)
        }
        op::CHARSET => {
            let (arg, rest) = item(SMALL_WORDS)?;
            (Item::Small(arg), rest)
        }
        op::BIGCHARSET => {
            let (count, rest) = rest.split_first()?;
            let (index, rest) = (rest.get(..INDEX_WORDS)?, &rest[INDEX_WORDS..]);
            let n = (*count as usize).checked_mul(SMALL_WORDS)?;
            (Item::Big { index, blocks: rest.get(..n)? }, &rest[n..])
        }
        _ => return None,
    })
}

/// The block number of the characters `page * 256 ..`; bytes lie in memory order of the words.
fn block_of(index: &[u32], page: usize) -> usize {
    usize::from(index[page / 4].to_ne_bytes()[page % 4])
}

fn small_has(words: &[u32], c: usize) -> bool {
    words[c / 32] >> (c % 32) & 1 != 0
}

impl Item<'_> {
    fn has(&self, c: u32, chars: &CharTable) -> bool {
        match *self {
            Item::Negate => false,
            Item::Literal(l) => l == c,
            Item::Range(lo, hi) => lo <= c && c <= hi,
            Item::RangeUniIgnore(lo, hi) => {
                let upper = chars::unicode_upper(c, chars);
                (lo <= c && c <= hi) || (lo <= upper && upper <= hi)
            }
            Item::Category(class) => class.has(c, chars),
            Item::Small(words) => c < 256 && small_has(words, c as usize),
            Item::Big { index, blocks } => {
                let page = (c >> 8) as usize;
                page < 256 && small_has(&blocks[block_of(index, page) * SMALL_WORDS..], (c & 255) as usize)
            }
        }
    }

    fn latin1(&self, chars: &CharTable) -> Bits {
        let mut bits = Bits::NONE;
        match *self {
            Item::Negate => {}
            Item::Literal(c) => bits.add_range(c, c),
            Item::Range(lo, hi) => bits.add_range(lo, hi),
            Item::Category(class) => bits = class.bits(),
            Item::Small(words) => bits = bits_of_words(words),
            Item::Big { index, blocks } => bits = bits_of_words(&blocks[block_of(index, 0) * SMALL_WORDS..]),
            Item::RangeUniIgnore(..) => {
                for c in 0..=255u8 {
                    if self.has(u32::from(c), chars) {
                        bits.add(c);
                    }
                }
            }
        }
        bits
    }
}

fn bits_of_words(words: &[u32]) -> Bits {
    Bits(std::array::from_fn(|i| u64::from(words[2 * i]) | u64::from(words[2 * i + 1]) << 32))
}

impl SetWords {
    /// Checks `words`, which exclude the final FAILURE.
    pub fn new(words: &[u32]) -> Option<SetWords> {
        let mut rest = words;
        while !rest.is_empty() {
            let (item, tail) = next_item(rest)?;
            if let Item::Big { index, blocks } = item
                && (0..256).any(|page| block_of(index, page) >= blocks.len() / SMALL_WORDS)
            {
                return None;
            }
            rest = tail;
        }
        Some(SetWords(words.into()))
    }

    fn items(&self) -> impl Iterator<Item = Item<'_>> {
        let mut rest = &self.0[..];
        std::iter::from_fn(move || {
            let (item, tail) = next_item(rest)?;
            rest = tail;
            Some(item)
        })
    }

    pub fn has(&self, c: u32, chars: &CharTable) -> bool {
        let mut answer = true;
        for item in self.items() {
            match item {
                Item::Negate => answer = !answer,
                item if item.has(c, chars) => return answer,
                _ => {}
            }
        }
        !answer
    }

    /// Does the set have the character in either case? The first item that has one of them decides.
    pub fn has_either(&self, lower: u32, upper: u32, chars: &CharTable) -> bool {
        let mut answer = true;
        for item in self.items() {
            match item {
                Item::Negate => answer = !answer,
                item if item.has(lower, chars) || item.has(upper, chars) => return answer,
                _ => {}
            }
        }
        !answer
    }

    pub fn depends_on_locale(&self) -> bool {
        self.items().any(|item| matches!(item, Item::Category(class) if class.is_locale()))
    }

    fn latin1(&self, chars: &CharTable) -> Bits {
        let (mut answer, mut members, mut open) = (true, Bits::NONE, Bits::ALL);
        for item in self.items() {
            if let Item::Negate = item {
                answer = !answer;
                continue;
            }
            let hit = item.latin1(chars).and(open);
            if answer {
                members = members.or(hit);
            }
            open = open.and(hit.not());
        }
        if answer { members } else { members.or(open) }
    }

    /// An answer for the characters above Latin-1 that needs no walk over the items, if there is one.
    fn simple_high(&self) -> Option<High> {
        let mut class = None;
        let mut negated = false;
        for (i, item) in self.items().enumerate() {
            match item {
                Item::Negate if i == 0 => negated = true,
                Item::Literal(c) if c < 256 => {}
                Item::Range(_, hi) if hi < 256 => {}
                Item::Small(_) => {}
                Item::Category(c) if class.is_none() => class = Some(c),
                _ => return None,
            }
        }
        match (class, negated) {
            (None, false) => Some(High::None),
            (None, true) => Some(High::All),
            (Some(class), _) => Some(High::Class(if negated { class.not() } else { class })),
        }
    }
}

/// What a piece of pattern may begin with: an upper bound, used to skip work that cannot succeed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct First {
    pub bits: Bits,
    /// Some character above Latin-1 may be next.
    pub high: bool,
    /// The end of the text may be next.
    pub end: bool,
}

impl First {
    pub const NOTHING: First = First { bits: Bits::NONE, high: false, end: false };
    pub const ANYTHING: First = First { bits: Bits::ALL, high: true, end: true };

    pub fn add_unit(&mut self, c: u32) {
        match u8::try_from(c) {
            Ok(c) => self.bits.add(c),
            Err(_) => self.high = true,
        }
    }

    pub fn add(&mut self, bits: Bits, high: bool) {
        self.bits = self.bits.or(bits);
        self.high |= high;
    }

    pub fn is_anything(&self) -> bool {
        self.high && self.end && self.bits == Bits::ALL
    }

    /// The only character that may be next, when it is a Latin-1 one.
    pub fn single(&self) -> Option<u8> {
        if self.high || self.end || self.bits.len() != 1 { None } else { self.bits.iter().next() }
    }
}
