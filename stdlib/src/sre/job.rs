//! Work on a text that goes from match to match and may have to wait: scanners, and what `findall`, `split` and `sub`
//! do when it takes long.
//!
//! Each begins as a native call. If it is not done after a number of matches, or a run is interrupted by a signal, its
//! state moves into a [`Job`] object and application-level Python goes on with it, step by step.

use std::cell::{Cell, RefCell};

use gc_api::poll::Reason;
use gc_api::{ObjRef, Slot, layout};
use sre::{Interrupted, Machine, Mode, Request, Scan, Stop, Substitution};
use vm_core::heap::POLL;
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getter, leaf, tail};
use vm_core::objects::class::flags;
use vm_core::objects::sequence::List;
use vm_core::{Gc, Raised, Res, Thread, Value, header};

use super::matches::MatchObject;
use super::pattern::{Pattern, PatternObject};
use super::subject::Subject;
use super::template::{Template, TemplateObject};
use super::{app, ids, matches};

/// How much memory the stacks of one match may take.
const STACK_LIMIT: usize = 1 << 30;
/// Matches between two safepoints.
const BUDGET: usize = 1 << 10;

thread_local! {
    /// A machine between two uses: most calls need one for a moment.
    static MACHINE: RefCell<Option<Machine>> = const { RefCell::new(None) };
}

pub fn take_machine() -> Machine {
    MACHINE.with_borrow_mut(Option::take).unwrap_or_else(|| Machine::new(STACK_LIMIT))
}

pub fn put_machine(machine: Machine) {
    MACHINE.with_borrow_mut(|place| *place = Some(machine));
}

/// The hook of a run: leaves it when a signal waits.
pub fn interruption(_: &Thread) -> impl FnMut() -> Result<(), Interrupted> {
    || if POLL.is_raised_for(Reason::Signal) { Err(Interrupted) } else { Ok(()) }
}

layout! {
    /// A scanner (`_sre.SRE_Scanner`), or other work that waits.
    pub struct Job(ids::JOB) {
        pattern: Ref,
        /// What was passed in.
        string: Ref,
        /// The str or bytes that is read.
        subject: Ref,
        /// What is being made: a list, or the match; the template of a substitution.
        out: Ref,
        template: Ref,
        pos: Raw<usize>,
        endpos: Raw<usize>,
        /// Up to where the text has been dealt with.
        copied: Raw<usize>,
        /// Owned.
        state: Raw<*const RefCell<Option<State>>>,
    } destructor drop_state
}

unsafe fn drop_state(object: ObjRef) {
    // SAFETY: the collector runs this once; the pointer came from Box::into_raw, or is null.
    unsafe {
        let state = (*object.as_ptr().cast::<Job>()).state.get();
        if !state.is_null() {
            drop(Box::from_raw(state.cast_mut()));
        }
    }
}

/// The part of a job that lies outside the heap.
pub enum State {
    /// Matches, as they are asked for.
    Matches(Scan),
    /// The first match or None.
    First(Scan),
    /// `findall` and `split`; what is made is a list.
    Collect(Collecting),
    /// `sub` and `subn`; what is made lies in the substitution.
    Replace { work: Substitution, counted: bool },
}

/// A list of pieces being made from one match after the other.
pub struct Collecting {
    scan: Scan,
    pieces: Pieces,
    /// Matches still to be looked for.
    left: usize,
    /// End of the match before.
    copied: usize,
}

/// What goes into the list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pieces {
    /// The matches, or their groups if the pattern has some.
    Matches,
    /// The text between matches, and their groups.
    Between,
}

/// The outcome of a bounded amount of work.
enum Progress {
    Done,
    More,
}

fn progress(t: &Thread, result: Result<bool, Stop>) -> Result<Progress, Raised> {
    match result {
        Ok(true) => Ok(Progress::Done),
        Ok(false) | Err(Stop::Interrupted) => Ok(Progress::More),
        Err(Stop::OutOfMemory) => Err(t.memory_error()),
    }
}

impl Collecting {
    /// Adds what some more matches give to `list`.
    fn advance<'t>(
        &mut self,
        t: &'t Thread,
        pattern: Gc<'t, Pattern>,
        subject: Subject<'t>,
        endpos: usize,
        list: Gc<'t, List>,
    ) -> Result<Progress, Raised> {
        let program = pattern.program();
        for _ in 0..BUDGET {
            let found = if self.left == 0 { Ok(false) } else { subject.next(t, &mut self.scan, program, endpos) };
            match found {
                Ok(true) => self.add(t, program.groups(), subject, list)?,
                Ok(false) => {
                    if self.pieces == Pieces::Between {
                        list.push(t, subject.slice(t, self.copied, endpos)?)?;
                    }
                    return Ok(Progress::Done);
                }
                Err(stop) => return progress(t, Err(stop)),
            }
            self.left -= 1;
        }
        Ok(Progress::More)
    }

    fn add<'t>(
        &mut self,
        t: &'t Thread,
        groups: usize,
        subject: Subject<'t>,
        list: Gc<'t, List>,
    ) -> Result<(), Raised> {
        let machine = self.scan.machine();
        let (start, end) = machine.span();
        match self.pieces {
            Pieces::Between => {
                list.push(t, subject.slice(t, self.copied, start)?)?;
                for group in 0..groups {
                    list.push(t, subject.slice_span(t, machine.group(group), Value::NONE)?)?;
                }
            }
            Pieces::Matches if groups == 0 => list.push(t, subject.slice(t, start, end)?)?,
            Pieces::Matches => {
                let empty = subject.empty(t)?;
                if groups == 1 {
                    list.push(t, subject.slice_span(t, machine.group(0), empty)?)?;
                } else {
                    let tuple = t.new_tuple(groups)?;
                    for group in 0..groups {
                        tuple.put(t, group, subject.slice_span(t, machine.group(group), empty)?);
                    }
                    list.push(t, tuple.value())?;
                }
            }
        }
        self.copied = end;
        Ok(())
    }
}

/// What all kinds of work have in common.
#[derive(Clone, Copy)]
pub struct Place<'t> {
    pub pattern: Gc<'t, Pattern>,
    /// What was passed in.
    pub string: Value<'t>,
    pub subject: Subject<'t>,
    pub range: (usize, usize),
}

/// `findall` and `split`: `limit` matches at most.
pub fn collect<'t>(t: &'t Thread, place: Place<'t>, pieces: Pieces, limit: usize) -> Result<Tail<'t>, Raised> {
    let scan = Scan::new(take_machine(), Request::new(Mode::Search, place.range.0));
    let mut work = Collecting { scan, pieces, left: limit, copied: place.range.0 };
    let list = t.new_list();
    match work.advance(t, place.pattern, place.subject, place.range.1, list)? {
        Progress::Done => {
            put_machine(work.scan.into_machine());
            Ok(Tail::Value(list.value()))
        }
        Progress::More => {
            let job = new(t, place, State::Collect(work));
            job.set(t, Job::out, list.value());
            Ok(finish(t, job))
        }
    }
}

/// `sub` and `subn` with a template for text of the subject's kind.
pub fn replace<'t>(
    t: &'t Thread,
    place: Place<'t>,
    template: Gc<'t, Template>,
    limit: usize,
    counted: bool,
) -> Result<Tail<'t>, Raised> {
    let mut work = place.subject.substitution(take_machine(), template.template(), limit);
    let result = place.subject.advance(t, &mut work, place.pattern.program(), template.template(), BUDGET);
    match progress(t, result)? {
        Progress::Done => replaced(t, place, work, counted).map(Tail::Value),
        Progress::More => {
            let job = new(t, place, State::Replace { work, counted });
            job.set(t, Job::template, template.value());
            Ok(finish(t, job))
        }
    }
}

fn replaced<'t>(t: &'t Thread, place: Place<'t>, work: Substitution, counted: bool) -> Res<'t> {
    let (out, made, machine) = work.finish();
    put_machine(machine);
    let text = if made == 0 { place.subject.value } else { place.subject.object_of(t, &out)? };
    Ok(if counted { t.small_tuple([text, t.int(made as i64)]).value() } else { text })
}

/// A job object that goes on with `state`.
pub fn new<'t>(t: &'t Thread, place: Place<'t>, state: State) -> Gc<'t, Job> {
    let job = t.new_object(Job {
        header: header(),
        pattern: Slot::new(place.pattern.word()),
        string: Slot::new(place.string.word()),
        subject: Slot::new(place.subject.value.word()),
        out: Slot::default(),
        template: Slot::default(),
        pos: Cell::new(place.range.0),
        endpos: Cell::new(place.range.1),
        copied: Cell::new(place.range.0),
        state: Cell::new(Box::into_raw(Box::new(RefCell::new(Some(state))))),
    });
    t.set_destructor(job);
    job
}

pub fn scanner<'t>(t: &'t Thread, place: Place<'t>) -> Gc<'t, Job> {
    // a scanner may live long: it gets a machine of its own
    let scan = Scan::new(Machine::new(STACK_LIMIT), Request::new(Mode::Search, place.range.0));
    new(t, place, State::Matches(scan))
}

/// Lets application-level Python take the job to its end.
pub fn finish<'t>(t: &'t Thread, job: Gc<'t, Job>) -> Tail<'t> {
    Tail::call(app(t, "finish"), &[job.value()])
}

/// A job read.
pub trait JobObject<'t> {
    fn place(self, t: &'t Thread) -> Result<Place<'t>, Raised>;
    /// The state, until the job is finished.
    fn state(self) -> &'t RefCell<Option<State>>;
}

impl<'t> JobObject<'t> for Gc<'t, Job> {
    fn place(self, t: &'t Thread) -> Result<Place<'t>, Raised> {
        Ok(Place {
            pattern: self.get(Job::pattern).expect::<Pattern>(),
            string: self.get(Job::string),
            subject: Subject::of(t, self.get(Job::subject))?,
            range: (self.get(Job::pos), self.get(Job::endpos)),
        })
    }

    fn state(self) -> &'t RefCell<Option<State>> {
        // SAFETY: set when the job was made, freed by its destructor only.
        unsafe { &*self.get(Job::state) }
    }
}

layout! {
    /// What `finditer` returns: it asks a scanner for one match after the other.
    pub struct Found(ids::FOUND) {
        /// The scanner.
        job: Ref,
    }
}

pub static FOUND: ClassDef = class(ids::FOUND_CLASS, "callable_iterator")
    .layouts(&[ids::FOUND])
    .flags(flags::IMMUTABLE | flags::NO_NEW)
    .methods(&FOUND_METHODS)
    .step(|t, this, _| match look(t, this.expect::<Found>().get(Found::job).expect(), Some(Mode::Search)) {
        Ok(Some(Value::NONE)) => Some(Value::MISSING),
        Ok(found) => found,
        // asked again through `__next__`, it fails again
        Err(raised) => {
            t.take_exception(raised);
            None
        }
    });

static FOUND_METHODS: [NativeDef; 2] = [
    leaf("__iter__(self, /)", |_, a| Ok(a.get(0))),
    tail("__next__(self, /)", |t, a| {
        static STOP: Then = Then::new(|t, _, found| match found {
            Value::NONE => Err(t.stop_iteration()),
            found => Ok(Tail::Value(found)),
        });
        let scanner = a.this::<Found>().get(Found::job).expect();
        next_match(t, scanner, Mode::Search)?.then(t, &STOP, Value::NONE)
    }),
];

pub fn found<'t>(t: &'t Thread, place: Place<'t>) -> Value<'t> {
    t.new_object(Found { header: header(), job: Slot::new(scanner(t, place).word()) }).value()
}

/// Methods of a scanner.
pub static METHODS: [NativeDef; 2] = [
    tail("match(self, /)", |t, a| next_match(t, a.this(), Mode::Match)),
    tail("search(self, /)", |t, a| next_match(t, a.this(), Mode::Search)),
];

/// What the application level does with jobs.
pub static HELPERS: [NativeDef; 5] = [
    leaf("job_step(job, /)", step).function(),
    leaf("job_result(job, /)", result).function(),
    leaf("job_next(job, /)", next_or_wait).function(),
    leaf("job_gap(job, match, /)", gap).function(),
    leaf("job_empty(job, /)", |t, a| a.this::<Job>().place(t)?.subject.empty(t)).function(),
];

pub static GETSETS: &[GetSetDef] = &[getter("pattern", |_, this| Ok(this.expect::<Job>().get(Job::pattern)))];

/// The next match of a scanner, as far as it can be found now: `None` if the run was interrupted.
fn look<'t>(t: &'t Thread, job: Gc<'t, Job>, mode: Option<Mode>) -> Result<Option<Value<'t>>, Raised> {
    let place = job.place(t)?;
    let mut state = job.state().borrow_mut();
    let (Some(State::Matches(scan)) | Some(State::First(scan))) = state.as_mut() else {
        return Ok(Some(Value::NONE));
    };
    if let Some(mode) = mode
        && !scan.is_interrupted()
    {
        scan.set_mode(mode);
    }
    match place.subject.next(t, scan, place.pattern.program(), place.range.1) {
        Ok(true) => Ok(Some(matches::new(t, place.pattern, place.string, place.range, scan.machine())?.value())),
        Ok(false) => Ok(Some(Value::NONE)),
        Err(Stop::Interrupted) => Ok(None),
        Err(Stop::OutOfMemory) => Err(t.memory_error()),
    }
}

/// A scanner's `match` and `search`.
fn next_match<'t>(t: &'t Thread, job: Gc<'t, Job>, mode: Mode) -> Result<Tail<'t>, Raised> {
    match look(t, job, Some(mode))? {
        Some(found) => Ok(Tail::Value(found)),
        None => Ok(Tail::call(app(t, "wait"), &[job.value()])),
    }
}

/// For the application level: the next match, None, or False when a signal has to be seen to first.
fn next_or_wait<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(look(t, args.this::<Job>(), None)?.unwrap_or(Value::FALSE))
}

/// The text between what was dealt with before and this match (None: the end).
fn gap<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let job = args.this::<Job>();
    let place = job.place(t)?;
    let whole = args.get(1).cast::<matches::Match>().and_then(|found| found.span(0));
    let (start, end) = whole.unwrap_or((place.range.1, place.range.1));
    let piece = place.subject.slice(t, job.get(Job::copied), start)?;
    job.set_raw(Job::copied, end);
    Ok(piece)
}

/// Does a bounded amount of work; True when there is nothing left to do.
fn step<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let job = args.this::<Job>();
    let place = job.place(t)?;
    let first = matches!(&*job.state().borrow(), Some(State::First(_)));
    if first {
        let found = look(t, job, None)?;
        job.set(t, Job::out, found.unwrap_or(Value::UNSET));
        return Ok(Value::bool(found.is_some()));
    }
    let done = match job.state().borrow_mut().as_mut() {
        Some(State::Collect(work)) => {
            work.advance(t, place.pattern, place.subject, place.range.1, job.get(Job::out).expect::<List>())?
        }
        Some(State::Replace { work, .. }) => {
            let template = job.get(Job::template).expect::<Template>().template();
            progress(t, place.subject.advance(t, work, place.pattern.program(), template, BUDGET))?
        }
        _ => Progress::Done,
    };
    Ok(Value::bool(matches!(done, Progress::Done)))
}

/// What a finished job has made.
fn result<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let job = args.this::<Job>();
    match job.state().take() {
        Some(State::Replace { work, counted }) => replaced(t, job.place(t)?, work, counted),
        _ => Ok(job.get(Job::out)),
    }
}
