//! The class `float`.

use text::format::{FormatSpec, Locale};
use text::{TextBuf, Units};

use crate::Thread;
use crate::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getter, leaf, tail};
use crate::objects::bytearray::ByteArray;
use crate::objects::class::Class;
use crate::objects::number::IntRef;
use crate::protocols::{BinaryOp, Compare, UnaryOp, holds};
use crate::sym;
use crate::value::{Raised, Res, Value};

pub static FLOAT: ClassDef = class(cls::float, "float")
    .signature("(x=0, /)")
    .doc("Convert a string or number to a floating-point number, if possible.")
    .layouts(&[layouts::FLOAT])
    .subclassable(layouts::BOXED)
    .methods(&METHODS)
    .getsets(&GETSETS)
    .construct(&CONSTRUCT);

static CONSTRUCT: NativeDef = tail("float(x=0, /)", |t, args| t.float_new(args.get(0)));

static GETSETS: [GetSetDef; 2] =
    [getter("real", |t, this| Ok(t.float(t.as_float(this).unwrap_or(0.0)))), getter("imag", |t, _| Ok(t.float(0.0)))];

macro_rules! operators {
    ($(($name:literal, $reflected:literal, $op:ident)),*; $($rest:expr),* $(,)?) => {
        [
            $(
                leaf($name, |t, args| binary(t, BinaryOp::$op, args.get(0), args.get(1))),
                leaf($reflected, |t, args| binary(t, BinaryOp::$op, args.get(1), args.get(0))),
            )*
            $($rest),*
        ]
    };
}

static METHODS: [NativeDef; 44] = operators! {
    ("__add__(self, value, /)", "__radd__(self, value, /)", Add),
    ("__sub__(self, value, /)", "__rsub__(self, value, /)", Sub),
    ("__mul__(self, value, /)", "__rmul__(self, value, /)", Mul),
    ("__truediv__(self, value, /)", "__rtruediv__(self, value, /)", TrueDiv),
    ("__floordiv__(self, value, /)", "__rfloordiv__(self, value, /)", FloorDiv),
    ("__mod__(self, value, /)", "__rmod__(self, value, /)", Mod),
    ("__divmod__(self, value, /)", "__rdivmod__(self, value, /)", DivMod);
    tail("__new__(cls, x=0, /)", new).static_method(),
    leaf("__pow__(self, value, mod=None, /)", |t, args| power(t, args.get(0), args.get(1), args.get(2))),
    leaf("__rpow__(self, value, mod=None, /)", |t, args| power(t, args.get(1), args.get(0), args.get(2))),
    leaf("__neg__(self, /)", |t, args| Ok(t.float(-this(t, args)))),
    leaf("__pos__(self, /)", |t, args| Ok(t.float(this(t, args)))),
    leaf("__abs__(self, /)", |t, args| t.number_unary(UnaryOp::Abs, args.get(0)).unwrap_or(Ok(Value::NOT_IMPLEMENTED))),
    leaf("__bool__(self, /)", |t, args| Ok(Value::bool(this(t, args) != 0.0))),
    leaf("__lt__(self, value, /)", |t, args| compare(t, Compare::Lt, args)),
    leaf("__le__(self, value, /)", |t, args| compare(t, Compare::Le, args)),
    leaf("__gt__(self, value, /)", |t, args| compare(t, Compare::Gt, args)),
    leaf("__ge__(self, value, /)", |t, args| compare(t, Compare::Ge, args)),
    leaf("__eq__(self, value, /)", |t, args| compare(t, Compare::Eq, args)),
    leaf("__ne__(self, value, /)", |t, args| compare(t, Compare::Ne, args)),
    leaf("__hash__(self, /)", |t, args| {
        Ok(t.int(text::hash::hash_float(this(t, args)).unwrap_or_else(|| t.hash_identity(args.get(0)))))
    }),
    leaf("__repr__(self, /)", |t, args| Ok(t.str(&text::float_text::repr_float(this(t, args)))?.value())),
    tail("__format__(self, format_spec, /)", |t, args| t.format_number(args.get(0), args.get(1))),
    leaf("__int__(self, /)", |t, args| whole(t, text::float::to_int(this(t, args)))),
    leaf("__trunc__(self, /)", |t, args| whole(t, text::float::to_int(this(t, args)))),
    leaf("__floor__(self, /)", |t, args| whole(t, text::float::to_int(this(t, args).floor()))),
    leaf("__ceil__(self, /)", |t, args| whole(t, text::float::to_int(this(t, args).ceil()))),
    tail("__round__(self, ndigits=None, /)", round),
    leaf("__float__(self, /)", |t, args| Ok(t.float(this(t, args)))),
    leaf("__getnewargs__(self, /)", |t, args| Ok(t.small_tuple([t.float(this(t, args))]).value())),
    leaf("conjugate(self, /)", |t, args| Ok(t.float(this(t, args)))),
    leaf("is_integer(self, /)", |t, args| {
        let float = this(t, args);
        Ok(Value::bool(float.is_finite() && float.fract() == 0.0))
    }),
    leaf("as_integer_ratio(self, /)", |t, args| {
        let (a, b) = text::float::integer_ratio(this(t, args)).map_err(|fault| t.raise_fault(fault))?;
        Ok(t.small_tuple([t.int_from(&a)?, t.int_from(&b)?]).value())
    }),
    leaf("hex(self, /)", |t, args| Ok(t.str(&text::float_text::to_hex(this(t, args)))?.value())),
    tail("fromhex(cls, string, /)", from_hex).class_method(),
    tail("from_number(cls, number, /)", |t, args| {
        let (class, number) = (args.get(0), args.get(1));
        static CALL: Then = Then::new(|t, class, float| {
            if class == t.class(cls::float).value() { Ok(Tail::Value(float)) } else { Ok(Tail::call(class, &[float])) }
        });
        t.float_by_method(number)?.then(t, &CALL, class)
    })
    .class_method(),
    leaf("__getformat__(cls, typestr, /)", |t, args| match t.as_str(args.get(1)).map(|kind| kind.to_text()).as_deref() {
        Some("double" | "float") => Ok(t.str(if cfg!(target_endian = "little") { "IEEE, little-endian" } else { "IEEE, big-endian" })?.value()),
        Some(_) => Err(t.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
        None => {
            let name = t.class_name(args.get(1));
            Err(t.type_error(format_args!("__getformat__() argument must be str, not {name}")))
        }
    })
    .class_method(),
};

fn this<'t>(t: &'t Thread, args: Args<'t>) -> f64 {
    t.as_float(args.get(0)).unwrap_or(0.0)
}

fn whole<'t>(t: &'t Thread, int: Result<text::Int, text::Fault>) -> Res<'t> {
    t.int_from(&int.map_err(|fault| t.raise_fault(fault))?)
}

fn binary<'t>(t: &'t Thread, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Res<'t> {
    match (t.real_operand(a), t.real_operand(b)) {
        (Some(a), Some(b)) => t.float_binary(op, a?, b?).unwrap_or(Ok(Value::NOT_IMPLEMENTED)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn power<'t>(t: &'t Thread, a: Value<'t>, b: Value<'t>, modulus: Value<'t>) -> Res<'t> {
    if modulus.not_none().is_some() {
        return Err(t.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    binary(t, BinaryOp::Pow, a, b)
}

fn compare<'t>(t: &'t Thread, op: Compare, args: Args<'t>) -> Res<'t> {
    let (this, other) = (this(t, args), args.get(1));
    let order = if let Some(other) = t.as_float(other) {
        this.partial_cmp(&other)
    } else if let Some(int) = t.as_int(other) {
        crate::objects::arith::int_float_order(int, this).map(std::cmp::Ordering::reverse)
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(holds(op, order)))
}

fn round<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let Some(digits) = args.get(1).not_none() else {
        return whole(t, text::float::round_to_int(this(t, args))).map(Tail::Value);
    };
    static ROUND: Then = Then::new(|t, float, digits| {
        let digits = match t.as_int(digits) {
            Some(IntRef::Small(small)) => small,
            Some(big) if big.is_negative() => i64::from(i32::MIN),
            _ => i64::from(i32::MAX),
        };
        let value = t.as_float(float).unwrap_or(0.0);
        let rounded = text::float::round_to_digits(value, digits).map_err(|fault| t.raise_fault(fault))?;
        Ok(Tail::Value(t.float(rounded)))
    });
    t.index(digits)?.then(t, &ROUND, args.get(0))
}

fn from_hex<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let Some(text) = t.as_str(args.get(1)) else {
        return Err(t.type_error("bad argument type for built-in operation"));
    };
    let value = text::float_text::from_hex(text.units()).map_err(|fault| t.raise_fault(fault))?;
    let value = t.float(value);
    if args.get(0) == t.class(cls::float).value() {
        return Ok(Tail::Value(value));
    }
    Ok(Tail::call(args.get(0), &[value]))
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), cls::float)?;
    static BOX: Then =
        Then::new(|t, class, value| Ok(Tail::Value(t.boxed_in(class.expect::<Class>(), cls::float, value))));
    t.float_new(args.get(1))?.then(t, &BOX, class.value())
}

impl Thread {
    /// `float(x)`; unset where not given.
    pub(crate) fn float_new<'t>(&'t self, x: Value<'t>) -> Result<Tail<'t>, Raised> {
        let Some(x) = x.given() else { return Ok(Tail::Value(self.float(0.0))) };
        if x.as_exact_float().is_some() {
            return Ok(Tail::Value(x));
        }
        let has_float = self.lookup_special(x, sym::__float__).is_some();
        if let (false, Some(literal)) = (has_float, self.literal(x)) {
            let value = text::float_text::parse_float(literal).map_err(|fault| match x.cast::<ByteArray>() {
                // Shown as it is, not as the bytes it holds.
                Some(_) => self.not_a_float(x),
                None => self.raise_fault(fault),
            })?;
            return Ok(Tail::Value(self.float(value)));
        }
        if !has_float && !self.is_index(x) {
            let name = self.class_name(x);
            return Err(
                self.type_error(format_args!("float() argument must be a string or a real number, not '{name}'"))
            );
        }
        self.float_by_method(x)
    }

    fn not_a_float<'t>(&'t self, value: Value<'t>) -> Raised {
        let contents = self.bytes_like(value).map(crate::protocols::Lent::to_vec).unwrap_or_default();
        let shown = text::repr::repr_bytes_for_message(&contents, usize::MAX);
        let name = self.class_name(value);
        self.value_error(format_args!("could not convert string to float: {name}({shown})"))
    }

    /// `__format__` of a number, exact or of a subclass.
    pub(crate) fn format_number<'t>(&'t self, value: Value<'t>, spec: Value<'t>) -> Result<Tail<'t>, Raised> {
        let Some(spec) = self.as_str(spec) else {
            let name = self.class_name(spec);
            return Err(self.type_error(format_args!("__format__() argument must be str, not {name}")));
        };
        if spec.is_empty() && self.unbox(value).is_some() {
            // Instances of subclasses say what they look like.
            return self.str_of(value);
        }
        let mut out = TextBuf::new();
        self.format_number_into(&mut out, value, spec.units())?;
        Ok(self.str_text(out.finish())?.value().into())
    }

    /// Appends a number formatted.
    pub(crate) fn format_number_into<'t>(
        &'t self,
        out: &mut TextBuf,
        value: Value<'t>,
        spec: Units<'_>,
    ) -> Result<(), Raised> {
        let name = self.class_name(value);
        let fault = |fault| self.raise_fault(fault);
        let locale = Locale::default();
        let limit = self.vm().int_max_str_digits.get();
        if spec.is_empty() {
            // `str()` of bool is its name.
            if value.is_bool() {
                out.push_str(if value.is_true() { "True" } else { "False" });
                return Ok(());
            }
        }
        let parsed = FormatSpec::parse(spec, &name).map_err(fault)?;
        if let Some(int) = self.as_int(value) {
            return text::format::format_int(out, &int.to_int(), &parsed, &name, &locale, limit).map_err(fault);
        }
        if let Some(float) = self.as_float(value) {
            return text::format::format_float(out, float, &parsed, &name, &locale).map_err(fault);
        }
        let parts = self.as_complex(value).unwrap_or((0.0, 0.0));
        text::format::format_complex(out, parts, &parsed, &name, &locale).map_err(fault)
    }
}
