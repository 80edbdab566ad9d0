//! Finding one text in another, in linear time, and what is built on it: counting, replacing, splitting at a separator.
//!
//! Works on slices of any unit width; bytes use `memchr`. The functions on [`Units`] accept any mix of widths.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use crate::fault::Fault;
use crate::textbuf::{Text, TextBuf};
use crate::units::{Unit, Units};

/// Needles up to this length are compared at each position: short enough to be linear in effect.
const SHORT: usize = 8;

/// Texts up to this length are searched without preparation for short needles.
const BRIEF: usize = 1024;

/// A sequence read forwards or backwards.
trait View {
    type Unit: Unit;
    fn len(&self) -> usize;
    fn at(&self, index: usize) -> Self::Unit;
}

struct Forwards<'a, T>(&'a [T]);
struct Backwards<'a, T>(&'a [T]);

impl<T: Unit> View for Forwards<'_, T> {
    type Unit = T;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn at(&self, index: usize) -> T {
        self.0[index]
    }
}

impl<T: Unit> View for Backwards<'_, T> {
    type Unit = T;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn at(&self, index: usize) -> T {
        self.0[self.0.len() - 1 - index]
    }
}

/// The two-way algorithm (Crochemore and Perrin): a needle cut at a critical position.
#[derive(Clone, Copy)]
struct TwoWay {
    cut: usize,
    period: usize,
    /// The needle repeats with `period`: remember how much of it is known to match after a shift.
    periodic: bool,
}

impl TwoWay {
    fn new<V: View>(needle: &V) -> TwoWay {
        let (cut, period) = maximal_suffix(needle, false).max(maximal_suffix(needle, true));
        let periodic = period + cut <= needle.len() && (0..cut).all(|i| needle.at(i) == needle.at(i + period));
        let period = if periodic { period } else { cut.max(needle.len() - cut) + 1 };
        TwoWay { cut, period, periodic }
    }

    fn find<V: View>(self, hay: &V, needle: &V) -> Option<usize> {
        let len = needle.len();
        let (mut at, mut known) = (0, 0);
        while at + len <= hay.len() {
            let from = self.cut.max(known);
            if let Some(differs) = (from..len).find(|&i| needle.at(i) != hay.at(at + i)) {
                at += differs - self.cut + 1;
                known = 0;
            } else if (known..self.cut).rev().any(|i| needle.at(i) != hay.at(at + i)) {
                at += self.period;
                known = if self.periodic { len - self.period } else { 0 };
            } else {
                return Some(at);
            }
        }
        None
    }
}

/// Start and period of the greatest suffix, in the usual or the reversed order of units.
fn maximal_suffix<V: View>(needle: &V, reversed: bool) -> (usize, usize) {
    let (mut best, mut candidate, mut offset, mut period) = (0, 1, 0, 1);
    while candidate + offset < needle.len() {
        let (a, b) = (needle.at(candidate + offset), needle.at(best + offset));
        if a == b {
            if offset + 1 == period {
                candidate += period;
                offset = 0;
            } else {
                offset += 1;
            }
        } else if (a < b) != reversed {
            candidate += offset + 1;
            offset = 0;
            period = candidate - best;
        } else {
            best = candidate;
            candidate += 1;
            offset = 0;
            period = 1;
        }
    }
    (best, period)
}

fn find_short<T: Unit>(hay: &[T], needle: &[T]) -> Option<usize> {
    let last = hay.len().checked_sub(needle.len())?;
    let first = needle[0];
    let mut from = 0;
    while from <= last {
        let at = from + find_unit(&hay[from..=last], first)?;
        if &hay[at..at + needle.len()] == needle {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// A needle prepared for many searches.
pub struct Finder<'n, T> {
    needle: &'n [T],
    plan: Plan<'n>,
}

enum Plan<'n> {
    Empty,
    Single,
    Bytes(Box<memmem::Finder<'n>>),
    Short,
    Long(TwoWay),
}

impl<'n, T: Unit> Finder<'n, T> {
    /// For texts of any length.
    pub fn new(needle: &'n [T]) -> Finder<'n, T> {
        Finder::for_length(needle, usize::MAX)
    }

    /// For texts of about this length: in a short one no preparation pays.
    fn for_length(needle: &'n [T], length: usize) -> Finder<'n, T> {
        let plan = match (needle.len(), T::as_bytes(needle)) {
            (0, _) => Plan::Empty,
            (1, _) => Plan::Single,
            (2..=SHORT, _) if length <= BRIEF => Plan::Short,
            (_, Some(bytes)) => Plan::Bytes(Box::new(memmem::Finder::new(bytes))),
            (2..=SHORT, _) => Plan::Short,
            _ => Plan::Long(TwoWay::new(&Forwards(needle))),
        };
        Finder { needle, plan }
    }

    /// The first occurrence.
    pub fn find(&self, hay: &[T]) -> Option<usize> {
        match &self.plan {
            Plan::Empty => Some(0),
            Plan::Single => find_unit(hay, self.needle[0]),
            Plan::Bytes(finder) => finder.find(T::as_bytes(hay)?),
            Plan::Short => find_short(hay, self.needle),
            Plan::Long(plan) => plan.find(&Forwards(hay), &Forwards(self.needle)),
        }
    }

    /// The starts of the occurrences that do not overlap (the needle must not be empty).
    fn matches<'s>(&'s self, hay: &'s [T]) -> impl Iterator<Item = usize> + 's {
        let mut from = 0;
        std::iter::from_fn(move || {
            let at = from + self.find(&hay[from..])?;
            from = at + self.needle.len();
            Some(at)
        })
    }
}

fn find_unit<T: Unit>(hay: &[T], unit: T) -> Option<usize> {
    match T::as_bytes(hay) {
        Some(bytes) => memchr::memchr(unit.code() as u8, bytes),
        None => hay.iter().position(|&u| u == unit),
    }
}

/// The first occurrence in a slice.
pub fn find_in<T: Unit>(hay: &[T], needle: &[T]) -> Option<usize> {
    if needle.len() > hay.len() {
        return None;
    }
    Finder::for_length(needle, hay.len()).find(hay)
}

/// The last occurrence in a slice.
pub fn rfind_in<T: Unit>(hay: &[T], needle: &[T]) -> Option<usize> {
    let last = hay.len().checked_sub(needle.len())?;
    match (T::as_bytes(hay), T::as_bytes(needle)) {
        _ if needle.is_empty() => Some(last),
        (Some(hay), Some([unit])) => memchr::memrchr(*unit, hay),
        (Some(hay), Some(needle)) => memmem::rfind(hay, needle),
        _ if needle.len() <= SHORT => (0..=last).rev().find(|&at| &hay[at..at + needle.len()] == needle),
        _ => {
            let (hay, needle) = (Backwards(hay), Backwards(needle));
            TwoWay::new(&needle).find(&hay, &needle).map(|at| last - at)
        }
    }
}

/// How many occurrences do not overlap, counting up to `most`.
pub fn count_in<T: Unit>(hay: &[T], needle: &[T], most: usize) -> usize {
    match needle {
        [] => (hay.len() + 1).min(most),
        [unit] if most >= hay.len() => match T::as_bytes(hay) {
            Some(bytes) => memchr::memchr_iter(unit.code() as u8, bytes).count(),
            None => hay.iter().filter(|&u| u == unit).count(),
        },
        _ if needle.len() > hay.len() => 0,
        _ => Finder::for_length(needle, hay.len()).matches(hay).take(most).count(),
    }
}

/// Ranges between occurrences of a separator (not empty), splitting at most `most` times from the left.
pub fn split_at<T: Unit>(hay: &[T], separator: &[T], most: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = 0;
    if separator.len() <= hay.len() {
        let finder = Finder::for_length(separator, hay.len());
        for at in finder.matches(hay).take(most) {
            parts.push(from..at);
            from = at + separator.len();
        }
    }
    parts.push(from..hay.len());
    parts
}

/// The same from the right; the parts still come in the order of the text.
pub fn rsplit_at<T: Unit>(hay: &[T], separator: &[T], most: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut end = hay.len();
    if separator.len() > SHORT && T::as_bytes(hay).is_none() {
        let (needle, plan) = (Backwards(separator), TwoWay::new(&Backwards(separator)));
        while parts.len() < most
            && let Some(back) = plan.find(&Backwards(&hay[..end]), &needle)
        {
            parts.push(end - back..end);
            end -= back + separator.len();
        }
    } else {
        while parts.len() < most
            && let Some(at) = rfind_in(&hay[..end], separator)
        {
            parts.push(at + separator.len()..end);
            end = at;
        }
    }
    parts.push(0..end);
    parts.reverse();
    parts
}

/// Calls `piece` with what the result of a replacement consists of: a range of the text, or `None` for the new part.
pub fn replace_pieces<T: Unit>(hay: &[T], old: &[T], most: usize, mut piece: impl FnMut(Option<Range<usize>>)) {
    if old.is_empty() {
        // Before every unit and at the end.
        for at in 0..=hay.len() {
            if at == most {
                return piece(Some(at..hay.len()));
            }
            piece(None);
            if at < hay.len() {
                piece(Some(at..at + 1));
            }
        }
        return;
    }
    let finder = Finder::for_length(old, hay.len());
    let mut from = 0;
    for at in finder.matches(hay).take(most) {
        piece(Some(from..at));
        piece(None);
        from = at + old.len();
    }
    piece(Some(from..hay.len()));
}

/// `text` in units of `T`; `None` if it has code points that do not fit.
pub(crate) fn in_width<'a, T: Unit>(text: Units<'a>) -> Option<Cow<'a, [T]>> {
    if let Some(same) = T::of_units(text) {
        return Some(Cow::Borrowed(same));
    }
    text.iter()
        .map(|code| (code <= T::MAX_CODE).then(|| T::from_code(code)))
        .collect::<Option<Vec<T>>>()
        .map(Cow::Owned)
}

/// Runs an expression with both texts as slices of the first one's width, or another if the second one does not fit.
macro_rules! in_same_width {
    ($hay:expr, $needle:expr, |$h:ident, $n:ident| $body:expr, else $otherwise:expr) => {
        $crate::with_units!($hay, |$h| match in_width($needle) {
            Some(needle) => {
                let $n = &needle[..];
                $body
            }
            None => $otherwise,
        })
    };
}

/// `start` and `end` of a search as Python clamps them; `None` where nothing can be found, not even empty text.
pub fn clamp_range(start: Option<i64>, end: Option<i64>, len: usize) -> Option<Range<usize>> {
    let clamp = |index: i64| {
        let index = if index < 0 { index.saturating_add(len as i64).max(0) } else { index };
        index as usize
    };
    let start = start.map_or(0, clamp);
    let end = end.map_or(len, clamp).min(len);
    (start <= end).then_some(start..end)
}

/// The first occurrence within a range of the text, as an index into the text.
pub fn find(hay: Units<'_>, needle: Units<'_>, range: Range<usize>) -> Option<usize> {
    let start = range.start;
    in_same_width!(hay.slice(start, range.end), needle, |h, n| find_in(h, n).map(|at| start + at), else None)
}

/// The last occurrence within a range of the text.
pub fn rfind(hay: Units<'_>, needle: Units<'_>, range: Range<usize>) -> Option<usize> {
    let start = range.start;
    in_same_width!(hay.slice(start, range.end), needle, |h, n| rfind_in(h, n).map(|at| start + at), else None)
}

/// `needle in hay`.
pub fn contains(hay: Units<'_>, needle: Units<'_>) -> bool {
    find(hay, needle, 0..hay.len()).is_some()
}

/// Occurrences within a range that do not overlap.
pub fn count(hay: Units<'_>, needle: Units<'_>, range: Range<usize>) -> usize {
    in_same_width!(hay.slice(range.start, range.end), needle, |h, n| count_in(h, n, usize::MAX), else 0)
}

pub fn starts_with(hay: Units<'_>, prefix: Units<'_>) -> bool {
    prefix.len() <= hay.len() && hay.slice(0, prefix.len()) == prefix
}

pub fn ends_with(hay: Units<'_>, suffix: Units<'_>) -> bool {
    suffix.len() <= hay.len() && hay.slice(hay.len() - suffix.len(), hay.len()) == suffix
}

/// `hay.split(separator, most)` for a separator that is not empty (`usize::MAX`: no limit).
pub fn split(hay: Units<'_>, separator: Units<'_>, most: usize) -> Vec<Range<usize>> {
    in_same_width!(hay, separator, |h, n| split_at(h, n, most), else vec![0..hay.len()])
}

/// `hay.rsplit(separator, most)`.
pub fn rsplit(hay: Units<'_>, separator: Units<'_>, most: usize) -> Vec<Range<usize>> {
    in_same_width!(hay, separator, |h, n| rsplit_at(h, n, most), else vec![0..hay.len()])
}

/// Where `hay.partition(separator)` cuts.
pub fn partition(hay: Units<'_>, separator: Units<'_>) -> Option<Range<usize>> {
    find(hay, separator, 0..hay.len()).map(|at| at..at + separator.len())
}

/// Where `hay.rpartition(separator)` cuts.
pub fn rpartition(hay: Units<'_>, separator: Units<'_>) -> Option<Range<usize>> {
    rfind(hay, separator, 0..hay.len()).map(|at| at..at + separator.len())
}

/// Length of the result of replacing `count` times.
fn replaced_len(hay: usize, old: usize, new: usize, count: usize) -> usize {
    hay.saturating_sub(old.saturating_mul(count)).saturating_add(new.saturating_mul(count))
}

/// `hay.replace(old, new, most)`; `None` if nothing is replaced.
pub fn replace(hay: Units<'_>, old: Units<'_>, new: Units<'_>, most: usize) -> Result<Option<Text>, Fault> {
    let count = in_same_width!(hay, old, |h, o| count_in(h, o, most), else 0);
    if count == 0 {
        return Ok(None);
    }
    let mut out = TextBuf::new();
    out.try_reserve(replaced_len(hay.len(), old.len(), new.len(), count))?;
    in_same_width!(hay, old, |h, o| replace_pieces(h, o, most, |piece| match piece {
        Some(range) => out.push_units(hay.slice(range.start, range.end)),
        None => out.push_units(new),
    }), else ());
    Ok(Some(out.finish()))
}

/// `hay.replace(old, new, most)` on bytes; `None` if nothing is replaced.
pub fn replace_bytes(hay: &[u8], old: &[u8], new: &[u8], most: usize) -> Result<Option<Vec<u8>>, Fault> {
    let count = count_in(hay, old, most);
    if count == 0 {
        return Ok(None);
    }
    let mut out = Vec::new();
    out.try_reserve(replaced_len(hay.len(), old.len(), new.len(), count)).map_err(|_| Fault::memory())?;
    replace_pieces(hay, old, most, |piece| out.extend_from_slice(piece.map_or(new, |range| &hay[range])));
    Ok(Some(out))
}
