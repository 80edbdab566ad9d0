//! The buffer protocol: objects that lend their bytes.
//!
//! What is lent can be used until the next safepoint, as any value. It is copied, not kept, by whoever may block or
//! call Python meanwhile; who keeps a view over time (`memoryview`) asks again each time and counts as an export.
//!
//! A builtin class joins by [`ClassDef::buffer`](crate::natives::ClassDef::buffer); a Python class by `__buffer__`, which
//! only [`Thread::view_with_flags`] can ask, as it runs Python.

use std::cell::Cell;
use std::sync::Arc;

use gc_api::{Field, Layout, Raw};

use crate::Thread;
use crate::classes::{ClassKey, cls};
use crate::natives::{Args, NativeDef, Tail, TailFn, Then, leaf, reentrant, tail};
use crate::objects::memory_view::MemoryView;
use crate::objects::sequence::Tuple;
use crate::sym;
use crate::value::{Gc, Raised, Value};

/// Bytes in one piece, lent by an object.
#[derive(Copy, Clone)]
pub struct Lent<'t> {
    pub cells: &'t [Cell<u8>],
    pub writable: bool,
}

impl<'t> Lent<'t> {
    pub fn len(self) -> usize {
        self.cells.len()
    }

    pub fn is_empty(self) -> bool {
        self.cells.is_empty()
    }

    pub fn to_vec(self) -> Vec<u8> {
        self.cells.iter().map(Cell::get).collect()
    }

    /// The bytes as a plain slice, for an algorithm to read.
    ///
    /// # Safety
    /// Nobody writes these bytes while the slice is used.
    pub(crate) unsafe fn frozen(self) -> &'t [u8] {
        // SAFETY: Cell<u8> has the layout of u8, and the caller promises that nobody writes.
        unsafe { std::slice::from_raw_parts(self.cells.as_ptr().cast(), self.cells.len()) }
    }

    /// Writes `bytes` at `offset`.
    ///
    /// # Panics
    /// If they do not fit, or the buffer is read-only: the caller checks both.
    pub fn write(self, offset: usize, bytes: &[u8]) {
        assert!(self.writable);
        for (cell, byte) in self.cells[offset..offset + bytes.len()].iter().zip(bytes) {
            cell.set(*byte);
        }
    }
}

/// How a builtin class lends its instances' bytes.
pub struct BufferDef {
    pub lend: for<'t> fn(&'t Thread, Value<'t>) -> Result<Lent<'t>, Raised>,
    /// Format (as of `struct`) and size of the items the bytes are.
    pub items: for<'t> fn(&'t Thread, Value<'t>) -> (&'static str, usize),
    /// For objects whose bytes may move: what keeps them in place.
    pub exports: Option<ExportsDef>,
}

/// Where an object counts the views that exist of it.
pub struct ExportsDef {
    pub export: for<'t> fn(&'t Thread, Value<'t>) -> Export,
    pub count: for<'t> fn(Value<'t>) -> usize,
}

/// One view's claim that an object keep its bytes where they are.
///
/// Views end by being released or by dying; a dying object must not touch others. So object and views share a count
/// outside the heap: the object holds one reference in a field of its own (0 until somebody asks), each view another.
pub struct Export(Arc<()>);

impl Export {
    /// A claim on `object`, whose `field` holds the count; its layout's destructor is to be [`Export::drop_field`].
    pub fn of<T: Layout>(t: &Thread, object: Gc<'_, T>, field: Field<T, Raw<usize>>) -> Export {
        if object.get(field) == 0 {
            object.set_raw(field, Export(Arc::new(())).into_raw());
            t.set_destructor(object);
        }
        // SAFETY: the field holds what `into_raw` gave, and goes on holding it.
        let own = std::mem::ManuallyDrop::new(unsafe { Arc::from_raw(object.get(field) as *const ()) });
        Export(Arc::clone(&own))
    }

    /// How many claims exist beside the object's own.
    pub fn count<T: Layout>(object: Gc<'_, T>, field: Field<T, Raw<usize>>) -> usize {
        match object.get(field) {
            0 => 0,
            raw => {
                // SAFETY: as in `of`.
                let own = std::mem::ManuallyDrop::new(unsafe { Arc::from_raw(raw as *const ()) });
                Arc::strong_count(&own) - 1
            }
        }
    }

    /// The claim as a field can hold it.
    pub fn into_raw(self) -> usize {
        Arc::into_raw(self.0) as usize
    }

    /// Ends the claim a field holds.
    ///
    /// # Safety
    /// `raw` is 0 or came from [`Export::into_raw`], and is not used again.
    pub unsafe fn drop_raw(raw: usize) {
        if raw != 0 {
            // SAFETY: the caller says so.
            drop(unsafe { Arc::from_raw(raw as *const ()) });
        }
    }
}

impl Thread {
    fn buffer_def(&self, value: Value<'_>) -> Option<&'static BufferDef> {
        self.vm().buffers[value.type_id()?.0 as usize].get()
    }

    /// The object itself, or what an instance of a subclass of `bytes` stands for; with how it lends.
    pub(crate) fn lender<'t>(&'t self, value: Value<'t>) -> Option<(Value<'t>, &'static BufferDef)> {
        if let Some(def) = self.buffer_def(value) {
            return Some((value, def));
        }
        let inner = self.unbox(value)?;
        Some((inner, self.buffer_def(inner)?))
    }

    /// The bytes an object lends; `None` if it has no buffer. The error is a BufferError or ValueError: a view that is
    /// released or has gaps.
    pub fn buffer_of<'t>(&'t self, value: Value<'t>) -> Option<Result<Lent<'t>, Raised>> {
        let (lender, def) = self.lender(value)?;
        Some((def.lend)(self, lender))
    }

    /// Has it a buffer, its own or by `__buffer__`?
    pub fn has_buffer<'t>(&'t self, value: Value<'t>) -> bool {
        self.lender(value).is_some() || self.lookup_special(value, sym::__buffer__).is_some()
    }

    /// The bytes an object lends, or `TypeError: a bytes-like object is required, not 'X'`.
    pub fn bytes_like<'t>(&'t self, value: Value<'t>) -> Result<Lent<'t>, Raised> {
        match self.buffer_of(value) {
            Some(lent) => lent,
            None => {
                let name = self.class_name(value);
                Err(self.type_error(format_args!("a bytes-like object is required, not '{name}'")))
            }
        }
    }

    /// A buffer to write to, for argument `position` of `function`.
    pub fn writable_buffer<'t>(
        &'t self,
        value: Value<'t>,
        function: &str,
        position: usize,
    ) -> Result<Lent<'t>, Raised> {
        match self.buffer_of(value) {
            Some(Err(raised)) => Err(raised),
            Some(Ok(lent)) if lent.writable => Ok(lent),
            _ => {
                let name = self.class_name(value);
                Err(self.type_error(format_args!(
                    "{function}() argument {position} must be read-write bytes-like object, not {name}"
                )))
            }
        }
    }

    /// Runs `body`, a native that resizes its first argument and raises BufferError while that is viewed. Views that
    /// nobody can reach any more do not count: garbage is collected then, and `method` of the class called again.
    pub fn resizing<'t>(
        &'t self,
        args: Args<'t>,
        method: (ClassKey, &'static str),
        body: TailFn,
    ) -> Result<Tail<'t>, Raised> {
        self.resizing_of(args.get(0), args, method, body)
    }

    /// As [`Thread::resizing`], where another object than the first argument is what is viewed.
    pub fn resizing_of<'t>(
        &'t self,
        viewed: Value<'t>,
        args: Args<'t>,
        method: (ClassKey, &'static str),
        body: TailFn,
    ) -> Result<Tail<'t>, Raised> {
        if self.exports_of(viewed) == 0 {
            return body(self, args);
        }
        static RETRY: Then = Then::catching(
            |_, _, result| Ok(Tail::Value(result)),
            |t, state, raised| {
                static DECIDE: Then = Then::new(|t, state, _| {
                    let state = state.expect::<Tuple>();
                    let (exception, method, args) = (state.at(0), state.at(1), state.at(2).expect::<Tuple>());
                    if t.exports_of(state.at(3)) > 0 {
                        return Err(t.reraise(exception));
                    }
                    Ok(Tail::spread(method, args, Value::UNSET))
                });
                if !t.pending_is(cls::BufferError) {
                    return Err(raised);
                }
                let state = state.expect::<Tuple>();
                let state = t.small_tuple([t.take_exception(raised), state.at(0), state.at(1), state.at(2)]);
                Tail::call(t.native_function(&COLLECT, Value::UNSET), &[]).then(t, &DECIDE, state.value())
            },
        );
        // Made first: the body may change what the arguments are.
        let method = self.builtin_method(method.0, method.1);
        let state = self.small_tuple([method, self.given_args(args)?.value(), viewed]);
        match (body(self, args), RETRY.err) {
            (Ok(tail), _) => tail.then(self, &RETRY, state.value()),
            (Err(raised), Some(retry)) => retry(self, state.value(), raised),
            (Err(raised), None) => Err(raised),
        }
    }

    fn exports_of(&self, value: Value<'_>) -> usize {
        let exports = self.buffer_def(value).and_then(|def| def.exports.as_ref());
        exports.map_or(0, |exports| (exports.count)(value))
    }

    /// The function a builtin class has under this name.
    pub(crate) fn builtin_method(&self, class: ClassKey, method: &str) -> Value<'_> {
        let found = self.class(class).namespace().get_str(self, self.intern_text(method));
        found.unwrap_or_else(|| panic!("no method {method}"))
    }

    /// The arguments up to the last one given; None for those left out between.
    fn given_args<'t>(&'t self, args: Args<'t>) -> Result<Gc<'t, Tuple>, Raised> {
        let mut values: Vec<Value<'t>> = args.iter().collect();
        while values.last().is_some_and(|last| !last.is_set()) {
            values.pop();
        }
        for value in values.iter_mut().filter(|value| !value.is_set()) {
            *value = Value::NONE;
        }
        self.tuple(&values)
    }

    /// If an argument at `indices` is no int, or one at `buffers` does not lend its bytes, but can be asked for that
    /// (`__index__`, `__buffer__`): the call that asks, and then calls `method` of the class again with the answer.
    pub fn ask_args<'t>(
        &'t self,
        args: Args<'t>,
        method: (ClassKey, &'static str),
        (buffers, indices): (&[usize], &[usize]),
    ) -> Result<Option<Tail<'t>>, Raised> {
        for (position, value) in args.iter().enumerate() {
            if !value.is_ref() {
                continue;
            }
            let asked = if indices.contains(&position) && self.as_int(value).is_none() && self.is_index(value) {
                self.index(value)?
            } else if buffers.contains(&position) && self.lender(value).is_none() && self.has_buffer(value) {
                self.view_with_flags(value, 0)?
            } else {
                continue;
            };
            let method = self.builtin_method(method.0, method.1);
            let state = self.small_tuple([method, self.int_usize(position), self.given_args(args)?.value()]);
            return asked.then(self, &AGAIN, state.value()).map(Some);
        }
        Ok(None)
    }
}

/// Calls a method again with one argument replaced by an answer.
static AGAIN: Then = Then::new(|t, state, answer| {
    let state = state.expect::<Tuple>();
    let (position, args) = (state.at(1).as_small_int().unwrap_or(0) as usize, state.at(2).expect::<Tuple>());
    let answer = t.exact_int(answer).unwrap_or(answer);
    let args: Vec<Value<'_>> = (0..args.extent()).map(|n| if n == position { answer } else { args.at(n) }).collect();
    let call = Tail::spread(state.at(0), t.tuple(&args)?, Value::UNSET);
    if answer.is::<MemoryView>() { call.then(t, &GIVE_BACK, answer) } else { Ok(call) }
});

/// Releases a view made for one call; the call's outcome stays.
pub(crate) static GIVE_BACK: Then = Then::catching(
    |t, view, result| {
        static RESULT: Then = Then::new(|_, result, _| Ok(Tail::Value(result)));
        t.release_view(view.expect::<MemoryView>())?.then(t, &RESULT, result)
    },
    |t, view, raised| {
        static RAISE: Then = Then::new(|t, exception, _| Err(t.reraise(exception)));
        let exception = t.take_exception(raised);
        t.release_view(view.expect::<MemoryView>())?.then(t, &RAISE, exception)
    },
);

static COLLECT: NativeDef = reentrant("collect_views()", |t, window| {
    t.collect_garbage();
    t.set_window_result(window, Value::NONE);
    Ok(())
})
.function();

/// What classes with a buffer have for Python to see.
pub(crate) static BUFFER_METHODS: [NativeDef; 1] = [tail("__buffer__(self, flags, /)", |t, args| {
    static VIEW: Then = Then::new(|t, object, flags| t.view_with_flags(object, t.index_of(flags)?));
    t.index(args.get(1))?.then(t, &VIEW, args.get(0))
})
.doc("Return a buffer object that exposes the underlying memory of the object.")];

/// `__release_buffer__` of classes that count their views.
pub(crate) static RELEASE_METHODS: [NativeDef; 1] = [leaf("__release_buffer__(self, buffer, /)", |t, args| {
    let Some(view) = args.get(1).cast::<MemoryView>() else {
        return Err(t.type_error("expected a memoryview object"));
    };
    if view.get(MemoryView::source) != args.get(0) {
        return Err(t.value_error("memoryview's buffer is not this object"));
    }
    view.release(t);
    Ok(Value::NONE)
})
.doc("Release the buffer object that exposes the underlying memory of the object.")];
