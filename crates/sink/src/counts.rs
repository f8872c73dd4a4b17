//! How much is in a store.

use std::collections::BTreeMap;

use veille_model::Outcome;

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

/// How often a stage has decided the same for the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tallied {
    /// How often.
    pub count: u64,
    /// The one of them that was stored last: it has the stage, what it decided, and the reason in words.
    pub latest: Outcome,
}

impl Counts {
    /// Of rows that say what is counted, its name, a detail of that, and how many there are.
    pub(crate) fn of(rows: Vec<(String, String, String, i64)>) -> Self {
        let mut counts = Self::default();
        for (what, name, detail, count) in rows {
            let count = count.unsigned_abs();
            match what.as_str() {
                "revisions" => counts.revisions = count,
                "articles" => counts.articles = count,
                "languages" => drop(counts.languages.insert(name, count)),
                "sources" => drop(counts.sources.insert(name, count)),
                "topics" => drop(counts.topics.insert(name, count)),
                _ => drop(counts.outcomes.insert((name, detail), count)),
            }
        }
        counts
    }
}
