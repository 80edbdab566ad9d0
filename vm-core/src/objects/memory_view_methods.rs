//! The class `memoryview`.

use crate::Thread;
use crate::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getter, leaf, tail};
use crate::objects::bytes_hex::hex_text;
use crate::objects::class::flags;
use crate::objects::memory_items::{Item, Misfit};
use crate::objects::memory_view::{FULL_READ_ONLY, MemoryView};
use crate::objects::memory_view_index;
use crate::objects::memory_view_shape;
use crate::protocols::{BufferDef, Compare, RELEASE_METHODS};
use crate::value::{Gc, Raised, Res, Value};

pub static MEMORY_VIEW: ClassDef = class(cls::memoryview, "memoryview")
    .signature("(object)")
    .doc("Create a new memoryview object which references the given object.")
    .layouts(&[layouts::MEMORY_VIEW])
    .flags(flags::WEAKREFABLE | flags::SEQUENCE)
    .buffer(&BUFFER)
    .shared_methods(&RELEASE_METHODS)
    .methods(&METHODS)
    .getsets(&GETSETS);

static BUFFER: BufferDef = BufferDef {
    lend: |t, view| view.expect::<MemoryView>().lend(t),
    items: |_, view| ("B", view.expect::<MemoryView>().item_size().max(1)),
    exports: None,
};

static METHODS: [NativeDef; 25] = [
    tail("__new__(cls, object)", |t, args| {
        t.class_argument(args.get(0), cls::memoryview)?;
        t.view_with_flags(args.get(1), FULL_READ_ONLY)
    })
    .static_method(),
    tail("_from_flags(cls, object, flags)", |t, args| {
        static FLAGS: Then = Then::new(|t, object, flags| t.view_with_flags(object, t.index_of(flags)?));
        t.index(args.get(2))?.then(t, &FLAGS, args.get(1))
    })
    .class_method()
    .doc("Create a new memoryview object which references the given object."),
    tail("release(self, /)", |t, args| t.release_view(args.this()))
        .doc("Release the underlying buffer exposed by the memoryview object."),
    leaf("cast(self, /, format, shape=None)", memory_view_shape::cast)
        .doc("Cast a memoryview to a new format or shape."),
    leaf("toreadonly(self, /)", |t, args| {
        let view = this(t, args)?;
        let copy = t.new_view(view.value())?;
        copy.set_raw(MemoryView::readonly, 1);
        Ok(copy.value())
    })
    .doc("Return a readonly version of the memoryview."),
    leaf("tolist(self, /)", |t, args| memory_view_shape::to_list(t, this(t, args)?))
        .doc("Return the data in the buffer as a list of elements."),
    leaf("tobytes(self, /, order='C')", to_bytes)
        .doc("Return the data in the buffer as a byte string.\n\nOrder can be {'C', 'F', 'A'}. When order is 'C' or 'F', the data of the\noriginal array is converted to C or Fortran order. For contiguous views,\n'A' returns an exact copy of the physical memory. In particular, in-memory\nFortran order is preserved. For non-contiguous views, the data is converted\nto C first. order=None is the same as order='C'."),
    leaf("hex(self, /, sep=None, bytes_per_sep=1)", |t, args| {
        let bytes = this(t, args)?.gather(t, false)?;
        hex_text(t, &bytes, args.get(1), args.get(2))
    })
    .doc("Return the data in the buffer as a str of hexadecimal numbers.\n\n  sep\n    An optional single character or byte to separate hex bytes.\n  bytes_per_sep\n    How many bytes between separators.  Positive values count from the\n    right, negative values count from the left."),
    tail("count(self, value, /)", |t, args| memory_view_shape::count(t, this(t, args)?, args.get(1)))
        .doc("Count the number of occurrences of a value."),
    tail("index(self, value, start=0, stop=9223372036854775807, /)", |t, args| {
        memory_view_shape::index(t, this(t, args)?, args)
    })
    .doc("Return the index of the first occurrence of a value.\n\nRaises ValueError if the value is not present."),
    leaf("__enter__(self, /)", |t, args| Ok(this(t, args)?.value())),
    tail("__exit__(self, /, *exc_info)", |t, args| t.release_view(args.this())),
    leaf("__len__(self, /)", |t, args| {
        let view = this(t, args)?;
        match view.dims().shape.first() {
            Some(length) => Ok(t.int_usize(*length)),
            None => Err(t.type_error("0-dim memory has no length")),
        }
    }),
    tail("__getitem__(self, key, /)", memory_view_index::get_item),
    tail("__setitem__(self, key, value, /)", memory_view_index::set_item),
    tail("__delitem__(self, key, /)", memory_view_index::delete_item),
    leaf("__iter__(self, /)", |t, args| t.new_memory_iterator(args.this())),
    leaf("__repr__(self, /)", |t, args| {
        let view = args.this::<MemoryView>();
        let state = if view.is_released() { "released memory" } else { "memory" };
        Ok(t.str(&format!("<{state} at {:#x}>", t.identity(view.value())))?.value())
    }),
    tail("__hash__(self, /)", hash),
    leaf("__eq__(self, value, /)", |t, args| equal(t, Compare::Eq, args)),
    leaf("__ne__(self, value, /)", |t, args| equal(t, Compare::Ne, args)),
    leaf("__lt__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__le__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__gt__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__ge__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
];

static GETSETS: [GetSetDef; 12] = [
    getter("obj", |t, view| Ok(checked(t, view)?.get(MemoryView::owner))),
    getter("nbytes", |t, view| Ok(t.int_usize(checked(t, view)?.size()))),
    getter("readonly", |t, view| Ok(Value::bool(checked(t, view)?.is_readonly()))),
    getter("itemsize", |t, view| Ok(t.int_usize(checked(t, view)?.item_size()))),
    getter("format", |t, view| Ok(checked(t, view)?.get(MemoryView::format))),
    getter("ndim", |t, view| Ok(t.int_usize(checked(t, view)?.dims().shape.len()))),
    getter("shape", |t, view| numbers(t, checked(t, view)?.dims().shape.iter().map(|&extent| extent as i64))),
    getter("strides", |t, view| numbers(t, checked(t, view)?.dims().strides.iter().copied())),
    getter("suboffsets", |t, view| checked(t, view).and_then(|_| numbers(t, std::iter::empty()))),
    getter("c_contiguous", |t, view| contiguous(t, view, &[false])),
    getter("f_contiguous", |t, view| contiguous(t, view, &[true])),
    getter("contiguous", |t, view| contiguous(t, view, &[false, true])),
];

fn checked<'t>(t: &'t Thread, view: Value<'t>) -> Result<Gc<'t, MemoryView>, Raised> {
    let view = view.expect::<MemoryView>();
    view.check(t)?;
    Ok(view)
}

fn this<'t>(t: &'t Thread, args: Args<'t>) -> Result<Gc<'t, MemoryView>, Raised> {
    checked(t, args.get(0))
}

fn numbers<'t>(t: &'t Thread, numbers: impl Iterator<Item = i64>) -> Res<'t> {
    let numbers: Vec<Value<'t>> = numbers.map(|number| t.int(number)).collect();
    Ok(t.tuple(&numbers)?.value())
}

/// In one of these orders?
fn contiguous<'t>(t: &'t Thread, view: Value<'t>, fortran: &[bool]) -> Res<'t> {
    let view = checked(t, view)?;
    let (dims, size) = (view.dims(), view.item_size());
    Ok(Value::bool(fortran.iter().any(|&fortran| dims.is_contiguous(size, fortran))))
}

fn to_bytes<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let view = this(t, args)?;
    let order = match args.get(1).not_none() {
        None => "C".to_owned(),
        Some(order) => match t.as_str(order) {
            Some(order) => order.to_text(),
            None => {
                let name = t.class_name(order);
                return Err(t.type_error(format_args!("tobytes() argument 'order' must be str or None, not {name}")));
            }
        },
    };
    let fortran = match order.as_str() {
        "C" => false,
        "F" => true,
        "A" => !view.is_contiguous() && view.dims().is_contiguous(view.item_size(), true),
        _ => return Err(t.value_error("order must be 'C', 'F' or 'A'")),
    };
    Ok(t.bytes(&view.gather(t, fortran)?)?.value())
}

fn hash<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let view = args.this::<MemoryView>();
    let known = view.get(MemoryView::hash);
    if known != 0 {
        return Ok(Tail::Value(t.int(known)));
    }
    view.check(t)?;
    if !view.is_readonly() {
        return Err(t.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(Item::of_format(&view.format()), Some(Item::Char | Item::Signed(1) | Item::Unsigned(1))) {
        return Err(t.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    // The exporter must be hashable: its contents do not change then.
    static HASH: Then = Then::catching(
        |t, view, _| {
            let view = view.expect::<MemoryView>();
            unpin(view);
            let hash = t.hash_bytes_object(t.bytes(&view.gather(t, false)?)?);
            view.set_raw(MemoryView::hash, hash);
            Ok(Tail::Value(t.int(hash)))
        },
        |_, view, raised| {
            unpin(view.expect());
            Err(raised)
        },
    );
    view.set_raw(MemoryView::pins, view.get(MemoryView::pins) + 1);
    match t.hash(view.get(MemoryView::owner)) {
        Ok(hash) => hash.then(t, &HASH, view.value()),
        Err(raised) => {
            unpin(view);
            Err(raised)
        }
    }
}

fn unpin(view: Gc<'_, MemoryView>) {
    view.set_raw(MemoryView::pins, view.get(MemoryView::pins) - 1);
}

/// Views are equal if they have the same shape and equal items, whatever their formats.
fn equal<'t>(t: &'t Thread, op: Compare, args: Args<'t>) -> Res<'t> {
    let (a, other) = (args.this::<MemoryView>(), args.get(1));
    let answer = |equal: bool| Ok(Value::bool(equal == (op == Compare::Eq)));
    if a.is_released() || other.cast::<MemoryView>().is_some_and(|b| b.is_released()) {
        return answer(a.value() == other);
    }
    if t.lender(other).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let b = t.new_view(other)?;
    let (dims_a, dims_b) = (a.dims(), b.dims());
    if dims_a.shape != dims_b.shape {
        return answer(false);
    }
    let (Some(item_a), Some(item_b)) = (Item::of_format(&a.format()), Item::of_format(&b.format())) else {
        return answer(false);
    };
    if item_a == item_b && !matches!(item_a, Item::Float(_) | Item::Bool) {
        return answer(a.gather(t, false)? == b.gather(t, false)?);
    }
    for (at_a, at_b) in dims_a.offsets(false).into_iter().zip(dims_b.offsets(false)) {
        let (x, y) = (item_a.read(t, a.item_at(t, at_a)?)?, item_b.read(t, b.item_at(t, at_b)?)?);
        // Items are numbers or bytes: no Python is needed. A NaN differs from itself.
        if x.as_exact_float().is_some_and(f64::is_nan) || t.leaf_eq(x, y) != Some(true) {
            return answer(false);
        }
    }
    answer(true)
}

/// Stores `value`, for which `__index__` or `__float__` has been asked, as an item of `view`.
pub(crate) fn store<'t>(
    t: &'t Thread,
    view: Gc<'t, MemoryView>,
    item: Item,
    offset: i64,
    value: Value<'t>,
) -> Result<(), Raised> {
    view.check(t)?;
    let bytes = item.encode(t, value).map_err(|misfit| {
        let format = view.format();
        match misfit {
            Misfit::Type => t.type_error(format_args!("memoryview: invalid type for format '{format}'")),
            Misfit::Range => t.value_error(format_args!("memoryview: invalid value for format '{format}'")),
        }
    })?;
    for (cell, byte) in view.item_at(t, offset)?.iter().zip(bytes) {
        cell.set(byte);
    }
    Ok(())
}
