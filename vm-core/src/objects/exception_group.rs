//! BaseExceptionGroup's methods.

use crate::Thread;
use crate::applevel::app;
use crate::errors::Exception;
use crate::natives::{Args, NativeDef, Tail, Then, leaf, tail};
use crate::objects::dict::Dict;
use crate::objects::exception_fields::set_field;
use crate::objects::sequence::Tuple;
use crate::symbols::sym;
use crate::value::{Raised, Value};
use crate::vm::ready;

/// Groups are split in Python: conditions may be functions, and `derive` may be overridden.
pub static METHODS: [NativeDef; 7] = [
    tail("__new__(cls, /, *args, **kwargs)", new_group).static_method(),
    leaf("__init__(self, /, *args, **kwargs)", |t, args| {
        if args.get(2).cast::<Dict>().is_some_and(|given| !given.is_empty()) {
            let class = t.class_name(args.get(0));
            return Err(t.type_error(format_args!("{class}() takes no keyword arguments")));
        }
        args.this::<Exception>().set(t, Exception::args, args.get(1));
        Ok(Value::NONE)
    }),
    tail("__str__(self, /)", |t, args| Ok(Tail::call(t.app(app::group_str), &[args.get(0)]))),
    tail("__repr__(self, /)", |t, args| Ok(Tail::call(t.app(app::group_repr), &[args.get(0)]))),
    tail("derive(self, excs, /)", |t, args| Ok(Tail::call(t.app(app::group_derive), &[args.get(0), args.get(1)]))),
    tail("split(self, matcher_value, /)", |t, args| {
        Ok(Tail::call(t.app(app::group_split), &[args.get(0), args.get(1)]))
    }),
    tail("subgroup(self, matcher_value, /)", |t, args| {
        Ok(Tail::call(t.app(app::group_subgroup), &[args.get(0), args.get(1)]))
    }),
];

fn new_group<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static CHECKED: Then = Then::new(|t, given, checked| {
        let (given, checked) = (given.expect::<Tuple>(), checked.expect::<Tuple>());
        let exception = t.alloc_exception(checked.at(0).expect(), given);
        set_field(t, exception, sym::message, given.at(0))?;
        set_field(t, exception, sym::exceptions, checked.at(1))?;
        ready(exception.value())
    });
    let given = args.get(1).expect::<Tuple>();
    if given.extent() != 2 {
        return Err(t.type_error(format_args!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
            given.extent()
        )));
    }
    Tail::call(t.app(app::group_new), &[args.get(0), given.at(0), given.at(1)]).then(t, &CHECKED, given.value())
}
