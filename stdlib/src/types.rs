//! `_types`: the classes that the library's `types` gives names to; those that are written in Python are named in its
//! Python part.

use vm_core::classes::ClassKey;
use vm_core::cls;
use vm_core::native_modules::{ModuleDef, module};

pub static MODULE: ModuleDef = module("_types").doc("Define names for built-in types.").init(|t, namespace| {
    for (name, key) in NAMES {
        namespace.add(t, name, t.class(*key).value())?;
    }
    Ok(())
});

/// Methods of builtin classes are of one class here, whatever they wrap.
const NAMES: &[(&str, ClassKey)] = &[
    ("AsyncGeneratorType", cls::async_generator),
    ("BuiltinFunctionType", cls::builtin_function),
    ("BuiltinMethodType", cls::builtin_function),
    ("CellType", cls::cell),
    ("ClassMethodDescriptorType", cls::classmethod_descriptor),
    ("CodeType", cls::code),
    ("CoroutineType", cls::coroutine),
    ("EllipsisType", cls::ellipsis),
    ("FrameType", cls::frame),
    ("FunctionType", cls::function),
    ("GeneratorType", cls::generator),
    ("GetSetDescriptorType", cls::getset_descriptor),
    ("LambdaType", cls::function),
    ("MappingProxyType", cls::mappingproxy),
    ("MemberDescriptorType", cls::member_descriptor),
    ("MethodDescriptorType", cls::method_descriptor),
    ("MethodType", cls::method),
    ("MethodWrapperType", cls::method_wrapper),
    ("ModuleType", cls::module),
    ("NoneType", cls::NoneType),
    ("NotImplementedType", cls::NotImplementedType),
    ("TracebackType", cls::traceback),
    ("WrapperDescriptorType", cls::wrapper_descriptor),
];
