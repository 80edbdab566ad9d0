//! The numbers of the native modules' layouts and classes: each module has a block, so that no two collide.

use gc_api::TypeId;
use vm_core::classes::ClassKey;

/// A module's block of numbers.
#[derive(Copy, Clone)]
pub struct Block {
    first_layout: u32,
    layouts: u32,
    first_class: u16,
    classes: u16,
}

const fn block(layouts: core::ops::Range<u32>, classes: core::ops::Range<u16>) -> Block {
    Block {
        first_layout: vm_core::layouts::NATIVE_MODULES + layouts.start,
        layouts: layouts.end - layouts.start,
        first_class: classes.start,
        classes: classes.end - classes.start,
    }
}

impl Block {
    /// The id of the block's layout number `index`.
    pub const fn layout(self, index: u32) -> TypeId {
        assert!(index < self.layouts);
        TypeId(self.first_layout + index)
    }

    /// The key of the block's class number `index`.
    pub const fn class(self, index: u16) -> ClassKey {
        assert!(index < self.classes);
        ClassKey::native(self.first_class + index)
    }
}

pub const SRE: Block = block(0..16, 0..8);
pub const ITERTOOLS: Block = block(16..80, 8..40);
pub const COLLECTIONS: Block = block(80..112, 40..56);
pub const FUNCTOOLS: Block = block(112..128, 56..64);
pub const RANDOM: Block = block(128..132, 64..66);
pub const STRUCT: Block = block(132..140, 66..70);
pub const OPERATOR: Block = block(140..152, 70..78);
pub const IO: Block = block(152..192, 78..100);
pub const CONTEXTVARS: Block = block(192..208, 100..108);
pub const JSON: Block = block(224..232, 118..124);
pub const TOKENIZE: Block = block(248..252, 130..132);
pub const ARRAY: Block = block(264..272, 138..142);
pub const CSV: Block = block(280..284, 148..152);
pub const ABC: Block = block(284..288, 152..154);
pub const HASHES: Block = block(320..336, 180..196);
pub const CODECS: Block = block(336..340, 196..198);
pub const UNICODEDATA: Block = block(340..342, 198..199);
pub const ZLIB: Block = block(342..344, 199..200);
