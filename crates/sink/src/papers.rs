//! What the people of an office write beside what the press does, and the trail that says who wrote it (an audit log).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use veille_model::hexadecimal;

/// A kind of paper: what its key and its document are is known to who writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paper {
    /// Somebody who may look, by name.
    User,
    /// A browser that somebody logged in with, by the digest of its secret.
    Session,
    /// What a program may do, by the digest of its secret.
    Token,
    /// What the office thinks of an article, by its id.
    Triage,
    /// The wordings that a topic had, by its id.
    Topic,
    /// The topics that all who share the store judge by, as one set.
    TopicSet,
    /// A search with a feed of its own, by the digest of the secret in its address.
    Watch,
    /// An article at an address that shows it alone, by the digest of the secret in its address.
    Share,
    /// Where changes are sent to (a webhook), by its id.
    Endpoint,
    /// What waits for an endpoint and what became of what was sent there, by the endpoint's id.
    Deliveries,
}

impl Paper {
    /// Every kind.
    pub(crate) const ALL: [Self; 10] = [
        Self::User,
        Self::Session,
        Self::Token,
        Self::Triage,
        Self::Topic,
        Self::TopicSet,
        Self::Watch,
        Self::Share,
        Self::Endpoint,
        Self::Deliveries,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Session => "session",
            Self::Token => "token",
            Self::Triage => "triage",
            Self::Topic => "topic",
            Self::TopicSet => "topic-set",
            Self::Watch => "watch",
            Self::Share => "share",
            Self::Endpoint => "endpoint",
            Self::Deliveries => "deliveries",
        }
    }
}

/// What is written at once: all of it or nothing.
#[derive(Clone, Debug, Default)]
pub struct Papers {
    /// Kind, key and document, as they were read: nothing is written where one of them is another by now.
    pub seen: Vec<(Paper, String, Option<String>)>,
    /// Kind, key and document; what has the key already is replaced.
    pub put: Vec<(Paper, String, String)>,
    /// Kind and key of what is thrown away.
    pub gone: Vec<(Paper, String)>,
    /// What the trail says of it.
    pub deeds: Vec<Deed>,
}

/// What somebody did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: a user, a token, or the machine's own user.
    pub who: String,
    /// What, as a stable token: `login`, `user-added`, `export`.
    pub what: String,
    /// To what.
    pub on: String,
    /// What else is to be known; no secret.
    pub detail: String,
}

impl Deed {
    /// What somebody does now.
    pub fn now(who: &str, what: &str, on: &str, detail: impl Into<String>) -> Self {
        let (who, what, on) = (who.to_owned(), what.to_owned(), on.to_owned());
        Self { at: Utc::now(), who, what, on, detail: detail.into() }
    }
}

/// A line of the trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Audited {
    /// From 1, without a gap.
    pub number: u64,
    /// The deed as JSON, byte for byte as it was written.
    pub document: String,
    /// Of this line and the digest of the one before it.
    pub digest: String,
}

impl Audited {
    /// The digest of the line before the first.
    pub const BEGINNING: &'static str = "";

    /// What happened; None where the line cannot be read.
    pub fn deed(&self) -> Option<Deed> {
        serde_json::from_str(&self.document).ok()
    }

    /// Whether the line is as it was written, after one of this number and digest.
    pub fn follows(&self, number: u64, digest: &str) -> bool {
        // Both: a line that was taken out leaves a gap, and one that was changed another digest.
        self.number == number + 1 && self.digest == chained(self.number, digest, &self.document)
    }

    /// The line of a deed after one of this number and digest.
    pub(crate) fn after(number: u64, digest: &str, deed: &Deed) -> Self {
        let document = serde_json::to_string(deed).expect("texts and an instant are plain JSON");
        // A database on a server has no zero byte in text; JSON writes it as an escape.
        let number = number + 1;
        Self { number, digest: chained(number, digest, &document), document }
    }

    /// The lines of deeds after the last line that there is.
    pub(crate) fn lines(last: Option<(i64, String)>, deeds: &[Deed]) -> Vec<Self> {
        let (mut number, mut digest) = last.map_or_else(
            || (0, Self::BEGINNING.to_owned()),
            |(number, digest)| (number.unsigned_abs(), digest),
        );
        let mut lines = Vec::with_capacity(deeds.len());
        for deed in deeds {
            let line = Self::after(number, &digest, deed);
            (number, digest) = (line.number, line.digest.clone());
            lines.push(line);
        }
        lines
    }

    pub(crate) fn of((number, document, digest): (i64, String, String)) -> Self {
        Self { number: number.unsigned_abs(), document, digest }
    }
}

/// With the length of each part, so that nothing moves from one into another.
fn chained(number: u64, before: &str, document: &str) -> String {
    let mut sum = Sha256::new();
    for part in [number.to_string().as_str(), before, document] {
        sum.update((part.len() as u64).to_be_bytes());
        sum.update(part);
    }
    hexadecimal(&sum.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deed(what: &str) -> Deed {
        let (who, on, detail) = ("hoa".to_owned(), "x\0y".to_owned(), String::new());
        Deed { at: DateTime::UNIX_EPOCH, who, what: what.to_owned(), on, detail }
    }

    #[test]
    fn a_line_follows_the_one_that_it_was_written_after_and_no_other() {
        let first = Audited::after(0, Audited::BEGINNING, &deed("login"));
        let second = Audited::after(first.number, &first.digest, &deed("export"));
        assert!(first.follows(0, Audited::BEGINNING) && second.follows(1, &first.digest));
        assert_eq!(second.deed(), Some(deed("export")));
        let other = Audited::after(0, Audited::BEGINNING, &deed("logout"));
        assert!(!second.follows(1, &other.digest) && !second.follows(0, &first.digest));
        let changed = Audited { document: second.document.replace("export", "import"), ..second };
        assert!(!changed.follows(1, &first.digest));
    }
}
