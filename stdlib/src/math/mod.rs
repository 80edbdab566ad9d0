//! `math`: functions of real numbers and of ints.
//!
//! Elementary functions are the system's mathematical library's; what CPython computes itself (gamma, sums, norms, ints)
//! is computed here to the same last bit.

mod elementary;
mod exact;
mod gamma;
mod integers;
mod logarithms;
mod norms;
mod parts;
pub mod real;
mod sums;
mod two;

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::NativeDef;
use vm_core::objects::dict::Dict;
use vm_core::{Gc, Raised, Thread};

pub static MODULE: ModuleDef = module("math")
    .doc("Functions of real numbers, as the C standard defines them, and of integers.")
    .functions(&elementary::FUNCTIONS)
    .init(|t, namespace| {
        let name = t.intern_text("math").value();
        let rest: [&'static [NativeDef]; 6] = [
            &two::FUNCTIONS,
            &logarithms::FUNCTIONS,
            &parts::FUNCTIONS,
            &integers::FUNCTIONS,
            &norms::FUNCTIONS,
            &sums::FUNCTIONS,
        ];
        for function in rest.into_iter().flatten() {
            namespace.add(t, function.name(), t.module_function(function, name))?;
        }
        add_constants(t, namespace)
    });

/// The constants that `cmath` has as well.
pub fn add_constants<'t>(t: &'t Thread, namespace: Gc<'t, Dict>) -> Result<(), Raised> {
    let constants = [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    constants.into_iter().try_for_each(|(name, value)| namespace.add(t, name, t.float(value)))
}
