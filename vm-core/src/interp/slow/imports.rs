//! The import statements, as calls: of `__import__`, and of what looks for a submodule that is no attribute.

use crate::applevel::app;
use crate::classes::cls;
use crate::interp::current::Current;
use crate::natives::{Tail, Then};
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::sequence::Tuple;
use crate::symbols::sym;
use crate::value::{Raised, Value};

impl<'t> Current<'t> {
    pub(super) fn import_name(&self) -> Result<Tail<'t>, Raised> {
        let (t, first) = (self.t, self.i.b() as usize);
        let (level, fromlist) = (self.reg(first), self.reg(first + 1));
        let builtins = self.function().get(Function::builtins).cast::<Dict>();
        let import = builtins.and_then(|dict| dict.get_sym(t, sym::__import__));
        let Some(import) = import else { return Err(t.raise(cls::ImportError, "__import__ not found")) };
        let globals = self.globals().value();
        let args = t.small_tuple([self.name().value(), globals, Value::NONE, fromlist, level]);
        Ok(Tail::spread(import, args, Value::UNSET))
    }

    pub(super) fn import_from(&self) -> Result<Tail<'t>, Raised> {
        static OR_SUBMODULE: Then = Then::new(|t, state, found| {
            if found != Value::MISSING {
                return Ok(found.into());
            }
            let state = state.expect::<Tuple>();
            Ok(Tail::call(t.app(app::import_from), &[state.at(0), state.at(1)]))
        });
        let (module, name) = (self.b(), self.name());
        let state = self.t.small_tuple([module, name.value()]);
        self.t.getattr_opt(module, name)?.then(self.t, &OR_SUBMODULE, state.value())
    }
}
