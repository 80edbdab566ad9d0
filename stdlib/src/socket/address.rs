//! Addresses: what a program writes as a tuple or a path, and the system as a `sockaddr`.

use std::net::{Ipv4Addr, Ipv6Addr};

use vm_core::objects::bytes::Bytes;
use vm_core::objects::sequence::Tuple;
use vm_core::{Raised, Res, Thread, Value, cls};

use crate::convert;

/// Room for the address of any family.
pub struct Address {
    storage: libc::sockaddr_storage,
    pub length: libc::socklen_t,
}

impl Address {
    pub fn room() -> Address {
        // SAFETY: a storage of zeros is valid.
        let storage = unsafe { std::mem::zeroed() };
        Address { storage, length: size_of::<libc::sockaddr_storage>() as libc::socklen_t }
    }

    pub fn pointer(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }

    pub fn place(&mut self) -> *mut libc::sockaddr {
        (&raw mut self.storage).cast()
    }

    fn of<A>(address: A) -> Address {
        const { assert!(size_of::<A>() <= size_of::<libc::sockaddr_storage>()) };
        let mut made = Address::room();
        made.length = size_of::<A>() as libc::socklen_t;
        // SAFETY: the storage is large enough and aligned for every kind of address.
        unsafe { made.place().cast::<A>().write(address) };
        made
    }

    fn as_kind<A>(&self) -> &A {
        // SAFETY: as above; every bit pattern is a valid address.
        unsafe { &*self.pointer().cast::<A>() }
    }
}

/// The address in a Python value. Hosts have been resolved to numbers.
pub fn from_value<'t>(t: &'t Thread, family: i32, value: Value<'t>) -> Result<Address, Raised> {
    match family {
        libc::AF_INET | libc::AF_INET6 => from_tuple(t, family, value),
        libc::AF_UNIX => from_path(t, value),
        _ => Err(t.raise(cls::OSError, "bad family")),
    }
}

fn from_tuple<'t>(t: &'t Thread, family: i32, value: Value<'t>) -> Result<Address, Raised> {
    let parts = value.expect::<Tuple>();
    let host = t.text(parts.at(0));
    let number = |index: usize| -> Result<u32, Raised> {
        if index < parts.extent() { Ok(t.index_of(parts.at(index))? as u32) } else { Ok(0) }
    };
    let port = (number(1)? as u16).to_be();
    if family == libc::AF_INET {
        let host: Ipv4Addr = host.parse().map_err(|_| t.raise(cls::OSError, "illegal IP address"))?;
        // SAFETY: an address of zeros is valid.
        let mut address: libc::sockaddr_in = unsafe { std::mem::zeroed() };
        address.sin_family = libc::AF_INET as u16;
        address.sin_port = port;
        address.sin_addr.s_addr = u32::from_ne_bytes(host.octets());
        return Ok(Address::of(address));
    }
    let host: Ipv6Addr = host.parse().map_err(|_| t.raise(cls::OSError, "illegal IP address"))?;
    // SAFETY: as above.
    let mut address: libc::sockaddr_in6 = unsafe { std::mem::zeroed() };
    address.sin6_family = libc::AF_INET6 as u16;
    address.sin6_port = port;
    address.sin6_addr.s6_addr = host.octets();
    address.sin6_flowinfo = number(2)?.to_be();
    address.sin6_scope_id = number(3)?;
    Ok(Address::of(address))
}

fn from_path<'t>(t: &'t Thread, value: Value<'t>) -> Result<Address, Raised> {
    let path = convert::fs_bytes(t, value)?;
    // SAFETY: an address of zeros is valid.
    let mut address: libc::sockaddr_un = unsafe { std::mem::zeroed() };
    address.sun_family = libc::AF_UNIX as u16;
    let named = path.first().is_some_and(|first| *first != 0);
    if path.len() + usize::from(named) > address.sun_path.len() {
        return Err(t.raise(cls::OSError, "AF_UNIX path too long"));
    }
    for (place, byte) in address.sun_path.iter_mut().zip(&path) {
        *place = *byte as libc::c_char;
    }
    let before = std::mem::offset_of!(libc::sockaddr_un, sun_path);
    let mut made = Address::of(address);
    made.length = (before + path.len() + usize::from(named)) as libc::socklen_t;
    Ok(made)
}

/// The Python value of an address the system gave.
pub fn to_value<'t>(t: &'t Thread, address: &Address) -> Res<'t> {
    if address.length == 0 {
        return Ok(Value::NONE);
    }
    let family = i32::from(address.as_kind::<libc::sockaddr>().sa_family);
    match family {
        libc::AF_INET => {
            let found = address.as_kind::<libc::sockaddr_in>();
            let host = Ipv4Addr::from(found.sin_addr.s_addr.to_ne_bytes()).to_string();
            let port = u16::from_be(found.sin_port);
            Ok(t.small_tuple([t.str(&host)?.value(), t.int(port.into())]).value())
        }
        libc::AF_INET6 => {
            let found = address.as_kind::<libc::sockaddr_in6>();
            let host = Ipv6Addr::from(found.sin6_addr.s6_addr).to_string();
            let flow = u32::from_be(found.sin6_flowinfo);
            let numbers = [u32::from(u16::from_be(found.sin6_port)), flow, found.sin6_scope_id];
            let [port, flow, scope] = numbers.map(|number| t.int(number.into()));
            Ok(t.small_tuple([t.str(&host)?.value(), port, flow, scope]).value())
        }
        libc::AF_UNIX => path_value(t, address),
        _ => Ok(t.small_tuple([t.int(family.into()), t.bytes(&[])?.value()]).value()),
    }
}

/// A path as str; an abstract name, which begins with NUL, as bytes.
fn path_value<'t>(t: &'t Thread, address: &Address) -> Res<'t> {
    let before = std::mem::offset_of!(libc::sockaddr_un, sun_path);
    let length = (address.length as usize).saturating_sub(before);
    let path: Vec<u8> =
        address.as_kind::<libc::sockaddr_un>().sun_path.iter().take(length).map(|byte| *byte as u8).collect();
    if path.first() == Some(&0) {
        return Ok(t.bytes(&path)?.value());
    }
    convert::fs_text(t, path.split(|byte| *byte == 0).next().unwrap_or(&[]))
}

/// A packed address of four or sixteen bytes as text.
pub fn text_of<'t>(t: &'t Thread, family: i32, packed: Value<'t>) -> Res<'t> {
    let packed = match packed.cast::<Bytes>() {
        Some(bytes) => bytes.slice().to_vec(),
        None => t.bytes_like(packed)?.to_vec(),
    };
    let text = match (family, packed.len()) {
        (libc::AF_INET, 4) => <[u8; 4]>::try_from(&packed[..]).map(|all| Ipv4Addr::from(all).to_string()),
        (libc::AF_INET6, 16) => <[u8; 16]>::try_from(&packed[..]).map(|all| Ipv6Addr::from(all).to_string()),
        (libc::AF_INET | libc::AF_INET6, _) => {
            return Err(t.value_error("invalid length of packed IP address string"));
        }
        _ => return Err(t.value_error(format_args!("unknown address family {family}"))),
    };
    match text {
        Ok(text) => Ok(t.str(&text)?.value()),
        Err(_) => Err(t.value_error("invalid length of packed IP address string")),
    }
}

/// Text as a packed address.
pub fn packed<'t>(t: &'t Thread, family: i32, text: &str) -> Res<'t> {
    let bytes = match family {
        libc::AF_INET => text.parse::<Ipv4Addr>().map(|host| host.octets().to_vec()).ok(),
        libc::AF_INET6 => text.parse::<Ipv6Addr>().map(|host| host.octets().to_vec()).ok(),
        _ => {
            let error = std::io::Error::from_raw_os_error(libc::EAFNOSUPPORT);
            return Err(t.os_error(&error, None));
        }
    };
    match bytes {
        Some(bytes) => Ok(t.bytes(&bytes)?.value()),
        None => Err(t.raise(cls::OSError, "illegal IP address string passed to inet_pton")),
    }
}
