//! What became of each input at each stage: the ledger's entries.

use std::fmt;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::SourceId;

/// The stages of the pipeline, by the subcommand that runs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StageName {
    /// Reading captures at rest.
    Capture,
    /// Fetching from the network.
    Fetch,
    /// Cleaning.
    Clean,
    /// Tagging.
    Classify,
    /// Storing.
    Store,
}

impl StageName {
    /// The name as a subject token.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Capture => "capture",
            Self::Fetch => "fetch",
            Self::Clean => "clean",
            Self::Classify => "classify",
            Self::Store => "store",
        }
    }
}

impl fmt::Display for StageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a stage decided. The outcomes of a stage add up to its inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OutcomeKind {
    /// Passed on to the next stage, or stored.
    Forwarded,
    /// Set aside by decision: too short, not an article, forbidden by robots.txt.
    Discarded,
    /// Not settled yet: it will be tried again.
    Retried,
    /// Could not be processed; kept with its cause.
    Quarantined,
}

impl OutcomeKind {
    /// The name as a subject token.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Forwarded => "forwarded",
            Self::Discarded => "discarded",
            Self::Retried => "retried",
            Self::Quarantined => "quarantined",
        }
    }
}

impl fmt::Display for OutcomeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why: a code for machines and a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// A stable token: `no_body`, `robots`, `http_403`.
    pub code: String,
    /// What happened, who refused, what to try. Lower case, no final stop.
    pub detail: String,
}

impl Reason {
    /// A reason of this code, with its sentence.
    pub fn new(code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { code: code.into(), detail: detail.into() }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.detail, self.code)
    }
}

/// What became of one input at one stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// The stage that decided.
    pub stage: StageName,
    /// What it decided.
    pub outcome: OutcomeKind,
    /// The input: a capture's id for the stages after the fetcher, an address for the fetcher.
    pub input: String,
    /// The publisher.
    pub source: SourceId,
    /// The address, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The instant of the capture; for the fetcher, of the attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// Why, for everything but forwarding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Identifiers of what was passed on: articles, captures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outputs: Vec<String>,
}

impl Outcome {
    /// Whether it tells of a feed that was read and had news, or that a hub told of some: nothing of it is passed on but its entries,
    /// which have outcomes of their own.
    pub fn is_reading(&self) -> bool {
        let code = self.reason.as_ref().map(|reason| reason.code.as_str());
        self.stage == StageName::Fetch
            && self.outcome == OutcomeKind::Forwarded
            && matches!(code, Some("read" | "told"))
    }
}
