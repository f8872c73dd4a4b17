//! What a command says to a person beside its result, on standard error.

use veille_query::Query;

use super::{Line, prose_width, safe, say, wrapped};
use crate::context::Context;

/// What a query's signs do not say, a sentence for each term that has such a one.
pub fn unsaid(query: &Query) -> Vec<String> {
    let sentence =
        |(term, sign)| format!("{term}: `{sign}` says nothing, the words are found without it too");
    query.unsaid().into_iter().map(sentence).collect()
}

impl Context {
    /// What is hardly meant as it is configured, for the commands that go out into the world with it.
    pub fn warn(&self) {
        for warning in &self.configuration.warnings {
            self.say(warning);
        }
    }

    /// Prose for a person, unless asked to be quiet.
    pub fn say(&self, line: impl std::fmt::Display) {
        if !self.global.quiet {
            say(safe::prose(&line.to_string()));
        }
    }

    /// A sentence that may be longer than the terminal is wide: it breaks between its words.
    pub fn tell(&self, sentence: impl std::fmt::Display) {
        for line in wrapped(&sentence.to_string(), prose_width(), usize::MAX) {
            self.say(line);
        }
    }

    /// Prose in lines that have our style.
    pub fn say_lines(&self, lines: &[Line]) {
        if !self.global.quiet {
            lines.iter().for_each(say);
        }
    }
}
