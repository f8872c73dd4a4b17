//! Results on stdout: lines that end quietly when nobody reads them any more.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use serde::Serialize;

/// Standard output for results, buffered; flush it when a reader may be waiting.
pub struct Results {
    out: BufWriter<Stdout>,
    closed: bool,
}

impl Results {
    pub fn new() -> Self {
        Self { out: BufWriter::with_capacity(1 << 16, io::stdout()), closed: false }
    }

    /// Whether the reader went away, as `head` does: time to end, and no error.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// One line of prose or of a table.
    pub fn line(&mut self, line: impl std::fmt::Display) -> io::Result<()> {
        let written = writeln!(self.out, "{line}");
        self.unless_closed(written)
    }

    /// One JSON value.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        let line = serde_json::to_string(value).map_err(io::Error::other)?;
        self.line(line)
    }

    pub fn flush(&mut self) -> io::Result<()> {
        let flushed = self.out.flush();
        self.unless_closed(flushed)
    }

    fn unless_closed(&mut self, result: io::Result<()>) -> io::Result<()> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            other => other,
        }
    }
}

/// The terminal's width where results go to one.
pub fn width() -> Option<usize> {
    io::stdout().is_terminal().then(|| usize::from(console::Term::stdout().size().1))
}
