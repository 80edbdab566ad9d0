//! OSError: the subclass an errno stands for, and how the system's errors become exceptions.

use crate::Thread;
use crate::classes::{ClassKey, cls};
use crate::errors::Exception;
use crate::natives::Args;
use crate::objects::class::Class;
use crate::objects::exception_fields::{fill_fields, set_field};
use crate::objects::sequence::Tuple;
use crate::symbols::sym;
use crate::value::{Raised, Res, Value};

/// The subclass of OSError that stands for an errno.
pub fn os_error_class(errno: i64) -> ClassKey {
    match errno as i32 {
        libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => cls::BlockingIOError,
        libc::ECHILD => cls::ChildProcessError,
        libc::EPIPE | libc::ESHUTDOWN => cls::BrokenPipeError,
        libc::ECONNABORTED => cls::ConnectionAbortedError,
        libc::ECONNREFUSED => cls::ConnectionRefusedError,
        libc::ECONNRESET => cls::ConnectionResetError,
        libc::EEXIST => cls::FileExistsError,
        libc::ENOENT => cls::FileNotFoundError,
        libc::EINTR => cls::InterruptedError,
        libc::EISDIR => cls::IsADirectoryError,
        libc::ENOTDIR => cls::NotADirectoryError,
        libc::EACCES | libc::EPERM => cls::PermissionError,
        libc::ESRCH => cls::ProcessLookupError,
        libc::ETIMEDOUT => cls::TimeoutError,
        _ => cls::OSError,
    }
}

/// What the system says about an error number.
pub fn system_message(errno: i32) -> String {
    // SAFETY: strerror gives a string for any number, which lives until this thread asks again.
    unsafe { std::ffi::CStr::from_ptr(libc::strerror(errno)) }.to_string_lossy().into_owned()
}

impl Thread {
    /// OSError for the system call that just failed.
    pub fn last_os_error(&self) -> Raised {
        self.os_error(&std::io::Error::last_os_error(), None)
    }

    /// OSError (or the subclass for its errno) with the system's message.
    pub fn os_error<'t>(&'t self, error: &std::io::Error, filename: Option<Value<'t>>) -> Raised {
        let errno = error.raw_os_error().unwrap_or(0);
        let text = match self.str(&system_message(errno)) {
            Ok(text) => text.value(),
            Err(raised) => return raised,
        };
        let class = os_error_class(errno as i64);
        match filename {
            Some(name) => self.raise_with(class, &[self.int(errno as i64), text, name]),
            None => self.raise_with(class, &[self.int(errno as i64), text]),
        }
    }
}

/// `OSError.__new__`: OSError itself becomes the subclass that its errno stands for.
pub(super) fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let values = args.get(1).expect::<Tuple>();
    let Some(mut class) = args.get(0).cast::<Class>().filter(|class| t.is_subclass(*class, t.class(cls::OSError)))
    else {
        return Err(t.type_error("OSError.__new__(X): X is not a subtype of OSError"));
    };
    if class == t.class(cls::OSError) && (2..=5).contains(&values.extent()) {
        if let Some(errno) = values.at(0).as_small_int() {
            class = t.class(os_error_class(errno));
        }
    }
    let exception = t.alloc_exception(class, values);
    fill_fields(t, exception)?;
    if t.is_subclass(class, t.class(cls::BlockingIOError)) && values.extent() >= 3 && t.as_int(values.at(2)).is_some() {
        set_field(t, exception, sym::filename, Value::NONE)?;
        set_field(t, exception, sym::characters_written, values.at(2))?;
    } else if (3..=5).contains(&values.extent()) {
        // The filename is no part of `args`.
        let short = t.small_tuple([values.at(0), values.at(1)]);
        exception.set(t, Exception::args, short.value());
    }
    Ok(exception.value())
}
