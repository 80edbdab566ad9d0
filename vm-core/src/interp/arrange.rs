//! Arranging the arguments of a call whose parameters all have names of their own: no `*args` or `**kwargs`, on either
//! side. What does not fit is left as it was, for the binder, which knows what to say.

use gc_api::{Slot, Word};

use super::call::{read, write};
use crate::Thread;
use crate::objects::dict::Dict;
use crate::objects::function::{Body, Function};
use crate::objects::sequence::Tuple;
use crate::objects::string::Str;
use crate::value::{Gc, Value};

/// Arguments passed by name that are arranged here; calls with more are rare.
const MOST_NAMED: usize = 8;

impl Thread {
    /// Arranges `window[1..]` as the parameters of the function. `names`: of the last arguments. False: nothing that
    /// counts has changed.
    #[inline(never)]
    pub(super) fn arrange<'t>(
        &'t self,
        function: Gc<'t, Function>,
        body: &Body,
        window: *const Slot,
        nargs: usize,
        names: Option<Gc<'t, Tuple>>,
    ) -> bool {
        let shape = Shape { t: self, function, body, named: (body.positional + body.keyword_only) as usize };
        if !body.placed {
            return false;
        }
        match names {
            None if nargs > body.positional as usize => false,
            None => {
                shape.clear(window, nargs);
                shape.fill(window, nargs)
            }
            Some(names) => shape.with_names(window, nargs - names.extent(), names),
        }
    }
}

struct Shape<'t, 'b> {
    t: &'t Thread,
    function: Gc<'t, Function>,
    body: &'b Body,
    /// Parameters, the keyword-only ones included.
    named: usize,
}

impl<'t> Shape<'t, '_> {
    fn with_names(&self, window: *const Slot, given: usize, names: Gc<'t, Tuple>) -> bool {
        let count = names.extent();
        if count > MOST_NAMED || given > self.body.positional as usize {
            return false;
        }
        let (mut values, mut places) = ([Word::ZERO; MOST_NAMED], [0; MOST_NAMED]);
        for index in 0..count {
            let Some(place) = self.place_of(names.at(index), given) else { return false };
            if places[..index].contains(&place) {
                return false;
            }
            places[index] = place;
            values[index] = read(window, 1 + given + index).word();
        }
        self.clear(window, given);
        for index in 0..count {
            // SAFETY: read from the window above, and no safepoint lies between.
            write(window, 1 + places[index], unsafe { Value::from_word(values[index]) });
        }
        if self.fill(window, given) {
            return true;
        }
        for (index, value) in values[..count].iter().enumerate() {
            // SAFETY: as above.
            write(window, 1 + given + index, unsafe { Value::from_word(*value) });
        }
        false
    }

    fn clear(&self, window: *const Slot, given: usize) {
        for index in given..self.named {
            write(window, 1 + index, Value::UNSET);
        }
    }

    /// The parameter that an argument of this name is for, if it may be passed so and has no value yet. Names are interned:
    /// one that is not is left to the binder.
    fn place_of(&self, name: Value<'t>, given: usize) -> Option<usize> {
        let first = self.body.locals_at as usize;
        let names = self.function.code().refs();
        let from = given.max(self.body.compiled.positional_only as usize);
        (from..self.named).find(|&index| names.at(first + index) == name)
    }

    /// Gives the parameters behind the first `given` that are unset their defaults; false if one has none.
    fn fill(&self, window: *const Slot, given: usize) -> bool {
        let positional = self.body.positional as usize;
        let is_set = |index: usize| read(window, 1 + index).is_set();
        let defaults = self.function.get(Function::defaults).cast_exact::<Tuple>();
        for index in (given..positional).filter(|&index| !is_set(index)) {
            let Some(defaults) = defaults else { return false };
            // They are those of the last parameters.
            let Some(at) = (index + defaults.extent()).checked_sub(positional) else { return false };
            write(window, 1 + index, defaults.at(at));
        }
        for index in (positional..self.named).filter(|&index| !is_set(index)) {
            let name = self.function.code().refs().at(self.body.locals_at as usize + index).expect::<Str>();
            let defaults = self.function.get(Function::kwdefaults).cast_exact::<Dict>();
            let Some(default) = defaults.and_then(|defaults| defaults.get_str(self.t, name)) else { return false };
            write(window, 1 + index, default);
        }
        true
    }
}
