//! Sorting without Python: stable, and only where every comparison is between builtin values.

use crate::Thread;
use crate::objects::string::Str;
use crate::value::{Gc, Value};

/// Stretches shorter than this are sorted by insertion.
const SHORT: usize = 16;

/// Sorts the values; `None`, and an unspecified order, if a comparison needs Python or fails.
pub(crate) fn leaf_sort<'t>(t: &'t Thread, items: &mut [Value<'t>]) -> Option<()> {
    let mut pairs: Vec<(Value<'t>, Value<'t>)> = items.iter().map(|&item| (item, item)).collect();
    leaf_sort_pairs(t, &mut pairs)?;
    for (item, pair) in items.iter_mut().zip(&pairs) {
        *item = pair.1;
    }
    Some(())
}

/// Sorts pairs by their first value.
pub(crate) fn leaf_sort_pairs<'t>(t: &'t Thread, pairs: &mut Vec<(Value<'t>, Value<'t>)>) -> Option<()> {
    if pairs.len() < 2 {
        return Some(());
    }
    if pairs.iter().all(|(key, _)| key.is_small_int()) {
        pairs.sort_by_key(|(key, _)| key.as_small_int());
        return Some(());
    }
    if pairs.iter().all(|(key, _)| key.is::<Str>()) {
        pairs.sort_by(|(a, _), (b, _)| str_of(*a).units().compare(str_of(*b).units()));
        return Some(());
    }
    if pairs.iter().all(|(key, _)| key.as_exact_float().is_some_and(|f| !f.is_nan())) {
        let float = |value: Value<'t>| value.as_exact_float().unwrap_or(0.0);
        pairs.sort_by(|(a, _), (b, _)| float(*a).partial_cmp(&float(*b)).unwrap_or(std::cmp::Ordering::Equal));
        return Some(());
    }
    // Probed first: a class with its own comparison is found before any work is done.
    if pairs.iter().any(|(key, _)| needs_python(*key)) {
        return None;
    }
    merge_sort(t, pairs)
}

fn str_of(value: Value<'_>) -> Gc<'_, Str> {
    value.expect::<Str>()
}

/// Surely not comparable without Python.
fn needs_python(key: Value<'_>) -> bool {
    use crate::objects::class::{Boxed, Instance};
    key.is::<Instance>() || key.is::<Boxed>()
}

/// A merge sort that asks only `<` and stops at the first comparison it cannot make: the order of keys need not be
/// total, so the standard library's sort does not apply.
fn merge_sort<'t>(t: &'t Thread, pairs: &mut Vec<(Value<'t>, Value<'t>)>) -> Option<()> {
    let n = pairs.len();
    let mut start = 0;
    while start < n {
        let end = (start + SHORT).min(n);
        insertion_sort(t, &mut pairs[start..end])?;
        start = end;
    }
    let mut other = pairs.clone();
    let mut width = SHORT;
    while width < n {
        let mut start = 0;
        while start < n {
            let middle = (start + width).min(n);
            let end = (start + 2 * width).min(n);
            merge(t, &pairs[start..middle], &pairs[middle..end], &mut other[start..end])?;
            start = end;
        }
        std::mem::swap(pairs, &mut other);
        width *= 2;
    }
    Some(())
}

fn insertion_sort<'t>(t: &'t Thread, pairs: &mut [(Value<'t>, Value<'t>)]) -> Option<()> {
    for end in 1..pairs.len() {
        let pair = pairs[end];
        let (mut low, mut high) = (0, end);
        // Already in order is the common case.
        if !t.leaf_less(pair.0, pairs[end - 1].0)? {
            continue;
        }
        while low < high {
            let middle = (low + high) / 2;
            if t.leaf_less(pair.0, pairs[middle].0)? { high = middle } else { low = middle + 1 }
        }
        pairs.copy_within(low..end, low + 1);
        pairs[low] = pair;
    }
    Some(())
}

fn merge<'t>(
    t: &'t Thread,
    a: &[(Value<'t>, Value<'t>)],
    b: &[(Value<'t>, Value<'t>)],
    out: &mut [(Value<'t>, Value<'t>)],
) -> Option<()> {
    let (mut i, mut j) = (0, 0);
    if b.is_empty() || !t.leaf_less(b[0].0, a[a.len() - 1].0)? {
        out[..a.len()].copy_from_slice(a);
        out[a.len()..].copy_from_slice(b);
        return Some(());
    }
    for slot in out.iter_mut() {
        let right = if i == a.len() {
            true
        } else if j == b.len() {
            false
        } else {
            t.leaf_less(b[j].0, a[i].0)?
        };
        *slot = if right { b[j] } else { a[i] };
        if right { j += 1 } else { i += 1 }
    }
    Some(())
}
