//! From code objects back to the compiler's code units: what `marshal` writes and `code.replace` starts from.

use compiler::bytecode::{Code as Compiled, Const};

use crate::Thread;
use crate::encoding;
use crate::objects::bytes::Bytes;
use crate::objects::function::Code;
use crate::objects::number::{Complex, IntRef};
use crate::objects::sequence::{Array, Tuple};
use crate::objects::set::Set;
use crate::objects::slice::Slice;
use crate::objects::string::Str;
use crate::value::{Gc, Raised, Value};

impl Thread {
    /// The code unit of a code object, with its constants, which lie in the heap while it is loaded.
    pub fn unload_code<'t>(&'t self, code: Gc<'t, Code>) -> Result<Compiled, Raised> {
        self.check_native_stack(" while unloading code")?;
        let body = self.awake(code)?;
        let refs = code.get(Code::refs).expect::<Array>();
        let mut compiled = (*body.compiled).clone();
        compiled.positions = body.positions.all().to_vec();
        compiled.names =
            (body.names_at..body.locals_at).map(|index| self.text(refs.at(index as usize)).into()).collect();
        compiled.constants =
            (0..body.names_at as usize).map(|index| self.unload_constant(refs.at(index))).collect::<Result<_, _>>()?;
        Ok(compiled)
    }

    /// A constant as the compiler states it.
    pub fn unload_constant<'t>(&'t self, value: Value<'t>) -> Result<Const, Raised> {
        self.check_native_stack(" while unloading a constant")?;
        let simple = match value {
            _ if value.is_none() => Some(Const::None),
            _ if value.is_true() => Some(Const::Bool(true)),
            _ if value == Value::FALSE => Some(Const::Bool(false)),
            _ if value == Value::ELLIPSIS => Some(Const::Ellipsis),
            _ => None,
        };
        match simple {
            Some(constant) => Ok(constant),
            None => self
                .unload_number(value)
                .or_else(|| self.unload_text(value))
                .map_or_else(|| self.unload_composite(value), Ok),
        }
    }

    /// Exact ints, floats and imaginary numbers. Negative ints are no constants of the compiler's: the caller refuses them.
    fn unload_number<'t>(&'t self, value: Value<'t>) -> Option<Const> {
        if value.is_small_int() || value.is::<crate::objects::number::BigInt>() {
            return match self.as_int(value)? {
                IntRef::Small(small) => Some(Const::Int(small)),
                IntRef::Big(big) if !big.is_negative() => Some(Const::BigInt(big.limbs().to_vec())),
                IntRef::Big(_) => None,
            };
        }
        if encoding::is_float(value.word()) || value.is::<crate::objects::number::Float>() {
            return self.as_float(value).map(|float| Const::Float(float.to_bits()));
        }
        if value.is::<Complex>() {
            let (real, imaginary) = self.as_complex(value)?;
            return (real.to_bits() == 0).then(|| Const::Imaginary(imaginary.to_bits()));
        }
        None
    }

    fn unload_text<'t>(&'t self, value: Value<'t>) -> Option<Const> {
        if let Some(string) = value.cast::<Str>() {
            return Some(match string.units().to_utf8() {
                Ok(text) => Const::Str(text.into()),
                Err(_) => Const::Points(string.units().iter().collect()),
            });
        }
        value.cast::<Bytes>().map(|bytes| Const::Bytes(bytes.slice().to_vec()))
    }

    fn unload_composite<'t>(&'t self, value: Value<'t>) -> Result<Const, Raised> {
        if let Some(tuple) = value.cast_exact::<Tuple>() {
            let items = (0..tuple.extent()).map(|index| self.unload_constant(tuple.at(index)));
            return Ok(Const::Tuple(items.collect::<Result<_, _>>()?));
        }
        if let Some(set) = value.cast::<Set>().filter(|set| set.is_frozen()) {
            let items = set.iter().map(|item| self.unload_constant(item));
            return Ok(Const::FrozenSet(items.collect::<Result<_, _>>()?));
        }
        if let Some(slice) = value.cast::<Slice>() {
            let part = |field| self.unload_constant(slice.get(field));
            return Ok(Const::Slice(Box::new([part(Slice::start)?, part(Slice::stop)?, part(Slice::step)?])));
        }
        match value.cast::<Code>() {
            Some(code) => Ok(Const::Code(Box::new(self.unload_code(code)?))),
            None => Err(self.value_error("unmarshallable object")),
        }
    }
}
