//! Ports for servers that are told theirs, and that are ended and started again on it.
//!
//! The system gives its own, from 32768 on (`ip_local_port_range`), to whoever asks for any and to each connection: one that was
//! found free there may be another's a moment later, and is while its server is down.

use std::net::TcpListener;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, Ordering};

/// Below those of the system, above those of servers that run anyway.
const FIRST: u16 = 12_000;
const COUNT: u16 = 20_000;

/// A port of 127.0.0.1 that nobody listens on and that this process has handed out to nobody else.
///
/// # Panics
///
/// Where none of them is free.
pub fn free() -> u16 {
    static NEXT: OnceLock<AtomicU16> = OnceLock::new();
    // Test programs that run at one time begin far from each other.
    let next = NEXT
        .get_or_init(|| AtomicU16::new((std::process::id().wrapping_mul(7_919) % u32::from(COUNT)) as u16));
    (0..COUNT)
        .map(|_| FIRST + next.fetch_add(1, Ordering::Relaxed) % COUNT)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a free port")
}
