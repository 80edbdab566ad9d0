//! A readable listing of code units, for people and for tests.
//!
//! One line per instruction: labels where jumps arrive, registers by the name of the local they hold, constants and names in
//! place of their indices; before each group of instructions its source line; after them the exception table, and after
//! that the nested units, outermost first.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::{self, Write};

use crate::bytecode::{Code, Const, Flags, Ins, Intrinsic, Op, Operand};
use crate::verify::effects;

/// The listing of a unit and all units nested in it. With the source its lines are quoted.
pub fn listing(code: &Code, source: Option<&str>) -> String {
    let lines: Vec<&str> = source.map(|source| source.lines().collect()).unwrap_or_default();
    let mut out = String::new();
    let mut units = VecDeque::from([code]);
    while let Some(unit) = units.pop_front() {
        if !out.is_empty() {
            out.push('\n');
        }
        // Writing to a string cannot fail.
        let _ = Unit::new(unit, &lines).write(&mut out);
        units.extend(unit.constants.iter().filter_map(|constant| match constant {
            Const::Code(code) => Some(&**code),
            _ => None,
        }));
    }
    out
}

/// One instruction of a unit, for tools that show code in their own way.
pub struct Line {
    /// The number of the label that stands before it.
    pub label: Option<usize>,
    /// Where it may jump to.
    pub target: Option<usize>,
    /// Its operands as in a listing.
    pub operands: String,
}

/// The instructions of a unit, in order.
pub fn lines(code: &Code) -> Vec<Line> {
    let unit = Unit::new(code, &[]);
    let line = |(pc, &ins): (usize, &Ins)| {
        let text = unit.instruction(pc, ins);
        Line {
            label: unit.labels.get(&pc).copied(),
            target: jump_target(pc, ins),
            operands: text.split_once(' ').map(|(_, operands)| operands.to_owned()).unwrap_or_default(),
        }
    };
    code.instructions.iter().enumerate().map(line).collect()
}

struct Unit<'a> {
    code: &'a Code,
    lines: &'a [&'a str],
    /// Label numbers of the instructions that are jumped to.
    labels: BTreeMap<usize, usize>,
}

impl<'a> Unit<'a> {
    fn new(code: &'a Code, lines: &'a [&'a str]) -> Unit<'a> {
        let jumps = code.instructions.iter().enumerate().filter_map(|(pc, &ins)| jump_target(pc, ins));
        let handlers = code.exceptions.iter().map(|entry| entry.target as usize);
        let ranges = code.exceptions.iter().flat_map(|entry| [entry.start as usize, entry.end as usize]);
        let mut labels: BTreeMap<usize, usize> = jumps.chain(handlers).chain(ranges).map(|pc| (pc, 0)).collect();
        for (number, label) in labels.values_mut().enumerate() {
            *label = number + 1;
        }
        Unit { code, lines, labels }
    }

    fn write(&self, out: &mut String) -> fmt::Result {
        self.write_head(out)?;
        let mut positions = self.code.positions.iter().peekable();
        let mut heights = self.code.heights.iter().peekable();
        let (mut line, mut height) = (0, 0);
        for (pc, &ins) in self.code.instructions.iter().enumerate() {
            while let Some(position) = positions.next_if(|position| position.pc as usize <= pc) {
                if position.line != line {
                    line = position.line;
                    self.write_line(out, line)?;
                }
            }
            while let Some(entry) = heights.next_if(|entry| entry.pc as usize <= pc) {
                height = entry.height;
            }
            if let Some(label) = self.labels.get(&pc) {
                writeln!(out, "L{label}:")?;
            }
            let text = self.instruction(pc, ins);
            writeln!(out, "{pc:>6}  {text:<48} ; {height}")?;
        }
        if let Some(label) = self.labels.get(&self.code.instructions.len()) {
            writeln!(out, "L{label}:")?;
        }
        for entry in &self.code.exceptions {
            writeln!(
                out,
                "  L{}..L{} -> L{} [{}], height {}",
                self.labels[&(entry.start as usize)],
                self.labels[&(entry.end as usize)],
                self.labels[&(entry.target as usize)],
                self.register(entry.exception.into()),
                entry.height
            )?;
        }
        Ok(())
    }

    fn write_head(&self, out: &mut String) -> fmt::Result {
        let code = self.code;
        writeln!(out, "== {} ({}:{}) ==", code.qualname, code.filename, code.first_line)?;
        write!(out, "  {} registers", code.registers)?;
        let parameters = [
            (code.positional, "positional"),
            (code.positional_only, "positional-only"),
            (code.keyword_only, "keyword-only"),
        ];
        for (count, name) in parameters.into_iter().filter(|(count, _)| *count > 0) {
            write!(out, ", {count} {name}")?;
        }
        for (_, name) in FLAGS.iter().filter(|(flag, _)| code.flags.has(*flag)) {
            write!(out, ", {name}")?;
        }
        out.push('\n');
        for (title, variables) in [("cells", &code.cells), ("free", &code.frees)] {
            if !variables.is_empty() {
                write!(out, "  {title}:")?;
                for variable in variables {
                    write!(out, " {}=r{}", variable.name, variable.register)?;
                }
                out.push('\n');
            }
        }
        Ok(())
    }

    fn write_line(&self, out: &mut String, line: u32) -> fmt::Result {
        match self.lines.get((line as usize).wrapping_sub(1)) {
            Some(text) => writeln!(out, "  {line}: {}", text.trim()),
            None => writeln!(out, "  line {line}"),
        }
    }

    fn instruction(&self, pc: usize, ins: Ins) -> String {
        let op = ins.op();
        let wide = op.operands()[2] == Operand::Unused;
        let mut operands = Vec::new();
        if op == Op::CallIntrinsic {
            operands.push(Intrinsic::from_number(ins.d()).map_or("?", Intrinsic::name).to_owned());
        }
        for (index, (kind, narrow)) in op.operands().into_iter().zip([ins.a(), ins.b(), ins.c()]).enumerate() {
            if kind == Operand::Src && !effects::reads_source(ins, index) {
                continue;
            }
            operands.extend(self.operand(pc, ins, kind, narrow, wide));
        }
        let form = match ins.d() {
            0 => String::new(),
            _ if op == Op::CallIntrinsic => String::new(),
            d => format!(".{d}"),
        };
        format!("{}{form} {}", op.name(), operands.join(", ")).trim_end().to_owned()
    }

    fn operand(&self, pc: usize, ins: Ins, kind: Operand, narrow: u16, wide: bool) -> Option<String> {
        let value = if wide { ins.imm() } else { narrow.into() };
        Some(match kind {
            Operand::Unused => return None,
            Operand::Src | Operand::Dst | Operand::Mut => self.register(narrow.into()),
            Operand::Window => format!("{}..", self.register(narrow.into())),
            Operand::Const => match self.code.constants.get(value as u32 as usize) {
                Some(constant) => constant_text(constant),
                None => format!("k{value}?"),
            },
            Operand::Site => {
                let site = self.code.sites.get(usize::from(narrow));
                let name = site.and_then(|site| self.code.names.get(site.name as usize));
                name.map_or_else(|| format!("s{narrow}?"), |name| format!(".{name}"))
            }
            Operand::Num => value.to_string(),
            Operand::Int if jump_target(pc, ins).is_some() && wide => self.target(pc, ins)?,
            Operand::Int if wide => value.to_string(),
            Operand::Int => (narrow as i16).to_string(),
            Operand::Jump => self.target(pc, ins)?,
        })
    }

    fn target(&self, pc: usize, ins: Ins) -> Option<String> {
        let target = jump_target(pc, ins)?;
        self.labels.get(&target).map(|label| format!("L{label}"))
    }

    fn register(&self, register: usize) -> String {
        match register.checked_sub(1).map(|index| self.code.locals.get(index)) {
            None => "function".to_owned(),
            Some(Some(name)) => format!("%{name}"),
            Some(None) => format!("r{register}"),
        }
    }
}

fn jump_target(pc: usize, ins: Ins) -> Option<usize> {
    usize::try_from(pc as i64 + 1 + i64::from(effects::jump_distance(ins)?)).ok()
}

const FLAGS: &[(u32, &str)] = &[
    (Flags::VARARGS, "*args"),
    (Flags::VARKEYWORDS, "**kwargs"),
    (Flags::GENERATOR, "generator"),
    (Flags::COROUTINE, "coroutine"),
    (Flags::ASYNC_GENERATOR, "async generator"),
    (Flags::METHOD, "method"),
];

/// A constant in Python's notation, or nearly so.
fn constant_text(constant: &Const) -> String {
    let list = |items: &[Const]| items.iter().map(constant_text).collect::<Vec<_>>().join(", ");
    match constant {
        Const::None => "None".into(),
        Const::Bool(value) => if *value { "True" } else { "False" }.into(),
        Const::Ellipsis => "...".into(),
        Const::Int(value) => value.to_string(),
        Const::BigInt(limbs) => {
            let digits: String = limbs.iter().rev().map(|limb| format!("{limb:016x}")).collect();
            format!("0x{}", digits.trim_start_matches('0'))
        }
        Const::Float(bits) => format!("{:?}", f64::from_bits(*bits)),
        Const::Imaginary(bits) => format!("{:?}j", f64::from_bits(*bits)),
        Const::Str(text) => format!("{text:?}"),
        Const::Points(points) => {
            let text: String = points.iter().map(|point| format!("\\u{{{point:x}}}")).collect();
            format!("\"{text}\"")
        }
        Const::Bytes(bytes) => format!("b\"{}\"", bytes.escape_ascii()),
        Const::Tuple(items) if items.len() == 1 => format!("({},)", constant_text(&items[0])),
        Const::Tuple(items) => format!("({})", list(items)),
        Const::FrozenSet(items) => format!("frozenset({{{}}})", list(items)),
        Const::Slice(parts) => format!("slice({})", list(&**parts)),
        Const::Code(code) => format!("<code {}>", code.qualname),
    }
}
