//! The table of all objects, and their memory.

use core::ptr::NonNull;
use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::collections::{HashMap, VecDeque};

use gc_api::walk::AddressHash;
use gc_api::{Header, ObjRef, TypeId, WORD_BYTES};

/// What unused memory holds: as a word, a reference that no machine can follow; as a header, a layout that does not exist.
pub const POISON: u64 = 0xdead_beef_dead_bee8;

/// Bytes of old places kept poisoned before the allocator gets them back.
const QUARANTINE_BYTES: usize = 32 << 20;

/// What is known of an object.
#[derive(Debug)]
pub struct Record {
    pub bytes: usize,
    pub immortal: bool,
    pub identity: Option<u64>,
    /// Has a finaliser; the number orders registrations.
    pub finaliser: Option<u64>,
    /// Has a weak callback; the number orders registrations.
    pub callback: Option<u64>,
    pub destructor: bool,
    /// Layout and words at the last safepoint; none if the object was allocated since.
    pub shadow: Option<(TypeId, Box<[u64]>)>,
}

impl Record {
    pub fn new(bytes: usize, immortal: bool) -> Record {
        Record { bytes, immortal, identity: None, finaliser: None, callback: None, destructor: false, shadow: None }
    }
}

#[derive(Debug, Default)]
pub struct Objects {
    table: HashMap<ObjRef, Record, AddressHash>,
    bytes: usize,
    quarantine: VecDeque<(NonNull<u8>, usize)>,
    quarantined: usize,
}

impl Objects {
    /// Memory for a new object.
    pub fn add(&mut self, record: Record, zeroed: bool) -> ObjRef {
        let bytes = record.bytes;
        let layout = layout_of(bytes);
        // SAFETY: the layout is not empty.
        let memory = unsafe { alloc(layout) };
        let Some(memory) = NonNull::new(memory) else { handle_alloc_error(layout) };
        fill(memory, bytes, if zeroed { 0 } else { POISON });
        let object = ObjRef::new(memory.cast::<Header>());
        self.bytes += bytes;
        self.table.insert(object, record);
        object
    }

    /// Copies an object to a fresh place, takes its record along and poisons the old place.
    pub fn relocate(&mut self, object: ObjRef) -> ObjRef {
        let Some(record) = self.table.remove(&object) else { unreachable!("only objects in the table are moved") };
        let bytes = record.bytes;
        self.bytes -= bytes;
        let new = self.add(record, false);
        // SAFETY: both places have that many bytes and are distinct.
        unsafe { core::ptr::copy_nonoverlapping(object.as_ptr().cast::<u8>(), new.as_ptr().cast::<u8>(), bytes) };
        self.retire(object, bytes);
        new
    }

    /// Removes an object and poisons its place.
    pub fn remove(&mut self, object: ObjRef) {
        if let Some(record) = self.table.remove(&object) {
            self.bytes -= record.bytes;
            self.retire(object, record.bytes);
        }
    }

    fn retire(&mut self, object: ObjRef, bytes: usize) {
        let memory = object.as_non_null().cast::<u8>();
        fill(memory, bytes, POISON);
        self.quarantine.push_back((memory, bytes));
        self.quarantined += bytes;
        while self.quarantined > QUARANTINE_BYTES
            && let Some((memory, bytes)) = self.quarantine.pop_front()
        {
            self.quarantined -= bytes;
            // SAFETY: allocated by `add` with this layout, and no object any more.
            unsafe { dealloc(memory.as_ptr(), layout_of(bytes)) };
        }
    }

    pub fn get(&self, object: ObjRef) -> Option<&Record> {
        self.table.get(&object)
    }

    pub fn get_mut(&mut self, object: ObjRef) -> Option<&mut Record> {
        self.table.get_mut(&object)
    }

    pub fn iter(&self) -> impl Iterator<Item = (ObjRef, &Record)> {
        self.table.iter().map(|(&object, record)| (object, record))
    }

    /// Bytes of all objects.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Remembers every word of every object.
    pub fn take_shadows(&mut self) {
        for (&object, record) in &mut self.table {
            // SAFETY: objects in the table are alive.
            let ty = unsafe { object.header() }.type_id();
            record.shadow = Some((ty, words(object, record.bytes).into()));
        }
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        let alive = self.table.drain().map(|(object, record)| (object.as_non_null().cast::<u8>(), record.bytes));
        for (memory, bytes) in alive.chain(self.quarantine.drain(..)) {
            // SAFETY: allocated by `add` with this layout, each once.
            unsafe { dealloc(memory.as_ptr(), layout_of(bytes)) };
        }
    }
}

/// The words of an object in the table.
pub fn words(object: ObjRef, bytes: usize) -> Vec<u64> {
    let start = object.as_ptr().cast::<u64>();
    // SAFETY: the object has that many bytes, all written: new memory is filled.
    (0..bytes / WORD_BYTES).map(|word| unsafe { start.add(word).read() }).collect()
}

fn layout_of(bytes: usize) -> Layout {
    match Layout::from_size_align(bytes, 16) {
        Ok(layout) => layout,
        Err(_) => panic!("an object of {bytes} bytes"),
    }
}

fn fill(memory: NonNull<u8>, bytes: usize, pattern: u64) {
    for word in 0..bytes / WORD_BYTES {
        // SAFETY: the memory has that many bytes, and is aligned.
        unsafe { memory.cast::<u64>().add(word).write(pattern) };
    }
}
