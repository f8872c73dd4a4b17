//! How much is in a store.

use std::collections::BTreeMap;

/// How much is in the store. Topics, languages and sources count articles by their current revision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles.
    pub articles: u64,
    /// Wordings of them: at least as many.
    pub revisions: u64,
    /// Articles by topic. One with two topics counts twice, one without does not count.
    pub topics: BTreeMap<String, u64>,
    /// Articles by language.
    pub languages: BTreeMap<String, u64>,
    /// Articles by publisher.
    pub sources: BTreeMap<String, u64>,
    /// Entries of the ledger by stage and outcome.
    pub outcomes: BTreeMap<(String, String), u64>,
}
