//! The name somebody may have meant: the nearest of the known ones, by how much typing lies between.

/// Longer names are not compared.
const LONGEST: usize = 40;
/// More candidates are not looked at.
const MOST: usize = 750;
/// The cost of a character inserted, deleted or replaced.
const MOVE: usize = 2;
/// The cost of a letter in the other case.
const CASE: usize = 1;

/// The known name nearest to `given`, if one is near enough.
pub fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    let known: Vec<&str> = known.collect();
    if known.len() >= MOST {
        return None;
    }
    for name in known.into_iter().filter(|name| *name != given) {
        let tolerated = (given.len() + name.len() + 3) * MOVE / 6;
        let distance = distance(given.as_bytes(), name.as_bytes());
        if distance <= tolerated && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

fn distance(a: &[u8], b: &[u8]) -> usize {
    if a.len() > LONGEST || b.len() > LONGEST {
        return usize::MAX;
    }
    // The costs of making the start of `a` seen so far into each start of `b`.
    let mut row: Vec<usize> = (0..=b.len()).map(|index| index * MOVE).collect();
    for (done, &from) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (done + 1) * MOVE;
        for (index, &to) in b.iter().enumerate() {
            let replaced = diagonal + replacement(from, to);
            diagonal = row[index + 1];
            row[index + 1] = replaced.min(diagonal + MOVE).min(row[index] + MOVE);
        }
    }
    row[b.len()]
}

fn replacement(a: u8, b: u8) -> usize {
    match (a == b, a.eq_ignore_ascii_case(&b)) {
        (true, _) => 0,
        (false, true) => CASE,
        (false, false) => MOVE,
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_name_that_is_near_enough() {
        let names = ["key", "default", "reverse"];
        assert_eq!(nearest("kei", names.into_iter()), Some("key"));
        assert_eq!(nearest("Reverse", names.into_iter()), Some("reverse"));
        assert_eq!(nearest("zzzz", names.into_iter()), None);
    }
}
