//! Sums and products of many numbers. Lists and tuples of floats and ints are folded here; what is iterated by Python,
//! or holds other numbers, is the business of the module's Python part.

use vm_core::natives::{Args, NativeDef, Tail, Then, leaf, tail};
use vm_core::objects::sequence::{List, Tuple};
use vm_core::protocols::BinaryOp;
use vm_core::{Raised, Res, Thread, Value, cls};

use super::exact::{add, multiply};
use super::real::{made, quick};
use crate::imp;

pub static FUNCTIONS: [NativeDef; 6] = [
    tail("fsum(seq, /)", fsum).function(),
    tail("_fsum_add(partials, x, /)", |t, args| t.float_of(args.get(1))?.then(t, &ADD_PARTIAL, args.get(0))).function(),
    leaf("_fsum_end(partials, /)", end_of_partials).function(),
    tail("prod(iterable, /, *, start=1)", prod).function(),
    tail("sumprod(p, q, /)", |t, args| {
        Ok(Tail::call(imp::part(t, "math", "_sumprod_of_iterables"), &[args.get(0), args.get(1)]))
    })
    .function(),
    leaf("_sumprod_start(p, q, /)", sumprod_start).function(),
];

/// The items of an exact list or tuple.
fn items<'t>(value: Value<'t>) -> Option<Box<dyn Iterator<Item = Value<'t>> + 't>> {
    if let Some(list) = value.cast_exact::<List>() {
        return Some(Box::new(list.iter()));
    }
    let tuple = value.cast_exact::<Tuple>()?;
    Some(Box::new((0..tuple.extent()).map(move |index| tuple.at(index))))
}

/// A sum of floats as numbers that do not overlap, smallest first: exact, whatever the order.
#[derive(Default)]
struct Partials {
    parts: Vec<f64>,
    /// Sums of what was not finite, and of the infinities alone.
    special: f64,
    infinite: f64,
}

/// Finite numbers whose sum is out of range.
struct Overflow;

impl Partials {
    fn add(&mut self, addend: f64) -> Result<(), Overflow> {
        let mut x = addend;
        let mut kept = 0;
        for index in 0..self.parts.len() {
            let sum = add(x, self.parts[index]);
            if sum.error != 0.0 {
                self.parts[kept] = sum.error;
                kept += 1;
            }
            x = sum.value;
        }
        self.parts.truncate(kept);
        if x.is_finite() {
            if x != 0.0 {
                self.parts.push(x);
            }
            return Ok(());
        }
        self.parts.clear();
        if addend.is_finite() {
            return Err(Overflow);
        }
        if addend.is_infinite() {
            self.infinite += addend;
        }
        self.special += addend;
        Ok(())
    }

    /// The sum rounded once; `None` for opposite infinities.
    fn sum(&self) -> Option<f64> {
        if self.special != 0.0 {
            return (!self.infinite.is_nan()).then_some(self.special);
        }
        let Some((&last, mut rest)) = self.parts.split_last() else { return Some(0.0) };
        let (mut high, mut low) = (last, 0.0);
        while let Some((&part, below)) = rest.split_last() {
            let sum = add(high, part);
            (high, low) = (sum.value, sum.error);
            rest = below;
            if low != 0.0 {
                break;
            }
        }
        // A tie was rounded to even, though what lies below decides it.
        if let Some(&below) = rest.last()
            && ((low < 0.0 && below < 0.0) || (low > 0.0 && below > 0.0))
        {
            let correction = low * 2.0;
            let corrected = high + correction;
            if corrected - high == correction {
                high = corrected;
            }
        }
        Some(high)
    }

    /// From the list in which the Python part keeps them: the two special sums first.
    fn read(t: &Thread, list: Value<'_>) -> Partials {
        let mut numbers = list.expect::<List>().iter().map(|x| made(t, x));
        let (special, infinite) = (numbers.next().unwrap_or(0.0), numbers.next().unwrap_or(0.0));
        Partials { parts: numbers.collect(), special, infinite }
    }

    fn write<'t>(&self, t: &'t Thread, list: Value<'t>) -> Result<(), Raised> {
        let list = list.expect::<List>();
        list.clear(t);
        for number in [self.special, self.infinite].iter().chain(&self.parts) {
            list.push(t, t.float(*number))?;
        }
        Ok(())
    }

    fn finish<'t>(&self, t: &'t Thread) -> Res<'t> {
        match self.sum() {
            Some(sum) => Ok(t.float(sum)),
            None => Err(t.value_error("-inf + inf in fsum")),
        }
    }
}

fn overflow(t: &Thread) -> Raised {
    t.raise(cls::OverflowError, "intermediate overflow in fsum")
}

fn fsum<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    match items(args.get(0)).and_then(|items| items.map(quick).collect::<Option<Vec<f64>>>()) {
        Some(floats) => {
            let mut partials = Partials::default();
            for float in floats {
                partials.add(float).map_err(|Overflow| overflow(t))?;
            }
            partials.finish(t).map(Tail::Value)
        }
        None => Ok(Tail::call(imp::part(t, "math", "_fsum_of_iterable"), &[args.get(0)])),
    }
}

static ADD_PARTIAL: Then = Then::new(|t, list, x| {
    let mut partials = Partials::read(t, list);
    partials.add(made(t, x)).map_err(|Overflow| overflow(t))?;
    partials.write(t, list)?;
    Ok(Tail::Value(Value::NONE))
});

fn end_of_partials<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Partials::read(t, args.get(0)).finish(t)
}

fn prod<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let start = args.opt(1).unwrap_or(Value::small(1));
    match items(args.get(0)).and_then(|items| short_product(t, start, items)) {
        Some(product) => Ok(Tail::Value(product)),
        None => Ok(Tail::call(imp::part(t, "math", "_prod_of_iterable"), &[args.get(0), start])),
    }
}

/// The product as long as it is immediate: what is larger grows with each step, and Python's loop has safepoints.
fn short_product<'t>(t: &'t Thread, start: Value<'t>, items: impl Iterator<Item = Value<'t>>) -> Option<Value<'t>> {
    let mut product = start;
    for item in items {
        if quick(product).is_none() || quick(item).is_none() {
            return None;
        }
        product = t.leaf_binary(BinaryOp::Mul, product, item)?.ok()?;
    }
    Some(product)
}

/// A sum in three floats, each the error of the one before: products are added as if with triple precision.
#[derive(Clone, Copy, Default)]
struct Triple {
    high: f64,
    low: f64,
    lowest: f64,
}

impl Triple {
    fn plus_product(self, a: f64, b: f64) -> Triple {
        let product = multiply(a, b);
        let sum = add(self.high, product.value);
        let first = add(self.low, product.error);
        let second = add(first.value, sum.error);
        Triple { high: sum.value, low: second.value, lowest: self.lowest + first.error + second.error }
    }

    fn round(self) -> f64 {
        self.high + add(self.low, self.lowest).value
    }
}

/// The pairs of two lists of equal length from the first on, as long as ints stay small, then as long as pairs have
/// floats: the sums so far (ints, and floats or None), and the number of pairs done.
fn sumprod_start<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (p, q) = (args.get(0).expect::<List>(), args.get(1).expect::<List>());
    let length = p.len().min(q.len());
    let mut index = 0;
    let mut whole = 0i64;
    while index < length
        && let (Some(a), Some(b)) = (p.item(index).as_small_int(), q.item(index).as_small_int())
        && let Some(sum) = a.checked_mul(b).and_then(|product| whole.checked_add(product))
    {
        whole = sum;
        index += 1;
    }
    let mut total = Triple::default();
    let first = index;
    while index < length
        && let Some((a, b)) = float_pair(t, p.item(index), q.item(index))
        && let sum = total.plus_product(a, b)
        && sum.high.is_finite()
    {
        total = sum;
        index += 1;
    }
    let floats = if index > first { t.float(total.round()) } else { Value::NONE };
    Ok(t.small_tuple([t.int(whole), floats, t.int_usize(index)]).value())
}

/// Two floats, or a float and an int that has one.
fn float_pair<'t>(t: &'t Thread, a: Value<'t>, b: Value<'t>) -> Option<(f64, f64)> {
    match (a.as_exact_float(), b.as_exact_float()) {
        (Some(a), Some(b)) => Some((a, b)),
        (Some(a), None) => Some((a, float_of_int(t, b)?)),
        (None, Some(b)) => Some((float_of_int(t, a)?, b)),
        (None, None) => None,
    }
}

fn float_of_int<'t>(t: &'t Thread, int: Value<'t>) -> Option<f64> {
    use vm_core::objects::number::{BigInt, IntRef};
    if int.is_bool() || int.is_small_int() {
        let Some(IntRef::Small(small)) = t.as_int(int) else { return None };
        return Some(small as f64);
    }
    let big = int.cast_exact::<BigInt>()?;
    text::int::limbs_to_f64(big.is_negative(), big.limbs()).ok()
}
