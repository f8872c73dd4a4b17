//! Feeds: RSS 0.9 to 2.0, Atom 0.3 and 1.0, JSON Feed, news sitemaps; well-formed or not.

use feed_rs::model::{Entry, Feed, Text};
use feed_rs::parser;
use url::Url;
use veille_model::{FeedEntry, Moment};

/// Why a document could not be read as a feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// It has no root element that any feed format has.
    #[error("it is none of RSS, Atom, JSON Feed and news sitemap ({0})")]
    NotAFeed(String),
}

/// The entries of a feed, in its order. `media_type` is the Content-Type it came with, `base` the address it came from.
///
/// URLs are absolute (where there is a base), titles are plain text. Never panics, whatever the bytes.
pub fn entries(
    feed: &[u8],
    media_type: Option<&str>,
    base: Option<&str>,
) -> Result<Vec<FeedEntry>, FeedError> {
    let _ = media_type;
    let parser = parser::Builder::new().base_uri(base).sanitize_content(false).build();
    let feed = parser.parse(feed).map_err(|error| FeedError::NotAFeed(error.to_string()))?;
    let base = base.and_then(|base| Url::parse(base).ok());
    Ok(feed.entries.iter().map(|entry| read(&feed, entry, base.as_ref())).collect())
}

fn read(feed: &Feed, entry: &Entry, base: Option<&Url>) -> FeedEntry {
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.content.trim().to_owned());
    let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let url = link.and_then(|link| match base {
        Some(base) => base.join(&link.href).ok(),
        None => Url::parse(&link.href).ok(),
    });
    FeedEntry {
        id: Some(entry.id.clone()).filter(|id| !id.is_empty()),
        url: url.map(String::from),
        title: text(&entry.title),
        authors: entry.authors.iter().filter_map(|person| person.name.clone()).collect(),
        published_at: entry.published.map(|instant| Moment::Instant(instant.fixed_offset())),
        updated_at: entry.updated.map(|instant| Moment::Instant(instant.fixed_offset())),
        language: entry.language.clone().or_else(|| feed.language.clone()),
        feed_title: text(&feed.title),
        summary: text(&entry.summary),
        content: entry.content.as_ref().and_then(|content| content.body.clone()),
    }
}
