//! Code objects, functions, cells, bound methods.

use std::cell::{Cell as RustCell, OnceCell};

use compiler::bytecode::{Code as Compiled, Ins, Position};
use compiler::serial::Stored;
use gc_api::{ObjRef, layout};

use crate::layouts;
use crate::natives::NativeDef;
use crate::value::Gc;

layout! {
    /// A compiled code unit. Its instructions lie outside the heap and never move; all it refers to is in one array:
    /// constants, then names, then the cached targets of its sites.
    pub struct Code(layouts::CODE) {
        /// The array described above.
        refs: Ref,
        name: Ref,
        qualname: Ref,
        filename: Ref,
        /// Tuple of the names of the locals in registers 1.., lazily made.
        varnames: Ref,
        /// First line from 1.
        first_line: Raw<u32>,
        /// 1: its functions stand for some written in Rust: found in a class, they are not bound.
        alone: Raw<u32>,
        /// Owned, unless the code is dormant: then that of all dormant code.
        body: Raw<*const Body>,
        /// Where to read the code when it is first needed; null once it has been. Owned.
        dormant: Raw<*const Dormant>,
    } destructor drop_code
}

unsafe fn drop_code(object: ObjRef) {
    // SAFETY: the collector runs the destructor of a Code once; of the two, the one it owns came from Box::into_raw.
    unsafe {
        let code = &*object.as_ptr().cast::<Code>();
        match code.dormant.get() {
            dormant if !dormant.is_null() => drop(Box::from_raw(dormant.cast_mut())),
            _ => drop(Box::from_raw(code.body.get().cast_mut())),
        }
    }
}

/// Where a code object's content lies until it is needed.
pub struct Dormant {
    pub stored: Stored,
    pub unit: &'static [u8],
    pub hidden: bool,
}

/// The part of a code object that contains no words.
pub struct Body {
    /// Without its constants and names, which are words, and its positions.
    pub compiled: Box<Compiled>,
    pub positions: Positions,
    pub caches: Box<[Cache]>,
    pub first: *const Ins,
    /// Registers beyond the parameters that are locals or cells: zeroed on entry.
    pub parameters: u16,
    pub locals: u16,
    /// See [`compiler::bytecode::Code::zeroed`].
    pub zeroed: u16,
    pub registers: u16,
    /// May be called by placing exactly `positional` arguments: no keyword-only, no star parameters, not a generator.
    pub simple: bool,
    pub positional: u16,
    pub keyword_only: u16,
    /// A call pushes a frame: it is no generator, coroutine or async generator.
    pub runs: bool,
    /// Each argument has a parameter of its own: no star parameters.
    pub placed: bool,
    /// `positional` if `simple`, else more than any call passes.
    pub arity: u16,
    /// The same for a generator, coroutine or async generator: a call makes an object and runs nothing.
    pub generator_arity: u16,
    /// Index in `refs` of the first name, and of the first cached target.
    pub names_at: u32,
    /// Index in `refs` of the names of the locals.
    pub locals_at: u32,
    pub targets_at: u32,
    /// Application-level code, hidden from tracebacks.
    pub hidden: bool,
    /// What [`Body::height_at`] says of each instruction, once a generator has asked.
    pub heights: OnceCell<Box<[u16]>>,
}

/// Where the instructions of a code come from in its source; read when it is first asked for.
pub struct Positions {
    pub packed: &'static [u8],
    pub unpacked: OnceCell<Vec<Position>>,
}

/// One inline-cache slot: plain bits; a cached target lies in the code's `refs`.
#[derive(Default)]
pub struct Cache {
    /// The shape for which the rest holds; 0: nothing cached.
    pub key: RustCell<u32>,
    /// A second version to compare, where one is not enough (builtins below globals).
    pub key2: RustCell<u32>,
    pub index: RustCell<u32>,
    pub kind: RustCell<CacheKind>,
    /// How often the site missed, modulo 256.
    pub misses: RustCell<u8>,
    /// Where the site's name lies in the code's `refs`.
    pub name: u32,
}

/// What a cache slot says about objects with its key.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
#[repr(u8)]
pub enum CacheKind {
    #[default]
    Empty,
    /// Instance attribute in inline slot `index`.
    Inline,
    /// Instance attribute in the overflow array at `index`.
    Overflow,
    /// The target itself: a class attribute that is not a descriptor that needs a call, or a class's attribute.
    Constant,
    /// The target is a function (or native method) found in the class: bind it to the object.
    Method,
    /// The target is a property's or getset's getter... called with the object.
    Getter,
    /// Value number `index` in the entries of the global dict.
    Global,
    /// Value number `index` in the entries of the builtins dict.
    Builtin,
    /// Value number `index` in the entries of a module's dict; the key is the version of the dict's keys.
    Module,
    /// The target is a native descriptor. Only the shared table says so.
    Native,
    /// The object's own dict comes first; the target, if set, is a method of the class. Only the shared table says so.
    OwnDict,
    /// Value number `index` in the entries of the target, the namespace of a class: data that changes.
    Volatile,
    /// Store: a new attribute; the target is the map to go to, `index` the inline slot.
    AddInline,
}

layout! {
    pub struct Function(layouts::FUNCTION) {
        code: Ref,
        globals: Ref,
        /// Tuple of cells, or unset.
        closure: Ref,
        /// Tuple, or unset.
        defaults: Ref,
        /// Dict, or unset.
        kwdefaults: Ref,
        builtins: Ref,
        name: Ref,
        qualname: Ref,
        module: Ref,
        doc: Ref,
        annotations: Ref,
        annotate: Ref,
        type_params: Ref,
        /// `__dict__`, lazily made.
        dict: Ref,
    }
}

layout! {
    /// A variable shared by functions.
    pub struct Cell(layouts::CELL) {
        value: Ref,
    }
}

layout! {
    pub struct BoundMethod(layouts::BOUND_METHOD) {
        function: Ref,
        this: Ref,
    }
}

layout! {
    /// A function written in Rust, perhaps bound to a module or an object.
    pub struct NativeFunction(layouts::NATIVE_FUNCTION, last layouts::METHOD_WRAPPER) {
        def: Raw<*const NativeDef>,
        /// Unset: nothing is passed as first argument.
        this: Ref,
        /// Where it belongs, though that is not passed: its module or the name of it; for static methods the class.
        home: Ref,
    }
}

layout! {
    /// A special method bound to an object.
    pub struct MethodWrapper(layouts::METHOD_WRAPPER) extends NativeFunction {
        /// What it was made of.
        descriptor: Ref,
    }
}

layout! {
    /// A Rust method in a class: passes the object through which it was found.
    pub struct MethodDescriptor(layouts::METHOD_DESCRIPTOR, last layouts::CLASS_METHOD_DESCRIPTOR) {
        def: Raw<*const NativeDef>,
        class: Ref,
    }
}

layout! {
    /// A special method: one that the machine itself calls for an operator or a protocol.
    pub struct WrapperDescriptor(layouts::WRAPPER_DESCRIPTOR) extends MethodDescriptor {}
}

layout! {
    /// A Rust class method: passes the class.
    pub struct ClassMethodDescriptor(layouts::CLASS_METHOD_DESCRIPTOR) extends MethodDescriptor {}
}

impl Body {
    /// Registers from here on are dead while instruction `pc` runs.
    pub fn height_at(&self, pc: usize) -> usize {
        let heights = &self.compiled.heights;
        let after = heights.partition_point(|entry| entry.pc as usize <= pc);
        match after.checked_sub(1) {
            Some(index) => heights[index].height as usize,
            None => self.locals as usize,
        }
    }

    /// As [`Body::height_at`], at the price of a table: for generators, which ask at each other yield.
    pub fn height_from_table(&self, pc: usize) -> usize {
        let all = || (0..self.compiled.instructions.len()).map(|pc| self.height_at(pc) as u16).collect();
        self.heights.get_or_init(all)[pc] as usize
    }
}

macro_rules! native_def {
    ($($layout:ident),*) => { $(
        impl Gc<'_, $layout> {
            /// Its declaration.
            pub fn def(self) -> &'static NativeDef {
                // SAFETY: these objects are made from declarations, which are statics.
                unsafe { &*self.get($layout::def) }
            }
        }
    )* };
}

native_def!(NativeFunction, MethodDescriptor);
