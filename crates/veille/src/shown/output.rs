//! Results on stdout: lines that end quietly when nobody reads them any more.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::os::fd::AsFd;

use serde::Serialize;
use tokio::io::Interest;
use tokio::net::unix::pipe::Sender;
use veille_pipeline::Stop;

use super::{Line, safe};

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

    /// Prose, made safe for a terminal.
    pub fn line(&mut self, line: impl std::fmt::Display) -> io::Result<()> {
        self.write(&safe::prose(&line.to_string()))
    }

    /// One line whose pieces are safe and may have our style.
    pub fn styled(&mut self, line: &Line) -> io::Result<()> {
        self.write(&line.to_string())
    }

    /// One JSON value.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        let line = serde_json::to_string(value).map_err(io::Error::other)?;
        self.write(&line)
    }

    fn write(&mut self, line: &str) -> io::Result<()> {
        let written = writeln!(self.out, "{line}");
        self.unless_closed(written)
    }

    pub fn flush(&mut self) -> io::Result<()> {
        let flushed = self.out.flush();
        self.unless_closed(flushed)
    }

    fn unless_closed(&mut self, result: io::Result<()>) -> io::Result<()> {
        match result {
            // `veille export | head`: whoever read us has enough, which is no failure of ours.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            // The system's words alone, `No space left on device`, leave open whose device: the store's or this one.
            Err(error) => Err(io::Error::new(
                error.kind(),
                format!("results could not be written to standard output ({error})"),
            )),
            Ok(()) => Ok(()),
        }
    }
}

/// Told to stop with another, and as soon as whoever reads the results went away. Who writes only when something comes
/// would else learn of it by the next line.
pub fn unread(stop: &Stop) -> Stop {
    let unread = stop.child_token();
    let told = unread.clone();
    tokio::spawn(async move {
        // A pipe without a reader is an error to be waited for; a file, which the system does not wait for, has none.
        // Unchecked: checked, the descriptor that the terminal shares with us would be set to non-blocking.
        let watched = io::stdout().as_fd().try_clone_to_owned().and_then(Sender::from_owned_fd_unchecked);
        let Ok(watched) = watched else { return };
        if told.run_until_cancelled(watched.ready(Interest::ERROR)).await.is_some() {
            told.cancel();
        }
    });
    unread
}

/// The terminal's width where results go to one.
pub fn width() -> Option<usize> {
    io::stdout().is_terminal().then(|| columns(&console::Term::stdout()))
}

/// The terminal's width where prose goes to one.
pub fn prose_width() -> Option<usize> {
    io::stderr().is_terminal().then(|| columns(&console::Term::stderr()))
}

/// What COLUMNS says, as other programs take it, else the terminal. One that does not know how wide it is says 0; one of a few
/// columns has room for nothing.
fn columns(terminal: &console::Term) -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    match told.filter(|columns| *columns > 0).unwrap_or_else(|| usize::from(terminal.size().1)) {
        // Some terminals, and pseudo-terminals of scripts, say that they are nothing wide.
        0 => 80,
        columns => columns.max(20),
    }
}
