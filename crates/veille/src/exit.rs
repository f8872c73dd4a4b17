//! How the program ends, in the numbers of sysexits.h where there is one.

use std::fmt;
use std::process::ExitCode;

/// What a failure means to whoever started the program: a script, systemd, a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Something failed while running.
    Failed,
    /// Two things that were compared differ, and the exit code was asked to say so.
    Different,
    /// The command line asks for something that does not exist.
    Usage,
    /// A service that we need cannot be reached (EX_UNAVAILABLE).
    Unavailable,
    /// A configuration file is wrong (EX_CONFIG): restarting will not help.
    Configuration,
    /// Ctrl-C; what was in hand is settled.
    Interrupted,
}

impl Cause {
    /// Whether the message says nothing that the person at the terminal does not know: she pressed Ctrl-C, or sees the
    /// differences.
    pub fn is_silent(self) -> bool {
        matches!(self, Self::Interrupted | Self::Different)
    }

    /// As the system hears it.
    pub fn code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Different => 3,
            Self::Unavailable => 69,
            Self::Configuration => 78,
            Self::Interrupted => 130,
        }
    }
}

impl From<Cause> for ExitCode {
    fn from(cause: Cause) -> Self {
        Self::from(cause.code())
    }
}

/// Marks an error with its cause; stands in the chain of an `anyhow::Error`.
#[derive(Debug)]
pub struct Failure {
    pub cause: Cause,
    message: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// An error of this cause.
pub fn failure(cause: Cause, message: impl fmt::Display) -> anyhow::Error {
    Failure { cause, message: message.to_string() }.into()
}

/// The cause that an error was marked with, anywhere in its chain.
pub fn cause_of(error: &anyhow::Error) -> Cause {
    error
        .chain()
        .find_map(|link| link.downcast_ref::<Failure>())
        .map_or(Cause::Failed, |failure| failure.cause)
}

/// An error as one text: what was being done, then why it failed.
pub fn message(error: &anyhow::Error) -> String {
    let mut message = String::new();
    for link in error.chain().map(said) {
        // Libraries repeat their source in their own text; say it once.
        if !message.contains(&link) {
            let separator = if message.is_empty() { "" } else { ": " };
            message = format!("{message}{separator}{link}");
        }
    }
    message
}

/// One link of a chain; a parser's in plain words.
fn said(link: &(dyn std::error::Error + 'static)) -> String {
    // serde_json's own words name lines and columns of a text that a person never sees as one.
    link.downcast_ref().map_or_else(|| link.to_string(), veille_model::plain::json)
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn a_cause_is_found_below_its_context() {
        let error =
            Err::<(), _>(failure(Cause::Configuration, "line 3")).context("reading config").unwrap_err();
        assert_eq!(cause_of(&error), Cause::Configuration);
        assert_eq!(cause_of(&anyhow::anyhow!("disk full")), Cause::Failed);
    }
}
