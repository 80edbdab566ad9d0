//! The table of all objects, and their memory.

use core::cell::Cell;
use core::mem;
use core::ptr::NonNull;
use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::collections::{HashMap, VecDeque};

use gc_api::walk::AddressHash;
use gc_api::{Header, ObjRef, TypeId, WORD_BYTES};

/// What unused memory holds: as a word, a reference that no machine can follow; as a header, a layout that does not exist.
pub const POISON: u64 = 0xdead_beef_dead_bee8;

/// The header of an object that is being moved; its second word says where it is now.
const FORWARDED: u64 = POISON ^ 0xffff_ffff;

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
    pub callback: Cell<Option<u64>>,
    pub destructor: bool,
    /// The last trace that reached it; see [`Objects::is_live`].
    pub reached: Cell<u64>,
    /// Layout and words at the last safepoint; none if the object was allocated since.
    pub shadow: Option<(TypeId, Box<[u64]>)>,
}

impl Record {
    pub fn new(bytes: usize, immortal: bool) -> Record {
        Record {
            bytes,
            immortal,
            identity: None,
            finaliser: None,
            callback: Cell::new(None),
            destructor: false,
            reached: Cell::new(0),
            shadow: None,
        }
    }
}

#[derive(Debug, Default)]
pub struct Objects {
    table: HashMap<ObjRef, Record, AddressHash>,
    bytes: usize,
    /// Number of the last trace.
    trace: Cell<u64>,
    quarantine: VecDeque<(NonNull<u8>, usize)>,
    quarantined: usize,
}

impl Objects {
    /// Memory for a new object.
    pub fn add(&mut self, record: Record, zeroed: bool) -> ObjRef {
        let memory = new_memory(record.bytes);
        fill(memory, record.bytes, if zeroed { 0 } else { POISON });
        let object = ObjRef::new(memory.cast::<Header>());
        self.bytes += record.bytes;
        self.table.insert(object, record);
        object
    }

    /// Copies everything but immortal objects to fresh places. The old ones lead there until
    /// [`Objects::poison_old_places`] is called with what this returns.
    pub fn relocate_all(&mut self) -> Vec<(ObjRef, usize)> {
        let mut old_places = Vec::with_capacity(self.table.len());
        let mut table = HashMap::with_capacity_and_hasher(self.table.len(), AddressHash);
        for (object, record) in mem::take(&mut self.table) {
            let place = if record.immortal {
                object
            } else {
                old_places.push((object, record.bytes));
                forward(object, record.bytes)
            };
            table.insert(place, record);
        }
        self.table = table;
        old_places
    }

    pub fn poison_old_places(&mut self, old_places: Vec<(ObjRef, usize)>) {
        old_places.into_iter().for_each(|(object, bytes)| self.retire(object, bytes));
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

    /// From here on nothing is live but what is [reached](Objects::reach).
    pub fn begin_trace(&self) {
        self.trace.set(self.trace.get() + 1);
    }

    /// Makes an object live; true if it was not. `None` if there is no such object.
    pub fn reach(&self, object: ObjRef) -> Option<bool> {
        let record = self.get(object)?;
        Some(record.reached.replace(self.trace.get()) != self.trace.get())
    }

    pub fn is_live(&self, record: &Record) -> bool {
        record.reached.get() == self.trace.get()
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
            let words = words(object, record.bytes);
            match &mut record.shadow {
                Some((shadow_type, shadow)) if shadow.len() == words.len() => {
                    *shadow_type = ty;
                    shadow.copy_from_slice(words);
                }
                shadow => *shadow = Some((ty, words.into())),
            }
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

/// The words of an object in the table, for as long as nobody writes them.
fn words<'a>(object: ObjRef, bytes: usize) -> &'a [u64] {
    // SAFETY: the object has that many bytes, all written: new memory is filled.
    unsafe { core::slice::from_raw_parts(object.as_ptr().cast::<u64>(), bytes / WORD_BYTES) }
}

fn new_memory(bytes: usize) -> NonNull<u8> {
    let layout = layout_of(bytes);
    // SAFETY: the layout is not empty.
    let memory = unsafe { alloc(layout) };
    NonNull::new(memory).unwrap_or_else(|| handle_alloc_error(layout))
}

/// Copies an object to a fresh place and leaves the address there.
fn forward(object: ObjRef, bytes: usize) -> ObjRef {
    let new = new_memory(bytes);
    let old = object.as_non_null().cast::<u64>();
    // SAFETY: both places have that many bytes, at least two words, and are distinct.
    unsafe {
        core::ptr::copy_nonoverlapping(old.cast::<u8>().as_ptr(), new.as_ptr(), bytes);
        old.write(FORWARDED);
        old.add(1).write(new.as_ptr() as u64);
    }
    ObjRef::new(new.cast::<Header>())
}

/// Where an object has moved to, if it has.
///
/// # Safety
/// The object is in the table, or has been moved out of its place, which has not been poisoned yet.
pub unsafe fn forwarded(object: ObjRef) -> Option<ObjRef> {
    let place = object.as_ptr().cast::<u64>();
    // SAFETY: either way the place has at least two words.
    let (header, address) = unsafe { (place.read(), place.add(1).read()) };
    let new = if header == FORWARDED { NonNull::new(address as *mut Header) } else { None };
    new.map(ObjRef::new)
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
