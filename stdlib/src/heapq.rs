//! `_heapq`: priority queues in lists. What compares without Python is done here: an item's way is found first and the
//! list changed after, so that a comparison that needs Python leaves the list as it was for `python/native/_heapq.py`.

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, Tail, tail};
use vm_core::objects::sequence::List;
use vm_core::protocols::Compare;
use vm_core::{Gc, Raised, Thread, Value, cls};

use crate::imp;

pub static MODULE: ModuleDef = module("_heapq").doc("Heaps, or priority queues, in lists.").functions(&FUNCTIONS);

/// A queue's order: which item comes out first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Least,
    Greatest,
}

use Order::{Greatest, Least};

static FUNCTIONS: [NativeDef; 10] = [
    tail("heappush(heap, item, /)", |t, args| push(t, args, Least)).function(),
    tail("heappop(heap, /)", |t, args| pop(t, args, Least)).function(),
    tail("heapreplace(heap, item, /)", |t, args| replace(t, args, Least)).function(),
    tail("heappushpop(heap, item, /)", |t, args| push_pop(t, args, Least)).function(),
    tail("heapify(heap, /)", |t, args| heapify(t, args, Least)).function(),
    tail("heappush_max(heap, item, /)", |t, args| push(t, args, Greatest)).function(),
    tail("heappop_max(heap, /)", |t, args| pop(t, args, Greatest)).function(),
    tail("heapreplace_max(heap, item, /)", |t, args| replace(t, args, Greatest)).function(),
    tail("heappushpop_max(heap, item, /)", |t, args| push_pop(t, args, Greatest)).function(),
    tail("heapify_max(heap, /)", |t, args| heapify(t, args, Greatest)).function(),
];

impl Order {
    /// Comes `a` out before `b`? `None` where Python has to say.
    #[inline]
    fn before<'t>(self, t: &'t Thread, a: Value<'t>, b: Value<'t>) -> Option<bool> {
        match self {
            Least => t.leaf_compare(Compare::Lt, a, b),
            Greatest => t.leaf_compare(Compare::Lt, b, a),
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Least => "",
            Greatest => "_max",
        }
    }

    /// The function of the Python part.
    fn general<'t>(self, t: &'t Thread, name: &str, args: &[Value<'t>]) -> Result<Tail<'t>, Raised> {
        Ok(Tail::call(imp::part(t, "_heapq", &format!("_{name}")), &[args, &[Value::bool(self == Greatest)]].concat()))
    }

    /// The heap: instances of subclasses of list are heaps too.
    fn heap<'t>(self, t: &'t Thread, args: Args<'t>, name: &str) -> Result<Gc<'t, List>, Raised> {
        args.get(0).cast::<List>().ok_or_else(|| {
            let (suffix, found) = (self.suffix(), t.class_name(args.get(0)));
            let position = if args.len() > 1 { " 1" } else { "" };
            t.type_error(format_args!("{name}{suffix}() argument{position} must be list, not {found}"))
        })
    }
}

fn empty(t: &Thread) -> Raised {
    t.raise(cls::IndexError, "index out of range")
}

/// How many places up from `place` an item rises that is put there.
fn rise<'t>(t: &'t Thread, heap: Gc<'t, List>, order: Order, item: Value<'t>, mut place: usize) -> Option<usize> {
    let mut steps = 0;
    while place > 0 {
        let parent = (place - 1) / 2;
        if !order.before(t, item, heap.item(parent))? {
            break;
        }
        place = parent;
        steps += 1;
    }
    Some(steps)
}

/// The way an item sinks that replaces the one at `top`, in a heap of `length`: its places below `top`.
fn sink<'t>(
    t: &'t Thread,
    heap: Gc<'t, List>,
    order: Order,
    item: Value<'t>,
    top: usize,
    length: usize,
) -> Option<Way> {
    let mut way = Way { places: [0; 64], length: 0 };
    let mut place = top;
    // Down along the children that come out first, to a leaf; then up again, as a last item mostly stays low.
    loop {
        let mut child = 2 * place + 1;
        if child >= length {
            break;
        }
        if child + 1 < length && !order.before(t, heap.item(child), heap.item(child + 1))? {
            child += 1;
        }
        way.places[way.length] = child;
        way.length += 1;
        place = child;
    }
    while way.length > 0 && order.before(t, item, heap.item(way.places[way.length - 1]))? {
        way.length -= 1;
    }
    Some(way)
}

/// Places in a heap, each below the one before. A list has fewer levels than an address has bits.
struct Way {
    places: [usize; 64],
    length: usize,
}

impl Way {
    /// Moves the items on the way one place up, and puts `item` at its end.
    fn apply<'t>(&self, t: &'t Thread, heap: Gc<'t, List>, item: Value<'t>, top: usize) {
        let mut hole = top;
        for &place in &self.places[..self.length] {
            heap.set_item(t, hole, heap.item(place));
            hole = place;
        }
        heap.set_item(t, hole, item);
    }
}

fn push<'t>(t: &'t Thread, args: Args<'t>, order: Order) -> Result<Tail<'t>, Raised> {
    let (heap, item) = (order.heap(t, args, "heappush")?, args.get(1));
    let mut place = heap.len();
    let Some(steps) = rise(t, heap, order, item, place) else {
        return order.general(t, "heappush", &[heap.value(), item]);
    };
    heap.push(t, item)?;
    for _ in 0..steps {
        let parent = (place - 1) / 2;
        heap.set_item(t, place, heap.item(parent));
        place = parent;
    }
    heap.set_item(t, place, item);
    Ok(Tail::Value(Value::NONE))
}

fn pop<'t>(t: &'t Thread, args: Args<'t>, order: Order) -> Result<Tail<'t>, Raised> {
    let heap = order.heap(t, args, "heappop")?;
    let Some(last) = heap.len().checked_sub(1) else { return Err(empty(t)) };
    if last == 0 {
        return heap.remove(t, 0).map(Tail::Value);
    }
    let item = heap.item(last);
    let Some(way) = sink(t, heap, order, item, 0, last) else {
        return order.general(t, "heappop", &[heap.value()]);
    };
    let first = heap.item(0);
    heap.remove(t, last)?;
    way.apply(t, heap, item, 0);
    Ok(Tail::Value(first))
}

fn replace<'t>(t: &'t Thread, args: Args<'t>, order: Order) -> Result<Tail<'t>, Raised> {
    let (heap, item) = (order.heap(t, args, "heapreplace")?, args.get(1));
    if heap.is_empty() {
        return Err(empty(t));
    }
    let Some(way) = sink(t, heap, order, item, 0, heap.len()) else {
        return order.general(t, "heapreplace", &[heap.value(), item]);
    };
    let first = heap.item(0);
    way.apply(t, heap, item, 0);
    Ok(Tail::Value(first))
}

fn push_pop<'t>(t: &'t Thread, args: Args<'t>, order: Order) -> Result<Tail<'t>, Raised> {
    let (heap, item) = (order.heap(t, args, "heappushpop")?, args.get(1));
    if heap.is_empty() {
        return Ok(Tail::Value(item));
    }
    match order.before(t, heap.item(0), item) {
        Some(false) => Ok(Tail::Value(item)),
        Some(true) if let Some(way) = sink(t, heap, order, item, 0, heap.len()) => {
            let first = heap.item(0);
            way.apply(t, heap, item, 0);
            Ok(Tail::Value(first))
        }
        _ => order.general(t, "heappushpop", &[heap.value(), item]),
    }
}

fn heapify<'t>(t: &'t Thread, args: Args<'t>, order: Order) -> Result<Tail<'t>, Raised> {
    let heap = order.heap(t, args, "heapify")?;
    for top in (0..heap.len() / 2).rev() {
        let item = heap.item(top);
        match sink(t, heap, order, item, top, heap.len()) {
            Some(way) => way.apply(t, heap, item, top),
            None => return order.general(t, "heapify", &[heap.value()]),
        }
    }
    Ok(Tail::Value(Value::NONE))
}
