//! Feeds as feed-rs reads them, in our words.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use feed_rs::model::{Entry, Feed, Text};
use feed_rs::parser;
use url::Url;
use veille_model::{FeedEntry, Moment};

use super::date;
use super::plain::plain;

/// What feed-rs finds in a text; the message where it finds no feed or gives up.
pub(super) fn entries(text: &str, base: Option<&Url>) -> Result<Vec<FeedEntry>, String> {
    let moments = Moments::default();
    let reader = moments.clone();
    let parser = parser::Builder::new()
        .base_uri(base)
        // What is kept of its markup is the cleaner's to decide.
        .sanitize_content(false)
        // feed-rs would name what has no name, in the last resort at random: another name at each reading.
        .id_generator(|_, _, _| String::new())
        // feed-rs keeps instants in UTC: the offset, and that a day alone was written, would be gone.
        .timestamp_parser(move |text| reader.read(text))
        .build();
    // It has panicked on wild input before (UTF-16); a feed must not end the program that reads it.
    let feed = catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes())));
    let feed = feed.map_err(|_| "the reader broke off".to_owned())?.map_err(|error| error.to_string())?;
    Ok(feed.entries.iter().map(|entry| read(&feed, entry, base, &moments)).collect())
}

/// feed-rs keeps instants in UTC; what was written, day or offset, is kept here by its instant. Of two forms of one instant
/// (a day and its midnight, 10:00+02:00 and 08:00Z) the second goes by the next nanosecond.
#[derive(Clone, Default)]
struct Moments(Arc<Mutex<HashMap<DateTime<Utc>, Moment>>>);

impl Moments {
    fn read(&self, text: &str) -> Option<DateTime<Utc>> {
        let moment = date::parse(text)?;
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut key = date::instant(moment);
        // An instant has no more forms than there are offsets, and a day.
        while !is_written_alike(*held.entry(key).or_insert(moment), moment) {
            key = key.checked_add_signed(TimeDelta::nanoseconds(1))?;
        }
        Some(key)
    }

    fn written(&self, instant: DateTime<Utc>) -> Moment {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(&instant).copied().unwrap_or(Moment::Instant(instant.fixed_offset()))
    }
}

/// Two instants are equal wherever their clocks hang; what is kept is what the clock said.
fn is_written_alike(one: Moment, other: Moment) -> bool {
    match (one, other) {
        (Moment::Instant(one), Moment::Instant(other)) => one == other && one.offset() == other.offset(),
        _ => one == other,
    }
}

fn read(feed: &Feed, entry: &Entry, base: Option<&Url>, moments: &Moments) -> FeedEntry {
    let published_at = entry.published.map(|instant| moments.written(instant));
    let updated_at = entry.updated.map(|instant| moments.written(instant));
    FeedEntry {
        id: Some(entry.id.trim().to_owned()).filter(|id| !id.is_empty()),
        url: page(entry, base),
        title: title(entry.title.as_ref()),
        authors: authors(entry),
        published_at,
        // For RSS, feed-rs repeats the one date as the other.
        updated_at: updated_at.filter(|updated| Some(*updated) != published_at),
        language: entry.language.clone().or_else(|| feed.language.clone()),
        feed_title: title(feed.title.as_ref()),
        summary: markup(entry.summary.as_ref().map(|text| &text.content)),
        content: markup(entry.content.as_ref().filter(is_text).and_then(|content| content.body.as_ref())),
    }
}

/// The entry's page: its alternate link, any link without a relation, or an identifier that is a URL.
fn page(entry: &Entry, base: Option<&Url>) -> Option<String> {
    let is_page = |link: &&feed_rs::model::Link| {
        link.target.is_none() && matches!(link.rel.as_deref(), None | Some("alternate" | ""))
    };
    let link =
        entry.links.iter().find(is_page).map(|link| link.href.as_str()).filter(|href| !href.is_empty());
    let resolved = match (link, base) {
        (Some(link), Some(base)) => base.join(link).ok(),
        (Some(link), None) => Url::parse(link).ok(),
        (None, _) => Url::parse(&entry.id).ok(),
    };
    resolved.filter(|url| matches!(url.scheme(), "http" | "https")).map(String::from)
}

fn title(text: Option<&Text>) -> Option<String> {
    text.map(|text| plain(&text.content)).filter(|title| !title.is_empty())
}

fn markup(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Anything else is base64 or of no use as text (RFC 4287, 4.1.3.3).
fn is_text(content: &&feed_rs::model::Content) -> bool {
    let media_type = content.content_type.to_string();
    media_type.starts_with("text/") || media_type.contains("xml")
}

fn authors(entry: &Entry) -> Vec<String> {
    let names = entry.authors.iter().filter_map(|person| person.name.as_deref());
    names.map(|name| name.trim_matches(['(', ')', ' ']).to_owned()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_entry_keeps_the_form_in_which_its_own_date_was_written() {
        let dates =
            ["2025-10-25T00:00:00Z", "2025-10-25", "2025-10-25T02:00:00+02:00", "2025-10-25T00:00:00Z"];
        let entry = |date: &&str| {
            format!("<entry><id>{date}</id><title>T</title><published>{date}</published></entry>")
        };
        let listed: String = dates.iter().map(entry).collect();
        let feed = format!("<feed xmlns=\"http://www.w3.org/2005/Atom\">{listed}</feed>");
        let found = entries(&feed, None).unwrap();
        let found: Vec<String> =
            found.iter().map(|entry| entry.published_at.map(|moment| moment.to_string()).unwrap()).collect();
        assert_eq!(found, dates);
    }
}
