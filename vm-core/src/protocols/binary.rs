//! Binary operators: which operand's method is asked first, and what is raised when none answers.

use crate::Thread;
use crate::natives::{Tail, Then};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::class::flags;
use crate::objects::function::MethodDescriptor;
use crate::objects::sequence::{List, Tuple};
use crate::objects::string::Str;
use crate::symbols::{Sym, sym};
use crate::value::{Raised, Res, Value};

macro_rules! operators {
    ($($name:ident $text:literal $method:ident $reflected:ident $inplace:expr),* $(,)?) => {
        /// A binary operator of the language, or `divmod`.
        #[derive(Copy, Clone, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum BinaryOp { $($name),* }

        impl BinaryOp {
            const ALL: &'static [BinaryOp] = &[$(BinaryOp::$name),*];

            /// The methods by which operands answer, those of augmented assignments aside.
            pub(crate) const METHODS: &'static [Sym] = &[$(sym::$method, sym::$reflected),*];

            pub fn method(self) -> Sym {
                match self { $(BinaryOp::$name => sym::$method),* }
            }

            pub fn reflected(self) -> Sym {
                match self { $(BinaryOp::$name => sym::$reflected),* }
            }

            /// The method of the augmented assignment.
            pub fn inplace(self) -> Option<Sym> {
                match self { $(BinaryOp::$name => $inplace),* }
            }

            /// As source text.
            pub fn text(self) -> &'static str {
                match self { $(BinaryOp::$name => $text),* }
            }
        }
    };
}

operators! {
    Add "+" __add__ __radd__ Some(sym::__iadd__),
    Sub "-" __sub__ __rsub__ Some(sym::__isub__),
    Mul "*" __mul__ __rmul__ Some(sym::__imul__),
    TrueDiv "/" __truediv__ __rtruediv__ Some(sym::__itruediv__),
    FloorDiv "//" __floordiv__ __rfloordiv__ Some(sym::__ifloordiv__),
    Mod "%" __mod__ __rmod__ Some(sym::__imod__),
    Pow "**" __pow__ __rpow__ Some(sym::__ipow__),
    MatMul "@" __matmul__ __rmatmul__ Some(sym::__imatmul__),
    And "&" __and__ __rand__ Some(sym::__iand__),
    Or "|" __or__ __ror__ Some(sym::__ior__),
    Xor "^" __xor__ __rxor__ Some(sym::__ixor__),
    LShift "<<" __lshift__ __rlshift__ Some(sym::__ilshift__),
    RShift ">>" __rshift__ __rrshift__ Some(sym::__irshift__),
    DivMod "divmod()" __divmod__ __rdivmod__ None,
}

/// What is left to try, in the state of a continuation.
#[derive(Copy, Clone)]
struct Attempt {
    op: BinaryOp,
    /// The augmented form: for the wording of the error.
    inplace: bool,
    /// The other operand's method has been asked as well.
    last: bool,
}

impl Attempt {
    fn encode(self) -> Value<'static> {
        Value::small(self.op as i32 | (self.inplace as i32) << 8 | (self.last as i32) << 9)
    }

    fn decode(value: Value<'_>) -> Attempt {
        let bits = value.as_small_int().unwrap_or(0) as usize;
        Attempt { op: BinaryOp::ALL[bits & 0xFF], inplace: bits & 0x100 != 0, last: bits & 0x200 != 0 }
    }
}

impl Thread {
    /// The operator applied to values of builtin kinds, if no Python is needed.
    #[inline]
    pub fn leaf_binary<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Option<Res<'t>> {
        match self.leaf_arithmetic(op, a, b) {
            Some(result) => Some(result),
            None if a.is_ref() || b.is_ref() => {
                self.leaf_container_operator(op, a, b).or_else(|| self.leaf_plain_binary(op, a, b))
            }
            None => None,
        }
    }

    /// Operands of subclasses that leave the operators of their builtin base alone.
    fn leaf_plain_binary<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Option<Res<'t>> {
        let plain = [a, b].map(|value| self.plain_value(value, flags::PLAIN_ARITHMETIC));
        match plain {
            [None, None] => None,
            [x, y] => self.leaf_binary(op, x.unwrap_or(a), y.unwrap_or(b)),
        }
    }

    fn leaf_container_operator<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Option<Res<'t>> {
        match op {
            BinaryOp::Add => self.leaf_concat(a, b),
            BinaryOp::Mul => self.leaf_repeat(a, b),
            BinaryOp::Or | BinaryOp::And | BinaryOp::Sub | BinaryOp::Xor => self.leaf_set_operator(op, a, b),
            _ => None,
        }
    }

    /// `a op b`.
    pub fn binary<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(result) = self.leaf_binary(op, a, b) {
            return result.map(Tail::Value);
        }
        self.dispatch(op, false, a, b)
    }

    /// `a op= b`: the new value of the target.
    pub fn inplace<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(result) = self.leaf_inplace(op, a, b) {
            return result.map(Tail::Value);
        }
        static OR_PLAIN: Then = Then::new(|t, state, result| {
            if !result.is_not_implemented() {
                return Ok(Tail::Value(result));
            }
            let state = state.expect::<Tuple>();
            let attempt = Attempt::decode(state.at(0));
            t.dispatch(attempt.op, true, state.at(1), state.at(2))
        });
        static OR_INPLACE: Then = Then::new(|t, state, result| {
            if !result.is_not_implemented() {
                return Ok(Tail::Value(result));
            }
            let tried = state.expect::<Tuple>();
            t.call_bound(tried.at(3), tried.at(1), &[tried.at(2)])?.then(t, &OR_PLAIN, state)
        });
        if let Some(method) = op.inplace().and_then(|name| self.lookup_special(a, name)) {
            let attempt = Attempt { op, inplace: true, last: false };
            let state = self.small_tuple([attempt.encode(), a, b, method]);
            let reflected = if self.yields_to_reflected(op, a, b, method) {
                self.lookup_special(b, op.reflected()).filter(|_| self.class_of(a) != self.class_of(b))
            } else {
                None
            };
            return match reflected {
                Some(reflected) => self.call_bound(reflected, b, &[a])?.then(self, &OR_INPLACE, state.value()),
                None => self.call_bound(method, a, &[b])?.then(self, &OR_PLAIN, state.value()),
            };
        }
        self.dispatch(op, true, a, b)
    }

    /// Augmented assignment of builtin kinds, if no Python is needed.
    #[inline]
    pub fn leaf_inplace<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Option<Res<'t>> {
        if let Some(result) = self.leaf_arithmetic(op, a, b) {
            return Some(result);
        }
        if a.is::<ByteArray>() {
            return match op {
                BinaryOp::Add => self.leaf_mutating_operator(op, a, b),
                _ => None,
            };
        }
        if a.is::<List>() || a.is::<crate::objects::set::Set>() || a.is::<crate::objects::dict::Dict>() {
            return self.leaf_mutating_operator(op, a, b);
        }
        self.leaf_container_operator(op, a, b)
    }

    /// Asks the operands' methods in the order the language says.
    fn dispatch<'t>(&'t self, op: BinaryOp, inplace: bool, a: Value<'t>, b: Value<'t>) -> Result<Tail<'t>, Raised> {
        let (class_a, class_b) = (self.class_of(a), self.class_of(b));
        let left = self.lookup_sym(class_a, op.method());
        let right = if class_a == class_b { None } else { self.lookup_sym(class_b, op.reflected()) };
        let first = Attempt { op, inplace, last: false };
        match (left, right) {
            (Some(left), Some(right)) => {
                let overrides =
                    self.is_subclass(class_b, class_a) && self.lookup_sym(class_a, op.reflected()) != Some(right);
                let right_first = overrides || self.yields_to_reflected(op, a, b, left);
                let state = self.small_tuple([first.encode(), a, b, Value::bool(right_first)]);
                if right_first {
                    self.call_bound(right, b, &[a])?.then(self, &OR_OTHER, state.value())
                } else {
                    self.call_bound(left, a, &[b])?.then(self, &OR_OTHER, state.value())
                }
            }
            (Some(left), None) => {
                let state = self.small_tuple([Attempt { last: true, ..first }.encode(), a, b, Value::FALSE]);
                self.call_bound(left, a, &[b])?.then(self, &OR_OTHER, state.value())
            }
            (None, Some(right)) => {
                let state = self.small_tuple([Attempt { last: true, ..first }.encode(), a, b, Value::TRUE]);
                self.call_bound(right, b, &[a])?.then(self, &OR_OTHER, state.value())
            }
            (None, None) => Err(self.unsupported(op, inplace, a, b)),
        }
    }

    /// `a op b`, after the method of `a` has declined.
    pub(crate) fn binary_reflected<'t>(
        &'t self,
        op: BinaryOp,
        inplace: bool,
        a: Value<'t>,
        b: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        let (class_a, class_b) = (self.class_of(a), self.class_of(b));
        match self.lookup_sym(class_b, op.reflected()).filter(|_| class_a != class_b) {
            Some(right) => {
                let attempt = Attempt { op, inplace, last: true };
                let state = self.small_tuple([attempt.encode(), a, b, Value::TRUE]);
                self.call_bound(right, b, &[a])?.then(self, &OR_OTHER, state.value())
            }
            None => Err(self.unsupported(op, inplace, a, b)),
        }
    }

    /// Concatenation and repetition of builtin sequences are asked last: they raise where numbers decline.
    fn yields_to_reflected<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>, method: Value<'t>) -> bool {
        matches!(op, BinaryOp::Add | BinaryOp::Mul)
            && method.is::<MethodDescriptor>()
            && self.is_sequence_value(a)
            && !(op == BinaryOp::Mul && self.is_sequence_value(b))
    }

    /// A str, bytes, tuple or list, or another sequence that is repeated natively, or an instance of a subclass?
    fn is_sequence_value<'t>(&'t self, value: Value<'t>) -> bool {
        let exact = self.unbox(value).unwrap_or(value);
        exact.is::<List>()
            || exact.is::<Str>()
            || exact.is::<Tuple>()
            || exact.is::<Bytes>()
            || exact.is::<ByteArray>()
            || (self.class_of(value).has(flags::SEQUENCE)
                && self.lookup_special(value, sym::__mul__).is_some_and(|method| method.is::<MethodDescriptor>()))
    }

    /// The TypeError for operands no method answers for.
    #[cold]
    fn unsupported<'t>(&'t self, op: BinaryOp, inplace: bool, a: Value<'t>, b: Value<'t>) -> Raised {
        if op == BinaryOp::Mul && (self.is_sequence_value(a) || self.is_sequence_value(b)) {
            let other = if self.is_sequence_value(a) { b } else { a };
            return self
                .type_error(format_args!("can't multiply sequence by non-int of type '{}'", self.class_name(other)));
        }
        let text = match (op, inplace) {
            (BinaryOp::Pow, false) => "** or pow()".to_owned(),
            (_, false) => op.text().to_owned(),
            (_, true) => format!("{}=", op.text()),
        };
        self.type_error(format_args!(
            "unsupported operand type(s) for {text}: '{}' and '{}'",
            self.class_name(a),
            self.class_name(b)
        ))
    }
}

/// State: attempt, a, b, was the right operand asked?
static OR_OTHER: Then = Then::new(|t, state, result| {
    if !result.is_not_implemented() {
        return Ok(Tail::Value(result));
    }
    let state = state.expect::<Tuple>();
    let (attempt, a, b) = (Attempt::decode(state.at(0)), state.at(1), state.at(2));
    if attempt.last {
        return Err(t.unsupported(attempt.op, attempt.inplace, a, b));
    }
    let right_next = !state.at(3).is_true();
    let (this, name, other) = if right_next { (b, attempt.op.reflected(), a) } else { (a, attempt.op.method(), b) };
    let next = t.small_tuple([Attempt { last: true, ..attempt }.encode(), a, b, Value::bool(right_next)]);
    match t.call_special(this, name, &[other]) {
        Some(call) => call?.then(t, &OR_OTHER, next.value()),
        None => Err(t.unsupported(attempt.op, attempt.inplace, a, b)),
    }
});
