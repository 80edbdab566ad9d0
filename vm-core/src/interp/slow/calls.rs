//! Calls whose arguments need arranging first, and what calls are made of: functions.

use compiler::bytecode::Intrinsic;
use gc_api::Slot;

use crate::classes::cls;
use crate::interp::call::{Step, read, write};
use crate::interp::current::Current;
use crate::interp::passed::Keywords;
use crate::objects::function::{Code, Function};
use crate::objects::sequence::Tuple;
use crate::value::Raised;
use crate::value::Value;

impl<'t> Current<'t> {
    pub(super) fn method_window(&self, count: usize) -> (*const Slot, usize) {
        let window = self.at(self.i.a());
        if read(window, 0).is_set() { (window, count + 1) } else { (window.wrapping_add(1), count) }
    }

    pub(super) fn call_spread(&self) -> Result<Step<'t>, Raised> {
        let window = self.at(self.i.a());
        let (args, keywords) = (read(window, 1).expect::<Tuple>(), read(window, 2));
        let (window, count, keywords) = self.t.spread(window, args, keywords)?;
        self.t.begin_call(window, count, keywords)
    }

    pub(super) fn call_intrinsic(&self) -> Result<Step<'t>, Raised> {
        let window = self.at(self.i.a());
        let Some(intrinsic) = Intrinsic::from_number(self.i.d()) else {
            return Err(self.t.raise(cls::SystemError, "unknown intrinsic"));
        };
        write(window, 0, self.t.intrinsic(intrinsic));
        // An unset namespace stands for the globals.
        let namespace = match intrinsic {
            Intrinsic::ImportStar => 2,
            Intrinsic::SetupAnnotations => 1,
            _ => 0,
        };
        if namespace != 0 && !read(window, namespace).is_set() {
            write(window, namespace, self.globals().value());
        }
        self.t.begin_call(window, self.i.b() as usize, Keywords::None)
    }

    pub(in crate::interp) fn make_function(&self) -> Value<'t> {
        let (t, i) = (self.t, self.i);
        let code = self.constant(i.b() as usize).expect::<Code>();
        let function = t.new_function_with(code, self.globals(), self.function().get(Function::builtins));
        let mut register = i.c() as usize;
        let mut next = |bit: u8| {
            if i.d() & bit == 0 {
                return None;
            }
            register += 1;
            Some(self.reg(register - 1))
        };
        let extras = [next(1), next(2), next(4), next(8)];
        let fields = [Function::defaults, Function::kwdefaults, Function::annotate, Function::closure];
        for (field, extra) in fields.into_iter().zip(extras) {
            if let Some(extra) = extra {
                function.set(t, field, extra);
            }
        }
        function.value()
    }
}
