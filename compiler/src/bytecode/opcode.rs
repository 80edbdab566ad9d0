//! The opcodes and what each does. This table is the contract between compiler and interpreter.
//!
//! Conventions. `R[x]` is register x of the running frame. `R[0]` is the running function itself; parameters
//! follow from `R[1]` in order (positional, keyword-only, `*args`, `**kwargs`), then other locals, then
//! temporaries. Temporaries follow stack discipline: an instruction's *height* is the index of the first register
//! that is dead while it runs. A *window* is where a call's frame will lie: the callee in `R[w]`, its arguments
//! after it; everything from `w` on is dead after the call. Jumps are relative to the *next* instruction.
//! `K[x]` is a constant, `S[x]` a cache site (which carries a name), `imm` is b and c as one signed number.

/// What an operand field means: for the disassembler and the verifier.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Operand {
    Unused,
    /// A register that is read.
    Src,
    /// A register that is written.
    Dst,
    /// A register that is read and written.
    Mut,
    /// The first of several registers; how many, the opcode says.
    Window,
    /// A constant.
    Const,
    /// A cache site.
    Site,
    /// A small number.
    Num,
    /// A signed number.
    Int,
    /// A jump in `c`, relative to the next instruction.
    Jump,
}

macro_rules! opcodes {
    ($($(#[$doc:meta])* $name:ident $text:literal ($a:ident, $b:ident, $c:ident)),* $(,)?) => {
        /// An operation; the documentation of each variant is its semantics.
        #[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum Op { $($(#[$doc])* $name),* }

        impl Op {
            pub const ALL: &'static [Op] = &[$(Op::$name),*];
            pub const COUNT: u8 = Op::ALL.len() as u8;

            /// The name in listings.
            pub const fn name(self) -> &'static str {
                match self { $(Op::$name => $text),* }
            }

            /// Meaning of `a`, `b`, `c`. Where `imm` is used, `b` says which kind it is and `c` is `Unused`.
            pub const fn operands(self) -> [Operand; 3] {
                match self { $(Op::$name => [Operand::$a, Operand::$b, Operand::$c]),* }
            }
        }
    };
}

opcodes! {
    // Moves and constants
    /// `R[a] = R[b]`
    Move "move" (Dst, Src, Unused),
    /// `R[a] = K[imm]`
    LoadConst "load-const" (Dst, Const, Unused),
    /// `R[a] = imm`, a small int
    LoadInt "load-int" (Dst, Int, Unused),
    /// `R[a]` = None (d=0), False (1), True (2), Ellipsis (3), NotImplemented (4)
    LoadSingleton "load-singleton" (Dst, Unused, Unused),
    /// `R[a] = ` unset (no effect if already unset): ends the life of a local or temporary
    Unset "unset" (Dst, Unused, Unused),
    /// If `R[a]` is unset raise UnboundLocalError for the local's name `K[imm]`
    CheckLocal "check-local" (Src, Const, Unused),
    /// `R[a]` = new cell holding `R[a]` (which may be unset)
    MakeCell "make-cell" (Mut, Unused, Unused),
    /// `R[a]` = cell number `imm` of the running function's closure
    CopyFree "copy-free" (Dst, Num, Unused),
    /// `R[a]` = content of cell `R[b]`; if empty, NameError for `K[c]` (d=0: UnboundLocalError "cannot access local variable", d=1: "cannot access free variable")
    LoadCell "load-cell" (Dst, Src, Const),
    /// content of cell `R[a]` = `R[b]`
    StoreCell "store-cell" (Src, Src, Unused),
    /// empties cell `R[a]`; NameError for `K[c]` as in `LoadCell` if it is empty already
    DelCell "del-cell" (Src, Unused, Const),

    // Names
    /// `R[a]` = global or builtin `S[c]`
    LoadGlobal "load-global" (Dst, Unused, Site),
    /// global `S[c]` = `R[a]`
    StoreGlobal "store-global" (Src, Unused, Site),
    /// deletes global `S[c]`
    DelGlobal "del-global" (Unused, Unused, Site),
    /// `R[a]` = name `S[c]`: looked up in namespace `R[b]`, then globals, then builtins. If `R[b]` is unset the namespace is the globals.
    LoadName "load-name" (Dst, Src, Site),
    /// namespace `R[b]` (globals if unset) at `S[c]` = `R[a]`
    StoreName "store-name" (Src, Src, Site),
    /// deletes `S[c]` from namespace `R[b]` (globals if unset)
    DelName "del-name" (Unused, Src, Site),
    /// `R[a]` = name `S[c]` in namespace `R[d]`, else the content of cell `R[b]` (NameError as LoadCell d=1). d is 1 in class bodies;
    /// in annotation scopes of a class it is the register that holds the class's namespace
    LoadClassCell "load-class-cell" (Dst, Src, Site),
    /// `R[a]` = name `S[c]` in namespace `R[b]`, else global or builtin (annotation scopes in classes; `R[b]` is the class namespace)
    LoadClassGlobal "load-class-global" (Dst, Src, Site),

    // Attributes and items
    /// `R[a]` = `R[b].S[c]`
    LoadAttr "load-attr" (Dst, Src, Site),
    /// `R[a].S[c]` = `R[b]`
    StoreAttr "store-attr" (Src, Src, Site),
    /// `del R[a].S[c]`
    DelAttr "del-attr" (Src, Unused, Site),
    /// Prepares a method call: `R[a], R[a+1]` = function, self for method `S[c]` of `R[b]`; or unset, callable if the attribute is not a plain method
    LoadMethod "load-method" (Window, Src, Site),
    /// `super().S[c]`: `R[a]` holds what the name `super` means here; cell `R[b]` holds `__class__`, `R[d]` is self (or the cell with it, if the site says so);
    /// `R[a]` = the attribute. (`R[a+1]`, `R[a+2]` are free.)
    LoadSuperAttr "load-super-attr" (Window, Src, Site),
    /// As `LoadSuperAttr`, with the result of `LoadMethod` in `R[a], R[a+1]`
    LoadSuperMethod "load-super-method" (Window, Src, Site),
    /// `R[a] = R[b][R[c]]`
    GetItem "get-item" (Dst, Src, Src),
    /// `R[a] = R[b][c]` with a small int (signed)
    GetItemI "get-item-i" (Dst, Src, Int),
    /// `R[a][R[b]] = R[c]`
    SetItem "set-item" (Src, Src, Src),
    /// `del R[a][R[b]]`
    DelItem "del-item" (Src, Src, Unused),
    /// `R[a]` = slice(R[b], R[b+1], R[b+2])
    BuildSlice "build-slice" (Dst, Window, Unused),

    // Operators; d=1: augmented assignment (`__iadd__` first)
    /// `R[a] = R[b] + R[c]`
    Add "add" (Dst, Src, Src),
    Sub "sub" (Dst, Src, Src),
    Mul "mul" (Dst, Src, Src),
    TrueDiv "true-div" (Dst, Src, Src),
    FloorDiv "floor-div" (Dst, Src, Src),
    Mod "mod" (Dst, Src, Src),
    Pow "pow" (Dst, Src, Src),
    MatMul "mat-mul" (Dst, Src, Src),
    And "and" (Dst, Src, Src),
    Or "or" (Dst, Src, Src),
    Xor "xor" (Dst, Src, Src),
    LShift "lshift" (Dst, Src, Src),
    RShift "rshift" (Dst, Src, Src),
    /// `R[a] = R[b] + c`, c a signed small int
    AddI "add-i" (Dst, Src, Int),
    SubI "sub-i" (Dst, Src, Int),
    MulI "mul-i" (Dst, Src, Int),
    FloorDivI "floor-div-i" (Dst, Src, Int),
    ModI "mod-i" (Dst, Src, Int),
    AndI "and-i" (Dst, Src, Int),
    LShiftI "lshift-i" (Dst, Src, Int),
    RShiftI "rshift-i" (Dst, Src, Int),
    /// `R[a] = -R[b]`
    Neg "neg" (Dst, Src, Unused),
    Pos "pos" (Dst, Src, Unused),
    Invert "invert" (Dst, Src, Unused),
    /// `R[a] = not R[b]`
    Not "not" (Dst, Src, Unused),
    /// `R[a] = bool(R[b])`
    ToBool "to-bool" (Dst, Src, Unused),
    /// `R[a] = R[b] < R[c]`
    Lt "lt" (Dst, Src, Src),
    Le "le" (Dst, Src, Src),
    Gt "gt" (Dst, Src, Src),
    Ge "ge" (Dst, Src, Src),
    Eq "eq" (Dst, Src, Src),
    Ne "ne" (Dst, Src, Src),
    /// `R[a] = R[b] is R[c]` (d=1: is not)
    Is "is" (Dst, Src, Src),
    /// `R[a] = R[b] in R[c]` (d=1: not in)
    Contains "contains" (Dst, Src, Src),

    // Jumps
    /// forward, by imm
    Jump "jump" (Unused, Int, Unused),
    /// back edge of a loop, by imm (negative): polls, counts
    JumpBack "jump-back" (Unused, Int, Unused),
    /// if `R[a]` is true, by imm
    JumpIfTrue "jump-if-true" (Src, Int, Unused),
    JumpIfFalse "jump-if-false" (Src, Int, Unused),
    JumpIfNone "jump-if-none" (Src, Int, Unused),
    JumpIfNotNone "jump-if-not-none" (Src, Int, Unused),
    /// if `R[a]` is set (not the unset word), by imm
    JumpIfSet "jump-if-set" (Src, Int, Unused),
    /// if (`R[a] is R[b]`) == (d==1), by c
    JumpIs "jump-is" (Src, Src, Jump),
    /// if bool(`R[a] < R[b]`) == (d==1), by c
    JumpLt "jump-lt" (Src, Src, Jump),
    JumpLe "jump-le" (Src, Src, Jump),
    JumpGt "jump-gt" (Src, Src, Jump),
    JumpGe "jump-ge" (Src, Src, Jump),
    JumpEq "jump-eq" (Src, Src, Jump),
    JumpNe "jump-ne" (Src, Src, Jump),
    /// as JumpLt with the small int b (signed) on the right
    JumpLtI "jump-lt-i" (Src, Int, Jump),
    JumpLeI "jump-le-i" (Src, Int, Jump),
    JumpGtI "jump-gt-i" (Src, Int, Jump),
    JumpGeI "jump-ge-i" (Src, Int, Jump),
    JumpEqI "jump-eq-i" (Src, Int, Jump),
    JumpNeI "jump-ne-i" (Src, Int, Jump),
    /// if bool(`R[a] in R[b]`) == (d==1), by c
    JumpIn "jump-in" (Src, Src, Jump),

    // Iteration
    /// `R[a] = iter(R[b])`
    GetIter "get-iter" (Dst, Src, Unused),
    /// `R[a]` = next of iterator `R[b]` and skip the next instruction; when exhausted, go on at the next instruction (a jump out of the loop). c: unused
    ForIter "for-iter" (Dst, Src, Unused),
    /// `R[a] .. R[a+c-1]` = the c items of `R[b]`, exactly
    Unpack "unpack" (Window, Src, Num),
    /// as `Unpack` with a star: c items, a list, d items: `R[a] .. R[a+c+d]`
    UnpackStar "unpack-star" (Window, Src, Num),

    // Calls. The window starts at a; the result goes to `R[c]`.
    /// callee `R[a]`, b positional arguments after it
    Call "call" (Window, Num, Dst),
    /// `R[a], R[a+1]` from `LoadMethod`, b further positional arguments
    CallMethod "call-method" (Window, Num, Dst),
    /// as `Call`; of the b arguments the last n are by keyword, and `R[a+1+b]` is the tuple of their n names
    CallKw "call-kw" (Window, Num, Dst),
    /// as `CallMethod`; names in `R[a+2+b]`
    CallMethodKw "call-method-kw" (Window, Num, Dst),
    /// callee `R[a]`, tuple of positional arguments `R[a+1]`, dict of keyword arguments `R[a+2]` (or unset)
    CallSpread "call-spread" (Window, Unused, Dst),
    /// a helper of the virtual machine: intrinsic number d, b arguments in `R[a+1]..`
    CallIntrinsic "call-intrinsic" (Window, Num, Dst),
    /// leaves the frame with `R[a]`
    Return "return" (Src, Unused, Unused),

    // Building
    /// `R[a]` = [R[b], ... c of them]
    BuildList "build-list" (Dst, Window, Num),
    BuildTuple "build-tuple" (Dst, Window, Num),
    BuildSet "build-set" (Dst, Window, Num),
    /// c pairs of key and value from `R[b]`
    BuildDict "build-dict" (Dst, Window, Num),
    /// c strings from `R[b]`, joined
    BuildString "build-string" (Dst, Window, Num),
    /// list `R[a]`.append(`R[b]`): comprehensions
    ListAppend "list-append" (Src, Src, Unused),
    SetAdd "set-add" (Src, Src, Unused),
    /// dict `R[a]`[`R[b]`] = `R[c]`: comprehensions and displays
    DictAdd "dict-add" (Src, Src, Src),
    /// list `R[a]` += any iterable `R[b]` (d=1: in a call, for "argument after * must be an iterable"; the callee is in `R[c]`)
    ListExtend "list-extend" (Src, Src, Src),
    /// set `R[a]` |= any iterable `R[b]`
    SetUpdate "set-update" (Src, Src, Unused),
    /// dict `R[a]` updated from any mapping `R[b]` (display `{**b}`)
    DictUpdate "dict-update" (Src, Src, Unused),
    /// as `DictUpdate` for call arguments: a key twice is a TypeError that names the callee `R[c]`
    DictMerge "dict-merge" (Src, Src, Src),
    /// `R[a]` = tuple(list `R[b]`)
    ListToTuple "list-to-tuple" (Dst, Src, Unused),
    /// `R[a]` = format(conversion d of `R[b]`, `R[c]`); d: 0 none, 1 str, 2 repr, 3 ascii; c=0: no format spec
    Format "format" (Dst, Src, Src),
    /// `R[a]` = function of code `K[b]`; d bits: 1 defaults tuple, 2 keyword defaults dict, 4 annotate function, 8 closure (tuple of cells), from `R[c]` on in that order
    MakeFunction "make-function" (Dst, Const, Window),
    /// `R[a]` = builtins.__build_class__
    LoadBuildClass "load-build-class" (Dst, Unused, Unused),

    // Imports
    /// `R[a]` = __import__(S[c], globals, ..., fromlist `R[b+1]`, level `R[b]`)
    ImportName "import-name" (Dst, Window, Site),
    /// `R[a]` = S[c] from module `R[b]` (ImportError with CPython's wording; submodule fallback through sys.modules)
    ImportFrom "import-from" (Dst, Src, Site),

    // Exceptions
    /// raise (d=0: re-raise the handled exception; 1: `R[a]`; 2: `R[a]` from `R[b]`)
    Raise "raise" (Src, Src, Unused),
    /// goes on raising `R[a]`, with its traceback as it is
    Reraise "reraise" (Src, Unused, Unused),
    /// `R[a]` = the handled exception so far (or unset); exception `R[b]` is handled now
    EnterHandler "enter-handler" (Dst, Src, Unused),
    /// the handled exception is `R[a]` (or none, if unset) again
    LeaveHandler "leave-handler" (Src, Unused, Unused),
    /// by c unless exception `R[a]` matches class or tuple `R[b]` (TypeError for anything else)
    JumpIfNoMatch "jump-if-no-match" (Src, Src, Jump),
    /// `R[a]` = AssertionError (d=1: NotImplementedError), the builtin, whatever the name means now
    LoadAssertionError "load-assertion-error" (Dst, Unused, Unused),
    /// `R[a], R[a+1]` = exit method of context manager `R[b]` as from `LoadMethod`; `R[c]` = result of entering (d=1: `__aenter__`/`__aexit__`)
    WithEnter "with-enter" (Window, Src, Dst),
    /// `R[c]` = result of calling the exit method `R[a], R[a+1]` with the three values of exception `R[b]`, or with three Nones (d=1)
    WithExit "with-exit" (Window, Src, Dst),

    // Generators
    /// gives `R[a]` to the consumer; when resumed `R[b]` = what was sent. d=0: yield; d=1: within a delegation, c is the iterator's register; d=2: yield in an async generator; 4 added: a handler covers it
    Yield "yield" (Src, Dst, Src),
    /// one step of a delegation: `R[a]` = next value of iterator `R[b]` given the sent `R[a]`; when it ends, `R[a]` = its value, and jump by c
    Send "send" (Mut, Src, Jump),
    /// `R[a]` = the iterator for `await R[b]` (d: 0 await, 1 __aenter__, 2 __aexit__, for the message; 3: `yield from`)
    GetAwaitable "get-awaitable" (Dst, Src, Unused),
    /// `R[a] = aiter(R[b])`
    GetAIter "get-aiter" (Dst, Src, Unused),
    /// `R[a]` = awaitable of anext(R[b]), ready for `Send`
    GetANext "get-anext" (Dst, Src, Unused),
    /// by c if exception `R[a]` is a StopAsyncIteration, else goes on raising it
    EndAsyncFor "end-async-for" (Src, Unused, Jump),

    // Matching
    /// `R[a]` = is `R[b]` a sequence pattern's subject?
    IsSequence "is-sequence" (Dst, Src, Unused),
    IsMapping "is-mapping" (Dst, Src, Unused),
    /// `R[a] = len(R[b])`
    GetLen "get-len" (Dst, Src, Unused),

    // Entry
    /// First instruction of every code unit: polls, counts
    Enter "enter" (Unused, Unused, Unused),
}

/// The rich comparisons, in the order of the opcodes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Compare {
    Lt,
    Le,
    Gt,
    Ge,
    Eq,
    Ne,
}
