//! Helpers of the virtual machine that bytecode may call: rare operations that do not deserve an opcode.

macro_rules! intrinsics {
    ($($(#[$doc:meta])* $name:ident $text:literal $arity:literal),* $(,)?) => {
        #[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum Intrinsic { $($(#[$doc])* $name),* }

        impl Intrinsic {
            pub const ALL: &'static [Intrinsic] = &[$(Intrinsic::$name),*];

            pub fn from_number(number: u8) -> Option<Intrinsic> {
                Intrinsic::ALL.get(number as usize).copied()
            }

            pub const fn name(self) -> &'static str {
                match self { $(Intrinsic::$name => $text),* }
            }

            /// Number of arguments.
            pub const fn arity(self) -> u8 {
                match self { $(Intrinsic::$name => $arity),* }
            }
        }
    };
}

intrinsics! {
    /// (value): the interactive prompt's `sys.displayhook`
    PrintExpr "print-expr" 1,
    /// (module, namespace or unset for globals): `from module import *`
    ImportStar "import-star" 2,
    /// (exception, type): for `except*`: a tuple (matching group or None, rest or None)
    SplitGroup "split-group" 2,
    /// (original exception, list of raised or re-raised parts): what `except*` raises at its end, or None
    MergeGroups "merge-groups" 2,
    /// (subject, keys tuple): tuple of values, or None
    MatchKeys "match-keys" 2,
    /// (subject, class, number of positional patterns, tuple of attribute names): tuple of values, or None
    MatchClass "match-class" 4,
    /// (mapping subject, keys tuple): dict of the rest
    MatchRest "match-rest" 2,
    /// (name)
    MakeTypeVar "make-type-var" 1,
    /// (name, evaluate-bound function)
    MakeTypeVarBound "make-type-var-bound" 2,
    /// (name, evaluate-constraints function)
    MakeTypeVarConstraints "make-type-var-constraints" 2,
    /// (name)
    MakeParamSpec "make-param-spec" 1,
    /// (name)
    MakeTypeVarTuple "make-type-var-tuple" 1,
    /// (type parameter, evaluate-default function): the parameter
    SetTypeParamDefault "set-type-param-default" 2,
    /// (function, tuple of type parameters): the function
    SetFunctionTypeParams "set-function-type-params" 2,
    /// (tuple of type parameters): `Generic[...]`
    SubscriptGeneric "subscript-generic" 1,
    /// (name, tuple of type parameters or None, evaluate-value function)
    MakeTypeAlias "make-type-alias" 3,
    /// (tuple of strings, tuple of interpolations)
    BuildTemplate "build-template" 2,
    /// (value, expression text, conversion or None, format spec)
    BuildInterpolation "build-interpolation" 4,
    /// (namespace or unset for globals): makes an empty `__annotations__` there, unless it has one
    SetupAnnotations "setup-annotations" 1,
}
