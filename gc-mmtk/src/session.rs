//! What one collection works on: the gathered roots and the tables of objects something happens to when they die.
//!
//! The collector moves it here before the program comes to rest and takes it back afterwards; in between it belongs to
//! whichever of the toolkit's threads has the lock.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use gc_api::{Dead, ObjRef, Word};
use gc_parts::identity::Identities;

use crate::bugs::{Bug, seeded};
use crate::objects::Place;
use crate::plans::Plan;

/// Entries made since the last collection, and older ones. A minor collection looks at the young only: what was there before has survived one,
/// so neither it nor what it refers to weakly can die or move now.
#[derive(Debug)]
pub struct Register<T> {
    pub young: Vec<T>,
    pub old: Vec<T>,
}

impl<T> Default for Register<T> {
    fn default() -> Register<T> {
        Register { young: Vec::new(), old: Vec::new() }
    }
}

impl<T> Register<T> {
    /// Takes out what a collection is to look at, in the order of registration.
    pub fn take(&mut self, minor: bool) -> Vec<T> {
        let young = core::mem::take(&mut self.young);
        if minor {
            return young;
        }
        let mut all = core::mem::take(&mut self.old);
        all.extend(young);
        all
    }

    /// What is left of it is old from now on.
    pub fn put_back(&mut self, survivors: Vec<T>) {
        self.old.extend(survivors);
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.old.iter().chain(&self.young)
    }
}

/// Objects something happens to when they die or move.
#[derive(Debug, Default)]
pub struct Tables {
    pub finalisable: Register<ObjRef>,
    pub destructible: Register<ObjRef>,
    /// Weak boxes with a callback.
    pub callbacks: Register<ObjRef>,
    pub identities: Identities,
    /// Objects that were given an identity since the last collection.
    pub identified: Vec<ObjRef>,
}

/// Which roots were gathered.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Extent {
    All,
    /// Of the tables, what has changed since the last collection.
    Changed,
}

/// See the module documentation.
#[derive(Debug)]
pub struct Session {
    pub plan: &'static Plan,
    pub extent: Extent,
    /// Only what is young dies or moves.
    pub minor: bool,
    /// Words of all roots that are references.
    pub roots: Vec<u64>,
    /// Objects that never die or move: roots of collections that are not minor.
    pub immortals: Vec<u64>,
    /// Words of slots outside the heap that do not keep their referents alive.
    pub weak_roots: Vec<u64>,
    pub tables: Tables,
    /// Objects with a weak slot, alive.
    pub holders: Vec<ObjRef>,
    /// Weak boxes whose callbacks are due if they are alive still.
    pub provisional: Vec<ObjRef>,
    /// What this collection found due.
    pub due: Vec<Dead>,
    /// Finalisable objects have been looked for.
    pub finalised: bool,
    /// Where the time went: names of phases with the moments at which they ended.
    pub phases: Vec<(&'static str, Instant)>,
}

// SAFETY: the addresses in it are followed by whoever holds the lock, while the contract gives the heap to the collection.
unsafe impl Send for Session {}

static SESSION: Mutex<Option<Session>> = Mutex::new(None);

/// The session that is going on.
pub struct Current(MutexGuard<'static, Option<Session>>);

impl core::ops::Deref for Current {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.0.as_ref().unwrap_or_else(|| unreachable!("a collection runs within a session"))
    }
}

impl core::ops::DerefMut for Current {
    fn deref_mut(&mut self) -> &mut Session {
        self.0.as_mut().unwrap_or_else(|| unreachable!("a collection runs within a session"))
    }
}

pub fn lock() -> Current {
    Current(SESSION.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Begins a session.
pub fn begin(session: Session) {
    lock().0.replace(session);
}

/// Ends it, and gives back what it worked on.
pub fn end() -> Session {
    lock().0.take().unwrap_or_else(|| unreachable!("a session was begun"))
}

impl Session {
    /// The roots as slots the toolkit may update.
    pub fn root_places(&mut self) -> Vec<Place> {
        let immortals = if self.minor || seeded(Bug::Immortals) { &mut [][..] } else { &mut self.immortals[..] };
        self.roots.iter_mut().chain(immortals).map(|word| Place::at(core::ptr::from_mut(word) as usize)).collect()
    }

    pub fn phase(&mut self, name: &'static str) {
        self.phases.push((name, Instant::now()));
    }
}

/// The object a gathered root refers to.
pub fn target(word: u64) -> ObjRef {
    match Word::from_bits(word).as_ref() {
        Some(object) => object,
        None => unreachable!("only references are gathered"),
    }
}
