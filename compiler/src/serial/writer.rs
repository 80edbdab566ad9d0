//! Code unit to bytes.

use std::collections::HashMap;

use super::Tag;
use crate::bytecode::{Cell, Code, Const};

/// Everything after the header.
pub fn content(code: &Code) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.code(code);
    let mut bytes = Vec::with_capacity(writer.bytes.len() + writer.strings.len() * 16);
    number(&mut bytes, writer.strings.len() as u64);
    let mut end = 0u32;
    for text in &writer.strings {
        end += text.len() as u32;
        bytes.extend_from_slice(&end.to_le_bytes());
    }
    for text in &writer.strings {
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes.extend_from_slice(&writer.bytes);
    bytes
}

#[derive(Default)]
struct Writer<'c> {
    bytes: Vec<u8>,
    strings: Vec<&'c str>,
    known: HashMap<&'c str, u64>,
}

impl<'c> Writer<'c> {
    fn number(&mut self, value: impl Into<u64>) {
        number(&mut self.bytes, value.into());
    }

    fn count(&mut self, count: usize) {
        number(&mut self.bytes, count as u64);
    }

    fn signed(&mut self, value: i64) {
        number(&mut self.bytes, ((value << 1) ^ (value >> 63)) as u64);
    }

    fn string(&mut self, text: &'c str) {
        let next = self.strings.len() as u64;
        let index = *self.known.entry(text).or_insert(next);
        if index == next {
            self.strings.push(text);
        }
        self.number(index);
    }

    fn code(&mut self, code: &'c Code) {
        self.string(&code.name);
        self.string(&code.qualname);
        self.number(code.first_line);
        self.string(&code.filename);
        self.number(code.flags.0);
        for count in [code.positional, code.positional_only, code.keyword_only, code.registers, code.zeroed] {
            self.number(count);
        }
        self.count(code.locals.len());
        for name in &code.locals {
            self.string(name);
        }
        self.cells(&code.cells);
        self.cells(&code.frees);
        self.count(code.names.len());
        for name in &code.names {
            self.string(name);
        }
        self.constants(&code.constants);
        self.count(code.sites.len());
        for site in &code.sites {
            self.bytes.push(site.kind as u8);
            self.number(site.name);
        }
        self.instructions(code);
        self.tables(code);
    }

    fn cells(&mut self, cells: &'c [Cell]) {
        self.count(cells.len());
        for cell in cells {
            self.string(&cell.name);
            self.number(cell.register);
        }
    }

    /// Instructions: opcode and `d`, then the three operands; in most of them the high bytes are zero.
    fn instructions(&mut self, code: &Code) {
        self.count(code.instructions.len());
        for ins in &code.instructions {
            self.bytes.extend_from_slice(&[ins.op() as u8, ins.d()]);
            self.number(ins.a());
            self.signed((ins.bits() >> 32) as i32 as i64);
        }
    }

    fn tables(&mut self, code: &Code) {
        self.count(code.exceptions.len());
        for entry in &code.exceptions {
            for value in [entry.start, entry.end, entry.target] {
                self.number(value);
            }
            self.number(entry.exception);
            self.number(entry.height);
        }
        self.count(code.heights.len());
        let mut pc = 0;
        for entry in &code.heights {
            self.number(entry.pc.wrapping_sub(pc));
            self.number(entry.height);
            pc = entry.pc;
        }
        self.count(code.positions.len());
        let (mut pc, mut line, mut column) = (0, 0, 0);
        for entry in &code.positions {
            self.number(entry.pc.wrapping_sub(pc));
            self.signed(i64::from(entry.line) - i64::from(line));
            self.signed(i64::from(entry.end_line) - i64::from(entry.line));
            self.signed(i64::from(entry.column) - i64::from(column));
            self.signed(i64::from(entry.end_column) - i64::from(entry.column));
            (pc, line, column) = (entry.pc, entry.line, entry.column);
        }
    }

    fn constants(&mut self, constants: &'c [Const]) {
        self.count(constants.len());
        for constant in constants {
            self.constant(constant);
        }
    }

    fn constant(&mut self, constant: &'c Const) {
        let tag = match constant {
            Const::None => Tag::None,
            Const::Bool(false) => Tag::False,
            Const::Bool(true) => Tag::True,
            Const::Ellipsis => Tag::Ellipsis,
            Const::Int(_) => Tag::Int,
            Const::BigInt(_) => Tag::BigInt,
            Const::Float(_) => Tag::Float,
            Const::Imaginary(_) => Tag::Imaginary,
            Const::Str(_) => Tag::Str,
            Const::Points(_) => Tag::Points,
            Const::Bytes(_) => Tag::Bytes,
            Const::Tuple(_) => Tag::Tuple,
            Const::FrozenSet(_) => Tag::FrozenSet,
            Const::Slice(_) => Tag::Slice,
            Const::Code(_) => Tag::Code,
        };
        self.bytes.push(tag as u8);
        match constant {
            Const::None | Const::Bool(_) | Const::Ellipsis => {}
            Const::Int(value) => self.signed(*value),
            Const::Float(bits) | Const::Imaginary(bits) => self.bytes.extend_from_slice(&bits.to_le_bytes()),
            Const::BigInt(limbs) => {
                self.count(limbs.len());
                for limb in limbs {
                    self.bytes.extend_from_slice(&limb.to_le_bytes());
                }
            }
            Const::Str(text) => self.string(text),
            Const::Points(points) => {
                self.count(points.len());
                for &point in points {
                    self.number(point);
                }
            }
            Const::Bytes(bytes) => {
                self.count(bytes.len());
                self.bytes.extend_from_slice(bytes);
            }
            Const::Tuple(items) | Const::FrozenSet(items) => self.constants(items),
            Const::Slice(parts) => {
                for part in parts.iter() {
                    self.constant(part);
                }
            }
            Const::Code(code) => self.nested(code),
        }
    }

    /// The unit behind its length.
    fn nested(&mut self, code: &'c Code) {
        let outer = std::mem::take(&mut self.bytes);
        self.code(code);
        let inner = std::mem::replace(&mut self.bytes, outer);
        self.count(inner.len());
        self.bytes.extend_from_slice(&inner);
    }
}

fn number(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}
