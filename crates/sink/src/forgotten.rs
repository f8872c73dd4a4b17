//! What came of forgetting.

/// What was removed for good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Articles.
    pub articles: u64,
    /// Their wordings.
    pub revisions: u64,
    /// Captures.
    pub captures: u64,
}
