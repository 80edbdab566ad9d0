//! How the command is linked.

use std::ffi::{CStr, c_char};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if relative_relocations_are_known() {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// Twenty thousand pointers of static tables are relocated at start. As a bitmap they take 11 KB instead of half a
/// megabyte, all of which the loader would read; but only the loader of glibc 2.36 and later understands it.
fn relative_relocations_are_known() -> bool {
    let for_this_machine = std::env::var("HOST") == std::env::var("TARGET");
    for_this_machine && glibc_version().is_some_and(|version| version >= (2, 36))
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn glibc_version() -> Option<(u32, u32)> {
    unsafe extern "C" {
        safe fn gnu_get_libc_version() -> *const c_char;
    }
    // SAFETY: glibc's version is a constant string.
    let version = unsafe { CStr::from_ptr(gnu_get_libc_version()) }.to_str().ok()?;
    let (major, minor) = version.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn glibc_version() -> Option<(u32, u32)> {
    None
}
