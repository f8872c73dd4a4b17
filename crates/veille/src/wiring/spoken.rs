//! The language of a publisher that is added: what its feed, its sitemap and its page state, and what its headlines are in.

use std::collections::BTreeMap;

use veille_fetcher::{Feed, heading};
use veille_language::Tagger;
use veille_model::FeedEntry;

/// Entries that are listened to, and how many there must be: of one headline of two words anything is heard.
const HEARD_MAX: usize = 20;
const HEARD_MIN: usize = 3;
/// Letters that they have together at least.
const LETTERS_MIN: usize = 80;
/// Entries that must be in another language than is stated to be believed rather.
const AGAINST_MIN: usize = 5;

/// The language that a source is written down in; None where nobody states one and too little is heard.
pub fn language_of(feed: &Feed, page: Option<&str>) -> Option<String> {
    let of_feed = feed.language.as_deref().and_then(primary);
    let stated = of_feed.or_else(|| most_stated(&feed.entries)).or_else(|| page.and_then(primary));
    let heard = heard(&feed.entries);
    match (stated, heard) {
        // Publishing systems say `en-us` until somebody tells them otherwise.
        (Some(stated), Some(heard)) if stated == "en" && heard.is_sure => Some(heard.language),
        (Some(stated), _) => Some(stated),
        (None, heard) => heard.map(|heard| heard.language),
    }
}

/// The first part of a tag: `en` of `en_US`. Feeds say `english` and `x-default` as well.
fn primary(tag: &str) -> Option<String> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().trim().to_lowercase();
    let is_one = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_one && !["und", "mul", "zxx", "mis"].contains(&primary.as_str())).then_some(primary)
}

/// The language that more than half of the entries state, as those of a news sitemap do.
fn most_stated(entries: &[FeedEntry]) -> Option<String> {
    let mut counts = BTreeMap::<String, usize>::new();
    for language in entries.iter().filter_map(|entry| primary(entry.language.as_deref()?)) {
        *counts.entry(language).or_default() += 1;
    }
    counts.into_iter().find(|(_, count)| count * 2 > entries.len()).map(|(language, _)| language)
}

struct Heard {
    language: String,
    /// Whether nearly all of many entries are in it.
    is_sure: bool,
}

/// The language of the first entries taken together, which are the newest of nearly all feeds, where most are in it also by themselves: a feed in two languages is in neither.
fn heard(entries: &[FeedEntry]) -> Option<Heard> {
    let tagger = Tagger::new();
    let said = |entry: &FeedEntry| {
        // An address, by which an entry without a text is called, is in no language.
        let title = heading(entry).filter(|title| Some(title) != entry.url.as_ref());
        [title, entry.summary.clone()].into_iter().flatten().collect::<Vec<_>>()
    };
    let texts: Vec<String> = entries
        .iter()
        .take(HEARD_MAX)
        .map(|entry| said(entry).join(". "))
        .filter(|text| !text.is_empty())
        .collect();
    let letters: usize = texts.iter().map(|text| text.chars().filter(|c| c.is_alphabetic()).count()).sum();
    if texts.len() < HEARD_MIN || letters < LETTERS_MIN {
        return None;
    }
    let language = |text: &str| tagger.detect(text).tag.to_string();
    let whole = language(&texts.join(". "));
    let same = texts.iter().filter(|text| language(text) == whole).count();
    let is_sure = texts.len() >= AGAINST_MIN && same * 5 >= texts.len() * 4;
    (whole != "und" && same * 2 > texts.len()).then_some(Heard { language: whole, is_sure })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRENCH: [&str; 6] = [
        "Le conseil municipal approuve le budget de la ville",
        "Une grève perturbe les trains dans toute la région",
        "Les pêcheurs demandent une aide au gouvernement",
        "La bibliothèque ouvre ses portes aux enfants",
        "Le tribunal rejette la plainte des riverains",
        "Des centaines de personnes manifestent devant la préfecture",
    ];

    fn check(titles: &[&str], stated: [Option<&str>; 3], expected: Option<&str>) {
        let [feed, entries, page] = stated;
        let entry = |title: &&str| FeedEntry {
            title: Some((*title).to_owned()),
            language: entries.map(str::to_owned),
            ..FeedEntry::default()
        };
        let mut said = Feed::default();
        said.language = feed.map(str::to_owned);
        said.entries = titles.iter().map(entry).collect();
        assert_eq!(language_of(&said, page).as_deref(), expected, "{titles:?} {stated:?}");
    }

    #[test]
    fn a_source_is_in_the_language_that_it_states() {
        check(&["Sitemap item"], [None, Some("en"), None], Some("en"));
        check(&["J1"], [None, None, Some("en")], Some("en"));
        check(&FRENCH[..3], [Some("oc"), None, Some("fr")], Some("oc"));
        check(&FRENCH, [Some("fr-CA"), None, Some("en")], Some("fr"));
        check(&["x"], [Some("english"), None, Some("x-default")], None);
    }

    #[test]
    fn several_headlines_tell_it_and_one_does_not() {
        check(&["Sitemap item"], [None; 3], None);
        check(&FRENCH[..3], [None; 3], Some("fr"));
        check(&FRENCH[..2], [None; 3], None);
        // What a publishing system says by itself, against all of its articles.
        check(&FRENCH, [Some("en-us"), None, None], Some("fr"));
        check(&FRENCH[..3], [Some("en-us"), None, None], Some("en"));
    }
}
