//! The two stacks of a thread.
//!
//! The *value stack* holds words only: windows of registers, one per frame, each callee's overlapping the end of its
//! caller's. The *control stack* holds typed [`Frame`]s. Both reserve address space once and never move.

use std::cell::Cell;
use std::ptr;

use compiler::bytecode::Ins;
use gc_api::Slot;

use crate::Thread;
use crate::natives::Then;
use crate::objects::function::Body;
use crate::objects::generator::Generator;
use crate::value::{Gc, Value};

/// Address space of the value stack in words (512 MiB), and room that is kept free above any frame's window.
const VALUE_WORDS: usize = 64 << 20;
const VALUE_MARGIN: usize = 1 << 17;
/// Most frames a thread can have at once, whatever `sys.setrecursionlimit` says.
pub const MAX_FRAMES: usize = 8 << 20;

/// One entry of the control stack. What the interpreter keeps in registers does not lie side by side: read back with one
/// wide load, it would wait for the stores before it to reach the cache.
#[repr(C)]
pub struct Frame {
    /// `R[0]`; for a continuation: its state.
    pub base: Cell<*const Slot>,
    /// The code's constants, names and cached targets; refreshed after each collection.
    pub refs: Cell<*const Slot>,
    /// The instruction after the one that runs, or after the one that waits for its callee.
    pub pc: Cell<*const Ins>,
    pub kind: Cell<FrameKind>,
    pub body: Cell<*const Body>,
}

/// What a frame does with a value that is returned to it.
#[derive(Copy, Clone)]
pub enum FrameKind {
    /// Runs bytecode: the instruction before `pc` consumes the value.
    Python,
    /// As `Python`; the generator object lies in the slot below `R[0]`.
    Generator,
    /// As `Generator`, while the generator only passes on what another one yields: its registers but `R[0]` are in the heap.
    Delegating,
    /// As `Python`; a frame object stands for it.
    Observed,
    /// The instance under construction lies at `base`: the value must be None, and the instance is the result.
    Init,
    /// `then` maps the value to another one or to a further call; its state lies at `base`.
    Then(&'static Then),
    /// A re-entrant native runs; its arguments, this many, lie at `base`.
    Native(u32),
    /// The end of a nested run of the interpreter.
    Exit,
}

impl FrameKind {
    #[inline(always)]
    pub fn is_python(self) -> bool {
        matches!(self, FrameKind::Python | FrameKind::Generator | FrameKind::Delegating | FrameKind::Observed)
    }
}

impl Frame {
    /// Instruction index of the instruction that runs or waits.
    pub fn current(&self) -> usize {
        // SAFETY: for Python frames pc points into the body's instructions, one past the current one.
        let offset = unsafe { self.pc.get().offset_from((*self.body.get()).first) };
        (offset - 1).max(0) as usize
    }

    /// The generator whose frame it is.
    pub fn generator<'t>(&self, _: &'t Thread) -> Option<Gc<'t, Generator>> {
        match self.kind.get() {
            // SAFETY: it lies below R[0], and the stack is a root.
            FrameKind::Generator | FrameKind::Delegating => unsafe {
                Some(Value::from_word((*self.base.get().sub(1)).get()).expect())
            },
            _ => None,
        }
    }

    /// What a register of a Python frame holds, wherever it is kept.
    pub fn register<'t>(&self, t: &'t Thread, index: usize) -> Value<'t> {
        match (self.kind.get(), self.generator(t)) {
            (FrameKind::Delegating, Some(generator)) if index > 0 => generator.at(index),
            // SAFETY: the window of a Python frame has all registers of its code, and the stack is a root.
            _ => unsafe { Value::from_word((*self.base.get().add(index)).get()) },
        }
    }

    /// Sets a register of a Python frame.
    pub fn set_register(&self, t: &Thread, index: usize, value: Value<'_>) {
        match (self.kind.get(), self.generator(t)) {
            (FrameKind::Delegating, Some(generator)) => generator.put(t, index, value),
            // SAFETY: as in `register`.
            _ => unsafe { (*self.base.get().add(index)).set(value.word()) },
        }
    }

    /// # Safety
    /// Only for Python frames.
    pub unsafe fn body(&self) -> &Body {
        // SAFETY: a Python frame's body is kept alive by the function in its R[0].
        unsafe { &*self.body.get() }
    }
}

/// Reserved memory that is committed as it is touched.
struct Reserved {
    start: *mut u8,
    bytes: usize,
}

impl Reserved {
    fn new(bytes: usize) -> Reserved {
        // SAFETY: an anonymous mapping at an address of the system's choice; the last page is made inaccessible.
        unsafe {
            let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
            let start = libc::mmap(ptr::null_mut(), bytes, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0);
            if start == libc::MAP_FAILED {
                eprintln!("tenure: fatal: the system refuses address space for the stacks");
                std::process::exit(1);
            }
            libc::mprotect(start.cast::<u8>().add(bytes - 4096).cast(), 4096, libc::PROT_NONE);
            Reserved { start: start.cast(), bytes }
        }
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        // SAFETY: the mapping was made by `new` and nothing refers to it any more.
        unsafe { libc::munmap(self.start.cast(), self.bytes) };
    }
}

/// Both stacks.
pub struct Stacks {
    values: Reserved,
    frames: Reserved,
    top: Cell<*const Frame>,
    depth_limit: Cell<*const Frame>,
    /// Address above which no frame's window may begin.
    value_limit: usize,
}

impl Stacks {
    pub fn new(recursion_limit: usize) -> Stacks {
        let values = Reserved::new(VALUE_WORDS * size_of::<Slot>());
        let frames = Reserved::new(MAX_FRAMES * size_of::<Frame>());
        let first: *const Frame = frames.start.cast();
        // SAFETY: fresh zeroed memory; the bottom frame is an Exit that no run returns through.
        unsafe {
            first.cast_mut().write(Frame {
                pc: Cell::new(ptr::null()),
                base: Cell::new(values.start.cast()),
                body: Cell::new(ptr::null()),
                refs: Cell::new(ptr::null()),
                kind: Cell::new(FrameKind::Exit),
            });
        }
        let value_limit = values.start as usize + (VALUE_WORDS - VALUE_MARGIN) * size_of::<Slot>();
        let stacks = Stacks { values, frames, top: Cell::new(first), depth_limit: Cell::new(first), value_limit };
        stacks.set_recursion_limit(recursion_limit);
        stacks
    }

    #[inline(always)]
    pub fn top(&self) -> &Frame {
        // SAFETY: `top` always points at a written frame.
        unsafe { &*self.top.get() }
    }

    pub fn value_start(&self) -> *const Slot {
        self.values.start.cast()
    }

    /// Frames from the newest to the oldest.
    pub fn iter(&self) -> impl Iterator<Item = &Frame> {
        let bottom: *const Frame = self.frames.start.cast();
        let mut next = self.top.get();
        std::iter::from_fn(move || {
            if next < bottom {
                return None;
            }
            // SAFETY: all frames from bottom to top are written.
            let frame = unsafe { &*next };
            next = next.wrapping_sub(1);
            Some(frame)
        })
    }

    /// The frame at this position; the newest is at [`Stacks::depth`].
    ///
    /// # Panics
    /// If there is none.
    pub fn at(&self, index: usize) -> &Frame {
        assert!(index <= self.depth());
        // SAFETY: all frames from bottom to top are written.
        unsafe { &*self.frames.start.cast::<Frame>().add(index) }
    }

    /// Position of a frame of this stack.
    pub fn index_of(&self, frame: &Frame) -> usize {
        (std::ptr::from_ref(frame) as usize - self.frames.start as usize) / size_of::<Frame>()
    }

    pub fn depth(&self) -> usize {
        // SAFETY: both lie in the control stack.
        unsafe { self.top.get().offset_from(self.frames.start.cast()) as usize }
    }

    pub fn set_recursion_limit(&self, limit: usize) {
        let limit = limit.min(MAX_FRAMES / 2 - 64) + 16;
        // Continuations count as frames too, so there is room for two of them per Python frame.
        self.depth_limit.set((self.frames.start as *const Frame).wrapping_add(limit));
    }

    /// Pushes a frame; `None` if the stack is full: the caller raises RecursionError.
    #[inline(always)]
    pub fn push(
        &self,
        kind: FrameKind,
        pc: *const Ins,
        base: *const Slot,
        body: *const Body,
        refs: *const Slot,
    ) -> Option<&Frame> {
        let next = self.top.get().wrapping_add(1);
        if next >= self.depth_limit.get() || base as usize >= self.value_limit {
            return None;
        }
        // SAFETY: below the limit there is room for this frame and for any window.
        unsafe {
            next.cast_mut().write(Frame {
                pc: Cell::new(pc),
                base: Cell::new(base),
                body: Cell::new(body),
                refs: Cell::new(refs),
                kind: Cell::new(kind),
            });
            self.top.set(next);
            Some(&*next)
        }
    }

    /// Is there room for one more frame, wherever its window is to begin above the newest?
    #[inline]
    pub fn has_room(&self) -> bool {
        let next = self.top.get().wrapping_add(1);
        next < self.depth_limit.get() && (self.free() as usize) + size_of::<Slot>() < self.value_limit
    }

    /// Drops the newest frame. The bottom frame is never popped.
    #[inline(always)]
    pub fn pop(&self) -> &Frame {
        let top = self.top.get();
        debug_assert!(top > self.frames.start.cast());
        self.top.set(top.wrapping_sub(1));
        // SAFETY: frames are not destroyed by popping.
        unsafe { &*top }
    }

    /// The first slot above everything the newest frame uses.
    #[inline(always)]
    pub fn free(&self) -> *const Slot {
        let top = self.top();
        let used = match top.kind.get() {
            // SAFETY: a Python frame has a body.
            FrameKind::Python | FrameKind::Generator | FrameKind::Observed => unsafe { top.body() }.registers as usize,
            FrameKind::Native(arguments) => arguments as usize,
            _ => 1,
        };
        top.base.get().wrapping_add(used)
    }
}

impl Stacks {
    /// The frame this many below the newest one.
    #[inline(always)]
    pub fn below(&self, count: usize) -> &Frame {
        debug_assert!(count <= self.depth());
        // SAFETY: the caller knows that there are so many.
        unsafe { &*self.top.get().sub(count) }
    }

    /// Drops the newest `count` frames.
    #[inline(always)]
    pub fn pop_many(&self, count: usize) {
        debug_assert!(count <= self.depth());
        self.top.set(self.top.get().wrapping_sub(count));
    }

    /// The frame below the newest one.
    #[inline(always)]
    pub fn below_top(&self) -> &Frame {
        self.below(1)
    }
}
