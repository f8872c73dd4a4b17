//! What feeds have told of a page that does not say all of it by itself, so that another announcement which tells more is taken in.
//!
//! A news sitemap announces minutes before the feed and tells a title and a date; the feed has the text, which is all that there
//! is of an article behind a wall.

use serde::{Deserialize, Serialize};
use veille_model::FeedEntry;

/// Longest texts of an entry that are kept.
const TEXTS_BYTES_MAX: usize = 16_384;

/// What a page does not say by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Lacks {
    /// Letters that it shows of its text, where that is not the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<usize>,
    /// Its headline.
    pub title: bool,
    /// When it was published.
    pub date: bool,
    /// Who wrote it.
    pub authors: bool,
}

impl Lacks {
    /// What a page lacks that came to nothing.
    pub const ALL: Self = Self { text: Some(0), title: true, date: true, authors: true };
}

/// What was told so far of a page that lacks something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Told {
    pub(crate) lacks: Lacks,
    entry: FeedEntry,
}

impl Told {
    /// What is to be remembered of what was told; None of a page that lacks nothing.
    pub(crate) fn of(entry: &FeedEntry, lacks: Lacks) -> Option<Box<Self>> {
        if lacks == Lacks::default() {
            return None;
        }
        let mut entry = entry.clone();
        let texts = [&entry.summary, &entry.content].into_iter().flatten().map(String::len).sum::<usize>();
        // Longer ones are not kept in part: half of a text would pass for all that there is.
        if lacks.text.is_none() || texts > TEXTS_BYTES_MAX {
            (entry.summary, entry.content) = (None, None);
        }
        Some(Box::new(Self { lacks, entry }))
    }

    /// Whether the page came to nothing, so that what was told is all that there is.
    pub(crate) fn is_all(&self) -> bool {
        self.lacks == Lacks::ALL
    }

    /// Whether the page shows the whole of its text.
    pub(crate) fn has_text(&self) -> bool {
        self.lacks.text.is_none()
    }

    /// Whether an entry tells what the page lacks and nobody has told yet.
    pub(crate) fn is_less_than(&self, entry: &FeedEntry) -> bool {
        let Self { lacks, entry: told } = self;
        let is_dated = |entry: &FeedEntry| entry.published_at.or(entry.updated_at).is_some();
        lacks.title && told.title.is_none() && entry.title.is_some()
            || lacks.date && !is_dated(told) && is_dated(entry)
            || lacks.authors && told.authors.is_empty() && !entry.authors.is_empty()
            || self.has_less_text_than(entry)
    }

    /// Whether an entry has more of the text than the page shows and any entry had before.
    pub(crate) fn has_less_text_than(&self, entry: &FeedEntry) -> bool {
        self.lacks.text.is_some_and(|shown| has_more_text(entry, shown.max(letters(&self.entry))))
    }

    /// An entry with what it lacks of what was told.
    pub(crate) fn complete(&self, entry: &FeedEntry) -> FeedEntry {
        completed(entry.clone(), &self.entry)
    }
}

/// An entry with what it lacks of another one of the same page, and the longer text.
pub(crate) fn completed(mut entry: FeedEntry, other: &FeedEntry) -> FeedEntry {
    entry.title = entry.title.or_else(|| other.title.clone());
    // Both of one: of one date each, an entry would tell of a change that nobody made.
    if entry.published_at.is_none() && entry.updated_at.is_none() {
        (entry.published_at, entry.updated_at) = (other.published_at, other.updated_at);
    }
    if entry.authors.is_empty() {
        entry.authors.clone_from(&other.authors);
    }
    entry.language = entry.language.or_else(|| other.language.clone());
    if letters(&entry) < letters(other) {
        (entry.summary, entry.content) = (other.summary.clone(), other.content.clone());
    }
    entry
}

/// Half as much again: teasers carry counters and advertisements.
fn has_more_text(entry: &FeedEntry, known: usize) -> bool {
    let told = letters(entry);
    told > known && told * 2 >= known * 3
}

/// Letters of the longer of an entry's texts, its tags left out.
fn letters(entry: &FeedEntry) -> usize {
    let texts = [&entry.summary, &entry.content].into_iter().flatten();
    texts.map(|text| crate::letters::within(text, usize::MAX).unwrap_or_default()).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_tells_more_where_it_has_what_the_page_lacks_and_nobody_told() {
        let titled = FeedEntry { title: Some("T".into()), ..FeedEntry::default() };
        let check = |lacks: Lacks, told: &FeedEntry, entry: &FeedEntry, expected: bool| {
            let told = Told::of(told, lacks).unwrap();
            assert_eq!(told.is_less_than(entry), expected, "{told:?} {entry:?}");
            assert!(!Told::of(&told.complete(entry), lacks).unwrap().is_less_than(entry), "but once");
        };
        let text = |letters: usize| FeedEntry {
            summary: Some(format!("<p title='{}'>{}</p>", "y".repeat(90), "x".repeat(letters))),
            ..titled.clone()
        };
        let signed = FeedEntry { authors: vec!["Anne Martin".into()], ..titled.clone() };
        let dated = FeedEntry { updated_at: "2025-10-25".parse().ok(), ..titled.clone() };
        check(Lacks::ALL, &titled, &titled, false);
        check(Lacks::ALL, &FeedEntry::default(), &titled, true);
        check(Lacks::ALL, &titled, &text(10), true);
        check(Lacks::ALL, &text(20), &text(29), false);
        check(Lacks::ALL, &text(20), &text(30), true);
        check(Lacks::ALL, &titled, &signed, true);
        check(Lacks::ALL, &titled, &dated, true);
        check(Lacks { authors: false, ..Lacks::ALL }, &titled, &signed, false);
        check(Lacks { text: Some(400), ..Lacks::ALL }, &titled, &text(400), false);
        check(Lacks { text: Some(400), ..Lacks::ALL }, &titled, &text(4_000), true);
        assert_eq!(Told::of(&titled, Lacks::default()), None);
    }

    #[test]
    fn what_was_told_is_kept_beside_what_is_told_now() {
        let first = FeedEntry {
            title: Some("First".into()),
            authors: vec!["Anne Martin".into()],
            content: Some("A longer text".into()),
            ..FeedEntry::default()
        };
        let now = FeedEntry {
            title: Some("Corrected".into()),
            summary: Some("Short".into()),
            ..FeedEntry::default()
        };
        let both = Told::of(&first, Lacks::ALL).unwrap().complete(&now);
        assert_eq!((both.title.as_deref(), both.summary.as_deref()), (Some("Corrected"), None));
        assert_eq!((both.content.as_deref(), both.authors), (Some("A longer text"), first.authors));
    }
}
