//! Memoryviews in another shape: `cast`, `tolist`; and searching them.

use crate::Thread;
use crate::applevel::app;
use crate::cls;
use crate::natives::{Args, Tail};
use crate::objects::memory_items::Item;
use crate::objects::memory_view::{Dims, MemoryView};
use crate::objects::number::IntRef;
use crate::objects::sequence::List;
use crate::value::{Gc, Raised, Res, Value};

/// Most dimensions a view may have.
const MAX_DIMENSIONS: usize = 64;

pub(crate) fn cast<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let view = args.this::<MemoryView>();
    view.check(t)?;
    let Some(format) = t.as_str(args.get(1)) else {
        let name = t.class_name(args.get(1));
        return Err(t.type_error(format_args!("cast() argument 'format' must be str, not {name}")));
    };
    if !view.is_contiguous() {
        return Err(t.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let shape = args.get(2).not_none();
    let from = view.dims();
    if (shape.is_some() || from.shape.len() != 1) && from.items() == 0 {
        return Err(t.type_error("memoryview: cannot cast view with zeros in shape or strides"));
    }
    let wanted = shape.map(|shape| shape_items(t, shape)).transpose()?;
    if let Some(wanted) = &wanted {
        if wanted.len() > MAX_DIMENSIONS {
            return Err(
                t.value_error(format_args!("memoryview: number of dimensions must not exceed {MAX_DIMENSIONS}"))
            );
        }
        if wanted.len() != 1 && from.shape.len() != 1 {
            return Err(t.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
        }
    }
    let size = item_size(t, &view.format(), &format.to_text())?;
    if !view.size().is_multiple_of(size) {
        return Err(t.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let shape = match wanted {
        None => vec![view.size() / size],
        Some(extents) => checked_shape(t, &extents, size, view.size())?,
    };
    let start = view.get(MemoryView::start);
    Ok(view.derive(t, start, Dims::contiguous(shape, size), format.value(), size)?.value())
}

/// The size of the new items; one of the formats must be of bytes.
fn item_size(t: &Thread, from: &str, to: &str) -> Result<usize, Raised> {
    let Some(item) = Item::of_format(to) else {
        return Err(t.value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ));
    };
    let is_byte = |item: Item| matches!(item, Item::Char | Item::Signed(1) | Item::Unsigned(1));
    match Item::of_format(from) {
        Some(old) if is_byte(old) || is_byte(item) => Ok(item.size()),
        Some(_) => Err(t.type_error("memoryview: cannot cast between two non-byte formats")),
        None => Err(t.value_error(
            "memoryview: source format must be a native single character format prefixed with an optional '@'",
        )),
    }
}

fn shape_items<'t>(t: &'t Thread, shape: Value<'t>) -> Result<Vec<Value<'t>>, Raised> {
    if let Some(list) = shape.cast::<List>() {
        return Ok(list.iter().collect());
    }
    match t.as_tuple(shape) {
        Some(tuple) => Ok((0..tuple.extent()).map(|n| tuple.at(n)).collect()),
        None => Err(t.type_error("shape must be a list or a tuple")),
    }
}

fn checked_shape<'t>(
    t: &'t Thread,
    extents: &[Value<'t>],
    item_size: usize,
    size: usize,
) -> Result<Vec<usize>, Raised> {
    let mut product = item_size;
    let mut shape = Vec::with_capacity(extents.len());
    for extent in extents {
        let extent = match t.as_int(*extent) {
            None => return Err(t.type_error("memoryview.cast(): elements of shape must be integers")),
            Some(IntRef::Small(extent @ 1..)) => extent as usize,
            Some(_) => return Err(t.value_error("memoryview.cast(): elements of shape must be integers > 0")),
        };
        product = product
            .checked_mul(extent)
            .filter(|&product| product <= isize::MAX as usize)
            .ok_or_else(|| t.value_error("memoryview.cast(): product(shape) > SSIZE_MAX"))?;
        shape.push(extent);
    }
    if product != size {
        return Err(t.type_error("memoryview: product(shape) * itemsize != buffer size"));
    }
    Ok(shape)
}

pub(crate) fn to_list<'t>(t: &'t Thread, view: Gc<'t, MemoryView>) -> Res<'t> {
    let item = view.item(t)?;
    let dims = view.dims();
    nested(t, view, item, (&dims.shape, &dims.strides), 0)
}

fn nested<'t>(
    t: &'t Thread,
    view: Gc<'t, MemoryView>,
    item: Item,
    (shape, strides): (&[usize], &[i64]),
    offset: i64,
) -> Res<'t> {
    let (Some((&extent, shape)), Some((&stride, strides))) = (shape.split_first(), strides.split_first()) else {
        return item.read(t, view.item_at(t, offset)?);
    };
    let list = t.new_list();
    list.reserve(t, extent)?;
    for n in 0..extent {
        list.push(t, nested(t, view, item, (shape, strides), offset + n as i64 * stride)?)?;
    }
    Ok(list.value())
}

/// The items of a view of one dimension, as a list to search.
fn searchable<'t>(t: &'t Thread, view: Gc<'t, MemoryView>) -> Result<Gc<'t, List>, Raised> {
    Ok(to_list(t, view)?.expect::<List>())
}

pub(crate) fn count<'t>(t: &'t Thread, view: Gc<'t, MemoryView>, value: Value<'t>) -> Result<Tail<'t>, Raised> {
    match view.dims().shape.len() {
        0 => return Err(t.type_error("invalid indexing of 0-dim memory")),
        1 => {}
        _ => return Err(t.raise(cls::NotImplementedError, "multi-dimensional sub-views are not implemented")),
    }
    let items = searchable(t, view)?;
    t.count_in_items((items.value(), items.slots()), value)
}

pub(crate) fn index<'t>(t: &'t Thread, view: Gc<'t, MemoryView>, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    match view.dims().shape.len() {
        0 => return Err(t.type_error("invalid lookup on 0-dim memory")),
        1 => {}
        _ => return Err(t.raise(cls::NotImplementedError, "multi-dimensional lookup is not implemented")),
    }
    let (items, value) = (searchable(t, view)?, args.get(1));
    let start = t.search_bound(args.opt(2), 0, items.len())?;
    let stop = t.search_bound(args.opt(3), items.len(), items.len())?;
    for (index, item) in items.iter().enumerate().take(stop).skip(start) {
        match t.leaf_eq(item, value) {
            Some(true) => return Ok(Tail::Value(t.int_usize(index))),
            Some(false) => {}
            None => {
                let bounds = [t.int_usize(start), t.int_usize(stop)];
                return Ok(Tail::call(t.app(app::memoryview_index), &[items.value(), value, bounds[0], bounds[1]]));
            }
        }
    }
    Err(t.value_error("memoryview.index(x): x not found"))
}
