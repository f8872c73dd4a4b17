//! A bar on a terminal, silence elsewhere.

use std::fmt::{Display, Write};
use std::io::IsTerminal;
use std::sync::Once;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use veille_model::StageName;

use super::{count, grouped, safe, say};

/// Shows how far long work has come, on stderr, when that is a terminal.
pub struct Progress {
    bar: ProgressBar,
    quiet: bool,
    told: Once,
}

/// So many changes take some seconds.
const LONG: u64 = 10_000;

impl Progress {
    /// Work of unknown length, such as reading an archive to its end.
    pub fn start(quiet: bool, verb: &'static str) -> Self {
        Self::begin(quiet, verb, "{spinner} {prefix} {msg}, {speed}, {elapsed}", "nothing yet".to_owned())
    }

    /// Work that does not say how far it has come, such as a database's own; on `what`.
    pub fn silent(quiet: bool, verb: &'static str, what: impl ToString) -> Self {
        Self::begin(quiet, verb, "{spinner} {prefix} {msg}, {elapsed}", what.to_string())
    }

    fn begin(quiet: bool, verb: &'static str, template: &str, message: String) -> Self {
        // A bar in a log file is thousands of lines of escape sequences.
        let bar = if quiet || !std::io::stderr().is_terminal() {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
        } else {
            ProgressBar::new_spinner()
        };
        let style = ProgressStyle::with_template(template);
        // indicatif writes `29,265.5441/s`.
        let speed = |state: &ProgressState, written: &mut dyn Write| {
            write!(written, "{}/s", grouped(state.per_sec() as u64)).unwrap_or_default();
        };
        bar.set_style(style.expect("the template names fields that indicatif has").with_key("speed", speed));
        bar.set_prefix(verb);
        bar.set_message(safe::line(&message));
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar, quiet, told: Once::new() }
    }

    /// So many documents are settled, so many of them stored.
    pub fn at(&self, settled: u64, stored: u64) {
        self.bar.set_position(settled);
        self.bar.set_message(format!("{} ({stored} stored)", count(settled, "document", "documents")));
    }

    /// So many articles are read, so many of them match.
    pub fn matched(&self, read: u64, found: usize) {
        self.bar.set_position(read);
        self.bar.set_message(format!("{} ({found} found)", count(read, "article", "articles")));
    }

    /// So many of so many are looked at, so many of them changed.
    pub fn of(&self, done: u64, all: u64, changed: u64) {
        self.bar.set_position(done);
        self.bar.set_message(format!("{} of {}, {} changed", grouped(done), grouped(all), grouped(changed)));
    }

    /// So many rows of so many are written, the last of them of this part.
    pub fn rows(&self, done: u64, all: u64, part: impl Display) {
        self.bar.set_position(done);
        self.bar.set_message(format!("{} of {} rows ({part})", grouped(done), grouped(all)));
    }

    /// The index knows so many of the store's changes.
    pub fn indexed(&self, position: u64, last: u64) {
        let left = last.saturating_sub(position);
        if self.bar.is_hidden() && left >= LONG {
            // Once: without a bar nobody sees why the answer takes its time.
            self.told.call_once(|| {
                self.note(&format!("{} {} first", self.bar.prefix(), count(left, "change", "changes")));
            });
        }
        self.bar.set_position(position);
        self.bar.set_message(format!("{} of {}", grouped(position), count(last, "change", "changes")));
    }

    /// Everything is handed over; a stage has so many messages left.
    pub fn waiting(&self, stage: StageName, messages: u64) {
        self.bar.set_message(format!("{stage} has {} to settle", count(messages, "message", "messages")));
    }

    /// Does something that writes to the terminal, without tearing the bar.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    /// Prints a line of prose without tearing the bar, unless asked to be quiet.
    pub fn note(&self, line: &str) {
        if !self.quiet {
            self.bar.suspend(|| say(safe::prose(line)));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
