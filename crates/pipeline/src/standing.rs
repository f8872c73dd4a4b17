//! How streams and who reads them stand, as the server tells it.

use std::time::Duration;

use veille_model::StageName;

/// How far a stage is behind a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lag {
    /// Who reads.
    pub stage: StageName,
    /// What is read.
    pub stream: &'static str,
    /// Messages that it has not settled.
    pub messages: u64,
    /// How long the oldest of them has been in the stream; None where we may not look.
    pub oldest: Option<Duration>,
}

/// What a stream holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Messages.
    pub messages: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Bytes that it may hold; None without a bound.
    pub bytes_max: Option<u64>,
}
