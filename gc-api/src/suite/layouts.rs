//! The layouts the suite's objects have. Every object carries a number that names it in the model.

use std::sync::{Mutex, OnceLock};

use crate::{Layout, ObjRef, TypeId, TypeInfo, TypeTable, layout};

layout! {
    /// What all have in common.
    pub struct Numbered(TypeId(1)) {
        number: Raw<u64>,
    }
}

layout! {
    pub struct Pair(TypeId(2)) extends Numbered {
        left: Ref,
        right: Ref,
    }
}

layout! {
    /// Many fixed slots, raw fields between them.
    pub struct Wide(TypeId(3)) extends Numbered {
        a: Ref, b: Ref, c: Ref, d: Ref, e: Ref, f: Ref, g: Ref, h: Ref,
        i: Ref, j: Ref, k: Ref, l: Ref, m: Ref, n: Ref, o: Ref, p: Ref,
        noise: Raw<u64>,
    }
}

layout! {
    pub struct Array(TypeId(4)) extends Numbered {
        length: Raw<usize>,
    }
    words length
}

layout! {
    /// As [`Array`], for immediates only: an array is retagged to it and back.
    pub struct Immediates(TypeId(5)) extends Numbered {
        length: Raw<usize>,
    }
    bytes(3) length
}

layout! {
    pub struct Bytes(TypeId(6)) extends Numbered {
        length: Raw<usize>,
    }
    bytes(0) length
}

layout! {
    pub struct WeakBox(TypeId(7)) extends Numbered {
        target: Weak,
        payload: Ref,
    }
    weak target
}

layout! {
    /// Owns something outside the heap: its destructor writes the number into the log.
    pub struct Resource(TypeId(8)) extends Numbered {
        log: Raw<*const Log>,
        payload: Ref,
    }
    destructor destroy
}

/// Numbers of resources destroyed.
pub type Log = Mutex<Vec<u64>>;

unsafe fn destroy(object: ObjRef) {
    // SAFETY: a dead resource is whole, and its raw fields may be read.
    let resource = unsafe { object.as_non_null().cast::<Resource>().as_ref() };
    // SAFETY: the log is never freed.
    let log = unsafe { &*resource.log.get() };
    let mut log = log.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    log.push(resource.header.number.get());
}

/// The table of all of these.
pub fn types() -> &'static TypeTable {
    static TABLE: OnceLock<TypeTable> = OnceLock::new();
    static LIST: &[(TypeId, &TypeInfo)] = &[
        (Numbered::TYPE, &Numbered::INFO),
        (Pair::TYPE, &Pair::INFO),
        (Wide::TYPE, &Wide::INFO),
        (Array::TYPE, &Array::INFO),
        (Immediates::TYPE, &Immediates::INFO),
        (Bytes::TYPE, &Bytes::INFO),
        (WeakBox::TYPE, &WeakBox::INFO),
        (Resource::TYPE, &Resource::INFO),
    ];
    TABLE.get_or_init(|| TypeTable::new(&[LIST]))
}

/// What an object is. Each kind has its slots one after the other.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    Pair,
    Wide,
    Array(usize),
    Bytes(usize),
    WeakBox,
    Resource,
}

impl Kind {
    pub fn info(self) -> &'static TypeInfo {
        types().get(self.type_id())
    }

    pub fn type_id(self) -> TypeId {
        match self {
            Kind::Pair => Pair::TYPE,
            Kind::Wide => Wide::TYPE,
            Kind::Array(_) => Array::TYPE,
            Kind::Bytes(_) => Bytes::TYPE,
            Kind::WeakBox => WeakBox::TYPE,
            Kind::Resource => Resource::TYPE,
        }
    }

    /// Elements of the variable part.
    pub fn length(self) -> usize {
        match self {
            Kind::Array(length) | Kind::Bytes(length) => length,
            _ => 0,
        }
    }

    pub fn bytes(self) -> usize {
        self.info().bytes_for(self.length())
    }

    /// Number of slots that keep their referents alive.
    pub fn slots(self) -> usize {
        match self {
            Kind::Pair => 2,
            Kind::Wide => 16,
            Kind::Array(length) => length,
            Kind::Bytes(_) => 0,
            Kind::WeakBox | Kind::Resource => 1,
        }
    }

    /// Offset of the first of them.
    pub fn first_slot(self) -> usize {
        match self {
            Kind::Pair => Pair::left.offset(),
            Kind::Wide => Wide::a.offset(),
            Kind::Array(_) => Array::INFO.fixed_bytes as usize,
            Kind::Bytes(_) => Bytes::INFO.fixed_bytes as usize,
            Kind::WeakBox => WeakBox::payload.offset(),
            Kind::Resource => Resource::payload.offset(),
        }
    }
}
