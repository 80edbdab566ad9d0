//! `_random`: the base class of `random.Random`.

mod mersenne;

use std::cell::Cell;

use gc_api::{Slot, layout};
use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use vm_core::objects::class::Class;
use vm_core::objects::number::IntRef;
use vm_core::{Gc, Raised, Res, Thread, Value, cls, header, layout_table};

use crate::entropy;
use mersenne::{Twister, WORDS};

pub static MODULE: ModuleDef =
    module("_random").doc("The Mersenne Twister, a source of random numbers.").classes(&[&RANDOM]);

pub static LAYOUTS: Layouts = layout_table![Random, RandomSub, State];

mod ids {
    use gc_api::TypeId;
    use vm_core::classes::ClassKey;

    use crate::ids::RANDOM as BLOCK;

    pub const RANDOM: TypeId = BLOCK.layout(0);
    pub const RANDOM_SUB: TypeId = BLOCK.layout(1);
    pub const STATE: TypeId = BLOCK.layout(2);
    pub const CLASS: ClassKey = BLOCK.class(0);
}

layout! {
    pub struct Random(ids::RANDOM, last ids::RANDOM_SUB) {
        state: Ref,
    }
}

layout! {
    pub struct RandomSub(ids::RANDOM_SUB) extends Random {
        map: Ref,
        attrs: Ref,
    }
}

layout! {
    /// The words of a generator.
    pub struct State(ids::STATE) {
        length: Raw<usize>,
        /// Which word comes next.
        next: Raw<usize>,
    } bytes(2) length
}

static RANDOM: ClassDef = class(ids::CLASS, "Random")
    .module("_random")
    .doc("Random() -> a generator of random numbers with its own state.")
    .layouts(&[ids::RANDOM])
    .subclassable(ids::RANDOM_SUB)
    .methods(&METHODS);

static METHODS: [NativeDef; 7] = [
    leaf("__new__(cls, /, *args, **kwargs)", new).static_method(),
    tail("__init__(self, x=None, /)", seed),
    tail("seed(self, n=None, /)", seed),
    leaf("random(self, /)", |t, args| Ok(t.float(with(state(args), |twister| twister.next_float())))),
    tail("getrandbits(self, k, /)", |t, args| t.index(args.get(1))?.then(t, &BITS, args.get(0))),
    leaf("getstate(self, /)", get_state),
    leaf("setstate(self, state, /)", set_state),
];

fn state<'t>(args: Args<'t>) -> Gc<'t, State> {
    args.this::<Random>().get(Random::state).expect()
}

/// Uses the generator, and keeps the place reached.
fn with<R>(state: Gc<'_, State>, use_it: impl FnOnce(Twister<'_>) -> R) -> R {
    let next = Cell::new(state.get(State::next));
    let result = use_it(Twister { words: state.cells::<u32>(), next: &next });
    state.set_raw(State::next, next.get());
    result
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let class: Gc<'t, Class> = t.class_argument(args.get(0), ids::CLASS)?;
    let state = State { header: header(), length: Cell::new(WORDS), next: Cell::new(WORDS) };
    let state = t.new_variable(state, WORDS)?;
    state.cells::<u32>().iter().for_each(|word| word.set(0));
    let base = Random { header: header(), state: Slot::new(state.word()) };
    Ok(match t.sub_map(class, ids::CLASS) {
        None => t.new_object(base).value(),
        Some(map) => {
            let made = t.new_object(RandomSub { header: base, map, attrs: Slot::default() });
            t.finalisable(class, made.obj());
            made.value()
        }
    })
}

/// Seeds from an int, from the hash of anything else, or from the system.
fn seed<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static FROM_INT: Then = Then::new(|t, this, hash| {
        // A hash counts as a number without sign.
        let key = match t.as_int(hash) {
            Some(IntRef::Small(hash)) => words_of(&[hash as u64]),
            _ => words_of(&[0]),
        };
        plant(this, &key)
    });
    let (this, seed) = (args.get(0), args.get(1));
    let Some(seed) = seed.not_none() else { return plant(this, &system_words(t)?) };
    match t.as_int(seed) {
        Some(IntRef::Small(int)) => plant(this, &words_of(&[int.unsigned_abs()])),
        Some(IntRef::Big(big)) => plant(this, &words_of(big.limbs())),
        None => t.hash(seed)?.then(t, &FROM_INT, this),
    }
}

fn plant<'t>(this: Value<'t>, key: &[u32]) -> Result<Tail<'t>, Raised> {
    with(this.expect::<Random>().get(Random::state).expect::<State>(), |twister| twister.seed(key));
    Ok(Tail::Value(Value::NONE))
}

/// The number as words, least first, at least one.
fn words_of(limbs: &[u64]) -> Vec<u32> {
    let mut words: Vec<u32> = limbs.iter().flat_map(|limb| [*limb as u32, (limb >> 32) as u32]).collect();
    while words.len() > 1 && words.last() == Some(&0) {
        words.pop();
    }
    words
}

fn system_words(t: &Thread) -> Result<Vec<u32>, Raised> {
    let mut bytes = [0; WORDS * 4];
    entropy::fill(t, &mut bytes)?;
    Ok(bytes.chunks_exact(4).map(|word| u32::from_ne_bytes([word[0], word[1], word[2], word[3]])).collect())
}

static BITS: Then = Then::new(|t, this, count| {
    let this = this.expect::<Random>().get(Random::state).expect::<State>();
    let count = match t.as_int(count) {
        Some(count) if count.is_negative() => return Err(t.value_error("Cannot convert negative int")),
        Some(IntRef::Small(count)) => count as u64,
        Some(IntRef::Big(big)) if big.limbs().len() == 1 => big.limbs()[0],
        _ => return Err(t.raise(cls::OverflowError, "Python int too large for C uint64_t")),
    };
    if count == 0 {
        return Ok(Tail::Value(Value::small(0)));
    }
    if count <= 32 {
        return Ok(Tail::Value(t.int(i64::from(with(this, |twister| twister.next_u32()) >> (32 - count)))));
    }
    let Some(limbs) = usize::try_from(count.div_ceil(64)).ok().filter(|limbs| *limbs < 1 << 40) else {
        return Err(t.memory_error());
    };
    let mut number = Vec::new();
    if number.try_reserve_exact(limbs).is_err() {
        return Err(t.memory_error());
    }
    let mut left = count;
    with(this, |twister| {
        let word = |left: &mut u64| {
            let taken = (*left).min(32);
            *left -= taken;
            if taken == 0 { 0 } else { u64::from(twister.next_u32() >> (32 - taken)) }
        };
        for _ in 0..limbs {
            let low = word(&mut left);
            number.push(low | word(&mut left) << 32);
        }
    });
    t.int_limbs(false, &number).map(Tail::Value)
});

fn get_state<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let state = state(args);
    let words = state.cells::<u32>().iter().map(|word| t.int(i64::from(word.get())));
    let all: Vec<Value<'_>> = words.chain([t.int_usize(state.get(State::next))]).collect();
    Ok(t.tuple(&all)?.value())
}

fn set_state<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(given) = t.as_tuple(args.get(1)) else {
        return Err(t.type_error("state vector must be a tuple"));
    };
    if given.extent() != WORDS + 1 {
        return Err(t.value_error("state vector is the wrong size"));
    }
    let mut words = Vec::with_capacity(WORDS);
    for index in 0..WORDS {
        words.push(unsigned(t, given.at(index))? as u32);
    }
    let next = match t.as_int(given.at(WORDS)) {
        Some(IntRef::Small(next)) => next,
        Some(IntRef::Big(_)) => {
            return Err(t.raise(cls::OverflowError, "Python int too large to convert to C long"));
        }
        None => return Err(not_an_int(t, given.at(WORDS))),
    };
    let Some(next) = usize::try_from(next).ok().filter(|next| *next <= WORDS) else {
        return Err(t.value_error("invalid state"));
    };
    let state = state(args);
    for (cell, word) in state.cells::<u32>().iter().zip(words) {
        cell.set(word);
    }
    state.set_raw(State::next, next);
    Ok(Value::NONE)
}

/// An int from 0 on of which the lowest 32 bits are wanted.
fn unsigned<'t>(t: &'t Thread, value: Value<'t>) -> Result<u64, Raised> {
    match t.as_int(value) {
        Some(int) if int.is_negative() => {
            Err(t.raise(cls::OverflowError, "can't convert negative value to unsigned int"))
        }
        Some(IntRef::Small(int)) => Ok(int as u64),
        Some(IntRef::Big(big)) if big.limbs().len() == 1 => Ok(big.limbs()[0]),
        Some(IntRef::Big(_)) => Err(t.raise(cls::OverflowError, "Python int too large to convert to C unsigned long")),
        None => Err(t.type_error("an integer is required")),
    }
}

fn not_an_int<'t>(t: &'t Thread, value: Value<'t>) -> Raised {
    let name = t.class_name(value);
    t.type_error(format_args!("'{name}' object cannot be interpreted as an integer"))
}
