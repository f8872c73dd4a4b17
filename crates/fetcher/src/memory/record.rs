//! What a frontier remembers of a feed, for whoever asks what came of it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use url::Url;

use super::feed::FeedMemory;
use super::key::feed_key;
use super::value::recall;

/// A feed between two readings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedRecord {
    /// Its address.
    pub url: String,
    /// When it was last asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<DateTime<Utc>>,
    /// Entries of the document last read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<usize>,
    /// Entries of that document that were left out, for there were too many.
    pub left_out: usize,
    /// Sitemaps that its document lists and that are not read: those at the beginning and at the end are, or the latest.
    pub sitemaps_left_out: usize,
    /// Entries that were new or had changed when it was last asked for; absent where that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub news: Option<usize>,
    /// How often in a row it could not be read.
    pub failures: u32,
    /// The code of the reason for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// When it is to be read next.
    pub due: DateTime<Utc>,
    /// Where it says that it has moved to, for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<String>,
}

impl FeedRecord {
    /// What the keys of all feeds begin with.
    pub const PREFIX: &str = "feed/";

    /// The key under which a frontier has the feed of this address; None where it is no address.
    pub fn key(address: &str) -> Option<String> {
        let mut url = Url::parse(address).ok()?;
        // As the list of sources has it.
        url.set_fragment(None);
        Some(feed_key(url.as_str()))
    }

    /// Reads what a frontier holds under such a key; None where it cannot be read.
    pub fn read(value: &str) -> Option<Self> {
        let held: FeedMemory = recall(Some(&value.to_owned()))?;
        // Memories of before this was written down know only when the whole document came.
        let asked_at =
            held.asked_at.or_else(|| (held.whole_at > DateTime::<Utc>::default()).then_some(held.whole_at));
        let FeedMemory { url, entries, left_out, sitemaps_left_out, news, .. } = held;
        let FeedMemory { failures, refused, due, moved, .. } = held;
        let moved_to = moved.map(|(to, _)| to);
        Some(Self {
            url,
            asked_at,
            entries,
            left_out,
            sitemaps_left_out,
            news,
            failures,
            refused,
            due,
            moved_to,
        })
    }
}
