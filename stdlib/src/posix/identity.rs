//! Numbers of users and groups: 32 bits without a sign, of which the last means "as it is".

use vm_core::natives::{Args, NativeDef, leaf};
use vm_core::objects::number::IntRef;
use vm_core::{Raised, Res, Thread, Value, cls};

use crate::outcome::done;

/// For the Python part: checks, and gives the number back with -1 for the last.
pub static FUNCTIONS: [NativeDef; 2] = [
    leaf("_uid(uid, /)", |t, args| Ok(t.int((of(t, args.get(0), "uid")? as i32).into()))).function(),
    leaf("_gid(gid, /)", |t, args| Ok(t.int((of(t, args.get(0), "gid")? as i32).into()))).function(),
];

/// The number of a user ("uid") or group ("gid").
pub fn of<'t>(t: &'t Thread, value: Value<'t>, kind: &str) -> Result<u32, Raised> {
    let Some(given) = t.as_int(value) else {
        let class = t.class_name(value);
        return Err(t.type_error(format_args!("{kind} should be integer, not {class}")));
    };
    let beyond = |side: &str| Err(t.raise(cls::OverflowError, format_args!("{kind} is {side}")));
    match given {
        IntRef::Small(-1) => Ok(u32::MAX),
        // CPython says so on both sides, as long as the number fits a machine word
        IntRef::Small(small) => u32::try_from(small).or_else(|_| beyond("less than minimum")),
        IntRef::Big(_) => match t.index_of(value) {
            Ok(_) => beyond("less than minimum"),
            Err(raised) => {
                let _ = t.take_exception(raised);
                beyond(if given.is_negative() { "less than minimum" } else { "greater than maximum" })
            }
        },
    }
}

/// A call on identities whose result says only whether it failed.
pub fn set<'t>(t: &'t Thread, args: Args<'t>, kind: &str, call: fn([u32; 3]) -> i32) -> Res<'t> {
    let mut numbers = [0; 3];
    for (index, number) in numbers.iter_mut().enumerate().take(args.len()) {
        *number = of(t, args.get(index), kind)?;
    }
    done(t, call(numbers))
}
