//! Operations of the table `string`.

use std::cmp::Ordering;
use std::ops::Range;

use text::repr::{repr_bytes, repr_str};
use text::strings::{self, Side};
use text::{Fault, Text, TextBuf, Units, bytes, search};

use crate::table::{Answer, Case};

fn truth(value: bool) -> Answer {
    Ok(Text::from(if value { "True" } else { "False" }))
}

fn sequence(open: &str, close: &str, reprs: impl IntoIterator<Item = TextBuf>) -> Answer {
    let mut out = TextBuf::new();
    out.push_str(open);
    for (at, repr) in reprs.into_iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        out.push_units(repr.as_units());
    }
    out.push_str(close);
    Ok(out.finish())
}

fn parts(text: Units<'_>, ranges: Vec<Range<usize>>) -> Answer {
    sequence("[", "]", ranges.into_iter().map(|r| repr_str(text.slice(r.start, r.end))))
}

fn byte_parts(bytes: &[u8], ranges: Vec<Range<usize>>) -> Answer {
    sequence("[", "]", ranges.into_iter().map(|r| repr_bytes(&bytes[r], "b")))
}

fn byte_text(bytes: Vec<u8>) -> Answer {
    Ok(repr_bytes(&bytes, "b").finish())
}

fn index(result: Option<usize>) -> Answer {
    Ok(Text::from(result.map_or(-1, |at| at as i64).to_string()))
}

impl Case {
    fn most(&self, at: usize) -> usize {
        usize::try_from(self.number(at)).unwrap_or(usize::MAX)
    }

    fn bound(&self, at: usize) -> Option<i64> {
        self.string(at).parse().ok()
    }

    fn range(&self) -> Option<Range<usize>> {
        search::clamp_range(self.bound(2), self.bound(3), self.arg(0).len())
    }
}

fn partitioned(text: Units<'_>, cut: Option<Range<usize>>, missing: usize) -> Answer {
    let bounds = match cut {
        Some(cut) => [0, cut.start, cut.end, text.len()],
        None => [0, missing, missing, text.len()],
    };
    sequence("(", ")", bounds.windows(2).map(|w| repr_str(text.slice(w[0], w[1]))))
}

fn stripped(case: &Case, side: Side) -> Answer {
    let text = case.arg(0);
    let range = match case.args.get(1) {
        Some(set) => strings::strip_set(text, set.as_units(), side),
        None => strings::strip(text, side),
    };
    Ok(text.slice(range.start, range.end).to_text())
}

fn of_bytes(op: &str, case: &Case) -> Option<Answer> {
    let data = case.bytes(0);
    Some(match op {
        "upper" => byte_text(bytes::upper(&data)),
        "lower" => byte_text(bytes::lower(&data)),
        "swapcase" => byte_text(bytes::swapcase(&data)),
        "capitalize" => byte_text(bytes::capitalize(&data)),
        "title" => byte_text(bytes::title(&data)),
        "isalpha" => truth(bytes::is_alpha(&data)),
        "isalnum" => truth(bytes::is_alnum(&data)),
        "isdigit" => truth(bytes::is_digit(&data)),
        "isspace" => truth(bytes::is_space(&data)),
        "islower" => truth(bytes::is_lower(&data)),
        "isupper" => truth(bytes::is_upper(&data)),
        "istitle" => truth(bytes::is_title(&data)),
        "split" => byte_parts(&data, bytes::split_whitespace(&data, case.most(1))),
        "rsplit" => byte_parts(&data, bytes::rsplit_whitespace(&data, case.most(1))),
        "splitlines" => byte_parts(&data, bytes::split_lines(&data, case.number(1) != 0)),
        "strip" => byte_text(data[bytes::strip(&data, Side::Both)].to_vec()),
        "expandtabs" => strings::expand_tabs_bytes(&data, case.number(1)).and_then(byte_text),
        _ => return None,
    })
}

fn padded(case: &Case, pad: fn(Units<'_>, usize, u32) -> Result<Text, Fault>) -> Answer {
    pad(case.arg(0), case.most(1), case.arg(2).get(0))
}

pub fn run(case: &Case) -> Option<Answer> {
    if let Some(op) = case.op.strip_prefix("bytes.") {
        return of_bytes(op, case);
    }
    let text = case.arg(0);
    Some(match case.op.as_str() {
        "upper" => Ok(strings::upper(text)),
        "lower" => Ok(strings::lower(text)),
        "casefold" => Ok(strings::casefold(text)),
        "swapcase" => Ok(strings::swapcase(text)),
        "capitalize" => Ok(strings::capitalize(text)),
        "title" => Ok(strings::title(text)),
        "isalpha" => truth(strings::is_alpha(text)),
        "isalnum" => truth(strings::is_alnum(text)),
        "isdecimal" => truth(strings::is_decimal(text)),
        "isdigit" => truth(strings::is_digit(text)),
        "isnumeric" => truth(strings::is_numeric(text)),
        "isspace" => truth(strings::is_space(text)),
        "isprintable" => truth(strings::is_printable(text)),
        "isidentifier" => truth(strings::is_identifier(text)),
        "islower" => truth(strings::is_lower(text)),
        "isupper" => truth(strings::is_upper(text)),
        "istitle" => truth(strings::is_title(text)),
        "isascii" => truth(text.is_ascii()),
        "split" => parts(text, strings::split_whitespace(text, case.most(1))),
        "rsplit" => parts(text, strings::rsplit_whitespace(text, case.most(1))),
        "splitlines" => parts(text, strings::split_lines(text, case.number(1) != 0)),
        "expandtabs" => strings::expand_tabs(text, case.number(1)),
        "center" => padded(case, strings::center),
        "ljust" => padded(case, strings::ljust),
        "rjust" => padded(case, strings::rjust),
        "zfill" => strings::zfill(text, case.most(1)),
        "strip" => stripped(case, Side::Both),
        "lstrip" => stripped(case, Side::Left),
        "rstrip" => stripped(case, Side::Right),
        "find" => index(case.range().and_then(|range| search::find(text, case.arg(1), range))),
        "rfind" => index(case.range().and_then(|range| search::rfind(text, case.arg(1), range))),
        "count" => index(Some(case.range().map_or(0, |range| search::count(text, case.arg(1), range)))),
        "startswith" => truth(search::starts_with(text, case.arg(1))),
        "endswith" => truth(search::ends_with(text, case.arg(1))),
        "replace" => {
            let replaced = search::replace(text, case.arg(1), case.arg(2), case.most(3));
            replaced.map(|replaced| replaced.unwrap_or_else(|| text.to_text()))
        }
        "compare_text" => Ok(Text::from(match text.compare(case.arg(1)) {
            Ordering::Less => "<",
            Ordering::Equal => "=",
            Ordering::Greater => ">",
        })),
        "split_at" => parts(text, search::split(text, case.arg(1), case.most(2))),
        "rsplit_at" => parts(text, search::rsplit(text, case.arg(1), case.most(2))),
        "partition" => partitioned(text, search::partition(text, case.arg(1)), text.len()),
        "rpartition" => partitioned(text, search::rpartition(text, case.arg(1)), 0),
        _ => return None,
    })
}
