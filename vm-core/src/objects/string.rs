//! The str object: layouts, making, reading, hashing, interning. Its methods are in `str_methods`.

use gc_api::{Layout, Slot, TypeId, TypeInfo, Variable, Word, layout};
use text::{Text, Units};

use crate::Thread;
use crate::layouts;
use crate::objects::string_parts::Filler;
use crate::symbols;
use crate::value::{Gc, Raised, Value};
use crate::vm::RootKey;

layout! {
    /// Text, in the narrowest of four layouts; this is their common prefix, and the layout of ASCII text.
    pub struct Str(layouts::STR_ASCII, last layouts::STR_UCS4) {
        length: Raw<usize>,
        /// 0: not computed yet.
        hash: Raw<i64>,
    } bytes(0) length
}

const fn wide(name: &'static str, shift: u8) -> TypeInfo {
    let mut info = Str::INFO;
    info.name = name;
    if let Variable::Bytes { length, base, .. } = info.variable {
        info.variable = Variable::Bytes { length, base, shift };
    }
    info
}

static LATIN1: TypeInfo = wide("StrLatin1", 0);
static UCS2: TypeInfo = wide("StrUcs2", 1);
static UCS4: TypeInfo = wide("StrUcs4", 2);

/// The layouts other than [`Str`]'s own.
pub static WIDE: [(TypeId, &TypeInfo); 3] =
    [(layouts::STR_LATIN1, &LATIN1), (layouts::STR_UCS2, &UCS2), (layouts::STR_UCS4, &UCS4)];

impl<'t> Gc<'t, Str> {
    /// Length in code points.
    #[inline(always)]
    pub fn len(self) -> usize {
        self.get(Str::length)
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    pub fn is_ascii(self) -> bool {
        self.type_id() == layouts::STR_ASCII
    }

    /// The text itself, lent: strings never change.
    #[inline]
    pub fn units(self) -> Units<'t> {
        let length = self.len();
        // SAFETY: `length` units of the width that the layout says follow the fixed part, and nobody writes them.
        unsafe {
            let start = self.as_ptr().add(1).cast::<u8>();
            match self.type_id() {
                layouts::STR_ASCII | layouts::STR_LATIN1 => Units::Latin1(std::slice::from_raw_parts(start, length)),
                layouts::STR_UCS2 => Units::Ucs2(std::slice::from_raw_parts(start.cast(), length)),
                _ => Units::Ucs4(std::slice::from_raw_parts(start.cast(), length)),
            }
        }
    }

    /// The text if it is ASCII.
    #[inline]
    pub fn as_ascii(self) -> Option<&'t str> {
        if !self.is_ascii() {
            return None;
        }
        match self.units() {
            // SAFETY: the layout says that every byte is ASCII.
            Units::Latin1(bytes) => Some(unsafe { std::str::from_utf8_unchecked(bytes) }),
            _ => None,
        }
    }

    /// As Rust text; lone surrogates are written as escapes.
    pub fn to_text(self) -> String {
        match self.as_ascii() {
            Some(text) => text.to_owned(),
            None => self.units().to_utf8_escaped(),
        }
    }
}

impl Thread {
    /// A new str of these units, in the narrowest layout.
    pub fn str_units(&self, units: Units<'_>) -> Result<Gc<'_, Str>, Raised> {
        match units {
            Units::Latin1(bytes) => {
                if bytes.len() <= 1 {
                    if let Some(shared) = self.shared_str(bytes) {
                        return Ok(shared);
                    }
                }
                self.fill_latin1(bytes)
            }
            Units::Ucs2(_) | Units::Ucs4(_) => {
                let widest = units.iter().max().unwrap_or(0);
                let narrow = widest < 0x100;
                if narrow {
                    let bytes: Vec<u8> = units.iter().map(|c| c as u8).collect();
                    return self.str_units(Units::Latin1(&bytes));
                }
                if widest < 0x1_0000 {
                    let wide: Vec<u16> = units.iter().map(|c| c as u16).collect();
                    self.fill_str::<u16>(layouts::STR_UCS2, &UCS2, &wide)
                } else {
                    let wide: Vec<u32> = units.iter().collect();
                    self.fill_str::<u32>(layouts::STR_UCS4, &UCS4, &wide)
                }
            }
        }
    }

    fn fill_latin1(&self, bytes: &[u8]) -> Result<Gc<'_, Str>, Raised> {
        if bytes.is_ascii() {
            self.fill_str::<u8>(layouts::STR_ASCII, &<Str as Layout>::INFO, bytes)
        } else {
            self.fill_str::<u8>(layouts::STR_LATIN1, &LATIN1, bytes)
        }
    }

    /// The empty string and those of one Latin-1 character exist once.
    fn shared_str(&self, bytes: &[u8]) -> Option<Gc<'_, Str>> {
        match bytes {
            [] => self.fixed_root(RootKey::EmptyString).cast(),
            [byte] => {
                let table = self.fixed_root(RootKey::Latin1).cast::<crate::objects::sequence::Tuple>()?;
                table.at(*byte as usize).cast()
            }
            _ => None,
        }
    }

    fn fill_str<U: Copy>(&self, id: TypeId, info: &TypeInfo, units: &[U]) -> Result<Gc<'_, Str>, Raised> {
        self.fill_str_with(id, info, units.len(), |out| out.push(units))
    }

    /// A new str of this layout, whose units `fill` writes.
    pub(super) fn fill_str_with<U: Copy>(
        &self,
        id: TypeId,
        info: &TypeInfo,
        length: usize,
        fill: impl FnOnce(&mut Filler<U>),
    ) -> Result<Gc<'_, Str>, Raised> {
        let bytes = info.bytes_for(length);
        let place = match self.heap().alloc_bytes(id, bytes) {
            Some(place) => place.cast::<Str>(),
            None => return Err(self.memory_error()),
        };
        // SAFETY: the memory is fresh and holds the fixed part and the units; the trailing padding is cleared first.
        unsafe {
            let base = place.as_ptr().cast::<u8>();
            base.add(bytes - 8).cast::<u64>().write(0);
            (*place.as_ptr()).length.set(length);
            (*place.as_ptr()).hash.set(0);
            let mut out = Filler::new(place.as_ptr().add(1).cast::<U>(), length);
            fill(&mut out);
            assert!(out.is_full());
            Ok(Gc::from_ptr(place))
        }
    }

    /// A new str.
    pub fn str(&self, text: &str) -> Result<Gc<'_, Str>, Raised> {
        if text.is_ascii() {
            return self.str_units(Units::Latin1(text.as_bytes()));
        }
        self.str_text(Text::from_utf8(text))
    }

    pub fn str_text(&self, text: Text) -> Result<Gc<'_, Str>, Raised> {
        self.str_units(text.as_units())
    }

    /// A str of one code point (surrogates allowed).
    pub fn str_char(&self, code: u32) -> Result<Gc<'_, Str>, Raised> {
        match code {
            0..=0xFF => self.str_units(Units::Latin1(&[code as u8])),
            0x100..=0xFFFF => self.fill_str::<u16>(layouts::STR_UCS2, &UCS2, &[code as u16]),
            _ => self.fill_str::<u32>(layouts::STR_UCS4, &UCS4, &[code]),
        }
    }

    /// The str behind a value: exact, or of a subclass.
    #[inline]
    pub fn as_str<'t>(&'t self, value: Value<'t>) -> Option<Gc<'t, Str>> {
        match value.cast::<Str>() {
            Some(exact) => Some(exact),
            None => self.unbox(value)?.cast::<Str>(),
        }
    }

    /// The exact value within an instance of a subclass of an immutable builtin.
    #[inline]
    pub fn unbox<'t>(&'t self, value: Value<'t>) -> Option<Value<'t>> {
        use crate::objects::class::Boxed;
        Some(value.cast::<Boxed>()?.get(Boxed::value))
    }

    /// A str value as Rust text, for messages; other values as nothing.
    pub fn text<'t>(&'t self, value: Value<'t>) -> String {
        self.as_str(value).map(|s| s.to_text()).unwrap_or_default()
    }

    /// Hash of a str, remembered in it.
    #[inline]
    pub fn hash_str(&self, string: Gc<'_, Str>) -> i64 {
        let known = string.get(Str::hash);
        if known != 0 {
            return known;
        }
        let (k0, k1) = self.vm().hash_key;
        let hash = text::hash::hash_str(text::hash::Key(k0, k1), string.units());
        string.set_raw(Str::hash, hash);
        hash
    }

    /// The interned string equal to this one; made if need be. Interned strings never die and never move.
    pub fn intern<'t>(&'t self, string: Gc<'t, Str>) -> Gc<'t, Str> {
        if let Some(found) = self.interned(string) {
            return found;
        }
        let info = self.vm().types.get(string.type_id());
        let bytes = info.bytes_for(string.len());
        let place = self.heap().alloc_immortal(string.type_id(), bytes);
        // SAFETY: both objects have this layout and extent; the header of the new one stays.
        let copy: Gc<'t, Str> = unsafe {
            std::ptr::copy_nonoverlapping(
                string.as_ptr().cast::<u8>().add(8),
                place.as_ptr().cast::<u8>().add(8),
                bytes - 8,
            );
            Gc::from_ptr(place.cast())
        };
        self.remember_interned(copy);
        copy
    }

    /// How many strings are interned.
    pub fn interned_count(&self) -> usize {
        self.vm().interned.count.get()
    }

    /// The interned string equal to this one, if there is one.
    pub fn interned<'t>(&'t self, string: Gc<'t, Str>) -> Option<Gc<'t, Str>> {
        let table = self.vm().interned.slots.borrow();
        let mask = table.len() - 1;
        let mut index = self.hash_str(string) as usize & mask;
        while !table[index].is_zero() {
            let candidate = self.slot_value(&Slot::new(table[index])).expect::<Str>();
            if candidate == string
                || (self.hash_str(candidate) == self.hash_str(string) && candidate.units() == string.units())
            {
                return Some(candidate);
            }
            index = (index + 1) & mask;
        }
        None
    }

    fn remember_interned(&self, string: Gc<'_, Str>) {
        let table = &self.vm().interned;
        let mut slots = table.slots.borrow_mut();
        if (table.count.get() + 1) * 2 > slots.len() {
            let larger = vec![Word::ZERO; slots.len() * 2];
            for word in std::mem::replace(&mut *slots, larger) {
                if !word.is_zero() {
                    let hash = self.hash_str(self.slot_value(&Slot::new(word)).expect::<Str>());
                    insert_word(&mut slots, hash, word);
                }
            }
        }
        insert_word(&mut slots, self.hash_str(string), string.word());
        table.count.set(table.count.get() + 1);
    }

    /// The interned string of this text.
    pub fn intern_text(&self, text: &str) -> Gc<'_, Str> {
        match self.str(text) {
            Ok(string) => self.intern(string),
            // Names are short: allocation of small objects cannot fail.
            Err(_) => panic!("a name of {} bytes", text.len()),
        }
    }

    /// Interns the names the machine knows; the first thing a new machine does.
    pub(crate) fn intern_symbols(&self) {
        for (slot, text) in self.vm().symbols.iter().zip(symbols::TEXTS) {
            slot.set(self.intern_text(text).word());
        }
        self.vm().changes.small.set(true);
        self.set_fixed_root(RootKey::EmptyString, self.intern_text("").value());
    }
}

fn insert_word(slots: &mut [Word], hash: i64, word: Word) {
    let mask = slots.len() - 1;
    let mut index = hash as usize & mask;
    while !slots[index].is_zero() {
        index = (index + 1) & mask;
    }
    slots[index] = word;
}
