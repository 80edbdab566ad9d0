//! A bare machine: its classes, and attributes of instances as they come, go and change.

use std::sync::{Mutex, MutexGuard};

use gc_api::HeapConfig;

use crate::Thread;
use crate::classes::{self, ClassKey, cls};
use crate::errors::Exception;
use crate::natives::Tail;
use crate::objects::class::{Class, Map, flags};
use crate::objects::dict::Dict;
use crate::symbols::sym;
use crate::value::{Gc, Raised, Value};

/// A process has one machine at a time.
static ONE: Mutex<()> = Mutex::new(());

fn machine() -> (MutexGuard<'static, ()>, Thread) {
    let guard = ONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let thread = Thread::new(&HeapConfig::default(), &[], (1, 2)).unwrap();
    (guard, thread)
}

fn make_class<'t>(t: &'t Thread, name: &str, bases: &[Value<'t>], slots: Value<'t>) -> Result<Gc<'t, Class>, Raised> {
    let bases = t.tuple(bases)?;
    let namespace = t.new_dict();
    namespace.set_sym(t, sym::__module__, t.intern_text("test").value())?;
    t.create_class(t.class(cls::type_), t.intern_text(name), bases, namespace, slots)
}

fn value(tail: Result<Tail<'_>, Raised>) -> Value<'_> {
    match tail {
        Ok(Tail::Value(value)) => value,
        Ok(Tail::Call(_)) => panic!("needs Python"),
        Err(_) => panic!("raised"),
    }
}

fn message(t: &Thread, raised: Raised) -> String {
    let exception = t.take_exception(raised).expect::<Exception>();
    t.text(exception.get(Exception::args).expect::<crate::objects::sequence::Tuple>().at(0))
}

#[test]
fn every_class_has_a_place_in_the_order() {
    let (_guard, t) = machine();
    for key in (0..classes::COUNT as u16).map(ClassKey) {
        let class = t.class(key);
        assert!(t.is_subclass(class, t.class(cls::object)));
        assert_eq!(class.metaclass().value(), t.class(cls::type_).value());
    }
    assert!(t.is_subclass(t.class(cls::TabError), t.class(cls::Exception)));
    assert!(!t.class(cls::list).has(flags::HEAP));
}

#[test]
fn attributes_come_and_go() {
    let (_guard, t) = machine();
    let class = make_class(&t, "C", &[], Value::UNSET).unwrap();
    let object = t.new_instance(class).unwrap().value();
    let names: Vec<_> = (0..100).map(|n| t.intern_text(&format!("name{n}"))).collect();
    for (n, name) in names.iter().enumerate() {
        value(t.setattr(object, *name, t.int_usize(n)));
    }
    for (n, name) in names.iter().enumerate() {
        assert_eq!(value(t.getattr(object, *name)), t.int_usize(n), "{n}");
    }
    value(t.delattr(object, names[3]));
    assert_eq!(value(t.getattr_opt(object, names[3])), Value::MISSING);
    assert_eq!(value(t.getattr(object, names[99])), t.int_usize(99));
    let raised = t.getattr(object, names[3]).err().unwrap();
    assert_eq!(message(&t, raised), "'C' object has no attribute 'name3'");
}

#[test]
fn deletion_and_dicts_keep_the_others() {
    let (_guard, t) = machine();
    let class = make_class(&t, "C", &[], Value::UNSET).unwrap();
    let object = t.new_instance(class).unwrap().value();
    let names: Vec<_> = (0..9).map(|n| t.intern_text(&format!("n{n}"))).collect();
    for (n, name) in names.iter().enumerate() {
        value(t.setattr(object, *name, t.int_usize(n)));
    }
    value(t.delattr(object, names[0]));
    value(t.delattr(object, names[8]));
    for (n, name) in names.iter().enumerate().take(8).skip(1) {
        assert_eq!(value(t.getattr(object, *name)), t.int_usize(n));
    }
    let dict = value(t.getattr(object, t.intern_text("__dict__"))).expect::<Dict>();
    assert_eq!(dict.len(), 7);
    dict.set_str(&t, names[0], Value::TRUE).unwrap();
    assert_eq!(value(t.getattr(object, names[0])), Value::TRUE);
    value(t.setattr(object, names[8], Value::FALSE));
    assert_eq!(dict.get_str(&t, names[8]), Some(Value::FALSE));
}

#[test]
fn slots_are_members_and_survive_dicts() {
    let (_guard, t) = machine();
    let (a, b) = (t.intern_text("a"), t.intern_text("b"));
    let slots = t.tuple(&[a.value(), b.value()]).unwrap().value();
    let class = make_class(&t, "S", &[], slots).unwrap();
    let object = t.new_instance(class).unwrap().value();
    value(t.setattr(object, a, Value::TRUE));
    assert_eq!(value(t.getattr(object, a)), Value::TRUE);
    assert_eq!(value(t.getattr_opt(object, b)), Value::MISSING);
    let raised = t.setattr(object, t.intern_text("c"), Value::TRUE).err().unwrap();
    assert_eq!(message(&t, raised), "'S' object has no attribute 'c' and no __dict__ for setting new attributes");
    let derived = make_class(&t, "D", &[class.value()], Value::UNSET).unwrap();
    let object = t.new_instance(derived).unwrap().value();
    value(t.setattr(object, t.intern_text("c"), Value::FALSE));
    value(t.setattr(object, a, Value::TRUE));
    let dict = value(t.getattr(object, t.intern_text("__dict__"))).expect::<Dict>();
    assert_eq!(dict.len(), 1);
    value(t.setattr(object, b, Value::NONE));
    assert_eq!(value(t.getattr(object, a)), Value::TRUE);
    assert_eq!(value(t.getattr(object, b)), Value::NONE);
}

#[test]
fn changes_renew_shapes() {
    let (_guard, t) = machine();
    let class = make_class(&t, "C", &[], Value::UNSET).unwrap();
    let derived = make_class(&t, "D", &[class.value()], Value::UNSET).unwrap();
    let object = t.new_instance(derived).unwrap().value();
    let name = t.intern_text("x");
    let before = t.shape(object);
    assert_eq!(value(t.getattr_opt(object, name)), Value::MISSING);
    value(t.setattr(class.value(), name, Value::TRUE));
    assert_ne!(t.shape(object), before);
    assert_eq!(value(t.getattr(object, name)), Value::TRUE);
    // The second assignment makes the name volatile, the third changes nothing else.
    value(t.setattr(class.value(), name, Value::FALSE));
    let before = t.shape(object);
    value(t.setattr(class.value(), name, Value::NONE));
    assert_eq!(t.shape(object), before);
    assert_eq!(value(t.getattr(object, name)), Value::NONE);
    assert_eq!(t.map_of(object).unwrap().get(Map::class), derived.value());
}

#[test]
fn orders_are_merged() {
    let (_guard, t) = machine();
    let a = make_class(&t, "A", &[], Value::UNSET).unwrap();
    let b = make_class(&t, "B", &[a.value()], Value::UNSET).unwrap();
    let c = make_class(&t, "C", &[a.value()], Value::UNSET).unwrap();
    let d = make_class(&t, "D", &[b.value(), c.value()], Value::UNSET).unwrap();
    let order: Vec<_> = (0..5).map(|index| t.name_of_class(d.mro().at(index).expect())).collect();
    assert_eq!(order, ["D", "B", "C", "A", "object"]);
    let raised = make_class(&t, "X", &[a.value(), b.value()], Value::UNSET).err().unwrap();
    assert_eq!(message(&t, raised), "Cannot create a consistent method resolution order (MRO) for bases A, B");
    let (list, tuple) = (t.class(cls::list).value(), t.class(cls::tuple).value());
    let raised = make_class(&t, "X", &[list, tuple], Value::UNSET).err().unwrap();
    assert_eq!(message(&t, raised), "multiple bases have instance lay-out conflict");
}
