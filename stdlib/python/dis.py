"""Disassembler of the machine's code.

The interface is that of CPython's module; what it shows are Tenure's own instructions. An instruction counts as two
bytes, as `co_lines` and `co_positions` of code objects have it.
"""

import sys
import types
import collections

from opcode import *
from opcode import __all__ as _opcode_names
import _opcode

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels", "show_code",
           "get_instructions", "Instruction", "Bytecode"] + _opcode_names

COMPILER_FLAG_NAMES = {
    0x1: "OPTIMIZED",
    0x2: "NEWLOCALS",
    0x4: "VARARGS",
    0x8: "VARKEYWORDS",
    0x10: "NESTED",
    0x20: "GENERATOR",
    0x40: "NOFREE",
    0x80: "COROUTINE",
    0x100: "ITERABLE_COROUTINE",
    0x200: "ASYNC_GENERATOR",
    0x4000000: "HAS_DOCSTRING",
    0x8000000: "METHOD",
}

Positions = collections.namedtuple(
    "Positions", ["lineno", "end_lineno", "col_offset", "end_col_offset"], defaults=[None] * 4)

_Instruction = collections.namedtuple(
    "_Instruction",
    ["opname", "opcode", "arg", "argval", "argrepr", "offset", "start_offset", "starts_line", "line_number", "label",
     "positions", "cache_info"],
    defaults=[None, None, None])


class Instruction(_Instruction):
    """One instruction: `arg` is its form, `argval` its name, constant or jump target, `argrepr` all operands."""

    @property
    def oparg(self):
        return self.arg

    @property
    def baseopcode(self):
        return self.opcode

    @property
    def baseopname(self):
        return self.opname

    @property
    def cache_offset(self):
        return self.offset + 2

    @property
    def end_offset(self):
        return self.offset + 2

    @property
    def jump_target(self):
        return self.argval if self.opcode in hasjump else None

    @property
    def is_jump_target(self):
        return self.label is not None

    def __str__(self):
        return _line(self, 4, True, False).rstrip()


def _code_of(x):
    """The code object of something that has one, or of source text."""
    x = getattr(x, "__func__", x)
    for name in ("__code__", "gi_code", "ag_code", "cr_code"):
        found = getattr(x, name, None)
        if found is not None:
            x = found
            break
    if isinstance(x, str):
        try:
            x = compile(x, "<disassembly>", "eval")
        except SyntaxError:
            x = compile(x, "<disassembly>", "exec")
    if hasattr(x, "co_code"):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """The instructions of a function, method, generator, source text or code object."""
    code = _code_of(x)
    shift = first_line - code.co_firstlineno if first_line is not None else 0
    line = None
    for index, (entry, place) in enumerate(zip(_opcode._instructions(code), code.co_positions())):
        op, form, operands, label, target, name, constant = entry
        starts = place[0] is not None and place[0] != line
        line = place[0] if starts else line
        if target is not None:
            value = 2 * target
        elif name is not None:
            value = name
        elif constant is not None:
            value = constant[0]
        else:
            value = operands or None
        shown = None if line is None else line + shift
        yield Instruction(opname[op], op, form, value, operands, 2 * index, 2 * index, starts, shown, label,
                          Positions(*place), None)


def _line(instruction, line_width, first_of_line, current):
    line = instruction.line_number
    shown = "" if not first_of_line or line is None else str(line)
    label = f"L{instruction.label}:" if instruction.label is not None else ""
    mark = "-->" if current else "   "
    name = instruction.opname if not instruction.arg else f"{instruction.opname}.{instruction.arg}"
    return f"{shown:>{line_width}} {mark} {label:>6} {name:<20} {instruction.argrepr}"


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False, show_offsets=False,
                show_positions=False):
    """Disassemble a code object."""
    _disassemble(co, lasti, file, show_offsets)


disco = disassemble


def _disassemble(code, lasti, file, show_offsets, first_line=None):
    instructions = list(get_instructions(code, first_line=first_line))
    width = max([3, *[len(str(one.line_number)) for one in instructions if one.line_number is not None]])
    for instruction in instructions:
        if instruction.starts_line and instruction.offset:
            print(file=file)
        text = _line(instruction, width, instruction.starts_line, instruction.offset == lasti)
        if show_offsets:
            text = f"{instruction.offset:>5} {text}"
        print(text.rstrip(), file=file)


def _disassemble_recursive(code, file, depth, show_offsets):
    _disassemble(code, -1, file, show_offsets)
    if depth is not None:
        if depth <= 0:
            return
        depth -= 1
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            print(file=file)
            print(f"Disassembly of {constant!r}:", file=file)
            _disassemble_recursive(constant, file, depth, show_offsets)


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Disassemble classes, methods, functions, and other compiled objects; without an argument, the last traceback."""
    if x is None:
        distb(file=file, show_offsets=show_offsets)
        return
    x = getattr(x, "__func__", x)
    if isinstance(x, type) or isinstance(x, types.ModuleType):
        for name, member in sorted(x.__dict__.items()):
            if isinstance(member, (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(member, file=file, depth=depth, show_offsets=show_offsets)
                except TypeError as error:
                    print("Sorry:", error, file=file)
                print(file=file)
        return
    _disassemble_recursive(_code_of(x), file, depth, show_offsets)


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Disassemble a traceback (default: last traceback)."""
    if tb is None:
        try:
            tb = sys.last_exc.__traceback__ if hasattr(sys, "last_exc") else sys.last_traceback
        except AttributeError:
            raise RuntimeError("no last traceback to disassemble") from None
    while tb.tb_next:
        tb = tb.tb_next
    _disassemble(tb.tb_frame.f_code, tb.tb_lasti, file, show_offsets)


def findlinestarts(code):
    """(offset, line) of each run of instructions of another line than those before."""
    last = False
    for start, end, line in code.co_lines():
        if line is not last:
            last = line
            yield start, line


def findlabels(code):
    """The offsets that are jumped to."""
    return [2 * index for index, entry in enumerate(_opcode._instructions(_code_of(code))) if entry[3] is not None]


def pretty_flags(flags):
    """Return pretty representation of code flags."""
    names = [COMPILER_FLAG_NAMES.get(1 << bit, hex(1 << bit)) for bit in range(32) if flags & 1 << bit]
    return ", ".join(names) or "0x0"


def code_info(x):
    """Formatted details of methods, functions, or code."""
    co = _code_of(x)
    lines = [
        f"Name:              {co.co_name}",
        f"Filename:          {co.co_filename}",
        f"Argument count:    {co.co_argcount}",
        f"Positional-only arguments: {co.co_posonlyargcount}",
        f"Kw-only arguments: {co.co_kwonlyargcount}",
        f"Number of locals:  {co.co_nlocals}",
        f"Stack size:        {co.co_stacksize}",
        f"Flags:             {pretty_flags(co.co_flags)}",
    ]
    for title, values in (("Constants", [repr(value) for value in co.co_consts]), ("Names", co.co_names),
                          ("Variable names", co.co_varnames), ("Free variables", co.co_freevars),
                          ("Cell variables", co.co_cellvars)):
        if values:
            lines.append(f"{title}:")
            lines += [f"{index:4d}: {value}" for index, value in enumerate(values)]
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print details of methods, functions, or code to *file*; without it, to `sys.stdout`."""
    print(code_info(co), file=file)


def _find_imports(code):
    """(name, level, names) of each import of a module's or class's code."""
    previous = []
    for entry in _opcode._instructions(code):
        if opname[entry[0]] == "IMPORT_NAME":
            level, names = [_constant(one) for one in previous[-2:]]
            yield entry[5], level, names
        previous.append(entry)


def _constant(entry):
    return entry[6][0] if entry[6] is not None else _literal(entry[2].rpartition(", ")[2])


def _literal(text):
    return int(text) if text.lstrip("-").isdigit() else None


def _find_store_names(code):
    """The names that a module's code binds."""
    for entry in _opcode._instructions(code):
        if opname[entry[0]] in ("STORE_NAME", "STORE_GLOBAL") and entry[5] is not None:
            yield entry[5]


class Bytecode:
    """The code of something that can be disassembled: iterate over it for its instructions."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False,
                 show_offsets=False, show_positions=False):
        self.codeobj = _code_of(x)
        self.first_line = self.codeobj.co_firstlineno if first_line is None else first_line
        self.current_offset = current_offset
        self.show_offsets = show_offsets
        self._original_object = x

    def __iter__(self):
        return get_instructions(self.codeobj, first_line=self.first_line)

    def __repr__(self):
        return f"{type(self).__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """Construct a Bytecode from the given traceback."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti)

    def info(self):
        """Return formatted information about the code object."""
        return code_info(self.codeobj)

    def dis(self):
        """Return a formatted view of the bytecode operations."""
        import io
        with io.StringIO() as output:
            lasti = -1 if self.current_offset is None else self.current_offset
            _disassemble(self.codeobj, lasti, output, self.show_offsets, self.first_line)
            return output.getvalue()
