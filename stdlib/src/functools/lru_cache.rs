//! The wrapper `lru_cache` makes: a dict from keys to results, and for a bounded cache a ring of links in order of use.

use std::cell::Cell;

use gc_api::{Slot, layout};
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, leaf, tail};
use vm_core::objects::class::{Class, flags};
use vm_core::objects::class_build::instance_dict;
use vm_core::objects::dict::Dict;
use vm_core::objects::sequence::Tuple;
use vm_core::objects::string::Str;
use vm_core::protocols::Keyed;
use vm_core::{Gc, Raised, Res, Thread, Value, header};

use crate::{convert, ids};

layout! {
    pub struct LruCache(ids::FUNCTOOLS.layout(3)) {
        function: Ref,
        /// Dict of results; of links if the cache is bounded.
        cache: Ref,
        /// A [`Link`] without key, the ring's start: `next` is the oldest entry, `previous` the newest.
        root: Ref,
        /// What separates keyword arguments in keys; an object of its own.
        mark: Ref,
        info_type: Ref,
        /// Negative: unbounded.
        maxsize: Raw<i64>,
        hits: Raw<i64>,
        misses: Raw<i64>,
        /// 1: the types of arguments are part of the key.
        typed: Raw<u64>,
        map: Ref,
        attrs: Ref,
    }
}

layout! {
    pub struct Link(ids::FUNCTOOLS.layout(4)) {
        previous: Ref,
        next: Ref,
        key: Ref,
        /// The key's hash, an int.
        hash: Ref,
        result: Ref,
    }
}

pub static WRAPPER: ClassDef = class(ids::FUNCTOOLS.class(3), "_lru_cache_wrapper")
    .module("functools")
    .doc("Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\nmaxsize:  0         for no caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    namedtuple class with the fields:\n                        hits misses currsize maxsize\n")
    .layouts(&[ids::FUNCTOOLS.layout(3)])
    .subclassable(ids::FUNCTOOLS.layout(3))
    .flags(flags::WEAKREFABLE)
    .methods(&METHODS)
    .getsets(&GETSETS);

static METHODS: [NativeDef; 8] = [
    tail("__new__(cls, user_function, maxsize, typed, cache_info_type)", new).static_method(),
    tail("__call__(self, /, *args, **kwargs)", call),
    leaf("__get__(self, instance, owner=None, /)", |t, args| {
        Ok(match args.get(1).not_none() {
            Some(instance) => t.bound_method(args.get(0), instance),
            None => args.get(0),
        })
    }),
    tail("cache_info(self, /)", cache_info).doc("Report cache statistics"),
    leaf("cache_clear(self, /)", cache_clear).doc("Clear the cache and cache statistics"),
    leaf("__copy__(self, /)", |_, args| Ok(args.get(0))),
    leaf("__deepcopy__(self, memo, /)", |_, args| Ok(args.get(0))),
    tail("__reduce__(self, /)", |t, args| t.getattr(args.get(0), t.sym(vm_core::sym::__qualname__).expect::<Str>())),
];

static GETSETS: [GetSetDef; 1] = [instance_dict()];

fn new_link<'t>(t: &'t Thread) -> Gc<'t, Link> {
    t.new_object(Link {
        header: header(),
        previous: Slot::default(),
        next: Slot::default(),
        key: Slot::default(),
        hash: Slot::default(),
        result: Slot::default(),
    })
}

trait Ring<'t> {
    /// Takes the link out of the ring, if it is in one.
    fn detach(self, t: &'t Thread);
    /// Makes the link the newest of the ring.
    fn put_before(self, t: &'t Thread, root: Gc<'t, Link>);
}

impl<'t> Ring<'t> for Gc<'t, Link> {
    fn detach(self, t: &'t Thread) {
        let neighbours = (self.get(Link::previous).cast::<Link>(), self.get(Link::next).cast::<Link>());
        if let (Some(previous), Some(next)) = neighbours {
            previous.set(t, Link::next, next.value());
            next.set(t, Link::previous, previous.value());
            self.set(t, Link::previous, Value::UNSET);
            self.set(t, Link::next, Value::UNSET);
        }
    }

    fn put_before(self, t: &'t Thread, root: Gc<'t, Link>) {
        self.detach(t);
        let newest = root.get(Link::previous).expect::<Link>();
        newest.set(t, Link::next, self.value());
        root.set(t, Link::previous, self.value());
        self.set(t, Link::previous, newest.value());
        self.set(t, Link::next, root.value());
    }
}

fn empty_ring<'t>(t: &'t Thread) -> Gc<'t, Link> {
    let root = new_link(t);
    root.set(t, Link::previous, root.value());
    root.set(t, Link::next, root.value());
    root
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), ids::FUNCTOOLS.class(3))?;
    let (function, maxsize) = (args.get(1), args.get(2));
    if !t.is_callable(function) {
        return Err(t.type_error("the first argument must be callable"));
    }
    if !maxsize.is_none() && t.as_int(maxsize).is_none() && !t.is_index(maxsize) {
        return Err(t.type_error("maxsize should be integer or None"));
    }
    static SIZED: Then = Then::new(|t, state, maxsize| {
        static TYPED: Then = Then::new(|t, state, typed| {
            let state = state.expect::<Tuple>();
            let class = state.at(0).expect::<Class>();
            let maxsize = if state.at(4).is_none() { -1 } else { convert::ssize(t, state.at(4))?.max(0) };
            let mark = t.new_instance(t.class(vm_core::cls::object))?;
            let made = t.new_object(LruCache {
                header: header(),
                function: Slot::new(state.at(1).word()),
                cache: Slot::new(t.new_dict().word()),
                root: Slot::new(empty_ring(t).word()),
                mark: Slot::new(mark.word()),
                info_type: Slot::new(state.at(3).word()),
                maxsize: Cell::new(maxsize),
                hits: Cell::new(0),
                misses: Cell::new(0),
                typed: Cell::new(u64::from(typed.is_true())),
                map: Slot::new(class.get(Class::root_map).word()),
                attrs: Slot::default(),
            });
            Ok(Tail::Value(made.value()))
        });
        let old = state.expect::<Tuple>();
        let state = t.small_tuple([old.at(0), old.at(1), old.at(2), old.at(3), maxsize]);
        t.truth(old.at(2))?.then(t, &TYPED, state.value())
    });
    let state = t.small_tuple([class.value(), function, args.get(3), args.get(4)]);
    if maxsize.is_none() {
        return (SIZED.ok)(t, state.value(), maxsize);
    }
    t.index(maxsize)?.then(t, &SIZED, state.value())
}

/// What a call's arguments are known by.
fn make_key<'t>(
    t: &'t Thread,
    this: Gc<'t, LruCache>,
    given: Gc<'t, Tuple>,
    keywords: Option<Gc<'t, Dict>>,
) -> Res<'t> {
    let typed = this.get(LruCache::typed) != 0;
    if keywords.is_none() && !typed {
        if given.extent() == 1 && (given.at(0).is_small_int() || given.at(0).is::<Str>()) {
            return Ok(given.at(0));
        }
        return Ok(given.value());
    }
    let mut parts: Vec<Value<'t>> = (0..given.extent()).map(|index| given.at(index)).collect();
    if let Some(keywords) = keywords {
        parts.push(this.get(LruCache::mark));
        parts.extend(keywords.iter().flat_map(|(key, value)| [key, value]));
    }
    if typed {
        parts.extend((0..given.extent()).map(|index| t.class_of(given.at(index)).value()));
        parts.extend(keywords.iter().flat_map(|keywords| keywords.iter()).map(|(_, value)| t.class_of(value).value()));
    }
    Ok(t.tuple(&parts)?.value())
}

/// A call that may have to be made.
#[derive(Copy, Clone)]
struct Request<'t> {
    this: Gc<'t, LruCache>,
    given: Gc<'t, Tuple>,
    keywords: Value<'t>,
    key: Value<'t>,
    hash: Value<'t>,
}

impl<'t> Request<'t> {
    fn encode(self, t: &'t Thread) -> Value<'t> {
        t.small_tuple([self.this.value(), self.given.value(), self.keywords, self.key, self.hash]).value()
    }

    fn decode(state: Value<'t>) -> Request<'t> {
        let state = state.expect::<Tuple>();
        Request {
            this: state.at(0).expect(),
            given: state.at(1).expect(),
            keywords: state.at(2),
            key: state.at(3),
            hash: state.at(4),
        }
    }

    fn cache(self) -> Gc<'t, Dict> {
        self.this.get(LruCache::cache).expect::<Dict>()
    }

    fn keyed(self, t: &'t Thread, what: Keyed, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        t.keyed_hashed(what, self.this.get(LruCache::cache), self.key, t.as_hash(self.hash), value)
    }

    /// Calls the function.
    fn perform(self) -> Tail<'t> {
        Tail::spread(self.this.get(LruCache::function), self.given, self.keywords)
    }

    /// The result stored at this index of the cache; it is the newest now.
    fn hit(self, t: &'t Thread, index: usize) -> Value<'t> {
        self.this.set_raw(LruCache::hits, self.this.get(LruCache::hits) + 1);
        let stored = self.cache().value_at(index);
        let Some(link) = stored.cast::<Link>().filter(|_| self.this.get(LruCache::maxsize) > 0) else { return stored };
        link.put_before(t, self.this.get(LruCache::root).expect());
        link.get(Link::result)
    }

    /// Keeps a result that was not known when the call began.
    fn store(self, t: &'t Thread, result: Value<'t>) -> Result<Tail<'t>, Raised> {
        static RESULT: Then = Then::new(|_, result, _| Ok(Tail::Value(result)));
        static PROBED: Then = Then::new(|t, state, index| {
            let pair = state.expect::<Tuple>();
            let (request, result) = (Request::decode(pair.at(0)), pair.at(1));
            // The function itself, or another thread, may have stored it meanwhile.
            if !index.is_none() { Ok(Tail::Value(result)) } else { request.store_new(t, result) }
        });
        if self.this.get(LruCache::maxsize) < 0 {
            return self.keyed(t, Keyed::DictSet, result)?.then(t, &RESULT, result);
        }
        let state = t.small_tuple([self.encode(t), result]);
        self.keyed(t, Keyed::DictFind, Value::UNSET)?.then(t, &PROBED, state.value())
    }

    fn store_new(self, t: &'t Thread, result: Value<'t>) -> Result<Tail<'t>, Raised> {
        let root = self.this.get(LruCache::root).expect::<Link>();
        let oldest = root.get(Link::next).expect::<Link>();
        if (self.cache().len() as i64) < self.this.get(LruCache::maxsize) || oldest == root {
            return self.insert(t, new_link(t), result);
        }
        static POPPED: Then = Then::new(|t, state, popped| {
            let state = state.expect::<Tuple>();
            let (request, result) = (Request::decode(state.at(0)), state.at(1));
            // Somebody else removed it while keys were compared: then the link is not ours any more.
            match popped.cast::<Link>() {
                Some(link) => request.insert(t, link, result),
                None => Ok(Tail::Value(result)),
            }
        });
        oldest.detach(t);
        let state = t.small_tuple([self.encode(t), result]);
        let old = Request { key: oldest.get(Link::key), hash: oldest.get(Link::hash), ..self };
        old.keyed(t, Keyed::DictPop, Value::NONE)?.then(t, &POPPED, state.value())
    }

    /// Enters the result through a link that is in no ring.
    fn insert(self, t: &'t Thread, link: Gc<'t, Link>, result: Value<'t>) -> Result<Tail<'t>, Raised> {
        static ENTERED: Then = Then::new(|t, state, _| {
            let state = state.expect::<Tuple>();
            let link = state.at(1).expect::<Link>();
            link.put_before(t, state.at(0).expect());
            Ok(Tail::Value(link.get(Link::result)))
        });
        link.set(t, Link::key, self.key);
        link.set(t, Link::hash, self.hash);
        link.set(t, Link::result, result);
        let state = t.small_tuple([self.this.get(LruCache::root), link.value()]);
        self.keyed(t, Keyed::DictSet, link.value())?.then(t, &ENTERED, state.value())
    }
}

fn call<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (this, given) = (args.this::<LruCache>(), args.get(1).expect::<Tuple>());
    let keywords = args.get(2).cast::<Dict>().filter(|keywords| !keywords.is_empty());
    if this.get(LruCache::maxsize) == 0 {
        count_miss(this);
        return Ok(Tail::spread(this.get(LruCache::function), given, args.get(2)));
    }
    let key = make_key(t, this, given, keywords)?;
    let request = Request { this, given, keywords: args.get(2), key, hash: Value::UNSET };
    static HASHED: Then = Then::new(|t, state, hash| look_up(t, Request { hash, ..Request::decode(state) }));
    match t.hash(key)? {
        Tail::Value(hash) => look_up(t, Request { hash, ..request }),
        call => call.then(t, &HASHED, request.encode(t)),
    }
}

fn look_up<'t>(t: &'t Thread, request: Request<'t>) -> Result<Tail<'t>, Raised> {
    static FOUND: Then = Then::new(|t, state, index| found(t, Request::decode(state), index));
    match request.keyed(t, Keyed::DictFind, Value::UNSET)? {
        Tail::Value(index) => found(t, request, index),
        call => call.then(t, &FOUND, request.encode(t)),
    }
}

fn found<'t>(t: &'t Thread, request: Request<'t>, index: Value<'t>) -> Result<Tail<'t>, Raised> {
    static CALLED: Then = Then::new(|t, state, result| Request::decode(state).store(t, result));
    if let Some(index) = index.as_small_int() {
        return Ok(Tail::Value(request.hit(t, index as usize)));
    }
    count_miss(request.this);
    request.perform().then(t, &CALLED, request.encode(t))
}

fn count_miss(this: Gc<'_, LruCache>) {
    this.set_raw(LruCache::misses, this.get(LruCache::misses) + 1);
}

fn cache_info<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<LruCache>();
    let maxsize = match this.get(LruCache::maxsize) {
        unbounded if unbounded < 0 => Value::NONE,
        bound => t.int(bound),
    };
    let size = this.get(LruCache::cache).expect::<Dict>().len();
    let (hits, misses) = (t.int(this.get(LruCache::hits)), t.int(this.get(LruCache::misses)));
    Ok(Tail::call(this.get(LruCache::info_type), &[hits, misses, maxsize, t.int_usize(size)]))
}

fn cache_clear<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<LruCache>();
    this.set_raw(LruCache::hits, 0);
    this.set_raw(LruCache::misses, 0);
    // A search may be going on in the old dict: it is left as it is.
    this.set(t, LruCache::cache, t.new_dict().value());
    this.set(t, LruCache::root, empty_ring(t).value());
    Ok(Value::NONE)
}
