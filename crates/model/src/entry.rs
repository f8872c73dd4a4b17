//! What a feed announces.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Moment;

/// One entry of a feed: a link, a title, a date, often the text itself.
///
/// It travels with the page that it announces ([`Capture::entry`](crate::Capture)), so that whoever reads the page knows what
/// the feed said of it. When the page cannot be had, the entry travels on as a capture of kind *entry* whose body is this, as JSON
/// (media type [`FeedEntry::MEDIA_TYPE`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FeedEntry {
    /// The entry's own identifier (`guid`, Atom `id`); feeds misuse it, so it identifies nothing by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whether its address is also that of other entries, as the items of a live page differ behind `#` alone: what it says
    /// then is an article of its own, named by `id`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub shares_page: bool,
    /// Absolute URL of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Title as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Names of people or desks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// When the feed says it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Moment>,
    /// When the feed says it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Moment>,
    /// Language that the entry or its feed declares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Title of the feed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feed_title: Option<String>,
    /// The summary, as HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The whole text where the feed carries it, as HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

impl FeedEntry {
    /// Media type of a capture of kind *entry*.
    pub const MEDIA_TYPE: &str = "application/vnd.veille.entry+json";
}
