"""The machine's opcodes.

They are Tenure's own and not those of CPython: instructions of a register machine with up to three operands.
"""

__all__ = ["cmp_op", "stack_effect", "hascompare", "opname", "opmap",
           "HAVE_ARGUMENT", "EXTENDED_ARG", "hasarg", "hasconst", "hasname",
           "hasjump", "hasjrel", "hasjabs", "hasfree", "haslocal", "hasexc"]

import _opcode
from _opcode import stack_effect

opname = _opcode._opcodes()
opmap = {name: number for number, name in enumerate(opname)}

# Every instruction has room for its operands, and none needs a prefix.
HAVE_ARGUMENT = 0
EXTENDED_ARG = -1

cmp_op = ("<", "<=", "==", "!=", ">", ">=")


def _all(predicate):
    return [number for number in range(len(opname)) if predicate(number)]


hasarg = _all(_opcode.has_arg)
hasconst = _all(_opcode.has_const)
hasname = _all(_opcode.has_name)
hasjump = hasjrel = _all(_opcode.has_jump)
hasjabs = []
hasfree = _all(_opcode.has_free)
haslocal = _all(_opcode.has_local)
hasexc = _all(_opcode.has_exc)
hascompare = [opmap[name] for name in ("LT", "LE", "EQ", "NE", "GT", "GE")]
