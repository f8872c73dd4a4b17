//! What a feed announced and is not settled yet: written down with the feed's validators, so that whoever comes after a kill goes on
//! with these pages and does not ask for the whole document again (checkpoint).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use veille_model::{FeedEntry, Mark};

use super::key::digest;
use super::looks::Look;
use super::value;

/// Longest texts of entries that are written down: a feed of more is read whole again.
const TEXTS_BYTES_MAX: usize = 1_000_000;

/// Entries and looks of one feed that are under way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Pending {
    /// When the document was received that announced them.
    pub(crate) at: DateTime<Utc>,
    /// Pages that are new or have changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) entries: Vec<FeedEntry>,
    /// Pages that are looked at again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) looks: Vec<Look>,
}

impl Pending {
    /// Whether it is short enough to be written down.
    pub(crate) fn is_short(&self) -> bool {
        let texts = |entry: &FeedEntry| -> usize {
            [&entry.title, &entry.summary, &entry.content].into_iter().flatten().map(String::len).sum()
        };
        let looks = self.looks.iter().map(|look| &look.entry);
        self.entries.iter().chain(looks).map(texts).sum::<usize>() <= TEXTS_BYTES_MAX
    }

    /// What is to be remembered of it: nothing where nothing is under way.
    pub(crate) fn mark(&self, feed: &str) -> Mark {
        let is_empty = self.entries.is_empty() && self.looks.is_empty();
        Mark { key: pending_key(feed), value: (!is_empty).then(|| value::written(self)) }
    }
}

/// Under which key a feed's are.
pub(crate) fn pending_key(feed: &str) -> String {
    format!("pending/{}", digest(&[feed.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_way_is_written_down_unless_its_texts_are_too_long() {
        let entry = |letters: usize| FeedEntry { summary: Some("x".repeat(letters)), ..FeedEntry::default() };
        let short = Pending { entries: vec![entry(10), entry(10)], ..Pending::default() };
        assert!(short.is_short());
        assert_eq!(value::recall::<Pending>(short.mark("f").value.as_ref()), Some(short));
        assert!(!Pending { entries: vec![entry(600_000), entry(600_000)], ..Pending::default() }.is_short());
        assert_eq!(Pending::default().mark("f").value, None);
    }
}
