//! What exceptions tell `pickle` and `copy` about themselves.

use crate::Thread;
use crate::classes::cls;
use crate::errors::Exception;
use crate::natives::Args;
use crate::objects::dict::Dict;
use crate::objects::exception_fields::field;
use crate::objects::sequence::Tuple;
use crate::symbols::{Sym, sym};
use crate::value::{Gc, Raised, Res, Value};

/// `BaseException.__reduce__`: (class, arguments) and, if there is one, a state.
pub(super) fn reduce<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Exception>();
    let class = t.class_of(this.value()).value();
    let given = arguments(t, this)?.value();
    let state = state(t, this)?;
    Ok(match state.is_empty() {
        true => t.small_tuple([class, given]).value(),
        false => t.small_tuple([class, given, state.value()]).value(),
    })
}

/// The arguments that make such an exception: an OSError keeps its file names apart.
fn arguments<'t>(t: &'t Thread, this: Gc<'t, Exception>) -> Result<Gc<'t, Tuple>, Raised> {
    let args = this.get(Exception::args).expect::<Tuple>();
    if args.extent() != 2 || !t.is_instance(this.value(), cls::OSError) {
        return Ok(args);
    }
    let name = |name: Sym| field(t, this, name).not_none();
    match (name(sym::filename), name(sym::filename2)) {
        (None, _) => Ok(args),
        (Some(first), None) => t.tuple(&[args.at(0), args.at(1), first]),
        (Some(first), Some(second)) => t.tuple(&[args.at(0), args.at(1), first, Value::NONE, second]),
    }
}

/// The attributes, and the fields that are not among the arguments.
fn state<'t>(t: &'t Thread, this: Gc<'t, Exception>) -> Result<Gc<'t, Dict>, Raised> {
    let state = match t.own_dict(this.value())? {
        Some(dict) => dict.copy(t)?,
        None => t.new_dict(),
    };
    let names: &[Sym] = if t.is_instance(this.value(), cls::ImportError) {
        &[sym::name, sym::path, sym::name_from]
    } else if t.is_instance(this.value(), cls::AttributeError) {
        &[sym::name]
    } else {
        &[]
    };
    for &name in names {
        if let Some(value) = field(t, this, name).not_none() {
            state.set_sym(t, name, value)?;
        }
    }
    if t.is_instance(this.value(), cls::AttributeError) {
        state.set_sym(t, sym::args, this.get(Exception::args))?;
    }
    Ok(state)
}
