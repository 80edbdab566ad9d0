//! From the compiler's code units to code objects.

//!
//! Code of the embedded library is *dormant* until it is needed: a code object that knows its names, and where to read
//! the rest.

use std::cell::{Cell, OnceCell};
use std::sync::LazyLock;

use compiler::bytecode::{Code as Compiled, Const, Flags, Position};
use compiler::serial::{self, Head, Nested, SerialError, Stored};
use gc_api::Slot;

use super::call::{read, write};
use crate::Thread;
use crate::classes::cls;
use crate::objects::dict::Dict;
use crate::objects::function::{Body, Cache, Code, Dormant, Function, Positions};
use crate::symbols::sym;
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};
use crate::vm::RootKey;

impl Thread {
    /// A code object for this code unit, nested ones included.
    pub fn load_code(&self, compiled: Compiled) -> Result<Gc<'_, Code>, Raised> {
        self.load_code_as(compiled, false)
    }

    /// As [`Thread::load_code`]; hidden code does not appear in tracebacks.
    pub fn load_code_as(&self, mut compiled: Compiled, hidden: bool) -> Result<Gc<'_, Code>, Raised> {
        let head = Head {
            name: &compiled.name,
            qualname: &compiled.qualname,
            filename: &compiled.filename,
            first_line: compiled.first_line,
            unit: &[],
        };
        let code = self.new_code(&head, self.intern_text(&compiled.filename).value());
        let positions = Positions::known(std::mem::take(&mut compiled.positions));
        self.fill_code(code, compiled, positions, hidden)?;
        self.set_destructor(code);
        Ok(code)
    }

    /// The root of a stored form. Each nested unit is loaded when its code is first needed.
    pub fn load_stored(&self, stored: Stored, hidden: bool) -> Result<Gc<'_, Code>, Raised> {
        let head = stored.root().map_err(|error| self.unreadable(error))?;
        let code = self.new_dormant(&head, self.intern_text(head.filename).value(), stored, hidden);
        self.load_dormant(code)?;
        Ok(code)
    }

    /// The body of this code, which is loaded now if it has not been.
    pub fn awake<'t>(&'t self, code: Gc<'t, Code>) -> Result<&'t Body, Raised> {
        if !code.get(Code::dormant).is_null() {
            self.load_dormant(code)?;
        }
        Ok(code.body())
    }

    #[cold]
    fn load_dormant<'t>(&'t self, code: Gc<'t, Code>) -> Result<(), Raised> {
        // SAFETY: not null, so it came from Box::into_raw and is the code's own until it is taken below.
        let Dormant { stored, unit, hidden } = *unsafe { &*code.get(Code::dormant) };
        let unit = stored.unit(unit).map_err(|error| self.unreadable(error))?;
        self.fill_code(code, unit.code, Positions::packed(unit.positions), hidden)?;
        let refs = code.refs();
        for Nested { index, head } in &unit.nested {
            refs.put(self, *index, self.new_dormant(head, code.get(Code::filename), stored, hidden).value());
        }
        let dormant = code.get(Code::dormant).cast_mut();
        code.set_raw(Code::dormant, std::ptr::null());
        // SAFETY: as above; nothing points to it any more.
        drop(unsafe { Box::from_raw(dormant) });
        Ok(())
    }

    fn unreadable(&self, error: SerialError) -> Raised {
        self.raise(cls::ImportError, format_args!("{error}"))
    }

    /// A code object whose content is read when it is first needed.
    fn new_dormant<'t>(
        &'t self,
        head: &Head<'static>,
        filename: Value<'t>,
        stored: Stored,
        hidden: bool,
    ) -> Gc<'t, Code> {
        let code = self.new_code(head, filename);
        let dormant = Dormant { stored, unit: head.unit, hidden };
        code.set_raw(Code::dormant, Box::into_raw(Box::new(dormant)) as *const Dormant);
        self.set_destructor(code);
        code
    }

    /// A code object with its names, and nothing in it.
    fn new_code<'t>(&'t self, head: &Head<'_>, filename: Value<'t>) -> Gc<'t, Code> {
        let name = self.intern_text(head.name).value();
        let qualname = if head.qualname == head.name { name } else { self.intern_text(head.qualname).value() };
        self.new_object(Code {
            header: header(),
            refs: Slot::default(),
            name: Slot::new(name.word()),
            qualname: Slot::new(qualname.word()),
            filename: Slot::new(filename.word()),
            varnames: Slot::default(),
            first_line: Cell::new(head.first_line),
            alone: Cell::new(0),
            body: Cell::new(Body::dormant()),
            dormant: Cell::new(std::ptr::null()),
        })
    }

    fn fill_code(
        &self,
        code: Gc<'_, Code>,
        mut compiled: Compiled,
        positions: Positions,
        hidden: bool,
    ) -> Result<(), Raised> {
        let (constants, names) = (std::mem::take(&mut compiled.constants), std::mem::take(&mut compiled.names));
        let names_at = constants.len();
        let locals_at = names_at + names.len();
        let targets_at = locals_at + compiled.locals.len();
        let refs = self.new_array(targets_at + compiled.sites.len())?;
        for (index, constant) in constants.into_iter().enumerate() {
            refs.put(self, index, self.load_constant(constant, hidden)?);
        }
        for (index, name) in names.iter().chain(&compiled.locals).enumerate() {
            refs.put(self, names_at + index, self.intern_text(name).value());
        }
        let caches =
            compiled.sites.iter().map(|site| Cache { name: names_at as u32 + site.name, ..Cache::default() }).collect();
        code.set(self, Code::refs, refs.value());
        let body = Body::new(compiled, positions, caches, [names_at, locals_at, targets_at], hidden);
        code.set_raw(Code::body, Box::into_raw(Box::new(body)) as *const Body);
        Ok(())
    }

    /// The value of a constant.
    pub fn constant(&self, constant: Const) -> Result<Value<'_>, Raised> {
        self.load_constant(constant, false)
    }

    fn load_constant(&self, constant: Const, hidden: bool) -> Result<Value<'_>, Raised> {
        Ok(match constant {
            Const::None => Value::NONE,
            Const::Bool(value) => Value::bool(value),
            Const::Ellipsis => Value::ELLIPSIS,
            Const::Int(value) => self.int(value),
            Const::BigInt(limbs) => self.int_limbs(false, &limbs)?,
            Const::Float(bits) => self.float(f64::from_bits(bits)),
            Const::Imaginary(bits) => self.complex(0.0, f64::from_bits(bits)),
            Const::Str(text) => {
                let string = self.str(&text)?;
                if looks_like_a_name(&text) { self.intern(string).value() } else { string.value() }
            }
            Const::Points(points) => {
                let text: text::TextBuf = points.into_iter().collect();
                self.str_text(text.finish())?.value()
            }
            Const::Bytes(bytes) => self.bytes(&bytes)?.value(),
            Const::Tuple(items) => self.tuple(&self.load_constants(items, hidden)?)?.value(),
            Const::FrozenSet(items) => self.frozen_set(&self.load_constants(items, hidden)?)?,
            Const::Slice(parts) => {
                let parts = self.load_constants(parts.to_vec(), hidden)?;
                self.slice(parts[0], parts[1], parts[2])
            }
            Const::Code(code) => self.load_code_as(*code, hidden)?.value(),
        })
    }

    fn load_constants(&self, constants: Vec<Const>, hidden: bool) -> Result<Vec<Value<'_>>, Raised> {
        constants.into_iter().map(|constant| self.load_constant(constant, hidden)).collect()
    }

    /// A function without closure or defaults.
    pub fn new_function<'t>(&'t self, code: Gc<'t, Code>, globals: Gc<'t, Dict>) -> Gc<'t, Function> {
        self.new_function_with(code, globals, self.builtins_of(globals))
    }

    /// As [`Thread::new_function`], where the builtins that belong to the globals are known.
    pub(super) fn new_function_with<'t>(
        &'t self,
        code: Gc<'t, Code>,
        globals: Gc<'t, Dict>,
        builtins: Value<'t>,
    ) -> Gc<'t, Function> {
        // Loads of globals rely on it.
        assert!(builtins.is::<Dict>());
        let module = globals.get_sym(self, sym::__name__).unwrap_or(Value::NONE);
        let slot = |value: Value<'_>| Slot::new(value.word());
        self.new_object(Function {
            header: header(),
            code: slot(code.value()),
            globals: slot(globals.value()),
            closure: Slot::default(),
            defaults: Slot::default(),
            kwdefaults: Slot::default(),
            builtins: slot(builtins),
            name: slot(code.get(Code::name)),
            qualname: slot(code.get(Code::qualname)),
            module: slot(module),
            doc: Slot::default(),
            annotations: Slot::default(),
            annotate: Slot::default(),
            type_params: Slot::default(),
            dict: Slot::default(),
        })
    }

    /// The frames that run the function keep the code it has now, which it is about to lose.
    pub(crate) fn detach_frames(&self, function: Gc<'_, Function>) {
        let mut twin = None;
        for frame in self.stacks.iter().filter(|frame| frame.kind.get().is_python()) {
            let base = frame.base.get();
            if read(base, 0) == function.value() {
                let twin = *twin.get_or_insert_with(|| self.running_twin(function, function.code()));
                write(base, 0, twin.value());
            }
        }
    }

    /// What stands for the function in a frame, with a code that it no longer has.
    pub(crate) fn running_twin<'t>(&'t self, function: Gc<'t, Function>, code: Gc<'t, Code>) -> Gc<'t, Function> {
        let globals = function.get(Function::globals).expect::<Dict>();
        let twin = self.new_function_with(code, globals, function.get(Function::builtins));
        twin.set(self, Function::closure, function.get(Function::closure));
        twin
    }

    /// What `__builtins__` in the globals says (a module or a dict), or the machine's own.
    fn builtins_of<'t>(&'t self, globals: Gc<'t, Dict>) -> Value<'t> {
        use crate::objects::module::Module;
        match globals.get_sym(self, sym::__builtins__) {
            Some(value) if value.is::<Dict>() => value,
            Some(value) => match value.cast::<Module>() {
                Some(module) if module.get(Module::dict).is::<Dict>() => module.get(Module::dict),
                _ => self.fixed_root(RootKey::Builtins),
            },
            None => self.fixed_root(RootKey::Builtins),
        }
    }

    /// What the code says of itself in its first line.
    pub(crate) fn docstring<'t>(&'t self, code: Gc<'t, Code>) -> Res<'t> {
        let body = self.awake(code)?;
        let has = body.compiled.flags.has(Flags::HAS_DOCSTRING) && body.names_at != 0;
        Ok(if has { code.refs().at(0) } else { Value::NONE })
    }
}

fn looks_like_a_name(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// The body of all dormant code.
struct Unread(Body);

// SAFETY: it has no caches, the only part that changes, and points to nothing.
unsafe impl Sync for Unread {}
// SAFETY: as above.
unsafe impl Send for Unread {}

static UNREAD: LazyLock<Unread> = LazyLock::new(|| {
    let mut body = Body::new(Compiled::default(), Positions::known(Vec::new()), Box::default(), [0; 3], true);
    (body.simple, body.placed, body.runs, body.arity) = (false, false, false, u16::MAX);
    Unread(body)
});

impl Body {
    /// That of all code that has not been loaded: it takes no number of arguments that a call can pass, so that each call
    /// goes the general way, which wakes the code.
    fn dormant() -> *const Body {
        &raw const UNREAD.0
    }

    fn new(compiled: Compiled, positions: Positions, caches: Box<[Cache]>, at: [usize; 3], hidden: bool) -> Body {
        let starred = compiled.flags.has(Flags::VARARGS) as u16 + compiled.flags.has(Flags::VARKEYWORDS) as u16;
        let generator = Flags::GENERATOR | Flags::COROUTINE | Flags::ASYNC_GENERATOR;
        // A class body or module takes its namespace as if it were a parameter.
        let namespace = compiled.locals.first().is_some_and(|name| &**name == ".namespace") as u16;
        let placed = starred == 0;
        let makes = compiled.flags.has(generator);
        let plain = placed && compiled.keyword_only == 0;
        let simple = plain && !makes;
        let positional = compiled.positional + namespace;
        let arity = |applies: bool| if applies { positional } else { u16::MAX };
        let compiled = Box::new(compiled);
        Body {
            first: compiled.instructions.as_ptr(),
            parameters: 1 + namespace + compiled.positional + compiled.keyword_only + starred,
            locals: compiled.first_temporary(),
            zeroed: compiled.zeroed,
            registers: compiled.registers,
            arity: arity(simple),
            generator_arity: arity(plain && makes),
            simple,
            placed,
            runs: !makes,
            positional,
            keyword_only: compiled.keyword_only,
            names_at: at[0] as u32,
            locals_at: at[1] as u32,
            targets_at: at[2] as u32,
            hidden,
            heights: OnceCell::new(),
            caches,
            positions,
            compiled,
        }
    }

    /// Line of an instruction, from 1; 0 if it has none.
    pub fn line_at(&self, pc: usize) -> u32 {
        self.positions.at(pc).map_or(0, |position| position.line)
    }
}

impl Positions {
    fn known(positions: Vec<Position>) -> Positions {
        Positions { packed: &[], unpacked: OnceCell::from(positions) }
    }

    fn packed(packed: &'static [u8]) -> Positions {
        Positions { packed, unpacked: OnceCell::new() }
    }

    /// All of them.
    pub fn all(&self) -> &[Position] {
        // What is not well-formed was never written: a code without positions is the least harm.
        self.unpacked.get_or_init(|| serial::positions(self.packed).unwrap_or_default())
    }

    /// That of an instruction.
    pub fn at(&self, pc: usize) -> Option<&Position> {
        let all = self.all();
        all.partition_point(|p| p.pc as usize <= pc).checked_sub(1).map(|index| &all[index])
    }
}
