//! `select`: waiting for descriptors. The calls are here; the objects a program sees are in the Python part.

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{NativeDef, Window, leaf, reentrant};
use vm_core::objects::sequence::{List, Tuple};
use vm_core::{Raised, Thread};

use crate::constants::{self, Constants};
use crate::convert::c_int;
use crate::descriptor;
use crate::outcome::{done, number};

pub static MODULE: ModuleDef = module("select")
    .doc("This module supports asynchronous I/O on multiple file descriptors.")
    .functions(&FUNCTIONS)
    .init(|t, namespace| constants::add(t, namespace, CONSTANTS));

macro_rules! unsigned {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name as u32 as i64)),*] };
}

/// EPOLLET is the topmost bit, which counts as positive.
const CONSTANTS: Constants = unsigned! {
    PIPE_BUF POLLIN POLLPRI POLLOUT POLLERR POLLHUP POLLNVAL POLLRDNORM POLLRDBAND POLLWRNORM POLLWRBAND POLLRDHUP
    EPOLLIN EPOLLOUT EPOLLPRI EPOLLERR EPOLLHUP EPOLLRDHUP EPOLLET EPOLLONESHOT EPOLLEXCLUSIVE EPOLLRDNORM EPOLLRDBAND
    EPOLLWRNORM EPOLLWRBAND EPOLLMSG EPOLLWAKEUP EPOLL_CLOEXEC EPOLL_CTL_ADD EPOLL_CTL_DEL EPOLL_CTL_MOD
};

static FUNCTIONS: [NativeDef; 4] = [
    reentrant("_poll(entries, milliseconds, /)", poll).function(),
    leaf("_epoll_create(flags, /)", |t, a| {
        let flags = c_int(t, a.get(0))?;
        // SAFETY: no memory is involved.
        number(t, unsafe { libc::epoll_create1(flags) }.into())
    })
    .function(),
    leaf("_epoll_ctl(epfd, operation, fd, events, /)", |t, a| {
        let (epfd, operation, fd) = (c_int(t, a.get(0))?, c_int(t, a.get(1))?, c_int(t, a.get(2))?);
        let mut event = libc::epoll_event { events: t.index_of(a.get(3))? as u32, u64: fd as u64 };
        // SAFETY: the event lives through the call.
        done(t, unsafe { libc::epoll_ctl(epfd, operation, fd, &mut event) })
    })
    .function(),
    reentrant("_epoll_wait(epfd, milliseconds, most, /)", epoll_wait).function(),
];

/// When a wait of so many milliseconds ends; `None`: never.
fn deadline(milliseconds: i32) -> Option<std::time::Instant> {
    let span = u64::try_from(milliseconds).ok()?;
    Some(std::time::Instant::now() + std::time::Duration::from_millis(span))
}

/// What is left of it, in milliseconds rounded up.
fn left(deadline: Option<std::time::Instant>) -> i32 {
    deadline.map_or(-1, |end| {
        let left = end.saturating_duration_since(std::time::Instant::now());
        i32::try_from(left.as_micros().div_ceil(1000)).unwrap_or(i32::MAX)
    })
}

/// The pairs (descriptor, events) of a list as those that something happened to.
fn poll(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let milliseconds = c_int(t, t.window_arg(window, 1))?;
    let mut entries = Vec::new();
    for pair in t.window_arg(window, 0).expect::<List>().iter() {
        let pair = pair.expect::<Tuple>();
        let (fd, events) = (c_int(t, pair.at(0))?, t.index_of(pair.at(1))? as i16);
        entries.push(libc::pollfd { fd, events, revents: 0 });
    }
    let end = deadline(milliseconds);
    let (place, count) = (entries.as_mut_ptr(), entries.len() as libc::nfds_t);
    // SAFETY: so many entries.
    let found = descriptor::waiting(t, || unsafe { libc::poll(place, count, left(end)) } as isize)?;
    found.map_err(|error| t.os_error(&error, None))?;
    let ready = t.new_list();
    for entry in entries.iter().filter(|entry| entry.revents != 0) {
        let pair = t.small_tuple([t.int(entry.fd.into()), t.int(i64::from(entry.revents as u16))]);
        ready.push(t, pair.value())?;
    }
    t.set_window_result(window, ready.value());
    Ok(())
}

fn epoll_wait(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let arg = |index| -> Result<i32, Raised> { c_int(t, t.window_arg(window, index)) };
    let (epfd, milliseconds, most) = (arg(0)?, arg(1)?, arg(2)?);
    let mut events = vec![libc::epoll_event { events: 0, u64: 0 }; most.max(1) as usize];
    let end = deadline(milliseconds);
    let (place, most) = (events.as_mut_ptr(), events.len() as i32);
    // SAFETY: room for so many events.
    let found = descriptor::waiting(t, || unsafe { libc::epoll_wait(epfd, place, most, left(end)) } as isize)?;
    let count = found.map_err(|error| t.os_error(&error, None))?;
    let ready = t.new_list();
    for event in &events[..count] {
        let (fd, what) = (event.u64 as i32, event.events);
        ready.push(t, t.small_tuple([t.int(fd.into()), t.int(what.into())]).value())?;
    }
    t.set_window_result(window, ready.value());
    Ok(())
}
