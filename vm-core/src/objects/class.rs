//! Layouts of classes, maps (hidden classes) and instances.

use gc_api::{Layout, SlotOffsets, TypeId, TypeInfo, WORD_BYTES, layout};

use crate::layouts;
use crate::natives::NativeDef;

layout! {
    pub struct Class(layouts::CLASS) {
        name: Ref,
        qualname: Ref,
        /// Tuple of classes.
        bases: Ref,
        /// Tuple of classes, this one first.
        mro: Ref,
        /// The namespace: a dict.
        dict: Ref,
        metaclass: Ref,
        /// The map of a fresh instance.
        root_map: Ref,
        /// Chain of [`SubclassLink`]s to the direct subclasses.
        subclasses: Ref,
        /// `__base__`: the base whose instances these extend.
        base: Ref,
        /// Array of the names whose values in `dict` change while the version stays; or unset.
        volatile: Ref,
        /// The `__init__` of instances that are made by `object.__new__`, as found when `version` was `init_version`.
        init: Ref,
        init_version: Raw<u32>,
        /// Shape id of the class itself; renewed whenever it or a base changes. Never reused.
        version: Raw<u32>,
        flags: Raw<u32>,
        /// Layout of exact instances of a builtin class; of a user's class: of its instances (the layout that can hold a map).
        layout: Raw<u32>,
        /// Layout of instances of subclasses made by programs; 0: there can be none.
        sub_layout: Raw<u32>,
        /// How many inline slots new instances get; learnt from instances that outgrew theirs.
        slots_hint: Raw<u32>,
        /// How often the class has changed.
        changes: Raw<u32>,
        /// Called instead of `__new__` and `__init__` when the class itself (not a subclass) is called; or null.
        construct: Raw<*const NativeDef>,
    }
}

/// Bits of [`Class::flags`].
pub mod flags {
    /// Created by a `class` statement or `type()`: may be changed, instances carry a map.
    pub const HEAP: u32 = 1;
    /// May be a base class.
    pub const SUBCLASSABLE: u32 = 2;
    /// Instances have no `__dict__`: every class on the way has `__slots__` (or is builtin).
    pub const NO_DICT: u32 = 4;
    /// `type(x).__call__` etc. is not that of `type`: the slow path applies.
    pub const CUSTOM_CALL: u32 = 8;
    /// The class or a base defines `__getattribute__`.
    pub const CUSTOM_GETATTRIBUTE: u32 = 16;
    /// ... `__getattr__`.
    pub const HAS_GETATTR: u32 = 32;
    /// ... `__setattr__` or `__delattr__`.
    pub const CUSTOM_SETATTR: u32 = 64;
    /// ... `__del__`.
    pub const HAS_DEL: u32 = 128;
    /// ... `__eq__` or `__ne__` (other than object's).
    pub const CUSTOM_EQ: u32 = 256;
    /// ... `__hash__` (other than object's).
    pub const CUSTOM_HASH: u32 = 512;
    /// ABC with abstract methods: cannot be instantiated.
    pub const ABSTRACT: u32 = 1024;
    /// Matches sequence, mapping patterns.
    pub const SEQUENCE: u32 = 2048;
    pub const MAPPING: u32 = 4096;
    /// A subclass of BaseException.
    pub const EXCEPTION: u32 = 8192;
    /// Its attributes cannot be set.
    pub const IMMUTABLE: u32 = 16384;
    /// Instances can be weakly referenced.
    pub const WEAKREFABLE: u32 = 32768;
    /// ... a metaclass: a subclass of type.
    pub const METACLASS: u32 = 65536;
    /// Instances are descriptors: the class or a base defines `__get__`.
    pub const HAS_GET: u32 = 1 << 17;
    /// Instances are data descriptors: ... `__set__` or `__delete__`.
    pub const HAS_SET: u32 = 1 << 18;
    /// Instances have storage of their own kind, which excludes other bases of that sort.
    pub const SOLID: u32 = 1 << 19;
    /// Changed so often that nothing about it is cached any more.
    pub const UNSTABLE: u32 = 1 << 20;
    /// `__class__` of instances is not object's.
    pub const CUSTOM_CLASS: u32 = 1 << 21;
    /// Instances may be false: the class or a base defines `__bool__` or `__len__`.
    pub const HAS_TRUTH: u32 = 1 << 24;
    /// Instances cannot be made by calling the class.
    pub const NO_NEW: u32 = 1 << 22;

    /// A subclass of a builtin container that has inherited its item methods, and no `__bool__`.
    pub const PLAIN_ITEMS: u32 = 1 << 23;
    /// Instances compare as the builtin values in them.
    pub const PLAIN_COMPARE: u32 = 1 << 25;
    /// Binary operators see instances as the builtin values in them.
    pub const PLAIN_ARITHMETIC: u32 = 1 << 27;
    /// Instances have the hashes of the builtin values in them.
    pub const PLAIN_HASH: u32 = 1 << 26;
    /// An exception class whose instances hold their arguments and nothing else: calling it runs no code of its own.
    pub const PLAIN_EXCEPTION: u32 = 1 << 28;

    /// What follows from the attributes of the class and its bases, and is computed anew when they change.
    pub const COMPUTED: u32 = CUSTOM_CALL
        | PLAIN_EXCEPTION
        | CUSTOM_GETATTRIBUTE
        | HAS_GETATTR
        | CUSTOM_SETATTR
        | HAS_DEL
        | CUSTOM_EQ
        | CUSTOM_HASH
        | HAS_GET
        | HAS_SET
        | CUSTOM_CLASS
        | HAS_TRUTH
        | PLAIN_ITEMS
        | PLAIN_COMPARE
        | PLAIN_HASH
        | PLAIN_ARITHMETIC;
    /// What a subclass takes over from its bases as it is.
    pub const INHERITED: u32 = SEQUENCE | MAPPING | EXCEPTION | METACLASS | WEAKREFABLE | UNSTABLE;
}

layout! {
    /// An entry of a class's list of direct subclasses, newest first.
    pub struct SubclassLink(layouts::SUBCLASS_LINK) {
        next: Ref,
        subclass: Weak,
    } weak subclass
}

layout! {
    /// A hidden class: which attribute of an instance lies where. A class has one tree of maps per number of inline slots its
    /// instances were made with; the root of the newest is `Class::root_map`, and a root's `parent` is the root before it.
    ///
    /// An attribute's key is its interned name or, for one declared in `__slots__`, the member descriptor.
    pub struct Map(layouts::MAP) {
        class: Ref,
        /// Array whose first `count` items are the keys, in order of addition. Maps along a branch share it.
        keys: Ref,
        /// Array of (key, map) pairs: where adding a key leads. The key None leads to the map with a dict.
        transitions: Ref,
        parent: Ref,
        /// Shape id; renewed when the class changes. Never reused.
        id: Raw<u32>,
        count: Raw<u32>,
        /// Inline slots of the instances that use this map.
        inline: Raw<u32>,
        /// 1: named attributes live in a dict: the instance's `attrs`, or the first item of the array that is `attrs`. Keys of
        /// such a map are member descriptors only.
        has_dict: Raw<u32>,
    }
}

layout! {
    /// An object of a user's class: the first `inline` attributes in slots after these fields, the rest in `attrs`.
    pub struct Instance(layouts::INSTANCE_FIRST, last layouts::INSTANCE_LAST) {
        map: Ref,
        /// Array of the attributes beyond the inline ones, or dict (see [`Map::has_dict`]), or unset.
        attrs: Ref,
    }
}

layout! {
    /// An instance of a subclass of an immutable builtin (int, str, tuple, ...): the exact value, and a map.
    pub struct Boxed(layouts::BOXED) {
        map: Ref,
        attrs: Ref,
        value: Ref,
    }
}

/// The numbers of inline slots there are layouts for.
pub const INLINE_SIZES: [u32; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 20, 28];

const fn instance_info(inline: u32) -> TypeInfo {
    let fixed = core::mem::size_of::<Instance>();
    let mut slots: SlotOffsets = Instance::INFO.slots;
    let mut index = 0;
    while index < inline as usize {
        slots = slots.with(fixed + index * WORD_BYTES);
        index += 1;
    }
    TypeInfo::fixed("Instance", fixed + inline as usize * WORD_BYTES, slots)
}

/// Layouts of instances, by index into [`INLINE_SIZES`].
pub static INSTANCE_INFOS: [TypeInfo; 16] = {
    let mut infos = [instance_info(0); 16];
    let mut index = 0;
    while index < 16 {
        infos[index] = instance_info(INLINE_SIZES[index]);
        index += 1;
    }
    infos
};

/// Ids and infos of the instance layouts.
pub fn instance_layouts() -> &'static [(TypeId, &'static TypeInfo)] {
    static TABLE: std::sync::OnceLock<Vec<(TypeId, &'static TypeInfo)>> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| {
        INSTANCE_INFOS
            .iter()
            .enumerate()
            .map(|(i, info)| (TypeId(layouts::INSTANCE_FIRST.0 + i as u32), info))
            .collect()
    })
}

/// The smallest layout with at least `wanted` inline slots, or the largest: (index, slots).
pub fn instance_size(wanted: u32) -> (u32, u32) {
    let index = INLINE_SIZES.iter().position(|&n| n >= wanted).unwrap_or(INLINE_SIZES.len() - 1);
    (index as u32, INLINE_SIZES[index])
}
