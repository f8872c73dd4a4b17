//! Prose on standard error: what is said to a person beside the results. A line that cannot be written, because the disk
//! is full or nobody reads the pipe any more, is dropped, and the work goes on.

use std::io::{self, Stderr, Write};

/// Says a line.
pub fn say(line: impl std::fmt::Display) {
    // Written at once: lines of several processes at one terminal stay whole.
    let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
}

/// Standard error for logs: takes everything, whether it can be written or not.
pub struct Forgiving(Stderr);

impl Forgiving {
    pub fn new() -> Self {
        Self(io::stderr())
    }
}

impl Write for Forgiving {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
