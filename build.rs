//! How the command is linked.

use std::ffi::{CStr, c_char};

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    order_functions();
    if relative_relocations_are_known() {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// What a program runs of the command, a quarter of it, lies together: the system maps sixteen pages around each that is touched, and
/// memory in use, like the processor's caches, is best filled with what is needed.
///
/// The names of `link_order.txt` become a linker script that says what comes first. A name that fits no function any more is of no effect.
fn order_functions() {
    println!("cargo::rerun-if-changed=link_order.txt");
    let known_linker =
        env::var("TARGET").as_deref() == Ok("x86_64-unknown-linux-gnu") && env::var_os("RUSTC_LINKER").is_none();
    if env::var("PROFILE").as_deref() != Ok("release") || !known_linker {
        return;
    }
    let names = fs::read_to_string("link_order.txt").expect("in the package");
    let names = names.lines().filter(|line| !line.starts_with('#'));
    // A function that is marked as cold has a section of the second kind.
    let sections: String = names.map(|name| format!("    *(.text.{name} .text.unlikely.{name})\n")).collect();
    let script = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo")).join("link_order.ld");
    fs::write(&script, format!("SECTIONS {{\n  .text.run : {{\n{sections}  }}\n}}\nINSERT BEFORE .text;\n"))
        .expect("writable");
    println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", script.display());
}

/// Twenty thousand pointers of static tables are relocated at start. As a bitmap they take 11 KB instead of half a
/// megabyte, all of which the loader would read; but only the loader of glibc 2.36 and later understands it.
fn relative_relocations_are_known() -> bool {
    let for_this_machine = env::var("HOST") == env::var("TARGET");
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
