//! Maps (hidden classes): how they branch, and where an instance's attributes lie.
//!
//! An attribute's *key* is its interned name, or the member descriptor of a name in `__slots__`. Whether an attribute
//! is set is part of the map: what a map lists is never unset. When an instance gets too many attributes, or a
//! program asks for its `__dict__`, the named ones move into a dict for good; those of `__slots__` stay where they are.

use std::cell::Cell;

use gc_api::{Collector as _, Layout, Slot, SlotRef};

use crate::Thread;
use crate::layouts;
use crate::objects::class::{Boxed, Class, INLINE_SIZES, Instance, Map, flags, instance_size};
use crate::objects::dict::Dict;
use crate::objects::sequence::Array;
use crate::objects::string::Str;
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

/// More named attributes than this go into a dict.
const MAX_ATTRIBUTES: usize = 60;
/// A map from which more branches lead belongs to a class whose instances are used as dicts.
const MAX_BRANCHES: usize = 128;

/// Where attribute number `index` lies in instances of a map.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum AttrSlot {
    Inline(u32),
    /// Index in the array that is `attrs`.
    Overflow(u32),
}

impl<'t> Gc<'t, Map> {
    pub(crate) fn count(self) -> usize {
        self.get(Map::count) as usize
    }

    pub(crate) fn has_dict(self) -> bool {
        self.get(Map::has_dict) != 0
    }

    pub(crate) fn key(self, index: usize) -> Value<'t> {
        self.get(Map::keys).expect::<Array>().at(index)
    }

    /// Number of the attribute with this key.
    #[inline]
    pub(crate) fn find(self, key: Value<'t>) -> Option<usize> {
        let count = self.count();
        if count == 0 {
            return None;
        }
        let keys = self.get(Map::keys).expect::<Array>();
        keys.words()[..count].iter().position(|slot| slot.get() == key.word())
    }

    #[inline]
    pub(crate) fn slot_of(self, index: usize) -> AttrSlot {
        let (index, inline) = (index as u32, self.get(Map::inline));
        match index.checked_sub(inline) {
            None => AttrSlot::Inline(index),
            // The dict comes first.
            Some(beyond) => AttrSlot::Overflow(beyond + self.get(Map::has_dict)),
        }
    }

    /// The empty map this one grew from.
    fn root(self) -> Gc<'t, Map> {
        let mut map = self;
        while map.count() > 0 {
            map = map.get(Map::parent).expect::<Map>();
        }
        map
    }
}

impl Thread {
    // Making maps

    pub(crate) fn new_root_map<'t>(&'t self, class: Gc<'t, Class>, inline: u32, older: Value<'t>) -> Gc<'t, Map> {
        self.new_map(class.value(), Value::UNSET, 0, older, inline, 0)
    }

    fn new_map<'t>(
        &'t self,
        class: Value<'t>,
        keys: Value<'t>,
        count: usize,
        parent: Value<'t>,
        inline: u32,
        has_dict: u32,
    ) -> Gc<'t, Map> {
        self.new_object(Map {
            header: header(),
            class: Slot::new(class.word()),
            keys: Slot::new(keys.word()),
            transitions: Slot::default(),
            parent: Slot::new(parent.word()),
            id: Cell::new(self.vm().new_shape()),
            count: Cell::new(count as u32),
            inline: Cell::new(inline),
            has_dict: Cell::new(has_dict),
        })
    }

    /// The map reached by adding `key`. `None`: too many branches.
    pub(crate) fn map_with<'t>(&'t self, map: Gc<'t, Map>, key: Value<'t>) -> Result<Option<Gc<'t, Map>>, Raised> {
        if let Some(known) = self.transition(map, key) {
            return Ok(Some(known));
        }
        if self.branches(map) >= MAX_BRANCHES && key.is::<Str>() {
            return Ok(None);
        }
        let count = map.count();
        let keys = self.keys_with_room(map)?;
        keys.put(self, count, key);
        let class = map.get(Map::class);
        let new =
            self.new_map(class, keys.value(), count + 1, map.value(), map.get(Map::inline), map.get(Map::has_dict));
        self.add_transition(map, key, new)?;
        Ok(Some(new))
    }

    /// The map with no attributes but a dict.
    fn dict_root<'t>(&'t self, map: Gc<'t, Map>) -> Result<Gc<'t, Map>, Raised> {
        let root = map.root();
        if root.has_dict() {
            return Ok(root);
        }
        if let Some(known) = self.transition(root, Value::NONE) {
            return Ok(known);
        }
        let inline = root.get(Map::inline);
        let new = self.new_map(root.get(Map::class), Value::UNSET, 0, root.value(), inline, 1);
        self.add_transition(root, Value::NONE, new)?;
        Ok(new)
    }

    fn transition<'t>(&'t self, map: Gc<'t, Map>, key: Value<'t>) -> Option<Gc<'t, Map>> {
        let pairs = map.get(Map::transitions).cast_exact::<Array>()?;
        let words = pairs.words();
        let at = words.iter().step_by(2).position(|slot| slot.get() == key.word())?;
        self.slot_value(&words[2 * at + 1]).cast()
    }

    fn branches(&self, map: Gc<'_, Map>) -> usize {
        match map.get(Map::transitions).cast_exact::<Array>() {
            Some(pairs) => pairs.words().iter().step_by(2).take_while(|slot| !slot.get().is_zero()).count(),
            None => 0,
        }
    }

    fn add_transition<'t>(&'t self, map: Gc<'t, Map>, key: Value<'t>, to: Gc<'t, Map>) -> Result<(), Raised> {
        let used = self.branches(map);
        let pairs = match map.get(Map::transitions).cast_exact::<Array>() {
            Some(pairs) if pairs.extent() > 2 * used => pairs,
            old => {
                let pairs = self.new_array(if used == 0 { 2 } else { 4 * used })?;
                if let Some(old) = old {
                    pairs.copy_from(self, 0, old, 0, 2 * used);
                }
                map.set(self, Map::transitions, pairs.value());
                pairs
            }
        };
        pairs.put(self, 2 * used, key);
        pairs.put(self, 2 * used + 1, to.value());
        Ok(())
    }

    /// An array that begins with the map's keys and is free behind them: the map's own, unless another branch took the place.
    fn keys_with_room<'t>(&'t self, map: Gc<'t, Map>) -> Result<Gc<'t, Array>, Raised> {
        let count = map.count();
        let old = map.get(Map::keys).cast_exact::<Array>();
        if let Some(keys) = old.filter(|keys| keys.extent() > count && !keys.at(count).is_set()) {
            return Ok(keys);
        }
        let keys = self.new_array((count * 2).max(4))?;
        if let Some(old) = old {
            keys.copy_from(self, 0, old, 0, count);
        }
        Ok(keys)
    }

    /// The empty map of a class for instances with exactly this many inline slots.
    pub(crate) fn root_with_inline<'t>(&'t self, class: Gc<'t, Class>, inline: u32) -> Gc<'t, Map> {
        let newest = class.root_map();
        let mut root = Some(newest);
        while let Some(map) = root {
            if map.get(Map::inline) == inline {
                return map;
            }
            root = map.get(Map::parent).cast::<Map>();
        }
        let map = self.new_root_map(class, inline, newest.get(Map::parent));
        newest.set(self, Map::parent, map.value());
        map
    }

    /// All maps of a class.
    pub(crate) fn maps_of<'t>(&'t self, class: Gc<'t, Class>) -> Vec<Gc<'t, Map>> {
        let mut maps = Vec::new();
        let mut root = class.get(Class::root_map).cast::<Map>();
        while let Some(map) = root {
            maps.push(map);
            root = map.get(Map::parent).cast::<Map>();
        }
        let mut next = 0;
        while let Some(&map) = maps.get(next) {
            next += 1;
            if let Some(pairs) = map.get(Map::transitions).cast_exact::<Array>() {
                let targets = pairs.words().iter().skip(1).step_by(2);
                maps.extend(targets.filter_map(|slot| self.slot_value(slot).cast::<Map>()));
            }
        }
        maps
    }

    /// Instances to come should have room for `wanted` attributes.
    pub(crate) fn learn_slots(&self, class: Gc<'_, Class>, wanted: usize) {
        let (_, inline) = instance_size(wanted as u32);
        if class.get(Class::layout) != layouts::INSTANCE_FIRST.0 || inline <= class.get(Class::slots_hint) {
            return;
        }
        class.set_raw(Class::slots_hint, inline);
        let older = class.get(Class::root_map);
        let map = self.new_map(class.value(), Value::UNSET, 0, older, inline, 0);
        class.set(self, Class::root_map, map.value());
    }

    // Instances

    /// A fresh instance of a class whose instances have no storage but attributes.
    #[inline]
    pub fn new_instance<'t>(&'t self, class: Gc<'t, Class>) -> Result<Gc<'t, Instance>, Raised> {
        if class.get(Class::layout) != layouts::INSTANCE_FIRST.0 || !class.get(Class::root_map).is_set() {
            return Err(self.type_error(format_args!("cannot create '{}' instances", self.name_of_class(class))));
        }
        let map = class.root_map();
        let inline = map.get(Map::inline) as usize;
        let id = gc_api::TypeId(layouts::INSTANCE_FIRST.0 + SIZE_INDEX[inline] as u32);
        let place =
            self.heap().collector.alloc(id, Instance::INFO.fixed_bytes as usize + inline * 8).cast::<Instance>();
        // SAFETY: the memory is fresh and holds the fixed part and `inline` slots.
        let instance = unsafe {
            let instance = &*place.as_ptr();
            instance.map.set(map.word());
            instance.attrs.set(gc_api::Word::ZERO);
            let first = place.as_ptr().add(1).cast::<u64>();
            clear(first, inline);
            Gc::from_ptr(place)
        };
        if class.get(Class::flags) & flags::HAS_DEL != 0 {
            self.heap().collector.set_finaliser(instance.obj());
        }
        Ok(instance)
    }

    /// An instance of a subclass of an immutable builtin, with this value.
    pub fn new_boxed<'t>(&'t self, class: Gc<'t, Class>, value: Value<'t>) -> Gc<'t, Boxed> {
        let boxed = self.new_object(Boxed {
            header: header(),
            map: Slot::new(class.get(Class::root_map).word()),
            attrs: Slot::default(),
            value: Slot::new(value.word()),
        });
        self.finalisable(class, boxed.obj());
        boxed
    }

    /// Called for every new instance of a class that may define `__del__`.
    #[inline]
    pub fn finalisable(&self, class: Gc<'_, Class>, object: gc_api::ObjRef) {
        if class.get(Class::flags) & flags::HAS_DEL != 0 {
            self.heap().collector.set_finaliser(object);
        }
    }

    /// Slot of inline attribute `index`.
    #[inline]
    fn inline_slot<'t>(&'t self, object: Value<'t>, index: u32) -> &'t Slot {
        let instance = object.expect::<Instance>();
        let inline = INLINE_SIZES[(instance.type_id().0 - layouts::INSTANCE_FIRST.0) as usize];
        assert!(index < inline);
        // SAFETY: the layout says that this many slots follow the fixed part.
        unsafe { &*instance.as_ptr().add(1).cast::<Slot>().add(index as usize) }
    }

    /// The slot after the map's.
    #[inline]
    pub(crate) fn attrs_slot<'t>(&'t self, object: Value<'t>) -> Option<&'t Slot> {
        let map = std::ptr::from_ref(self.map_slot(object)?);
        // SAFETY: in every layout with a map the slot of the attributes follows it.
        Some(unsafe { &*map.add(1) })
    }

    fn write_slot(&self, object: Value<'_>, slot: &Slot, value: Value<'_>) {
        if let Some(object) = object.as_obj() {
            self.heap().collector.before_write(object, SlotRef::of(slot));
        }
        slot.set(value.word());
    }

    fn set_map(&self, object: Value<'_>, map: Gc<'_, Map>) {
        if let Some(slot) = self.map_slot(object) {
            self.write_slot(object, slot, map.value());
        }
    }

    fn attrs<'t>(&'t self, object: Value<'t>) -> Value<'t> {
        self.attrs_slot(object).map_or(Value::UNSET, |slot| self.slot_value(slot))
    }

    fn set_attrs(&self, object: Value<'_>, attrs: Value<'_>) {
        if let Some(slot) = self.attrs_slot(object) {
            self.write_slot(object, slot, attrs);
        }
    }

    #[inline]
    pub(crate) fn read_attr<'t>(&'t self, object: Value<'t>, slot: AttrSlot) -> Value<'t> {
        match slot {
            AttrSlot::Inline(index) => self.slot_value(self.inline_slot(object, index)),
            AttrSlot::Overflow(index) => self.attrs(object).expect::<Array>().at(index as usize),
        }
    }

    pub(crate) fn write_attr<'t>(&'t self, object: Value<'t>, slot: AttrSlot, value: Value<'t>) {
        match slot {
            AttrSlot::Inline(index) => self.write_slot(object, self.inline_slot(object, index), value),
            AttrSlot::Overflow(index) => self.attrs(object).expect::<Array>().put(self, index as usize, value),
        }
    }

    /// Adds an attribute in inline slot `index`; the object's map becomes `map`.
    pub(crate) fn add_inline<'t>(&'t self, object: Value<'t>, index: u32, map: Gc<'t, Map>, value: Value<'t>) {
        self.write_attr(object, AttrSlot::Inline(index), value);
        self.set_map(object, map);
    }

    /// The dict of an object in dict mode.
    pub(crate) fn mapped_dict<'t>(&'t self, object: Value<'t>, map: Gc<'t, Map>) -> Option<Gc<'t, Dict>> {
        if !map.has_dict() {
            return None;
        }
        let attrs = self.attrs(object);
        match attrs.cast_exact::<Array>() {
            Some(array) => array.at(0).cast::<Dict>(),
            None => attrs.cast::<Dict>(),
        }
    }

    /// The attribute with this key, of an object with a map.
    #[inline]
    pub(crate) fn mapped_get<'t>(&'t self, object: Value<'t>, map: Gc<'t, Map>, key: Value<'t>) -> Option<Value<'t>> {
        if let Some(index) = map.find(key) {
            return Some(self.read_attr(object, map.slot_of(index)));
        }
        self.mapped_dict(object, map)?.get_str(self, key.cast()?)
    }

    /// Sets the attribute with this key, of an object with a map.
    pub(crate) fn mapped_set<'t>(
        &'t self,
        object: Value<'t>,
        map: Gc<'t, Map>,
        key: Value<'t>,
        value: Value<'t>,
    ) -> Result<(), Raised> {
        if let Some(index) = map.find(key) {
            self.write_attr(object, map.slot_of(index), value);
            return Ok(());
        }
        let name = key.cast::<Str>();
        if let (Some(name), Some(dict)) = (name, self.mapped_dict(object, map)) {
            return dict.set_str(self, name, value);
        }
        let next = if name.is_some() && map.count() >= MAX_ATTRIBUTES { None } else { self.map_with(map, key)? };
        match (next, name) {
            (Some(next), _) => self.append(object, next, value),
            (None, Some(name)) => self.enter_dict_mode(object, map)?.set_str(self, name, value),
            (None, None) => Ok(()),
        }
    }

    /// Gives the object the map `next`, which has one attribute more than its own, and that attribute this value.
    fn append<'t>(&'t self, object: Value<'t>, next: Gc<'t, Map>, value: Value<'t>) -> Result<(), Raised> {
        let slot = next.slot_of(next.count() - 1);
        if let AttrSlot::Overflow(index) = slot {
            self.learn_slots(next.class(), next.count());
            self.reserve_overflow(object, next, index as usize + 1)?;
        }
        self.set_map(object, next);
        self.write_attr(object, slot, value);
        Ok(())
    }

    /// Makes `attrs` an array of at least `wanted` items.
    fn reserve_overflow<'t>(&'t self, object: Value<'t>, map: Gc<'t, Map>, wanted: usize) -> Result<(), Raised> {
        let attrs = self.attrs(object);
        let old = attrs.cast_exact::<Array>();
        if old.is_some_and(|old| old.extent() >= wanted) {
            return Ok(());
        }
        let array = self.new_array((wanted + wanted / 2).max(2))?;
        match old {
            Some(old) => array.copy_from(self, 0, old, 0, old.extent()),
            None if map.has_dict() => array.put(self, 0, attrs),
            None => {}
        }
        self.set_attrs(object, array.value());
        Ok(())
    }

    /// Moves the named attributes into a dict, which is returned.
    pub(crate) fn enter_dict_mode<'t>(&'t self, object: Value<'t>, map: Gc<'t, Map>) -> Result<Gc<'t, Dict>, Raised> {
        if let Some(dict) = self.mapped_dict(object, map) {
            return Ok(dict);
        }
        let dict = self.new_dict();
        for (key, value) in self.mapped_items(object, map) {
            if let Some(name) = key.cast::<Str>() {
                dict.set_str(self, name, value)?;
            }
        }
        self.replace_dict(object, map, dict)?;
        Ok(dict)
    }

    /// Makes `dict` the object's dict, in the place of all named attributes it has.
    pub(crate) fn replace_dict<'t>(
        &'t self,
        object: Value<'t>,
        map: Gc<'t, Map>,
        dict: Gc<'t, Dict>,
    ) -> Result<(), Raised> {
        let root = self.dict_root(map)?;
        let slots: Vec<_> = self.mapped_items(object, map).into_iter().filter(|(key, _)| !key.is::<Str>()).collect();
        self.rebuild(object, root, &slots, dict.value())
    }

    /// All attributes that lie in slots.
    pub(crate) fn mapped_items<'t>(&'t self, object: Value<'t>, map: Gc<'t, Map>) -> Vec<(Value<'t>, Value<'t>)> {
        (0..map.count()).map(|index| (map.key(index), self.read_attr(object, map.slot_of(index)))).collect()
    }

    /// Removes the attribute with this key; false if there is none.
    pub(crate) fn mapped_delete<'t>(
        &'t self,
        object: Value<'t>,
        map: Gc<'t, Map>,
        key: Value<'t>,
    ) -> Result<bool, Raised> {
        let dict = self.mapped_dict(object, map);
        if map.find(key).is_some() {
            let mut items = self.mapped_items(object, map);
            items.retain(|(other, _)| *other != key);
            self.rebuild(object, map.root(), &items, dict.map_or(Value::UNSET, Gc::value))?;
            return Ok(true);
        }
        Ok(match (dict, key.cast::<Str>()) {
            (Some(dict), Some(name)) => dict.remove_str(self, name).is_some(),
            _ => false,
        })
    }

    /// Lays the object out anew: these attributes and no others, starting from the empty map `root`.
    pub(crate) fn rebuild<'t>(
        &'t self,
        object: Value<'t>,
        root: Gc<'t, Map>,
        items: &[(Value<'t>, Value<'t>)],
        dict: Value<'t>,
    ) -> Result<(), Raised> {
        let mut map = root;
        for (key, _) in items {
            match self.map_with(map, *key)? {
                Some(next) => map = next,
                None => {
                    // Too many branches: the named attributes go into a dict.
                    let named = self.new_dict();
                    for (key, value) in items {
                        if let Some(name) = key.cast::<Str>() {
                            named.set_str(self, name, *value)?;
                        }
                    }
                    let slots: Vec<_> = items.iter().copied().filter(|(key, _)| !key.is::<Str>()).collect();
                    let root = self.dict_root(root)?;
                    return self.rebuild(object, root, &slots, named.value());
                }
            }
        }
        let inline = root.get(Map::inline) as usize;
        let beyond = items.len().saturating_sub(inline);
        let attrs = if beyond == 0 {
            dict
        } else {
            let first = root.get(Map::has_dict) as usize;
            let array = self.new_array(beyond + first)?;
            array.put(self, 0, dict);
            for (index, (_, value)) in items[inline..].iter().enumerate() {
                array.put(self, first + index, *value);
            }
            array.value()
        };
        self.set_attrs(object, attrs);
        self.set_map(object, map);
        for index in 0..inline {
            let value = items.get(index).map_or(Value::UNSET, |(_, value)| *value);
            self.write_slot(object, self.inline_slot(object, index as u32), value);
        }
        Ok(())
    }
}

/// Index into [`INLINE_SIZES`] of each number of inline slots.
const SIZE_INDEX: [u8; 29] = {
    let mut table = [0; 29];
    let mut index = 0;
    while index < INLINE_SIZES.len() {
        table[INLINE_SIZES[index] as usize] = index as u8;
        index += 1;
    }
    table
};

/// Zeroes a few words without the call that a loop would become.
///
/// # Safety
/// They can be written to.
#[inline(always)]
unsafe fn clear(first: *mut u64, count: usize) {
    // SAFETY: passed on; each bit of the count stands for as many words.
    unsafe {
        if count >= 8 {
            return first.write_bytes(0, count);
        }
        let mut at = first;
        if count & 4 != 0 {
            at.cast::<[u64; 4]>().write([0; 4]);
            at = at.add(4);
        }
        if count & 2 != 0 {
            at.cast::<[u64; 2]>().write([0; 2]);
            at = at.add(2);
        }
        if count & 1 != 0 {
            at.write(0);
        }
    }
}
