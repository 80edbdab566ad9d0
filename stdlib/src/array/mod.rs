//! `array`: arrays of machine numbers and characters.
//!
//! An array keeps its items in a bytearray nobody else sees; so growing, shrinking and lending are those of bytearrays.
//! What calls Python in loops, and files and pickles, are in the Python part.

mod items;
mod iterate;
mod methods;
mod object;
mod rebuild;
mod search;
mod subscript;

use vm_core::layout_table;
use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{NativeDef, leaf, tail};

pub static MODULE: ModuleDef = module("array")
    .doc("This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.  Arrays are sequence types and behave very much like lists,\nexcept that the type of objects stored in them is constrained.")
    .functions(&FUNCTIONS)
    .classes(&[&methods::ARRAY, &iterate::ITERATOR])
    .init(|t, namespace| {
        let letters: String = items::CODES.iter().map(|code| code.letter).collect();
        namespace.add(t, "typecodes", t.str(&letters)?.value())?;
        namespace.add(t, "ArrayType", t.class(object::KEY).value())
    });

pub static LAYOUTS: Layouts = layout_table![object::ArrayObject, object::ArrayObjectSub, iterate::ArrayIterator];

static FUNCTIONS: [NativeDef; 3] = [
    tail("_array_reconstructor(arraytype, typecode, mformat_code, items, /)", rebuild::reconstruct)
        .function()
        .doc("Internal. Used for pickling support."),
    leaf("_machine_format(array, /)", rebuild::machine_format).function(),
    leaf("_empty_like(array, /)", |t, args| {
        let array = args.this::<object::ArrayObject>();
        Ok(object::new(t, t.class(object::KEY), object::code(array)).value())
    })
    .function(),
];
