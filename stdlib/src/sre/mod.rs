//! `_sre`: regular expressions. The machine itself is the crate `sre`; here are the objects around it.
//!
//! What loops around a call of Python or may have to wait is in `python/native/_sre.py`.

mod job;
mod matches;
mod pattern;
mod subject;
mod template;

use sre::CharTable;
use text::unicode;
use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, ClassDef, NativeDef, Tail, class, leaf};
use vm_core::objects::class::flags;
use vm_core::{Raised, Thread, Value, applevel, cls, layout_table};

use crate::{convert, imp};

/// A function of the Python part.
fn app<'t>(t: &'t Thread, name: &str) -> Value<'t> {
    imp::part(t, "_sre", name)
}

/// `Pattern[str]`, `Match[str]`.
fn generic_alias<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    Ok(Tail::call(t.app(applevel::app::generic_alias), &[args.get(0), args.get(1)]))
}

/// What patterns ask about characters. Locale questions are answered for the C locale, the only one there is.
static CHARS: CharTable = CharTable {
    lower: |c| first(unicode::to_lower(c).as_slice(), c),
    upper: |c| first(unicode::to_upper(c).as_slice(), c),
    is_alnum: unicode::is_alnum,
    is_decimal: unicode::is_decimal,
    is_space: unicode::is_space,
    is_linebreak: unicode::is_line_break,
    locale_lower: |c| c.to_ascii_lowercase(),
    locale_upper: |c| c.to_ascii_uppercase(),
    locale_is_alnum: |c| c.is_ascii_alphanumeric(),
};

fn first(mapped: &[u32], c: u32) -> u32 {
    mapped.first().copied().unwrap_or(c)
}

/// The module.
pub static MODULE: ModuleDef =
    module("_sre").functions(&FUNCTIONS).classes(&[&PATTERN, &MATCH, &SCANNER, &TEMPLATE]).init(|t, names| {
        t.native_class(&job::FOUND)?;
        for helper in job::HELPERS.iter().chain(&template::HELPERS) {
            names.add(t, helper.name(), t.module_function(helper, Value::NONE))?;
        }
        names.add_int(t, "MAGIC", i64::from(sre::MAGIC))?;
        names.add_int(t, "CODESIZE", sre::CODE_SIZE as i64)?;
        names.add_int(t, "MAXREPEAT", i64::from(sre::MAX_REPEAT))?;
        names.add_int(t, "MAXGROUPS", i64::from(sre::MAX_GROUPS))
    });

static PATTERN: ClassDef = class(ids::PATTERN_CLASS, "Pattern")
    .module("re")
    .doc("Compiled regular expression object.")
    .layouts(&[ids::PATTERN])
    .flags(flags::WEAKREFABLE | flags::IMMUTABLE)
    .methods(&pattern::METHODS)
    .getsets(pattern::GETSETS);

static MATCH: ClassDef = class(ids::MATCH_CLASS, "Match")
    .module("re")
    .doc("The result of re.match() and re.search().\nMatch objects always have a boolean value of True.")
    .layouts(&[ids::MATCH])
    .flags(flags::IMMUTABLE)
    .methods(&matches::METHODS)
    .getsets(matches::GETSETS);

static SCANNER: ClassDef = class(ids::SCANNER_CLASS, "SRE_Scanner")
    .module("_sre")
    .layouts(&[ids::JOB])
    .flags(flags::IMMUTABLE)
    .methods(&job::METHODS)
    .getsets(job::GETSETS);

static TEMPLATE: ClassDef =
    class(ids::TEMPLATE_CLASS, "SRE_Template").module("_sre").layouts(&[ids::TEMPLATE]).flags(flags::IMMUTABLE);

/// What the layouts of this module need to be known to the heap.
pub static LAYOUTS: Layouts = layout_table![pattern::Pattern, matches::Match, job::Job, job::Found, template::Template];

static FUNCTIONS: [NativeDef; 7] = [
    leaf("compile(pattern, flags, code, groups, groupindex, indexgroup)", pattern::compile).function(),
    leaf("template(pattern, template, /)", template::make).function(),
    leaf("getcodesize()", |t, _| Ok(t.int(sre::CODE_SIZE as i64))).function(),
    leaf("ascii_iscased(character, /)", |t, a| {
        let c = character(t, a)?;
        Ok(Value::bool(u8::try_from(c).is_ok_and(|c| c.is_ascii_alphabetic())))
    })
    .function(),
    leaf("ascii_tolower(character, /)", |t, a| {
        let c = character(t, a)?;
        Ok(t.int(u32::try_from(c).map_or(i64::from(c), |c| i64::from(sre::ascii_lower(c)))))
    })
    .function(),
    leaf("unicode_iscased(character, /)", |t, a| {
        let c = character(t, a)? as u32;
        Ok(Value::bool(c != sre::unicode_lower(c, &CHARS) || c != sre::unicode_upper(c, &CHARS)))
    })
    .function(),
    leaf("unicode_tolower(character, /)", |t, a| {
        let c = character(t, a)? as u32;
        Ok(t.int(i64::from(sre::unicode_lower(c, &CHARS) as i32)))
    })
    .function(),
];

fn character(t: &Thread, args: Args<'_>) -> Result<i32, Raised> {
    let c = convert::ssize(t, args.get(0))?;
    i32::try_from(c).map_err(|_| t.raise(cls::OverflowError, "Python int too large to convert to C int"))
}

mod ids {
    use gc_api::TypeId;
    use vm_core::classes::ClassKey;

    use crate::ids::SRE;

    pub const PATTERN_CLASS: ClassKey = SRE.class(0);
    pub const MATCH_CLASS: ClassKey = SRE.class(1);
    pub const SCANNER_CLASS: ClassKey = SRE.class(2);
    pub const TEMPLATE_CLASS: ClassKey = SRE.class(3);
    pub const FOUND_CLASS: ClassKey = SRE.class(4);

    pub const PATTERN: TypeId = SRE.layout(0);
    pub const MATCH: TypeId = SRE.layout(1);
    pub const JOB: TypeId = SRE.layout(2);
    pub const TEMPLATE: TypeId = SRE.layout(3);
    pub const FOUND: TypeId = SRE.layout(4);
}
