//! Calls on sockets. None but `_connect` and `_accept` waits: the others ask the system not to.

use std::io::Error;

use vm_core::natives::{Args, NativeDef, Window, leaf, reentrant};
use vm_core::objects::sequence::{List, Tuple};
use vm_core::{Raised, Res, Thread};

use super::address::{self, Address};
use crate::convert::c_int;
use crate::descriptor;
use crate::outcome::{done, number};

pub static FUNCTIONS: [NativeDef; 18] = [
    leaf("_open(family, type, proto, /)", |t, a| {
        let (family, kind, proto) = (c_int(t, a.get(0))?, c_int(t, a.get(1))?, c_int(t, a.get(2))?);
        // SAFETY: no memory is involved.
        number(t, unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, proto) }.into())
    })
    .function(),
    leaf("_pair(family, type, proto, /)", |t, a| {
        let (family, kind, proto) = (c_int(t, a.get(0))?, c_int(t, a.get(1))?, c_int(t, a.get(2))?);
        let mut ends = [0; 2];
        // SAFETY: room for two descriptors.
        match unsafe { libc::socketpair(family, kind | libc::SOCK_CLOEXEC, proto, ends.as_mut_ptr()) } {
            0 => Ok(t.small_tuple(ends.map(|end| t.int(end.into()))).value()),
            _ => Err(t.last_os_error()),
        }
    })
    .function(),
    leaf("_bind(fd, family, address, /)", |t, a| {
        let address = address::from_value(t, c_int(t, a.get(1))?, a.get(2))?;
        // SAFETY: the address lives through the call.
        done(t, unsafe { libc::bind(c_int(t, a.get(0))?, address.pointer(), address.length) })
    })
    .function(),
    reentrant("_connect(fd, family, address, /)", connect).function(),
    reentrant("_accept(fd, /)", accept).function(),
    leaf("_listen(fd, backlog, /)", |t, a| {
        let (fd, backlog) = (c_int(t, a.get(0))?, c_int(t, a.get(1))?);
        // SAFETY: no memory is involved.
        done(t, unsafe { libc::listen(fd, backlog) })
    })
    .function(),
    leaf("_shutdown(fd, how, /)", |t, a| {
        let (fd, how) = (c_int(t, a.get(0))?, c_int(t, a.get(1))?);
        // SAFETY: no memory is involved.
        done(t, unsafe { libc::shutdown(fd, how) })
    })
    .function(),
    leaf("_own_name(fd, /)", |t, a| name(t, a, libc::getsockname)).function(),
    leaf("_peer_name(fd, /)", |t, a| name(t, a, libc::getpeername)).function(),
    leaf("_option(fd, level, option, /)", option).function(),
    leaf("_option_bytes(fd, level, option, size, /)", option_bytes).function(),
    leaf("_set_option(fd, level, option, value, /)", |t, a| {
        let (fd, level, option) = (c_int(t, a.get(0))?, c_int(t, a.get(1))?, c_int(t, a.get(2))?);
        let value = t.bytes_like(a.get(3))?.to_vec();
        let (place, size) = (value.as_ptr().cast(), value.len() as libc::socklen_t);
        // SAFETY: the value has this length.
        done(t, unsafe { libc::setsockopt(fd, level, option, place, size) })
    })
    .function(),
    leaf("_receive(fd, size, flags, /)", |t, a| {
        let (fd, flags) = (c_int(t, a.get(0))?, c_int(t, a.get(2))?);
        let mut buffer = vec![0u8; t.index_of(a.get(1))?.clamp(0, 1 << 30) as usize];
        let (place, size) = (buffer.as_mut_ptr().cast(), buffer.len());
        // SAFETY: the buffer has this length.
        match unsafe { libc::recv(fd, place, size, flags | libc::MSG_DONTWAIT) } {
            // More than asked for is counted where truncation is told.
            0.. if flags & libc::MSG_TRUNC != 0 => Ok(t.bytes(&buffer)?.value()),
            count @ 0.. => Ok(t.bytes(&buffer[..count as usize])?.value()),
            _ => Err(t.last_os_error()),
        }
    })
    .function(),
    leaf("_receive_into(fd, buffer, size, flags, /)", |t, a| {
        let (fd, flags) = (c_int(t, a.get(0))?, c_int(t, a.get(3))?);
        let lent = t.writable_buffer(a.get(1), "recv_into", 1)?;
        let mut buffer = vec![0u8; (t.index_of(a.get(2))?.max(0) as usize).min(lent.len())];
        let (place, size) = (buffer.as_mut_ptr().cast(), buffer.len());
        // SAFETY: the buffer has this length.
        let count = unsafe { libc::recv(fd, place, size, flags | libc::MSG_DONTWAIT) };
        let filled = usize::try_from(count).unwrap_or(0).min(size);
        lent.write(0, &buffer[..filled]);
        number(t, count as i64)
    })
    .function(),
    leaf("_receive_from(fd, size, flags, /)", |t, a| {
        let (fd, flags) = (c_int(t, a.get(0))?, c_int(t, a.get(2))?);
        let mut buffer = vec![0u8; t.index_of(a.get(1))?.clamp(0, 1 << 30) as usize];
        let mut from = Address::room();
        let (place, size, flags) = (buffer.as_mut_ptr().cast(), buffer.len(), flags | libc::MSG_DONTWAIT);
        let mut length = from.length;
        // SAFETY: the buffer and the room for the address have these lengths.
        let count = unsafe { libc::recvfrom(fd, place, size, flags, from.place(), &mut length) };
        from.length = length;
        match usize::try_from(count) {
            Ok(count) => {
                let bytes = t.bytes(&buffer[..count.min(size)])?.value();
                Ok(t.small_tuple([bytes, address::to_value(t, &from)?]).value())
            }
            Err(_) => number(t, -1),
        }
    })
    .function(),
    leaf("_send(fd, data, start, flags, /)", |t, a| {
        let (fd, flags) = (c_int(t, a.get(0))?, c_int(t, a.get(3))?);
        let data = t.bytes_like(a.get(1))?.to_vec();
        let rest = &data[(t.index_of(a.get(2))?.max(0) as usize).min(data.len())..];
        let flags = flags | libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
        // SAFETY: the bytes have this length.
        number(t, unsafe { libc::send(fd, rest.as_ptr().cast(), rest.len(), flags) } as i64)
    })
    .function(),
    leaf("_send_to(fd, data, flags, family, address, /)", |t, a| {
        let (fd, flags) = (c_int(t, a.get(0))?, c_int(t, a.get(2))?);
        let data = t.bytes_like(a.get(1))?.to_vec();
        let to = address::from_value(t, c_int(t, a.get(3))?, a.get(4))?;
        let flags = flags | libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
        // SAFETY: the bytes and the address have these lengths.
        let count = unsafe { libc::sendto(fd, data.as_ptr().cast(), data.len(), flags, to.pointer(), to.length) };
        number(t, count as i64)
    })
    .function(),
    leaf("_send_message(fd, parts, descriptors, flags, /)", send_message).function(),
];

/// The error number of connecting: 0, or one that tells that it goes on, or why it failed.
fn connect(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let (fd, family) = (c_int(t, t.window_arg(window, 0))?, c_int(t, t.window_arg(window, 1))?);
    let address = address::from_value(t, family, t.window_arg(window, 2))?;
    // SAFETY: the address lives through the call.
    let status = t.blocking(|| match unsafe { libc::connect(fd, address.pointer(), address.length) } {
        0 => 0,
        _ => Error::last_os_error().raw_os_error().unwrap_or(libc::EIO),
    });
    t.set_window_result(window, t.int(status.into()));
    Ok(())
}

fn accept(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let fd = c_int(t, t.window_arg(window, 0))?;
    let mut from = Address::room();
    let call = || {
        from.length = size_of::<libc::sockaddr_storage>() as libc::socklen_t;
        let mut length = from.length;
        // SAFETY: room for an address of this length.
        let found = unsafe { libc::accept4(fd, from.place(), &mut length, libc::SOCK_CLOEXEC) };
        from.length = length;
        found as isize
    };
    let found = descriptor::waiting(t, call)?.map_err(|error| t.os_error(&error, None))?;
    let result = t.small_tuple([t.int_usize(found), address::to_value(t, &from)?]).value();
    t.set_window_result(window, result);
    Ok(())
}

type NameCall = unsafe extern "C" fn(i32, *mut libc::sockaddr, *mut libc::socklen_t) -> i32;

fn name<'t>(t: &'t Thread, args: Args<'t>, call: NameCall) -> Res<'t> {
    let fd = c_int(t, args.get(0))?;
    let mut found = Address::room();
    let mut length = found.length;
    // SAFETY: room for an address of this length.
    let status = unsafe { call(fd, found.place(), &mut length) };
    found.length = length;
    if status == 0 { address::to_value(t, &found) } else { number(t, -1) }
}

fn option<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (fd, level, option) = (c_int(t, args.get(0))?, c_int(t, args.get(1))?, c_int(t, args.get(2))?);
    let (mut value, mut size) = (0i32, size_of::<i32>() as libc::socklen_t);
    // SAFETY: room for an int.
    match unsafe { libc::getsockopt(fd, level, option, (&raw mut value).cast(), &mut size) } {
        0 => Ok(t.int(value.into())),
        _ => number(t, -1),
    }
}

fn option_bytes<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (fd, level, option) = (c_int(t, args.get(0))?, c_int(t, args.get(1))?, c_int(t, args.get(2))?);
    let mut value = vec![0u8; t.index_of(args.get(3))?.clamp(0, 1024) as usize];
    let mut size = value.len() as libc::socklen_t;
    // SAFETY: room for so many bytes.
    match unsafe { libc::getsockopt(fd, level, option, value.as_mut_ptr().cast(), &mut size) } {
        0 => Ok(t.bytes(&value[..(size as usize).min(value.len())])?.value()),
        _ => number(t, -1),
    }
}

/// Sends a list of bytes as one message, with descriptors beside it.
fn send_message<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (fd, flags) = (c_int(t, args.get(0))?, c_int(t, args.get(3))?);
    let mut parts = Vec::new();
    for part in args.get(1).expect::<List>().iter() {
        parts.push(t.bytes_like(part)?.to_vec());
    }
    let passed = args.get(2).expect::<Tuple>();
    let passed: Vec<i32> = (0..passed.extent()).map(|index| c_int(t, passed.at(index))).collect::<Result<_, _>>()?;
    let mut vectors: Vec<libc::iovec> =
        parts.iter_mut().map(|part| libc::iovec { iov_base: part.as_mut_ptr().cast(), iov_len: part.len() }).collect();
    let payload = (passed.len() * size_of::<i32>()) as u32;
    // SAFETY: a message of zeros is valid; its vectors and the room for descriptors live through the call.
    let count = unsafe {
        let mut message: libc::msghdr = std::mem::zeroed();
        message.msg_iov = vectors.as_mut_ptr();
        message.msg_iovlen = vectors.len() as _;
        // of words, so that the header within is aligned
        let mut beside = vec![0u64; (libc::CMSG_SPACE(payload) as usize).div_ceil(8)];
        if !passed.is_empty() {
            message.msg_control = beside.as_mut_ptr().cast();
            message.msg_controllen = libc::CMSG_SPACE(payload) as _;
            let header = libc::CMSG_FIRSTHDR(&message);
            (*header).cmsg_level = libc::SOL_SOCKET;
            (*header).cmsg_type = libc::SCM_RIGHTS;
            (*header).cmsg_len = libc::CMSG_LEN(payload) as _;
            std::ptr::copy_nonoverlapping(passed.as_ptr(), libc::CMSG_DATA(header).cast(), passed.len());
        }
        libc::sendmsg(fd, &message, flags | libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL)
    };
    match count {
        0.. => Ok(t.int(count as i64)),
        _ => Err(t.last_os_error()),
    }
}
