//! What `gc.get_objects` and its like see: the objects of a program, and who refers to whom.
//!
//! The machine's own objects (arrays, tables, maps) are looked through: what they refer to counts as referred to by the
//! object that they belong to.

use gc_api::walk::{AddressHash, referents};
use gc_api::{Collector as _, ObjRef, TypeInfo, Word};
use std::collections::HashSet;

use crate::Thread;
use crate::objects::class::{Class, Map};
use crate::value::{Gc, Raised, Value};

type Seen = HashSet<usize, AddressHash>;

impl Thread {
    /// Everything in reach that can take part in a cycle, as a list that [`Thread::result`] gives.
    pub fn survey(&mut self) -> Result<(), Raised> {
        let found = self.reachable(|_, _| true);
        self.keep_list(&found)
    }

    /// Those among the objects in reach that refer to one of these.
    pub fn survey_referrers(&mut self, targets: &[crate::thread::Handle]) -> Result<(), Raised> {
        let targets: Vec<Word> = targets.iter().map(|handle| self.held(*handle).word()).collect();
        let refers = |thread: &Thread, object: ObjRef| {
            let mut found = false;
            thread.each_referent(object, |word| found |= targets.contains(&word));
            found
        };
        let found = self.reachable(refers);
        self.keep_list(&found)
    }

    /// The class has instances and has only now got `__del__`.
    pub(crate) fn set_finalisers_of_instances(&self, class: Gc<'_, Class>) {
        let mut all: Vec<ObjRef> = Vec::new();
        self.walk_reachable(|object, _| all.push(object));
        for object in all.into_iter().filter(|object| self.is_of_program(*object)) {
            // SAFETY: it is in reach, and nothing is collected meanwhile.
            let value = unsafe { Value::from_word(object.word()) };
            if self.is_subclass(self.class_of(value), class) {
                self.heap().collector.set_finaliser(object);
            }
        }
    }

    /// What an object refers to.
    pub fn referents_of<'t>(&'t self, object: Value<'t>) -> Vec<Value<'t>> {
        let mut found = Vec::new();
        if let Some(object) = object.word().as_ref() {
            // SAFETY: words of a live object; nothing collects while 't lasts.
            self.each_referent(object, |word| found.push(unsafe { Value::from_word(word) }));
        }
        found
    }

    /// Can the object refer to others?
    pub fn is_container<'t>(&'t self, object: Value<'t>) -> bool {
        // SAFETY: a live object.
        object.word().as_ref().is_some_and(|object| refers_to_anything(unsafe { self.vm().types.of(object) }))
    }

    fn reachable(&mut self, wanted: impl Fn(&Thread, ObjRef) -> bool) -> Vec<Word> {
        let mut all: Vec<ObjRef> = Vec::new();
        self.walk_reachable(|object, info| {
            if refers_to_anything(info) {
                all.push(object);
            }
        });
        let thread = &*self;
        let program = all.into_iter().filter(|object| thread.is_of_program(*object) && wanted(thread, *object));
        program.map(|object| object.word()).collect()
    }

    /// Nothing has been collected since the words were found.
    fn keep_list(&mut self, words: &[Word]) -> Result<(), Raised> {
        let list = self.new_list();
        for word in words {
            // SAFETY: as said.
            list.push(self, unsafe { Value::from_word(*word) })?;
        }
        self.result.set(list.word());
        Ok(())
    }

    /// Has the object a class that programs know?
    fn is_of_program(&self, object: ObjRef) -> bool {
        // SAFETY: the object is alive.
        let id = unsafe { object.header() }.type_id().0 as usize;
        !self.vm().class_of_layout[id].get().is_zero() || self.vm().map_offset[id].get() != 0
    }

    /// Visits what an object refers to, through the machine's own objects.
    fn each_referent(&self, object: ObjRef, mut visit: impl FnMut(Word)) {
        let mut seen = Seen::default();
        let mut left = vec![object];
        while let Some(here) = left.pop() {
            // SAFETY: all of these are alive: nothing collects meanwhile.
            unsafe {
                referents(here, self.vm().types, |target| {
                    if self.is_of_program(target) {
                        visit(target.word());
                    } else if let Some(map) = Value::from_word(target.word()).cast::<Map>() {
                        // Of what a map knows, only the class belongs to the object.
                        visit(map.get(Map::class).word());
                    } else if seen.insert(target.address()) {
                        left.push(target);
                    }
                });
            }
        }
    }
}

fn refers_to_anything(info: &'static TypeInfo) -> bool {
    !info.slots.as_slice().is_empty() || matches!(info.variable, gc_api::Variable::Words { .. })
}
