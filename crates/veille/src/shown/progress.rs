//! A bar on a terminal, silence elsewhere.

use std::io::IsTerminal;
use std::sync::Once;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use veille_model::StageName;

use super::{count, safe, say};

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
        // A bar in a log file is thousands of lines of escape sequences.
        let bar = if quiet || !std::io::stderr().is_terminal() {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
        } else {
            ProgressBar::new_spinner()
        };
        let style = ProgressStyle::with_template("{spinner} {prefix} {msg}, {per_sec}, {elapsed}");
        bar.set_style(style.expect("the template names fields that indicatif has"));
        bar.set_prefix(verb);
        bar.set_message("nothing yet");
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
        self.bar.set_message(format!("(of {all}; {changed} changed)"));
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
        self.bar.set_message(format!("{} (of {last})", count(position, "change", "changes")));
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
