//! Compiling and running source text: `compile`, `exec`, `eval`, and the namespaces of running code.

use compiler::tree::Kind;
use std::borrow::Cow;

use compiler::{Mode, Options, Stage, SyntaxError, SyntaxErrorKind};
use vm_core::natives::{Args, NativeDef, Tail, Then, leaf, tail};
use vm_core::objects::bytes::Bytes;
use vm_core::objects::dict::Dict;
use vm_core::objects::exception_fields::set_field;
use vm_core::objects::function::{Cell, Code, Function};
use vm_core::objects::module::Module;
use vm_core::objects::sequence::Tuple;
use vm_core::objects::string::Str;
use vm_core::vm::RootKey;
use vm_core::{Gc, Raised, Res, Thread, Value, cls, sym};

use crate::{ast, convert, imp};

/// Added to the builtins.
pub static FUNCTIONS: [NativeDef; 7] = [
    tail("breakpoint(*args, **kws)", breakpoint)
        .function()
        .doc("Call sys.breakpointhook(*args, **kws): by default, enter the debugger."),
    tail("__import__(name, globals=None, locals=None, fromlist=(), level=0)", import)
        .function()
        .doc("Import a module: what the import statement calls. Use importlib.import_module() to import by name."),
    tail("compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)", compile)
        .function(),
    tail("exec(source, /, globals=None, locals=None, *, closure=None)", exec).function(),
    tail("eval(source, /, globals=None, locals=None)", eval).function(),
    leaf("globals()", |t, _| Ok(t.current_globals().map_or(Value::NONE, Gc::value))).function(),
    leaf("locals()", locals).function(),
];

// Flags of `compile`, as in `__future__` and `ast`.
const ONLY_AST: i64 = 0x400;
const DONT_IMPLY_DEDENT: i64 = 0x200;
const ALLOW_TOP_LEVEL_AWAIT: i64 = 0x2000;
const ALLOW_INCOMPLETE_INPUT: i64 = 0x4000;
const FUTURE_ANNOTATIONS: i64 = 0x100_0000;
const KNOWN_FLAGS: i64 =
    0x1ff_ff10 | ONLY_AST | DONT_IMPLY_DEDENT | ALLOW_TOP_LEVEL_AWAIT | 0x1000 | ALLOW_INCOMPLETE_INPUT | 0x8000;

/// Through `sys.breakpointhook`, which may have been replaced.
fn breakpoint<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let modules = t.fixed_root(RootKey::Modules).cast::<Dict>();
    let sys = modules.and_then(|modules| modules.named(t, "sys")?.cast::<Module>());
    let hook = sys.and_then(|sys| sys.get(Module::dict).cast::<Dict>()?.named(t, "breakpointhook"));
    match hook {
        Some(hook) => Ok(Tail::spread(hook, args.get(0).expect::<Tuple>(), args.get(1))),
        None => Err(t.raise(cls::RuntimeError, "lost sys.breakpointhook")),
    }
}

/// Through the library's own import system.
fn import<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    if t.as_str(args.get(0)).is_none() {
        return Err(t.type_error("module name must be a string"));
    }
    if let Some(known) = imported(t, args) {
        return Ok(Tail::Value(known));
    }
    let modules = t.fixed_root(RootKey::Modules).cast::<Dict>();
    let bootstrap = modules.and_then(|modules| modules.named(t, "_frozen_importlib")?.cast::<Module>());
    let namespace = bootstrap.and_then(|module| module.get(Module::dict).cast::<Dict>());
    let Some(import) = namespace.and_then(|namespace| namespace.named(t, "__import__")) else {
        return Err(t.raise(cls::ImportError, "__import__ not found"));
    };
    let or = |index: usize, default: Value<'t>| args.opt(index).unwrap_or(default);
    let fromlist = or(3, t.new_tuple(0)?.value());
    let all = [args.get(0), or(1, Value::NONE), or(2, Value::NONE), fromlist, or(4, Value::small(0))];
    Ok(Tail::spread(import, t.tuple(&all)?, Value::UNSET))
}

/// What an absolute import of a module gives that has been imported, and is not being imported now.
fn imported<'t>(t: &'t Thread, args: Args<'t>) -> Option<Value<'t>> {
    if args.opt(4).is_some_and(|level| level != Value::small(0)) {
        return None;
    }
    let (modules, name) = (t.fixed_root(RootKey::Modules).cast::<Dict>()?, args.get(0).cast::<Str>()?);
    let ready = |module: Value<'t>| {
        let spec = t.own_attribute(module, t.sym(sym::__spec__).expect())?;
        let importing = t.own_attribute(spec, t.sym(sym::_initializing).expect());
        importing.is_none_or(|importing| importing == Value::FALSE).then_some(module)
    };
    let module = modules.get_str(t, name).and_then(ready)?;
    match args.opt(3).filter(|names| !names.is_none()) {
        None => match name.as_ascii()?.split_once('.') {
            None => Some(module),
            Some((package, _)) => modules.get_str(t, t.intern_text(package)).and_then(ready),
        },
        Some(names) => {
            let has = |name: Value<'t>| name.cast::<Str>().is_some_and(|name| t.own_attribute(module, name).is_some());
            let names = names.cast::<Tuple>()?;
            (0..names.extent()).all(|index| has(names.at(index))).then_some(module)
        }
    }
}

fn locals<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    match t.running().next() {
        Some(running) => running.locals(t),
        None => Err(t.raise(cls::SystemError, "frame does not exist")),
    }
}

fn compile<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let flags = args.opt(3).map_or(Ok(0), |value| t.index_of(value))?;
    if flags & ONLY_AST != 0 && !ast::is_loaded(t) {
        let given: Vec<Value<'t>> = (0..=5).map(|index| args.opt(index).unwrap_or(Value::MISSING)).collect();
        let Some(import) = t.builtins().named(t, "__import__") else {
            return Err(t.raise(cls::ImportError, "__import__ not found"));
        };
        let name = t.intern_text("_ast").value();
        return Tail::call(import, &[name]).then(t, &COMPILE, t.tuple(&given)?.value());
    }
    compile_with(t, flags, |index| args.opt(index))
}

/// Goes on when `_ast` is imported; the state is a tuple of the arguments.
static COMPILE: Then = Then::new(|t, state, _| {
    let args = state.expect::<Tuple>();
    let flags = t.index_of(args.at(3))?;
    compile_with(t, flags, |index| Some(args.at(index)).filter(|value| *value != Value::MISSING))
});

fn compile_with<'t>(t: &'t Thread, flags: i64, arg: impl Fn(usize) -> Option<Value<'t>>) -> Result<Tail<'t>, Raised> {
    let required = |index| arg(index).unwrap_or(Value::NONE);
    let mode = match convert::text(t, required(2), "compile", 3)?.as_str() {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ if flags & ONLY_AST != 0 => {
            return Err(t.value_error("compile() mode must be 'exec', 'eval', 'single' or 'func_type'"));
        }
        "func_type" => return Err(t.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST")),
        _ => return Err(t.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    };
    if flags & !KNOWN_FLAGS != 0 {
        return Err(t.value_error("compile(): unrecognised flags"));
    }
    let optimize = arg(5).map_or(Ok(-1), |value| t.index_of(value))?;
    if !(-1..=2).contains(&optimize) {
        return Err(t.value_error("compile(): invalid optimize value"));
    }
    let filename = String::from_utf8_lossy(&convert::fs_bytes(t, required(1))?).into_owned();
    let options = Options {
        optimize: optimize.max(0) as u8,
        future_annotations: flags & FUTURE_ANNOTATIONS != 0,
        dont_imply_dedent: flags & DONT_IMPLY_DEDENT != 0,
        allow_incomplete: flags & ALLOW_INCOMPLETE_INPUT != 0,
        top_level_await: flags & ALLOW_TOP_LEVEL_AWAIT != 0,
    };
    let source = required(0);
    if ast::is_node(t, source) {
        return compile_node(t, source, &filename, mode, &options, flags & ONLY_AST != 0);
    }
    let source = source_text(t, source, "compile", &filename)?;
    if flags & ONLY_AST != 0 {
        return match compiler::tree::parse(&source, &filename, mode, &options) {
            Ok(tree) => ast::object(t, tree).map(Tail::Value),
            Err(error) => Err(raise_syntax_error(t, &error)),
        };
    }
    compile_telling(t, &source, &filename, mode, &options)
}

/// Compiles a node object, or only checks it.
fn compile_node<'t>(
    t: &'t Thread,
    object: Value<'t>,
    filename: &str,
    mode: Mode,
    options: &Options,
    only_tree: bool,
) -> Result<Tail<'t>, Raised> {
    let root = match mode {
        Mode::Exec => Kind::Module,
        Mode::Eval => Kind::Expression,
        Mode::Single => Kind::Interactive,
    };
    let tree = match ast::tree(t, object, root)? {
        ast::Outcome::Tree(tree) => tree,
        ast::Outcome::Raise(raise) => return Ok(raise),
    };
    if only_tree {
        return Ok(object.into());
    }
    match compiler::tree::compile(tree, filename, mode, options) {
        Ok(code) => Ok(t.load_code(code)?.value().into()),
        Err(compiler::tree::Error::Invalid(invalid)) => Err(t.value_error(invalid.0)),
        Err(compiler::tree::Error::Syntax(error)) => Err(raise_syntax_error(t, &error)),
    }
}

/// The text of a `source` argument.
fn source_text<'t>(t: &'t Thread, value: Value<'t>, function: &str, filename: &str) -> Result<String, Raised> {
    if let Some(string) = t.as_str(value) {
        return string.units().to_utf8().map_err(|at| {
            let encoded = [
                t.intern_text("utf-8").value(),
                value,
                t.int_usize(at.0),
                t.int_usize(at.0 + 1),
                t.intern_text("surrogates not allowed").value(),
            ];
            t.raise_with(cls::UnicodeEncodeError, &encoded)
        });
    }
    let bytes = match t.unbox(value).unwrap_or(value).cast::<Bytes>() {
        Some(bytes) => Some(Cow::Borrowed(bytes.slice())),
        None => match t.buffer_of(value) {
            Some(lent) => Some(Cow::Owned(lent?.cells.iter().map(std::cell::Cell::get).collect())),
            None => None,
        },
    };
    match bytes {
        Some(bytes) => {
            compiler::parse::decode(&bytes, filename, &mut |_, _| None).map_err(|error| raise_syntax_error(t, &error))
        }
        None => Err(t.type_error(format_args!(
            "{function}() arg 1 must be a string, bytes or {} object",
            if function == "compile" { "AST" } else { "code" }
        ))),
    }
}

/// Compiles and loads; the error is a Python exception.
pub fn compile_text<'t>(
    t: &'t Thread,
    source: &str,
    filename: &str,
    mode: Mode,
    options: &Options,
) -> Result<Gc<'t, Code>, Raised> {
    match compiler::compile(source, filename, mode, options) {
        Ok(code) => t.load_code(code),
        Err(error) => Err(raise_syntax_error(t, &error)),
    }
}

/// As [`compile_text`], and issues the SyntaxWarnings about the source. The code is the result.
pub fn compile_telling<'t>(
    t: &'t Thread,
    source: &str,
    filename: &str,
    mode: Mode,
    options: &Options,
) -> Result<Tail<'t>, Raised> {
    let (code, warnings) = match compiler::compile_telling(source, filename, mode, options) {
        Ok(compiled) => compiled,
        Err(error) => return Err(raise_syntax_error(t, &error)),
    };
    let code = t.load_code(code)?.value();
    if warnings.is_empty() {
        return Ok(code.into());
    }
    let list = t.new_list();
    for (warning, error) in &warnings {
        let (_, message, place) = syntax_error_args(t, error)?;
        let warning = t.str(warning)?.value();
        list.push(t, t.small_tuple([warning, t.int(error.line.into()), message, place]).value())?;
    }
    let issue = imp::part(t, "_warnings", "_syntax_warnings");
    Ok(Tail::call(issue, &[list.value(), t.str(filename)?.value(), code]))
}

/// `SyntaxError(message, (filename, line, column, text, end line, end column))`.
pub fn raise_syntax_error(t: &Thread, error: &SyntaxError) -> Raised {
    match syntax_error_args(t, error) {
        Ok((class, message, place)) => {
            let raised = t.raise_with(class, &[message, place]);
            match &error.source {
                Some(source) => keep_source(t, raised, source).unwrap_or_else(|raised| raised),
                None => raised,
            }
        }
        Err(raised) => raised,
    }
}

/// `_metadata`: what `traceback` looks for misspelt keywords in.
fn keep_source(t: &Thread, raised: Raised, source: &str) -> Result<Raised, Raised> {
    let exception = t.take_exception(raised);
    if let Some(syntax_error) = exception.cast() {
        let metadata = t.small_tuple([Value::small(0), Value::small(0), t.str(source)?.value()]);
        set_field(t, syntax_error, sym::_metadata, metadata.value())?;
    }
    Ok(t.reraise(exception))
}

/// The line an error is on. A module shows that of the file it has its name from, if there is one.
fn shown_line(error: &SyntaxError) -> Option<Cow<'_, str>> {
    let in_file = || {
        let bytes = std::fs::read(&error.filename).ok()?;
        let text = compiler::parse::decode(&bytes, &error.filename, &mut |_, _| None).ok()?;
        let text = compiler::parse::normalise(&text);
        let line = text.split_inclusive('\n').nth((error.line as usize).checked_sub(1)?)?;
        Some(Cow::Owned(line.to_owned()))
    };
    match error.stage {
        Stage::Compiling => in_file(),
        Stage::ParsingModule => in_file().or(error.text.as_deref().map(Cow::Borrowed)),
        Stage::Parsing | Stage::Reading => error.text.as_deref().map(Cow::Borrowed),
    }
}

type ErrorParts<'t> = (vm_core::classes::ClassKey, Value<'t>, Value<'t>);

fn syntax_error_args<'t>(t: &'t Thread, error: &SyntaxError) -> Result<ErrorParts<'t>, Raised> {
    let class = match error.kind {
        SyntaxErrorKind::Syntax => cls::SyntaxError,
        SyntaxErrorKind::Indentation => cls::IndentationError,
        SyntaxErrorKind::Tab => cls::TabError,
        SyntaxErrorKind::Incomplete => cls::_IncompleteInputError,
        SyntaxErrorKind::TooComplex => return Err(t.raise(cls::MemoryError, &error.message)),
    };
    if error.line == 0 && error.text.is_none() {
        // Of the whole source.
        return Err(t.raise(class, &error.message));
    }
    let text = match shown_line(error) {
        Some(text) => t.str(&text)?.value(),
        None => Value::NONE,
    };
    let place = t.small_tuple([
        t.str(&error.filename)?.value(),
        t.int(error.line.into()),
        t.int(error.column.into()),
        text,
        t.int(error.end_line.into()),
        t.int(error.end_column.into()),
    ]);
    Ok((class, t.str(&error.message)?.value(), place.value()))
}

/// Globals and locals as `exec` and `eval` take them.
fn namespaces<'t>(t: &'t Thread, args: Args<'t>, function: &str) -> Result<(Gc<'t, Dict>, Value<'t>), Raised> {
    let current = t.current_globals().unwrap_or_else(|| t.new_dict());
    let globals = match args.get(1).not_none() {
        None => current,
        Some(value) => value.cast::<Dict>().ok_or_else(|| {
            t.type_error(match function {
                "exec" => format!("exec() globals must be a dict, not {}", t.class_name(value)),
                _ => "globals must be a dict".to_owned(),
            })
        })?,
    };
    let locals = match (args.get(2).not_none(), args.get(1).not_none()) {
        (Some(locals), _) => {
            if !locals.is::<Dict>() && t.lookup_special(locals, sym::__getitem__).is_none() {
                return Err(t.type_error(match function {
                    "exec" => format!("locals must be a mapping or None, not {}", t.class_name(locals)),
                    _ => "locals must be a mapping".to_owned(),
                }));
            }
            locals
        }
        (None, Some(_)) => globals.value(),
        (None, None) => match t.running().next() {
            Some(running) => running.locals(t)?,
            None => globals.value(),
        },
    };
    if globals.get_sym(t, sym::__builtins__).is_none() {
        globals.set_sym(t, sym::__builtins__, t.builtins_module())?;
    }
    Ok((globals, locals))
}

fn exec<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (globals, locals) = namespaces(t, args, "exec")?;
    let closure = args.get(3).not_none();
    let code = match args.get(0).cast::<Code>() {
        Some(code) => {
            check_closure(t, code, closure)?;
            if let Some(closure) = closure {
                let function = t.new_function(code, globals);
                function.set(t, Function::closure, closure);
                return call_in(t, code, function.value(), globals, locals);
            }
            code.value().into()
        }
        None if closure.is_some() => {
            return Err(t.type_error("closure can only be used when source is a code object"));
        }
        None => {
            let source = source_text(t, args.get(0), "exec", "<string>")?;
            compile_telling(t, &source, "<string>", Mode::Exec, &Options::default())?
        }
    };
    code.then(t, &RUN_IN, t.small_tuple([globals.value(), locals]).value())
}

fn eval<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (globals, locals) = namespaces(t, args, "eval")?;
    let code = match args.get(0).cast::<Code>() {
        Some(code) if free_variables(t, code)? != 0 => {
            return Err(t.type_error("code object passed to eval() may not contain free variables"));
        }
        Some(code) => code.value().into(),
        None => {
            let source = source_text(t, args.get(0), "eval", "<string>")?;
            compile_telling(t, source.trim_start_matches([' ', '\t']), "<string>", Mode::Eval, &Options::default())?
        }
    };
    code.then(t, &RUN_IN, t.small_tuple([globals.value(), locals]).value())
}

/// Runs code in the globals and locals that are the state.
static RUN_IN: Then = Then::new(|t, state, code| {
    let state = state.expect::<Tuple>();
    run(t, code.expect(), state.at(0).expect(), state.at(1))
});

/// The call that runs a module's, expression's or statement's code in these namespaces.
pub fn run<'t>(
    t: &'t Thread,
    code: Gc<'t, Code>,
    globals: Gc<'t, Dict>,
    locals: Value<'t>,
) -> Result<Tail<'t>, Raised> {
    call_in(t, code, t.new_function(code, globals).value(), globals, locals)
}

/// The call of a function made of such code.
fn call_in<'t>(
    t: &'t Thread,
    code: Gc<'t, Code>,
    function: Value<'t>,
    globals: Gc<'t, Dict>,
    locals: Value<'t>,
) -> Result<Tail<'t>, Raised> {
    let namespace = if locals == globals.value() { Value::UNSET } else { locals };
    match takes_namespace(t, code)? {
        true => Ok(Tail::call(function, &[namespace])),
        false => Ok(Tail::call(function, &[])),
    }
}

/// How many cells the code's function needs.
fn free_variables<'t>(t: &'t Thread, code: Gc<'t, Code>) -> Result<usize, Raised> {
    Ok(t.awake(code)?.compiled.frees.len())
}

/// What `exec` gives a code object to close over must be just the cells it needs.
fn check_closure<'t>(t: &'t Thread, code: Gc<'t, Code>, closure: Option<Value<'t>>) -> Result<(), Raised> {
    let needed = free_variables(t, code)?;
    if needed == 0 {
        return match closure {
            Some(_) => Err(t.type_error("cannot use a closure with this code object")),
            None => Ok(()),
        };
    }
    let fits = closure
        .and_then(Value::cast_exact::<Tuple>)
        .is_some_and(|cells| cells.extent() == needed && (0..needed).all(|index| cells.at(index).is::<Cell>()));
    if !fits {
        return Err(t.type_error(format_args!("code object requires a closure of exactly length {needed}")));
    }
    Ok(())
}

/// Has the code a namespace as first local? A function's has not.
fn takes_namespace<'t>(t: &'t Thread, code: Gc<'t, Code>) -> Result<bool, Raised> {
    let locals = &t.awake(code)?.compiled.locals;
    Ok(locals.first().is_some_and(|name| &**name == ".namespace"))
}
