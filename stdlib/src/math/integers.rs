//! Functions of ints of any size.

use dashu_int::ops::{Gcd as _, SquareRoot as _};
use dashu_int::{IBig, UBig};
use vm_core::natives::{Args, NativeDef, Tail, Then, tail};
use vm_core::objects::number::IntRef;
use vm_core::objects::sequence::{List, Tuple};
use vm_core::{Gc, Raised, Res, Thread, Value, cls};

pub static FUNCTIONS: [NativeDef; 6] = [
    tail("factorial(n, /)", |t, args| t.index(args.get(0))?.then(t, &FACTORIAL, Value::NONE)).function(),
    tail("isqrt(n, /)", |t, args| t.index(args.get(0))?.then(t, &SQUARE_ROOT, Value::NONE)).function(),
    tail("comb(n, k, /)", |t, args| indices(t, &[args.get(0), args.get(1)])?.then(t, &COMBINATIONS, Value::NONE))
        .function(),
    tail("perm(n, k=None, /)", permutations).function(),
    tail("gcd(*integers)", |t, args| all_indices(t, args)?.then(t, &GCD, Value::NONE)).function(),
    tail("lcm(*integers)", |t, args| all_indices(t, args)?.then(t, &LCM, Value::NONE)).function(),
];

/// The values as ints: a list of them.
fn indices<'t>(t: &'t Thread, values: &[Value<'t>]) -> Result<Tail<'t>, Raised> {
    index_from(t, t.list(values)?, 0)
}

fn all_indices<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    match args.get(0).cast::<Tuple>() {
        Some(integers) => index_from(t, t.list_from_tuple(integers)?, 0),
        None => indices(t, &[]),
    }
}

/// Converts the items from `start` on in place.
fn index_from<'t>(t: &'t Thread, list: Gc<'t, List>, start: usize) -> Result<Tail<'t>, Raised> {
    static STORE: Then = Then::new(|t, state, int| {
        let state = state.expect::<Tuple>();
        let (list, index) = (state.at(0).expect::<List>(), state.at(1).as_small_int().unwrap_or(0) as usize);
        list.set_item(t, index, int);
        index_from(t, list, index + 1)
    });
    for index in start..list.len() {
        match t.index(list.item(index))? {
            Tail::Value(int) => list.set_item(t, index, int),
            call => return call.then(t, &STORE, t.small_tuple([list.value(), t.int_usize(index)]).value()),
        }
    }
    Ok(Tail::Value(list.value()))
}

/// The int in what [`Thread::index`] gave.
fn int<'t>(t: &'t Thread, value: Value<'t>) -> IntRef<'t> {
    t.as_int(value).unwrap_or(IntRef::Small(0))
}

fn magnitude(int: IntRef<'_>) -> UBig {
    int.to_ibig().into_parts().1
}

static FACTORIAL: Then = Then::new(|t, _, n| factorial(t, n).map(Tail::Value));

fn factorial<'t>(t: &'t Thread, n: Value<'t>) -> Res<'t> {
    let n = int(t, n);
    if n.is_negative() {
        return Err(t.value_error("factorial() not defined for negative values"));
    }
    match n {
        IntRef::Small(n @ 0..=20) => Ok(t.int((1..=n).product())),
        IntRef::Small(n) => t.int_ibig(&IBig::from(factorial_of(n as u64))),
        IntRef::Big(big) => match big.limbs() {
            [n] if *n <= i64::MAX as u64 => t.int_ibig(&IBig::from(factorial_of(*n))),
            _ => Err(t.raise(cls::OverflowError, format_args!("factorial() argument should not exceed {}", i64::MAX))),
        },
    }
}

/// `n!` as the product of its odd part and its power of two.
fn factorial_of(n: u64) -> UBig {
    let mut odd_part = UBig::ONE;
    let mut partial = UBig::ONE;
    let mut done = 1;
    // The odd part of n! is the product, over all shifts, of the odd numbers up to n >> shift.
    for shift in (0..64 - n.leading_zeros()).rev() {
        let upto = n >> shift;
        if upto < 3 {
            continue;
        }
        let first = done + 2;
        let last = if upto & 1 == 1 { upto } else { upto - 1 };
        if first <= last {
            partial *= odd_product(first, last);
            done = last;
        }
        odd_part *= &partial;
    }
    odd_part << (n - u64::from(n.count_ones())) as usize
}

/// `first * (first + 2) * ... * last`, split in halves so that the factors stay of one size.
fn odd_product(first: u64, last: u64) -> UBig {
    let count = (last - first) / 2 + 1;
    if count <= 8 {
        return (0..count).fold(UBig::ONE, |product, index| product * (first + 2 * index));
    }
    let middle = first + 2 * (count / 2);
    odd_product(first, middle - 2) * odd_product(middle, last)
}

static SQUARE_ROOT: Then = Then::new(|t, _, n| {
    let n = int(t, n);
    if n.is_negative() {
        return Err(t.value_error("isqrt() argument must be nonnegative"));
    }
    Ok(Tail::Value(match n {
        IntRef::Small(small) => t.int(small.isqrt()),
        IntRef::Big(_) => t.int_ibig(&IBig::from(magnitude(n).sqrt()))?,
    }))
});

fn permutations<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static COUNT: Then = Then::new(|t, _, list| {
        let list = list.expect::<List>();
        let (n, k) = (int(t, list.item(0)), int(t, list.item(1)));
        check_arguments(t, n, k)?;
        let (n, k) = (magnitude(n), magnitude(k));
        if n < k {
            return Ok(Tail::Value(Value::small(0)));
        }
        let Ok(k) = u64::try_from(&k) else { return Err(too_many(t, "k")) };
        t.int_ibig(&IBig::from(falling(&n, k))).map(Tail::Value)
    });
    match args.get(1).not_none() {
        Some(k) => indices(t, &[args.get(0), k])?.then(t, &COUNT, Value::NONE),
        None => t.index(args.get(0))?.then(t, &FACTORIAL, Value::NONE),
    }
}

fn check_arguments<'t>(t: &'t Thread, n: IntRef<'t>, k: IntRef<'t>) -> Result<(), Raised> {
    for (name, int) in [("n", n), ("k", k)] {
        if int.is_negative() {
            return Err(t.value_error(format_args!("{name} must be a non-negative integer")));
        }
    }
    Ok(())
}

fn too_many(t: &Thread, what: &str) -> Raised {
    t.raise(cls::OverflowError, format_args!("{what} must not exceed {}", i64::MAX))
}

/// `n * (n - 1) * ... ` of `count` factors.
fn falling(n: &UBig, count: u64) -> UBig {
    if count <= 8 {
        return (0..count).fold(UBig::ONE, |product, index| product * (n - UBig::from(index)));
    }
    let half = count / 2;
    falling(n, half) * falling(&(n - UBig::from(half)), count - half)
}

static COMBINATIONS: Then = Then::new(|t, _, list| {
    let list = list.expect::<List>();
    let (n, k) = (int(t, list.item(0)), int(t, list.item(1)));
    check_arguments(t, n, k)?;
    if let (IntRef::Small(n), IntRef::Small(k)) = (n, k)
        && let Some(count) = small_combinations(n as u64, k as u64)
    {
        return Ok(Tail::Value(t.int_u64(count)));
    }
    let (n, k) = (magnitude(n), magnitude(k));
    if n < k {
        return Ok(Tail::Value(Value::small(0)));
    }
    let k = (&n - &k).min(k);
    let Ok(k) = u64::try_from(&k) else { return Err(too_many(t, "min(n - k, k)")) };
    t.int_ibig(&IBig::from(combinations(&n, k))).map(Tail::Value)
});

/// `None` where the product on the way does not fit.
fn small_combinations(n: u64, k: u64) -> Option<u64> {
    if k > n {
        return Some(0);
    }
    let k = k.min(n - k);
    let mut count = 1u64;
    for index in 0..k {
        count = count.checked_mul(n - index)? / (index + 1);
    }
    Some(count)
}

/// Halving keeps numerator and denominator small: C(n, k) = C(n, j) C(n-j, k-j) / C(k, j).
fn combinations(n: &UBig, k: u64) -> UBig {
    if k <= 16 {
        return falling(n, k) / falling(&UBig::from(k), k);
    }
    let half = k / 2;
    combinations(n, half) * combinations(&(n - UBig::from(half)), k - half) / combinations(&UBig::from(k), half)
}

static GCD: Then = Then::new(|t, _, list| {
    let list = list.expect::<List>();
    let divisor = fold(
        t,
        list,
        0,
        |a, b| gcd_of_words(a, b).into(),
        |a, b| match (a.is_zero(), b.is_zero()) {
            (true, _) => b,
            (_, true) => a,
            _ => a.gcd(b),
        },
    );
    divisor.map(Tail::Value)
});

static LCM: Then = Then::new(|t, _, list| {
    let list = list.expect::<List>();
    let multiple = fold(
        t,
        list,
        1,
        |a, b| if a == 0 || b == 0 { Some(0) } else { (a / gcd_of_words(a, b)).checked_mul(b) },
        |a, b| {
            if a.is_zero() || b.is_zero() {
                return UBig::ZERO;
            }
            let divisor = (&a).gcd(&b);
            a / divisor * b
        },
    );
    multiple.map(Tail::Value)
});

/// The magnitudes folded: as words while they fit.
fn fold<'t>(
    t: &'t Thread,
    list: Gc<'t, List>,
    start: u64,
    words: impl Fn(u64, u64) -> Option<u64>,
    bigs: impl Fn(UBig, UBig) -> UBig,
) -> Res<'t> {
    let mut index = 0;
    let mut short = start;
    while index < list.len() {
        let IntRef::Small(item) = int(t, list.item(index)) else { break };
        let Some(next) = words(short, item.unsigned_abs()) else { break };
        short = next;
        index += 1;
    }
    if index == list.len() {
        return Ok(t.int_u64(short));
    }
    let mut long = UBig::from(short);
    for index in index..list.len() {
        long = bigs(long, magnitude(int(t, list.item(index))));
    }
    t.int_ibig(&IBig::from(long))
}

fn gcd_of_words(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
