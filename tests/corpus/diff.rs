//! A line diff for people: what was expected and what came, with some lines around each difference.

/// Lines of context around a difference.
const CONTEXT: usize = 2;
/// Lines shown of one diff; a program that prints something else altogether should not flood the terminal.
const MAX_LINES: usize = 60;

enum Line<'a> {
    Same(&'a str),
    Missing(&'a str),
    Unexpected(&'a str),
}

/// The differences, `-` before what was expected and `+` before what came. Empty when there are none.
pub fn diff(expected: &str, found: &str) -> String {
    let lines = align(&expected.lines().collect::<Vec<_>>(), &found.lines().collect::<Vec<_>>());
    let changed = |line: &Line| !matches!(line, Line::Same(_));
    let mut text = String::new();
    let mut shown = 0;
    let mut gap = false;
    for (i, line) in lines.iter().enumerate() {
        let around = &lines[i.saturating_sub(CONTEXT)..(i + CONTEXT + 1).min(lines.len())];
        if !around.iter().any(changed) {
            gap = true;
            continue;
        }
        if shown == MAX_LINES {
            text.push_str("    ... (more)\n");
            break;
        }
        if gap {
            text.push_str(&format!("    @ line {}\n", i + 1));
            gap = false;
        }
        let (mark, content) = match line {
            Line::Same(s) => (' ', s),
            Line::Missing(s) => ('-', s),
            Line::Unexpected(s) => ('+', s),
        };
        text.push_str(&format!("    {mark} {content}\n"));
        shown += 1;
    }
    if text.is_empty() && expected != found {
        text.push_str("    (they differ in the last newline)\n");
    }
    text
}

/// Longest common subsequence of the lines between the common head and tail.
fn align<'a>(a: &[&'a str], b: &[&'a str]) -> Vec<Line<'a>> {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (mid_a, mid_b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let mut lines: Vec<Line> = a[..head].iter().map(|s| Line::Same(s)).collect();
    // A table of both lengths: for outputs too long for it, everything between head and tail counts as different.
    if mid_a.len() * mid_b.len() > 4_000_000 {
        lines.extend(mid_a.iter().map(|s| Line::Missing(s)));
        lines.extend(mid_b.iter().map(|s| Line::Unexpected(s)));
    } else {
        lines.extend(common(mid_a, mid_b));
    }
    lines.extend(a[a.len() - tail..].iter().map(|s| Line::Same(s)));
    lines
}

fn common<'a>(a: &[&'a str], b: &[&'a str]) -> Vec<Line<'a>> {
    let width = b.len() + 1;
    let mut length = vec![0u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            length[i * width + j] = if a[i] == b[j] {
                length[(i + 1) * width + j + 1] + 1
            } else {
                length[(i + 1) * width + j].max(length[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            lines.push(Line::Same(a[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || (i < a.len() && length[(i + 1) * width + j] >= length[i * width + j + 1]) {
            lines.push(Line::Missing(a[i]));
            i += 1;
        } else {
            lines.push(Line::Unexpected(b[j]));
            j += 1;
        }
    }
    lines
}

#[test]
fn equal_texts_have_no_diff() {
    assert_eq!(diff("a\nb\n", "a\nb\n"), "");
}

#[test]
fn a_changed_line_is_shown_with_its_neighbours() {
    assert_eq!(diff("a\nb\nc\n", "a\nx\nc\n"), "      a\n    - b\n    + x\n      c\n");
}

#[test]
fn lines_far_from_a_difference_are_left_out() {
    assert_eq!(diff("1\n2\n3\n4\n5\n", "1\n2\n3\n4\n"), "    @ line 3\n      3\n      4\n    - 5\n");
}
