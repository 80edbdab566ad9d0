//! Padding to a width and expanding tabs.

use crate::fault::Fault;
use crate::textbuf::{Text, TextBuf};
use crate::units::Units;

fn padded(text: Units<'_>, left: usize, right: usize, fill: u32) -> Result<Text, Fault> {
    let mut out = TextBuf::new();
    out.push_repeated(fill, left)?;
    out.push_units(text);
    out.push_repeated(fill, right)?;
    Ok(out.finish())
}

pub fn ljust(text: Units<'_>, width: usize, fill: u32) -> Result<Text, Fault> {
    padded(text, 0, width.saturating_sub(text.len()), fill)
}

pub fn rjust(text: Units<'_>, width: usize, fill: u32) -> Result<Text, Fault> {
    padded(text, width.saturating_sub(text.len()), 0, fill)
}

/// Of an odd padding the larger half goes right, unless the width is odd.
pub fn center(text: Units<'_>, width: usize, fill: u32) -> Result<Text, Fault> {
    let padding = width.saturating_sub(text.len());
    let left = padding / 2 + (padding & width & 1);
    padded(text, left, padding - left, fill)
}

/// Zeros after a sign.
pub fn zfill(text: Units<'_>, width: usize) -> Result<Text, Fault> {
    let padding = width.saturating_sub(text.len());
    let sign = usize::from(matches!(text.first(), Some(0x2B | 0x2D)));
    let mut out = TextBuf::with_capacity(sign);
    out.push_units(text.slice(0, sign));
    out.push_repeated(u32::from('0'), padding)?;
    out.push_units(text.slice(sign, text.len()));
    Ok(out.finish())
}

/// What the expansion of tabs consists of: units to copy and runs of blanks.
enum Piece {
    Unit(u32),
    Blanks(usize),
}

fn expand(
    codes: impl Iterator<Item = u32>,
    tab_size: i64,
    mut piece: impl FnMut(Piece) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let tab = usize::try_from(tab_size).unwrap_or(0);
    let mut column = 0usize;
    for code in codes {
        if code == 0x09 {
            if tab > 0 {
                let blanks = tab - column % tab;
                column = column.saturating_add(blanks);
                piece(Piece::Blanks(blanks))?;
            }
        } else {
            column = if matches!(code, 0x0A | 0x0D) { 0 } else { column + 1 };
            piece(Piece::Unit(code))?;
        }
    }
    Ok(())
}

pub fn expand_tabs(text: Units<'_>, tab_size: i64) -> Result<Text, Fault> {
    let mut out = TextBuf::with_capacity(text.len());
    expand(text.iter(), tab_size, |piece| match piece {
        Piece::Unit(code) => {
            out.push(code);
            Ok(())
        }
        Piece::Blanks(count) => out.push_repeated(0x20, count),
    })?;
    Ok(out.finish())
}

pub fn expand_tabs_bytes(bytes: &[u8], tab_size: i64) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::with_capacity(bytes.len());
    expand(bytes.iter().map(|&b| u32::from(b)), tab_size, |piece| {
        match piece {
            Piece::Unit(code) => out.push(code as u8),
            Piece::Blanks(count) => {
                out.try_reserve(count).map_err(|_| Fault::memory())?;
                out.resize(out.len() + count, b' ');
            }
        }
        Ok(())
    })?;
    Ok(out)
}
