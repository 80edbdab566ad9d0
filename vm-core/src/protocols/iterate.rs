//! Iteration. The end of an iterator is the value [`Value::MISSING`]; StopIteration appears only where a program sees it.

use crate::Thread;
use crate::cls;
use crate::interp::Resume;
use crate::natives::{NextFn, StepFn, Tail, Then};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::class::Instance;
use crate::objects::dict::Dict;
use crate::objects::function::MethodDescriptor;
use crate::objects::generator::Generator;
use crate::objects::iterators::{ListIterator, RangeIterator};
use crate::objects::range::Range;
use crate::objects::sequence::{List, Tuple};
use crate::objects::set::Set;
use crate::objects::string::Str;
use crate::sym;
use crate::value::{Raised, Value};

/// Iterators of iterators are stepped natively this deep.
const NESTING: usize = 64;

impl Thread {
    /// `iter(value)` of builtin kinds.
    #[inline]
    pub fn leaf_iter<'t>(&'t self, value: Value<'t>) -> Option<Value<'t>> {
        if let Some(list) = value.cast_exact::<List>() {
            return Some(self.new_list_iterator(list));
        }
        if let Some(range) = value.cast::<Range>() {
            return Some(self.new_range_iterator(range));
        }
        if let Some(tuple) = value.cast::<Tuple>() {
            return Some(self.new_tuple_iterator(tuple));
        }
        if let Some(dict) = value.cast_exact::<Dict>() {
            return Some(self.new_dict_iterator(dict, crate::layouts::DICT_KEY_ITERATOR));
        }
        if let Some(string) = value.cast::<Str>() {
            return Some(self.new_str_iterator(string));
        }
        self.leaf_iter_other(value)
    }

    fn leaf_iter_other<'t>(&'t self, value: Value<'t>) -> Option<Value<'t>> {
        if value.is::<Instance>() {
            return self.iter_by_generator(value);
        }
        if let Some(set) = value.cast::<Set>().filter(|set| set.is_exact()) {
            return Some(self.new_set_iterator(set));
        }
        if let Some(generator) = value.cast::<Generator>() {
            return generator.is_plain().then_some(value);
        }
        if let Some(bytes) = value.cast::<Bytes>() {
            return Some(self.new_bytes_iterator(bytes));
        }
        if let Some(array) = value.cast_exact::<ByteArray>() {
            return Some(self.new_bytearray_iterator(array));
        }
        if let Some(view) = self.leaf_iter_view(value) {
            return Some(view);
        }
        if self.is_builtin_iterator(value) {
            return Some(value);
        }
        self.plain_iter(value).or_else(|| self.iter_by_generator(value))
    }

    /// Has it an `__iter__`, or items by number?
    pub fn is_iterable<'t>(&'t self, value: Value<'t>) -> bool {
        match self.lookup_special(value, sym::__iter__) {
            Some(method) => !method.is_none(),
            None => self.has_items(value) || self.leaf_iter(value).is_some(),
        }
    }

    /// Can it be iterated by index? The native classes for which that holds say so by an `__iter__` of their own.
    fn has_items<'t>(&'t self, value: Value<'t>) -> bool {
        self.lookup_special(value, sym::__getitem__).is_some_and(|method| !method.is::<MethodDescriptor>())
    }

    /// `iter(value)`.
    pub fn iter<'t>(&'t self, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(iterator) = self.leaf_iter(value) {
            return Ok(Tail::Value(iterator));
        }
        static CHECK: Then = Then::new(|t, _, iterator| {
            if t.lookup_special(iterator, sym::__next__).is_some() {
                return Ok(Tail::Value(iterator));
            }
            let name = t.class_name(iterator);
            Err(t.type_error(format_args!("iter() returned non-iterator of type '{name}'")))
        });
        match self.lookup_special(value, sym::__iter__) {
            Some(method) if !method.is_none() => self.call_bound(method, value, &[])?.then(self, &CHECK, Value::NONE),
            None if self.has_items(value) => Ok(Tail::Value(self.new_sequence_iterator(value))),
            _ => Err(self.type_error(format_args!("'{}' object is not iterable", self.class_name(value)))),
        }
    }

    /// The next item if no Python is needed; MISSING at the end.
    #[inline]
    pub fn leaf_next<'t>(&'t self, iterator: Value<'t>) -> Option<Value<'t>> {
        if let Some(iterator) = iterator.cast_exact::<ListIterator>() {
            return Some(iterator.step(self));
        }
        if let Some(iterator) = iterator.cast_exact::<RangeIterator>() {
            return Some(iterator.step(self));
        }
        let (step, _) = self.steps_of(iterator)?;
        step?(self, iterator, 0)
    }

    /// As [`Thread::leaf_next`] for an iterator that another one steps. It declines when Ctrl-C was pressed:
    /// [`Thread::step_inner`], which comes next, raises.
    #[inline]
    pub fn leaf_next_within<'t>(&'t self, iterator: Value<'t>, depth: usize) -> Option<Value<'t>> {
        if let Some(iterator) = iterator.cast_exact::<ListIterator>() {
            return Some(iterator.step(self));
        }
        let (step, _) = self.steps_of(iterator)?;
        if depth > NESTING || self.is_interrupted() { None } else { step?(self, iterator, depth) }
    }

    /// The next item, or MISSING at the end.
    pub fn next<'t>(&'t self, iterator: Value<'t>) -> Result<Tail<'t>, Raised> {
        match self.leaf_next(iterator) {
            Some(item) => Ok(Tail::Value(item)),
            None => self.next_after_leaf(iterator),
        }
    }

    /// As [`Thread::next`], of an iterator that [`Thread::leaf_next`] has declined.
    pub(crate) fn next_after_leaf<'t>(&'t self, iterator: Value<'t>) -> Result<Tail<'t>, Raised> {
        match self.next_of_builtin(iterator) {
            Some(step) => step,
            None => self.next_of_object(iterator),
        }
    }

    /// The step of a builtin iterator that needs Python or fails.
    pub(crate) fn next_of_builtin<'t>(&'t self, iterator: Value<'t>) -> Option<Result<Tail<'t>, Raised>> {
        let (_, next) = self.steps_of(iterator)?;
        Some(next?(self, iterator))
    }

    /// How to step an iterator whose class says it.
    #[inline]
    fn steps_of<'t>(&'t self, iterator: Value<'t>) -> Option<(Option<StepFn>, Option<NextFn>)> {
        Some(self.vm().steps[iterator.type_id()?.0 as usize].get())
    }

    /// Can it be stepped, at least at times, without Python?
    pub(crate) fn has_step<'t>(&'t self, value: Value<'t>) -> bool {
        self.steps_of(value).is_some_and(|(step, _)| step.is_some())
    }

    /// `iterator.__next__()` through its class; StopIteration becomes MISSING.
    pub(crate) fn next_of_object<'t>(&'t self, iterator: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(generator) = iterator.cast::<Generator>().filter(|generator| generator.is_plain()) {
            return Tail::resume(generator, Resume::Send(Value::NONE)).then(self, &END, Value::NONE);
        }
        match self.call_special(iterator, sym::__next__, &[]) {
            Some(call) => match call {
                Ok(tail) => tail.then(self, &END, Value::NONE),
                Err(raised) => Err(raised),
            },
            None => Err(self.type_error(format_args!("'{}' object is not an iterator", self.class_name(iterator)))),
        }
    }

    /// One step of an iterator within another one. The next one within that is stepped through its class, so that
    /// continuations do not pile up.
    pub fn step_inner<'t>(&'t self, iterator: Value<'t>) -> Result<Tail<'t>, Raised> {
        self.check_interrupt()?;
        if let Some(item) = self.leaf_next_within(iterator, 1) {
            return Ok(Tail::Value(item));
        }
        let within = &self.vm().stepping_within;
        if within.replace(true) {
            return self.next_of_object(iterator);
        }
        let step = self.next_after_leaf(iterator);
        within.set(false);
        step
    }

    /// Is it an iterator of a kind that knows its steps, so that it is its own iterator?
    fn is_builtin_iterator<'t>(&'t self, value: Value<'t>) -> bool {
        self.steps_of(value).is_some_and(|(step, next)| step.is_some() || next.is_some())
    }

    /// A StopIteration for a program to see, with the value a generator returned.
    pub fn stop_iteration(&self) -> Raised {
        self.raise_with(cls::StopIteration, &[])
    }
}

/// Turns StopIteration into MISSING.
pub(crate) static END: Then = Then::catching(
    |_, _, item| Ok(Tail::Value(item)),
    |t, _, raised| {
        if !t.pending_is(cls::StopIteration) {
            return Err(raised);
        }
        let _ = t.take_exception(raised);
        Ok(Tail::Value(Value::MISSING))
    },
);
