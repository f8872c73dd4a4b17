//! What came of a commit.

/// What the articles of a batch were to the store. They add up to the articles of the batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// Articles never seen before.
    pub new: usize,
    /// Known articles in a wording never seen before.
    pub revised: usize,
    /// Known wordings.
    pub unchanged: usize,
    /// Articles that were forgotten, and are not stored again.
    pub forgotten: usize,
}
