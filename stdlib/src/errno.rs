//! `errno`: the numbers of the system's errors.

use vm_core::native_modules::{ModuleDef, module};

pub static MODULE: ModuleDef = module("errno").init(|t, namespace| {
    let codes = t.new_dict();
    for (name, value) in ERRORS {
        let (name, value) = (t.intern_text(name), t.int(i64::from(*value)));
        namespace.set_str(t, name, value)?;
        if let Some(hash) = t.leaf_hash(value) {
            codes.insert_new(t, value, hash, name.value())?;
        }
    }
    namespace.add(t, "errorcode", codes.value())
});

macro_rules! errors {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name)),*] };
}

const ERRORS: &[(&str, i32)] = errors! {
    EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV
    ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK
    ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP ENOMSG EIDRM ENOSTR ENODATA ETIME EPROTO EBADMSG EOVERFLOW EILSEQ ENOTSOCK
    EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT EOPNOTSUPP EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN
    ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETIMEDOUT ECONNREFUSED EHOSTDOWN
    EHOSTUNREACH EALREADY EINPROGRESS ESTALE EDQUOT ECANCELED
};
