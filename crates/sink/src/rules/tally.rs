//! How many articles there are by time, topic, language and source: what each batch adds to it and takes away.

use std::collections::BTreeMap;

use super::columns::Columns;
use super::wordings::{Stored, Wording, Wordings};

/// What articles are counted under. Only current wordings count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CountKey {
    // In the order of the index: rows are then written beside each other.
    /// A topic's name; empty for all articles, with topics or without.
    pub topic: String,
    /// See [`slot`](super::slot).
    pub slot: String,
    pub language: String,
    pub source: String,
}

/// The topics of stored rows.
pub(crate) type Topics = BTreeMap<i64, Vec<String>>;

/// The stored rows whose topics must be known: of wordings that were current and are no longer, or with another document,
/// and of stored ones that become current.
pub(crate) fn rows_that_move(wordings: &Wordings<'_>) -> impl Iterator<Item = i64> {
    wordings.values().filter_map(|wording| {
        let stored = wording.stored.as_ref()?;
        // What stays where it is, as it is, is counted already.
        let moves = stored.current != wording.current || (stored.current && wording.is_replaced());
        moves.then_some(stored.id)
    })
}

/// Counts what a batch makes of one article.
pub(crate) fn count(wordings: &Wordings<'_>, topics: &Topics, counts: &mut BTreeMap<CountKey, i64>) {
    for wording in wordings.values() {
        let was = wording.stored.as_ref().filter(|stored| stored.current);
        // Taken away and added again it would come to the same.
        if was.is_some() && wording.current && !wording.is_replaced() {
            continue;
        }
        if let Some(stored) = was {
            add_stored(stored, topics, counts, -1);
        }
        if wording.current {
            add_current(wording, topics, counts);
        }
    }
}

/// Counts an article no longer.
pub(crate) fn take_away(stored: &Stored, topics: &Topics, counts: &mut BTreeMap<CountKey, i64>) {
    add_stored(stored, topics, counts, -1);
}

fn add_current(wording: &Wording<'_>, topics: &Topics, counts: &mut BTreeMap<CountKey, i64>) {
    match (&wording.columns, &wording.stored) {
        (Some(columns), _) => add_columns(columns, counts),
        (None, Some(stored)) => add_stored(stored, topics, counts, 1),
        (None, None) => {}
    }
}

fn add_columns(columns: &Columns<'_>, counts: &mut BTreeMap<CountKey, i64>) {
    let source = columns.tagged.article.source.as_str();
    let topics = columns.tags.keys().copied();
    add((&columns.slot, &columns.language, source), topics, counts, 1);
}

fn add_stored(stored: &Stored, topics: &Topics, counts: &mut BTreeMap<CountKey, i64>, by: i64) {
    let topics = topics.get(&stored.id).into_iter().flatten().map(String::as_str);
    add((&stored.slot, &stored.language, &stored.source), topics, counts, by);
}

fn add<'t>(
    (slot, language, source): (&str, &str, &str),
    topics: impl Iterator<Item = &'t str>,
    counts: &mut BTreeMap<CountKey, i64>,
    by: i64,
) {
    for topic in std::iter::once("").chain(topics) {
        let key = CountKey {
            slot: slot.to_owned(),
            topic: topic.to_owned(),
            language: language.to_owned(),
            source: source.to_owned(),
        };
        *counts.entry(key).or_default() += by;
    }
}
