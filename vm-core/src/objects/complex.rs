//! Complex numbers: arithmetic and the class.

use crate::Thread;
use crate::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, leaf, member, tail};
use crate::objects::class::Class;
use crate::objects::complex_math::{self, NoPower, Parts};
use crate::objects::number::Complex;
use crate::objects::sequence::Tuple;
use crate::protocols::{BinaryOp, UnaryOp};
use crate::sym;
use crate::value::{Raised, Res, Value};

pub static COMPLEX: ClassDef = class(cls::complex, "complex")
    .signature("(real=0, imag=0)")
    .doc("Create a complex number from a string or numbers.")
    .layouts(&[layouts::COMPLEX])
    .subclassable(layouts::BOXED)
    .methods(&METHODS)
    .getsets(&GETSETS);

static GETSETS: [GetSetDef; 2] = [
    member("real", |t, this| Ok(t.float(t.as_complex(this).map_or(0.0, |parts| parts.0)))),
    member("imag", |t, this| Ok(t.float(t.as_complex(this).map_or(0.0, |parts| parts.1)))),
];

macro_rules! operator {
    ($text:literal, $op:ident) => {
        leaf($text, |t, args| t.complex_operator(BinaryOp::$op, args.get(0), args.get(1)))
    };
    ($text:literal, reflected $op:ident) => {
        leaf($text, |t, args| t.complex_operator(BinaryOp::$op, args.get(1), args.get(0)))
    };
}

static METHODS: [NativeDef; 28] = [
    tail("__new__(cls, /, real=0, imag=0)", new).static_method(),
    tail("from_number(cls, number, /)", from_number).class_method(),
    leaf("conjugate(self, /)", |t, args| {
        let (real, imaginary) = this(t, args);
        Ok(t.complex(real, -imaginary))
    }),
    leaf("__complex__(self, /)", |t, args| {
        let (real, imaginary) = this(t, args);
        Ok(t.complex(real, imaginary))
    }),
    leaf("__repr__(self, /)", |t, args| {
        let (real, imaginary) = this(t, args);
        Ok(t.str(&text::complex::repr_complex(real, imaginary))?.value())
    }),
    leaf("__hash__(self, /)", hash),
    leaf("__bool__(self, /)", |t, args| Ok(Value::bool(this(t, args) != (0.0, 0.0)))),
    leaf("__getnewargs__(self, /)", |t, args| {
        let (real, imaginary) = this(t, args);
        Ok(t.small_tuple([t.float(real), t.float(imaginary)]).value())
    }),
    tail("__format__(self, format_spec, /)", |t, args| t.format_number(args.get(0), args.get(1))),
    leaf("__eq__(self, value, /)", |t, args| equal(t, args, true)),
    leaf("__ne__(self, value, /)", |t, args| equal(t, args, false)),
    leaf("__lt__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__le__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__gt__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__ge__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    operator!("__add__(self, value, /)", Add),
    operator!("__radd__(self, value, /)", reflected Add),
    operator!("__sub__(self, value, /)", Sub),
    operator!("__rsub__(self, value, /)", reflected Sub),
    operator!("__mul__(self, value, /)", Mul),
    operator!("__rmul__(self, value, /)", reflected Mul),
    operator!("__truediv__(self, value, /)", TrueDiv),
    operator!("__rtruediv__(self, value, /)", reflected TrueDiv),
    leaf("__pow__(self, value, mod=None, /)", |t, args| {
        if args.get(2).not_none().is_some() {
            return Err(t.value_error("complex modulo"));
        }
        t.complex_operator(BinaryOp::Pow, args.get(0), args.get(1))
    }),
    operator!("__rpow__(self, value, mod=None, /)", reflected Pow),
    leaf("__neg__(self, /)", |t, args| t.number_unary(UnaryOp::Neg, args.get(0)).unwrap_or(Ok(Value::NOT_IMPLEMENTED))),
    leaf("__pos__(self, /)", |t, args| {
        let (real, imaginary) = this(t, args);
        Ok(t.complex(real, imaginary))
    }),
    leaf("__abs__(self, /)", |t, args| t.number_unary(UnaryOp::Abs, args.get(0)).unwrap_or(Ok(Value::NOT_IMPLEMENTED))),
];

fn this<'t>(t: &'t Thread, args: Args<'t>) -> Parts {
    t.as_complex(args.get(0)).unwrap_or((0.0, 0.0))
}

fn hash<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (real, imaginary) = this(t, args);
    let part = |float: f64| text::hash::hash_float(float).unwrap_or_else(|| t.hash_identity(args.get(0)));
    Ok(t.int(text::hash::hash_complex(part(real), part(imaginary))))
}

fn equal<'t>(t: &'t Thread, args: Args<'t>, wanted: bool) -> Res<'t> {
    let (real, imaginary) = this(t, args);
    let other = args.get(1);
    let same = if let Some(other) = t.as_complex(other) {
        other == (real, imaginary)
    } else if let Some(float) = t.as_float(other) {
        imaginary == 0.0 && real == float
    } else if let Some(int) = t.as_int(other) {
        imaginary == 0.0 && crate::objects::arith::int_float_order(int, real) == Some(std::cmp::Ordering::Equal)
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(same == wanted))
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), cls::complex)?;
    static BOX: Then =
        Then::new(|t, class, value| Ok(Tail::Value(t.boxed_in(class.expect::<Class>(), cls::complex, value))));
    t.complex_from(args.get(1), args.get(2))?.then(t, &BOX, class.value())
}

/// A complex number from any number, but no text.
fn from_number<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static IN_CLASS: Then = Then::new(|t, class, number| {
        if class == t.class(cls::complex).value() {
            return t.complex_from(number, Value::UNSET);
        }
        Ok(Tail::call(class, &[number]))
    });
    let (class, number) = (args.get(0), args.get(1));
    if t.as_complex(number).is_some() {
        return (IN_CLASS.ok)(t, class, number);
    }
    static CHECK: Then = Then::new(|t, _, result| match t.as_complex(result) {
        Some((real, imaginary)) => Ok(Tail::Value(t.complex(real, imaginary))),
        None => {
            let found = t.class_name(result);
            Err(t.type_error(format_args!("__complex__ returned non-complex (type {found})")))
        }
    });
    match t.call_special(number, sym::__complex__, &[]) {
        Some(call) => call?.then(t, &CHECK, Value::NONE)?.then(t, &IN_CLASS, class),
        None => t.float_of(number)?.then(t, &IN_CLASS, class),
    }
}

/// The imaginary part of a real number: where one is given apart, what leaves that as it is when added.
fn no_imaginary(given: Value<'_>) -> f64 {
    if given.is_set() { -0.0 } else { 0.0 }
}

impl Thread {
    /// Real and imaginary part of a complex number, exact or of a subclass.
    #[inline]
    pub fn as_complex<'t>(&'t self, value: Value<'t>) -> Option<Parts> {
        let complex = match value.cast::<Complex>() {
            Some(complex) => complex,
            None => self.unbox(value)?.cast::<Complex>()?,
        };
        Some((complex.get(Complex::real), complex.get(Complex::imaginary)))
    }

    /// `complex(real, imag)`, either unset where not given.
    pub(crate) fn complex_from<'t>(&'t self, real: Value<'t>, imaginary: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(text) = self.as_str(real) {
            if imaginary.is_set() {
                return Err(self.type_error("complex() argument 'real' must be a real number, not str"));
            }
            let (real, imaginary) =
                text::complex::parse_complex(text.units()).map_err(|fault| self.raise_fault(fault))?;
            return Ok(Tail::Value(self.complex(real, imaginary)));
        }
        if !real.is_set() {
            return self.complex_with(self.complex(0.0, no_imaginary(imaginary)), imaginary);
        }
        static REAL: Then = Then::new(|t, imaginary, real| {
            if t.as_complex(real).is_none() {
                return Err(
                    t.type_error(format_args!("__complex__ returned non-complex (type {})", t.class_name(real)))
                );
            }
            t.complex_with(real, imaginary)
        });
        static FLOAT: Then = Then::new(|t, imaginary, real| {
            let real = t.complex(t.as_float(real).unwrap_or(0.0), no_imaginary(imaginary));
            t.complex_with(real, imaginary)
        });
        if self.as_complex(real).is_some() {
            if !imaginary.is_set() {
                return self.complex_with(real, imaginary);
            }
            static JOIN: Then = Then::new(|t, imaginary, real| t.complex_with(real, imaginary));
            return self.deprecated_part("real", real)?.then(self, &JOIN, imaginary);
        }
        if let Some(method) = self.lookup_special(real, sym::__complex__) {
            return self.call_bound(method, real, &[])?.then(self, &REAL, imaginary);
        }
        if !self.is_real(real) {
            let name = self.class_name(real);
            return Err(if imaginary.is_set() {
                self.type_error(format_args!("complex() argument 'real' must be a real number, not {name}"))
            } else {
                self.type_error(format_args!("complex() argument must be a string or a number, not {name}"))
            });
        }
        self.float_of(real)?.then(self, &FLOAT, imaginary)
    }

    /// Has it a `__float__` or `__index__`?
    fn is_real<'t>(&'t self, value: Value<'t>) -> bool {
        self.as_float(value).is_some() || self.is_index(value) || self.lookup_special(value, sym::__float__).is_some()
    }

    /// A complex number given for a part of one.
    fn deprecated_part<'t>(&'t self, name: &str, part: Value<'t>) -> Result<Tail<'t>, Raised> {
        let class = self.class_name(part);
        self.deprecated(&format!("complex() argument '{name}' must be a real number, not {class}"), part)
    }

    fn complex_with<'t>(&'t self, real: Value<'t>, imaginary: Value<'t>) -> Result<Tail<'t>, Raised> {
        let (a, b) = self.as_complex(real).unwrap_or((0.0, 0.0));
        if !imaginary.is_set() && real.is::<Complex>() {
            return Ok(Tail::Value(real));
        }
        if !imaginary.is_set() {
            return Ok(Tail::Value(self.complex(a, b)));
        }
        if let Some((c, d)) = self.as_complex(imaginary) {
            let joined = self.complex(a - d, b + c);
            static JOINED: Then = Then::new(|_, joined, _| Ok(joined.into()));
            return self.deprecated_part("imag", imaginary)?.then(self, &JOINED, joined);
        }
        if !self.is_real(imaginary) {
            let name = self.class_name(imaginary);
            return Err(self.type_error(format_args!("complex() argument 'imag' must be a real number, not {name}")));
        }
        static JOIN: Then = Then::new(|t, state, imaginary| {
            let (a, b) = t.as_complex(state.expect::<Tuple>().at(0)).unwrap_or((0.0, 0.0));
            Ok(Tail::Value(t.complex(a, b + t.as_float(imaginary).unwrap_or(0.0))))
        });
        let state = self.small_tuple([self.complex(a, b)]);
        self.float_of(imaginary)?.then(self, &JOIN, state.value())
    }

    fn complex_operator<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Res<'t> {
        self.complex_binary(op, a, b).unwrap_or(Ok(Value::NOT_IMPLEMENTED))
    }

    /// The operator on two numbers of which one is complex; `None` if it is none of complex numbers.
    pub(crate) fn complex_binary<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Option<Res<'t>> {
        // Mixed arithmetic with a real number leaves the other part alone (signs of zero, infinities).
        let real = |value| self.real_operand(value);
        let (x, y) = match (self.as_complex(a), self.as_complex(b)) {
            (Some(x), Some(y)) => (x, y),
            (Some((c, d)), None) => match (real(b)?, op) {
                (Err(raised), _) => return Some(Err(raised)),
                (Ok(y), BinaryOp::Add) => return Some(Ok(self.complex(c + y, d))),
                (Ok(y), BinaryOp::Sub) => return Some(Ok(self.complex(c - y, d))),
                (Ok(y), BinaryOp::Mul) => return Some(Ok(self.complex(c * y, d * y))),
                (Ok(0.0), BinaryOp::TrueDiv) => return Some(Err(self.zero_division())),
                (Ok(y), BinaryOp::TrueDiv) => return Some(Ok(self.complex(c / y, d / y))),
                (Ok(y), _) => ((c, d), (y, 0.0)),
            },
            (None, Some((c, d))) => match (real(a)?, op) {
                (Err(raised), _) => return Some(Err(raised)),
                (Ok(x), BinaryOp::Add) => return Some(Ok(self.complex(x + c, d))),
                (Ok(x), BinaryOp::Sub) => return Some(Ok(self.complex(x - c, -d))),
                (Ok(x), BinaryOp::Mul) => return Some(Ok(self.complex(x * c, x * d))),
                (Ok(x), BinaryOp::TrueDiv) if (c, d) != (0.0, 0.0) => {
                    let (real, imaginary) = complex_math::divide_real(x, (c, d));
                    return Some(Ok(self.complex(real, imaginary)));
                }
                (Ok(x), _) => ((x, 0.0), (c, d)),
            },
            (None, None) => return None,
        };
        Some(match op {
            BinaryOp::Add => Ok(self.complex(x.0 + y.0, x.1 + y.1)),
            BinaryOp::Sub => Ok(self.complex(x.0 - y.0, x.1 - y.1)),
            BinaryOp::Mul => {
                let (real, imaginary) = complex_math::multiply(x, y);
                Ok(self.complex(real, imaginary))
            }
            BinaryOp::TrueDiv if y == (0.0, 0.0) => Err(self.zero_division()),
            BinaryOp::TrueDiv => {
                let (real, imaginary) = complex_math::divide(x, y);
                Ok(self.complex(real, imaginary))
            }
            BinaryOp::Pow => self.complex_pow(x, y),
            _ => return None,
        })
    }

    pub(crate) fn complex_abs(&self, real: f64, imaginary: f64) -> Res<'_> {
        let size = real.hypot(imaginary);
        if size.is_infinite() && real.is_finite() && imaginary.is_finite() {
            return Err(self.raise(cls::OverflowError, "absolute value too large"));
        }
        Ok(self.float(size))
    }

    pub(crate) fn complex_pow(&self, x: Parts, y: Parts) -> Res<'_> {
        match complex_math::power(x, y) {
            Ok((real, imaginary)) => Ok(self.complex(real, imaginary)),
            Err(NoPower::Zero) => Err(self.raise(cls::ZeroDivisionError, "zero to a negative or complex power")),
            Err(NoPower::Overflow) => Err(self.raise(cls::OverflowError, "complex exponentiation")),
        }
    }
}
