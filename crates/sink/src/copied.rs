//! What is copied from one store into another, and what came of it.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use veille_model::{PackedCapture, TaggedArticle};

use crate::{Counts, Slot};

/// What a copy is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Outcomes: before the wordings, which are withdrawn by them.
    Ledger,
    /// Captures with their bytes.
    Captures,
    /// Articles, wording by wording.
    Wordings,
    /// The change feed with its numbers.
    Changes,
    /// Marks, the name, what was forgotten.
    Rest,
    /// All of it is there.
    Done,
}

impl Part {
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Ledger => Self::Captures,
            Self::Captures => Self::Wordings,
            Self::Wordings => Self::Changes,
            Self::Changes => Self::Rest,
            Self::Rest | Self::Done => Self::Done,
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ledger => "ledger",
            Self::Captures => "captures",
            Self::Wordings => "wordings",
            Self::Changes => "changes",
            Self::Rest => "marks",
            Self::Done => "done",
        })
    }
}

/// What arrived, and was read back from both stores to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Articles, wordings, outcomes.
    pub counts: Counts,
    /// Changes of the feed.
    pub changes: u64,
    /// Captures.
    pub captures: u64,
    /// Marks.
    pub marks: u64,
    /// Digests of everything in order, by what it is: `articles`, `ledger`, …
    pub digests: BTreeMap<&'static str, String>,
}

/// A wording with all that its row says of it.
#[derive(Debug)]
pub(crate) struct CopiedWording {
    pub row: i64,
    pub article: TaggedArticle,
    pub last_captured_at: String,
    pub last_kind: String,
}

/// A capture as it is kept.
#[derive(Debug)]
pub(crate) struct CopiedCapture {
    pub row: i64,
    pub stored_at: String,
    pub packed: PackedCapture,
}

/// What a store holds, in a few numbers.
#[derive(Debug, Default)]
pub(crate) struct Sum {
    pub counts: Counts,
    pub coverage: Vec<Slot>,
    pub changes: u64,
    pub captures: u64,
    pub marks: u64,
    pub digests: BTreeMap<&'static str, String>,
}

impl Sum {
    /// The first thing that is not the same.
    pub fn differs(&self, other: &Self) -> Option<&'static str> {
        if self.counts != other.counts {
            return Some("counts");
        }
        if self.coverage != other.coverage {
            return Some("coverage");
        }
        let differ = |(what, digest): (&&'static str, &String)| {
            (other.digests.get(what) != Some(digest)).then_some(*what)
        };
        self.digests.iter().find_map(differ)
    }

    pub fn into_copied(self) -> Copied {
        let Self { counts, changes, captures, marks, digests, .. } = self;
        Copied { counts, changes, captures, marks, digests }
    }
}
