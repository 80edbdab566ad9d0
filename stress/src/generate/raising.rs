//! Exceptions, which hold the frames they went through.

use proptest::prelude::*;

use super::Statement;
use super::values::{ERRORS, node, value, var};

pub const HELPERS: &str = "
def raise_deep(depth, value, error):
    local = [depth, value]
    if depth == 0:
        raise error
    try:
        raise_deep(depth - 1, local, error)
    finally:
        local.append(depth)


def catch(depth, value, cause=None):
    try:
        raise_deep(depth, value, Boom(value))
    except Boom as error:
        if cause is not None and cause is not error:
            error.__cause__ = cause
        return error


def raise_while_handling(error, value):
    try:
        try:
            raise error
        except Exception:
            raise Boom(value)
    except Boom as second:
        return second


def catch_some(values):
    try:
        raise ExceptionGroup('several', [Boom(value) for value in values] + [KeyError(1)])
    except* Boom as group:
        found = group
        return_value = [error.args for error in group.exceptions]
    except* KeyError:
        pass
    return return_value
";

pub fn statement() -> BoxedStrategy<Statement> {
    let error = || var(ERRORS);
    let line = prop_oneof![
        4 => (error(), 0..30u32, value()).prop_map(|(e, depth, v)| format!("{e} = catch({depth}, {v})")),
        2 => (error(), error(), value()).prop_map(|(e, cause, v)| format!("{e} = catch(2, {v}, {cause})")),
        2 => (error(), error(), value())
            .prop_map(|(e, first, v)| format!("{e} = raise_while_handling({first} or Boom(), {v})")),
        1 => error().prop_map(|e| format!("{e} = None")),
        1 => error().prop_map(|e| format!("if {e} is not None:\n    {e}.__traceback__ = None")),
        1 => error().prop_map(|e| format!("if {e} is not None:\n    {e}.__context__ = {e}.__cause__ = None")),
        1 => (error(), value()).prop_map(|(e, v)| format!("if {e} is not None:\n    {e}.args = ({v},)")),
        1 => (node(), value(), value()).prop_map(|(n, v, w)| format!("{n}.a = catch_some([{v}, {w}])")),
        1 => (node(), value()).prop_map(|(n, v)| format!("try:\n    {{}}[{v}, []]\nexcept TypeError as error:\n    {n}.a = type(error)")),
    ];
    line.prop_map(Statement::Lines).boxed()
}
