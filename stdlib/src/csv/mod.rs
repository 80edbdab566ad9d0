//! `_csv`: tables as text. Dialects are put together and kept in `python/native/_csv.py`.

mod dialect;
mod read;
mod write;

use std::cell::Cell;

use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, leaf, tail};
use vm_core::{Raised, Res, Thread, Value, layout_table};

use crate::ids::CSV as IDS;
use crate::{convert, imp};

pub static MODULE: ModuleDef =
    module("_csv").doc("CSV parsing and writing.\n").functions(&FUNCTIONS).classes(&[&dialect::DIALECT]).init(
        |t, names| {
            names.add(t, "Reader", t.native_class(&read::READER)?.value())?;
            names.add(t, "Writer", t.native_class(&write::WRITER)?.value())?;
            for (name, quoting) in dialect::QUOTINGS {
                names.add_int(t, name, quoting as i64)?;
            }
            for helper in [&dialect::MAKE, &write::JOIN] {
                names.add(t, helper.name(), t.module_function(helper, Value::NONE))?;
            }
            Ok(())
        },
    );

pub static LAYOUTS: Layouts = layout_table![dialect::Dialect, read::Reader, write::Writer];

static FUNCTIONS: [NativeDef; 3] = [
    tail("reader(iterable, dialect=None, /, **fmtparams)", read::reader)
        .doc("reader(iterable [, dialect='excel'] [optional keyword args])\n\nReturn a reader object that will process lines from the given iterable.")
        .function(),
    tail("writer(fileobj, dialect=None, /, **fmtparams)", write::writer)
        .doc("writer(fileobj [, dialect='excel'] [optional keyword args])\n\nReturn a writer object that will write user data on the given file object.")
        .function(),
    leaf("field_size_limit(new_limit=None)", field_size_limit)
        .doc("Sets an upper limit on parsed fields.")
        .function(),
];

thread_local! {
    static FIELD_LIMIT: Cell<usize> = const { Cell::new(128 * 1024) };
}

fn field_size_limit<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let before = FIELD_LIMIT.get();
    if let Some(limit) = args.opt(0) {
        if t.as_int(limit).is_none() {
            return Err(t.type_error("limit must be an integer"));
        }
        FIELD_LIMIT.set(usize::try_from(convert::ssize(t, limit)?).unwrap_or(0));
    }
    Ok(t.int_usize(before))
}

/// `csv.Error`.
fn error(t: &Thread, message: impl std::fmt::Display) -> Raised {
    imp::raise(t, "_csv", "Error", message)
}
