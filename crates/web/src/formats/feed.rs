//! A list as a feed: JSON Feed 1.1, Atom (RFC 4287) and RSS 2.0, of the same entries.

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde_json::{Map, Value, json};

use crate::format::Format;

/// A list as feeds have it.
#[derive(Debug, Default)]
pub(crate) struct Feed {
    pub title: String,
    /// The page that shows the same.
    pub page: String,
    /// The feed's own address.
    pub address: String,
    /// Where it goes on.
    pub next: Option<String>,
    /// The language of the feed's own words.
    pub language: &'static str,
    pub entries: Vec<Entry>,
    /// What programs want to know of the list as a whole.
    pub more: Value,
}

/// An entry of a feed.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// A name for ever, wherever it is served from.
    pub id: String,
    pub title: String,
    /// The page about it here.
    pub page: String,
    /// The page of the press.
    pub original: Option<String>,
    /// The page whose text that one printed again.
    pub copied: Option<String>,
    pub text: String,
    pub at: Option<DateTime<FixedOffset>>,
    pub authors: Vec<String>,
    pub categories: Vec<String>,
    pub language: Option<String>,
    /// What programs want to know beyond that: JSON Feed's extension `_veille`.
    pub more: Value,
}

#[derive(Template)]
#[template(path = "feed.xml", whitespace = "minimize")]
struct Atom<'a> {
    feed: &'a Feed,
    updated: String,
}

/// RSS 2.0, for readers that know nothing else. Written as XML is.
#[derive(Template)]
#[template(path = "feed.rss", escape = "html", whitespace = "minimize")]
struct Rss<'a> {
    feed: &'a Feed,
}

/// What stands where nothing is dated: an Atom entry must say when it was updated.
const NO_DATE: &str = "1970-01-01T00:00:00Z";

impl Feed {
    /// The feed in one of its formats.
    pub fn answer(&self, format: Format) -> Response {
        match format {
            Format::Atom => {
                let kind = [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")];
                match self.atom().render() {
                    Ok(text) => (kind, text).into_response(),
                    Err(error) => {
                        tracing::error!(%error, "a feed could not be put together");
                        axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
                    }
                }
            }
            Format::Rss => {
                let kind = [(header::CONTENT_TYPE, "application/rss+xml; charset=utf-8")];
                match (Rss { feed: self }).render() {
                    Ok(text) => (kind, text).into_response(),
                    Err(error) => {
                        tracing::error!(%error, "a feed could not be put together");
                        axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
                    }
                }
            }
            _ => ([(header::CONTENT_TYPE, "application/feed+json; charset=utf-8")], self.json().to_string())
                .into_response(),
        }
    }

    fn atom(&self) -> Atom<'_> {
        let latest = self.entries.iter().filter_map(|entry| entry.at).max();
        // As of its latest entry and not as of now: a reader that asks again sees that nothing is new.
        Atom { feed: self, updated: latest.map_or_else(|| NO_DATE.to_owned(), written) }
    }

    fn json(&self) -> Value {
        let mut feed = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "home_page_url": self.page,
            "feed_url": self.address,
            "language": self.language,
            "items": self.entries.iter().map(Entry::json).collect::<Vec<_>>(),
        });
        if let (Some(next), Some(feed)) = (&self.next, feed.as_object_mut()) {
            feed.insert("next_url".to_owned(), json!(next));
        }
        if let (false, Some(feed)) = (self.more.is_null(), feed.as_object_mut()) {
            feed.insert("_veille".to_owned(), self.more.clone());
        }
        feed
    }
}

impl Entry {
    /// When it is of, as Atom wants it.
    fn updated(&self) -> String {
        self.at.map_or_else(|| NO_DATE.to_owned(), written)
    }

    fn json(&self) -> Value {
        let mut item = Map::new();
        let mut put = |name: &str, value: Value| {
            // What is not known has no key: those of JSON Feed are optional, and a null is of none of their types.
            let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            if !is_empty {
                item.insert(name.to_owned(), value);
            }
        };
        put("id", json!(self.id));
        put("url", json!(self.page));
        put("external_url", json!(self.original));
        put("title", json!(self.title));
        put("content_text", json!(self.text));
        put("date_published", json!(self.at.map(written)));
        put("authors", json!(self.authors.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>()));
        put("tags", json!(self.categories));
        put("language", json!(self.language));
        put("_veille", self.more.clone());
        Value::Object(item)
    }
}

fn written(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
