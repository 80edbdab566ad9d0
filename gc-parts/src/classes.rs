//! Size classes: which cell an object of a given size gets.
//!
//! Every multiple of eight up to 128 bytes has its own class, so common objects waste nothing; above, four or so
//! classes per doubling waste at most a fifth. Cells up to [`MAX_CELL_BYTES`] share blocks; anything larger is a large object.

use crate::region::BLOCK_BYTES;

/// Cell sizes in bytes.
pub const CELL_BYTES: [u16; CLASSES] = [
    16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768,
    1024, 1280, 1632, 2048, 2720, 4096, 5456, 8192,
];

/// Number of size classes.
pub const CLASSES: usize = 33;

/// Objects of more bytes are large.
pub const MAX_CELL_BYTES: usize = 8192;

/// The class of each size, by words.
static CLASS_OF: [u8; MAX_CELL_BYTES / 8 + 1] = {
    let mut table = [0; MAX_CELL_BYTES / 8 + 1];
    let mut class = 0;
    let mut words = 0;
    while words < table.len() {
        if words * 8 > CELL_BYTES[class] as usize {
            class += 1;
        }
        table[words] = class as u8;
        words += 1;
    }
    table
};

/// The class for an object of `bytes`, a multiple of eight, at most [`MAX_CELL_BYTES`].
///
/// # Panics
/// If it is larger.
#[inline(always)]
pub fn class_of(bytes: usize) -> usize {
    if bytes <= 128 { bytes.saturating_sub(9) >> 3 } else { CLASS_OF[bytes >> 3] as usize }
}

/// Bytes of the cells of a class.
#[inline(always)]
pub fn cell_bytes(class: usize) -> usize {
    CELL_BYTES[class] as usize
}

/// Cells in a block of a class.
pub fn cells_per_block(class: usize) -> usize {
    BLOCK_BYTES / cell_bytes(class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_gets_the_smallest_cell_that_holds_it() {
        for bytes in (16..=MAX_CELL_BYTES).step_by(8) {
            let class = class_of(bytes);
            assert!(cell_bytes(class) >= bytes);
            assert!(class == 0 || cell_bytes(class - 1) < bytes, "{bytes} in class {class}");
        }
    }

    #[test]
    fn small_objects_waste_nothing_and_others_little() {
        for bytes in (16..=128).step_by(8) {
            assert_eq!(cell_bytes(class_of(bytes)), bytes);
        }
        for class in 0..CLASSES {
            let used = cells_per_block(class) * cell_bytes(class);
            assert!(BLOCK_BYTES - used <= BLOCK_BYTES / 32, "class {class} leaves {} bytes", BLOCK_BYTES - used);
        }
    }
}
