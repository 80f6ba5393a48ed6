//! Put before the C library of a process (`LD_PRELOAD`), makes its writes to a store fail.
//!
//! Calls that write to files whose path holds `.rashomon` are counted. `RASHOMON_FAULT=N:ERROR:HOW` lets the Nth of them fail with
//! that number of an error; `HOW` is `once`, `ever` (so do all that follow, as on a full disk) or `short` (half of it is written, and the next call
//! fails). With `RASHOMON_FAULT_COUNT=FILE` the count is written there at every call instead.
//!
//! The real work is done by system calls: the functions that are stood before are not looked up.

#![cfg(target_os = "linux")]
#![expect(unsafe_code, reason = "stands in for functions of the C library")]

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use libc::{c_int, c_long, c_void, off_t, size_t, ssize_t};

static CALLS: AtomicU64 = AtomicU64::new(0);

struct Fault {
    at: u64,
    error: c_int,
    ever: bool,
    short: bool,
}

fn fault() -> Option<&'static Fault> {
    static FAULT: OnceLock<Option<Fault>> = OnceLock::new();
    FAULT
        .get_or_init(|| {
            let asked = std::env::var("RASHOMON_FAULT").ok()?;
            let mut parts = asked.split(':');
            let (at, error) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            let how = parts.next()?;
            Some(Fault { at, error, ever: how == "ever", short: how == "short" })
        })
        .as_ref()
}

/// What is to become of a call.
enum Fate {
    Works,
    Fails(c_int),
    WritesHalf,
}

fn fate(fd: c_int) -> Fate {
    if fault().is_none() && counted().is_none() {
        return Fate::Works;
    }
    let is_store = std::fs::read_link(format!("/proc/self/fd/{fd}"))
        .is_ok_and(|path| path.as_os_str().to_string_lossy().contains(".rashomon"));
    if !is_store {
        return Fate::Works;
    }
    let n = CALLS.fetch_add(1, Ordering::SeqCst) + 1;
    if let Some(file) = counted() {
        let _ = std::fs::write(file, n.to_string());
    }
    match fault() {
        Some(f) if f.short && n == f.at => Fate::WritesHalf,
        Some(f) if f.short && n == f.at + 1 => Fate::Fails(f.error),
        Some(f) if !f.short && (n == f.at || (f.ever && n > f.at)) => Fate::Fails(f.error),
        _ => Fate::Works,
    }
}

fn counted() -> Option<&'static str> {
    static FILE: OnceLock<Option<String>> = OnceLock::new();
    FILE.get_or_init(|| std::env::var("RASHOMON_FAULT_COUNT").ok()).as_deref()
}

fn fail(error: c_int) {
    // SAFETY: the address of this thread's errno is always valid.
    unsafe { *libc::__errno_location() = error }
}

fn written(fd: c_int, length: size_t, write: impl Fn(size_t) -> c_long) -> ssize_t {
    match fate(fd) {
        Fate::Works => write(length) as ssize_t,
        Fate::WritesHalf => write(length / 2) as ssize_t,
        Fate::Fails(error) => {
            fail(error);
            -1
        }
    }
}

fn done(fd: c_int, work: impl Fn() -> c_long) -> c_int {
    match fate(fd) {
        Fate::Works | Fate::WritesHalf => work() as c_int,
        Fate::Fails(error) => {
            fail(error);
            -1
        }
    }
}

/// As in the C library.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn write(fd: c_int, from: *const c_void, length: size_t) -> ssize_t {
    // SAFETY: the caller answers for the pointer, and no more than `length` is written.
    written(fd, length, |n| unsafe { libc::syscall(libc::SYS_write, fd, from, n) })
}

/// As in the C library.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite(fd: c_int, from: *const c_void, length: size_t, at: off_t) -> ssize_t {
    // SAFETY: the caller answers for the pointer, and no more than `length` is written.
    written(fd, length, |n| unsafe { libc::syscall(libc::SYS_pwrite64, fd, from, n, at) })
}

/// As in the C library.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite64(fd: c_int, from: *const c_void, length: size_t, at: off_t) -> ssize_t {
    // SAFETY: the caller answers for the pointer, and no more than `length` is written.
    written(fd, length, |n| unsafe { libc::syscall(libc::SYS_pwrite64, fd, from, n, at) })
}

/// As in the C library.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fsync(fd: c_int) -> c_int {
    // SAFETY: no memory is touched.
    done(fd, || unsafe { libc::syscall(libc::SYS_fsync, fd) })
}

/// As in the C library.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fdatasync(fd: c_int) -> c_int {
    // SAFETY: no memory is touched.
    done(fd, || unsafe { libc::syscall(libc::SYS_fdatasync, fd) })
}

/// As in the C library.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ftruncate(fd: c_int, length: off_t) -> c_int {
    // SAFETY: no memory is touched.
    done(fd, || unsafe { libc::syscall(libc::SYS_ftruncate, fd, length) })
}

/// As in the C library.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ftruncate64(fd: c_int, length: off_t) -> c_int {
    // SAFETY: no memory is touched.
    done(fd, || unsafe { libc::syscall(libc::SYS_ftruncate, fd, length) })
}
