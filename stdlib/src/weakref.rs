//! `_weakref`. Proxies are written in Python, beside this.

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{NativeDef, leaf};
use vm_core::{Value, cls};

pub static MODULE: ModuleDef =
    module("_weakref").doc("Weak-reference support module.").functions(&FUNCTIONS).init(|t, namespace| {
        let class = t.class(cls::weakref).value();
        namespace.add(t, "ref", class)?;
        namespace.add(t, "ReferenceType", class)
    });

static FUNCTIONS: [NativeDef; 2] = [
    leaf("getweakrefcount(object, /)", |t, args| Ok(t.int(t.weak_references(args.get(0)).len() as i64))).function(),
    leaf("getweakrefs(object, /)", |t, args| {
        let found: Vec<Value<'_>> = t.weak_references(args.get(0)).into_iter().rev().map(Value::from).collect();
        Ok(t.list(&found)?.value())
    })
    .function(),
];
