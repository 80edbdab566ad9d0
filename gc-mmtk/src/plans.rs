//! The plans of the toolkit that a virtual machine without pinning can run under, and what each asks of the binding.
//!
//! It knows names and properties only; what a plan *does* is the toolkit's.

use gc_api::ConfigError;

/// One plan.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// As the user writes it, and as the toolkit does.
    pub name: &'static str,
    /// Has a young generation whose size can be set.
    pub nursery: bool,
    /// Objects may move.
    pub moves: bool,
    /// References are updated by a second pass, after liveness is known: until then nothing has moved.
    pub two_pass: bool,
    /// The second pass leaves out what never dies.
    pub forgets_immortals: bool,
    /// Marks while the program runs.
    pub concurrent: bool,
    /// Every object takes the allocator's own path, because it keeps something beside it.
    pub alloc_by_call: bool,
    /// A collection that finds nothing alive leaves its space unusable: something must always be.
    pub needs_sentinel: bool,
    /// Reclaims anything at all.
    pub collects: bool,
}

const PLAIN: Plan = Plan {
    name: "",
    nursery: false,
    moves: true,
    two_pass: false,
    forgets_immortals: false,
    concurrent: false,
    alloc_by_call: false,
    needs_sentinel: false,
    collects: true,
};

/// All of them. Left out is `PageProtect`: a page per object exceeds what the system lets a process map before a program has started.
pub static PLANS: &[Plan] = &[
    Plan { name: "GenImmix", nursery: true, ..PLAIN },
    Plan { name: "GenCopy", nursery: true, ..PLAIN },
    Plan { name: "StickyImmix", nursery: true, ..PLAIN },
    Plan { name: "Immix", ..PLAIN },
    Plan { name: "ConcurrentImmix", concurrent: true, ..PLAIN },
    Plan { name: "SemiSpace", ..PLAIN },
    Plan { name: "MarkSweep", moves: false, alloc_by_call: true, ..PLAIN },
    Plan { name: "MarkCompact", two_pass: true, alloc_by_call: true, needs_sentinel: true, ..PLAIN },
    Plan { name: "Compressor", two_pass: true, forgets_immortals: true, ..PLAIN },
    Plan { name: "NoGC", moves: false, collects: false, ..PLAIN },
];

/// What runs when the user names none.
pub static DEFAULT: &Plan = &PLANS[0];

/// The plan of this name, in any case of letters.
pub fn find(name: &str) -> Result<&'static Plan, ConfigError> {
    PLANS.iter().find(|plan| plan.name.eq_ignore_ascii_case(name)).ok_or_else(|| {
        let known: Vec<&str> = PLANS.iter().map(|plan| plan.name).collect();
        ConfigError(format!("unknown plan '{name}'; known are {}", known.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case_and_unknown_ones_list_the_known() {
        assert_eq!(find("semispace").map(|plan| plan.name), Ok("SemiSpace"));
        let error = find("Boehm").unwrap_err().0;
        assert!(error.starts_with("unknown plan 'Boehm'; known are GenImmix, GenCopy, "), "{error}");
        assert!(PLANS.iter().all(|plan| error.contains(plan.name)));
    }
}
