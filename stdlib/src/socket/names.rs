//! Names of hosts and services, as the system's resolver knows them.

use std::ffi::{CStr, CString};

use vm_core::natives::{NativeDef, Window, leaf, reentrant};
use vm_core::{Raised, Res, Thread, Value};

use super::address::{self, Address};
use crate::convert::{self, c_int};
use crate::outcome::number;

pub static FUNCTIONS: [NativeDef; 11] = [
    reentrant("_resolve(host, port, family, type, proto, flags, /)", resolve).function(),
    reentrant("_name_of(family, address, flags, /)", name_of).function(),
    leaf("_pack(family, text, /)", |t, a| address::packed(t, c_int(t, a.get(0))?, &t.text(a.get(1)))).function(),
    leaf("_unpack(family, packed, /)", |t, a| address::text_of(t, c_int(t, a.get(0))?, a.get(1))).function(),
    leaf("gethostname()", |t, _| {
        let mut name = [0u8; 256];
        // SAFETY: a buffer of this length, of which the last byte stays NUL.
        match unsafe { libc::gethostname(name.as_mut_ptr().cast(), name.len() - 1) } {
            0 => convert::fs_text(t, name.split(|byte| *byte == 0).next().unwrap_or(&[])),
            _ => number(t, -1),
        }
    })
    .function(),
    leaf("_service_port(name, protocol, /)", |t, a| {
        let (name, protocol) = (c_string(t, a.get(0))?, a.get(1).not_none().map(|name| c_string(t, name)).transpose()?);
        let protocol = protocol.as_ref().map_or(std::ptr::null(), |protocol| protocol.as_ptr());
        // SAFETY: NUL-terminated strings; the record found is the library's own until the next call.
        let found = unsafe { libc::getservbyname(name.as_ptr(), protocol).as_ref() };
        Ok(found.map_or(Value::NONE, |found| t.int(u16::from_be(found.s_port as u16).into())))
    })
    .function(),
    leaf("_service_name(port, protocol, /)", |t, a| {
        let port = (t.index_of(a.get(0))? as u16).to_be();
        let protocol = a.get(1).not_none().map(|name| c_string(t, name)).transpose()?;
        let protocol = protocol.as_ref().map_or(std::ptr::null(), |protocol| protocol.as_ptr());
        // SAFETY: as above.
        match unsafe { libc::getservbyport(port.into(), protocol).as_ref() } {
            // SAFETY: the record's name ends in NUL.
            Some(found) => convert::fs_text(t, unsafe { CStr::from_ptr(found.s_name) }.to_bytes()),
            None => Ok(Value::NONE),
        }
    })
    .function(),
    leaf("_protocol(name, /)", |t, a| {
        let name = c_string(t, a.get(0))?;
        // SAFETY: as above.
        let found = unsafe { libc::getprotobyname(name.as_ptr()).as_ref() };
        Ok(found.map_or(Value::NONE, |found| t.int(found.p_proto.into())))
    })
    .function(),
    leaf("_resolver_message(code, /)", |t, a| {
        let code = c_int(t, a.get(0))?;
        // SAFETY: the library gives a string for every number.
        convert::fs_text(t, unsafe { CStr::from_ptr(libc::gai_strerror(code)) }.to_bytes())
    })
    .function(),
    leaf("_interface_index(name, /)", |t, a| {
        let name = c_string(t, a.get(0))?;
        // SAFETY: a NUL-terminated string.
        Ok(t.int(unsafe { libc::if_nametoindex(name.as_ptr()) }.into()))
    })
    .function(),
    leaf("_interface_name(index, /)", |t, a| {
        let mut name = [0u8; libc::IF_NAMESIZE];
        let index = t.index_of(a.get(0))? as u32;
        // SAFETY: room for the longest name.
        match unsafe { libc::if_indextoname(index, name.as_mut_ptr().cast()) }.is_null() {
            true => number(t, -1),
            false => convert::fs_text(t, name.split(|byte| *byte == 0).next().unwrap_or(&[])),
        }
    })
    .function(),
];

fn c_string<'t>(t: &'t Thread, value: Value<'t>) -> Result<CString, Raised> {
    convert::fs_path(t, value)
}

/// A list of (family, type, proto, canonical name, address); or the resolver's error number.
fn resolve(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let text = |index: usize| t.window_arg(window, index).not_none().map(|value| c_string(t, value)).transpose();
    let (host, port) = (text(0)?, text(1)?);
    // SAFETY: hints of zeros are valid.
    let mut hints: libc::addrinfo = unsafe { std::mem::zeroed() };
    let arg = |index: usize| c_int(t, t.window_arg(window, index));
    (hints.ai_family, hints.ai_socktype, hints.ai_protocol, hints.ai_flags) = (arg(2)?, arg(3)?, arg(4)?, arg(5)?);
    let pointer = |text: &Option<CString>| text.as_ref().map_or(std::ptr::null(), |text| text.as_ptr());
    let mut first = std::ptr::null_mut();
    // SAFETY: null or NUL-terminated strings; the list is given back below.
    let status = t.blocking(|| unsafe { libc::getaddrinfo(pointer(&host), pointer(&port), &hints, &mut first) });
    if status != 0 {
        t.set_window_result(window, t.int(status.into()));
        return Ok(());
    }
    // SAFETY: the list the call made, which lives until it is given back.
    let result = unsafe { entries(t, first) };
    // SAFETY: once, and nothing of it is used after this.
    unsafe { libc::freeaddrinfo(first) };
    t.set_window_result(window, result?);
    Ok(())
}

/// # Safety
/// `next` is null or a list that `getaddrinfo` made.
unsafe fn entries(t: &Thread, mut next: *const libc::addrinfo) -> Res<'_> {
    let list = t.new_list();
    // SAFETY: as the caller says.
    while let Some(entry) = unsafe { next.as_ref() } {
        let mut found = Address::room();
        found.length = entry.ai_addrlen.min(found.length);
        // SAFETY: the entry's address has this length, and the room is for any.
        unsafe {
            let (from, to) = (entry.ai_addr.cast::<u8>(), found.place().cast::<u8>());
            std::ptr::copy_nonoverlapping(from, to, found.length as usize);
        }
        let name = match entry.ai_canonname.is_null() {
            true => t.str("")?.value(),
            // SAFETY: a NUL-terminated string of the entry.
            false => convert::fs_text(t, unsafe { CStr::from_ptr(entry.ai_canonname) }.to_bytes())?,
        };
        let [family, kind, proto] =
            [entry.ai_family, entry.ai_socktype, entry.ai_protocol].map(|number| t.int(number.into()));
        let parts = [family, kind, proto, name, address::to_value(t, &found)?];
        list.push(t, t.small_tuple(parts).value())?;
        next = entry.ai_next;
    }
    Ok(list.value())
}

/// (host, service) of an address; or the resolver's error number.
fn name_of(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let (family, flags) = (c_int(t, t.window_arg(window, 0))?, c_int(t, t.window_arg(window, 2))?);
    let address = address::from_value(t, family, t.window_arg(window, 1))?;
    let (mut host, mut service) = ([0u8; 1025], [0u8; 32]);
    // SAFETY: the address and both buffers have these lengths.
    let status = t.blocking(|| unsafe {
        let (place, size) = (host.as_mut_ptr().cast(), host.len() as u32);
        let (other, other_size) = (service.as_mut_ptr().cast(), service.len() as u32);
        libc::getnameinfo(address.pointer(), address.length, place, size, other, other_size, flags)
    });
    let result = match status {
        0 => {
            let text = |bytes: &[u8]| convert::fs_text(t, bytes.split(|byte| *byte == 0).next().unwrap_or(&[]));
            t.small_tuple([text(&host)?, text(&service)?]).value()
        }
        _ => t.int(status.into()),
    };
    t.set_window_result(window, result);
    Ok(())
}
