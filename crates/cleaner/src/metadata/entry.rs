//! What a feed says about the article that an entry announces.

use veille_model::FeedEntry;

use super::byline::{self, Houses};
use super::candidate::{Candidate, Field, Spot};
use super::headline::without_site;
use super::letters::letters;
use super::plain::plain;
use super::record::{Input, Metadata};
use crate::dates;
use crate::provenance;

/// Reads an entry. Its text is not looked at: that is the body's business.
pub(crate) fn of_entry(entry: &FeedEntry, input: &Input<'_>) -> Metadata {
    let mut metadata = Metadata {
        headline: headline(entry),
        site_name: entry.feed_title.as_deref().and_then(plain),
        canonical_url: entry.url.clone(),
        declared_language: entry.language.clone(),
        entry_id: entry.id.clone().filter(|_| entry.shares_page || entry.url.is_none()),
        ..Metadata::default()
    };
    let houses = Houses::of(metadata.site_name.as_deref(), entry.url.as_deref());
    for author in &entry.authors {
        let signed = byline::read(author, &houses);
        for name in &signed.agencies {
            metadata.credit(provenance::agency_credit(name, author));
        }
        metadata.byline.extend(signed.people);
    }
    for (field, moment) in [(Field::Published, entry.published_at), (Field::Modified, entry.updated_at)] {
        let Some(moment) = moment else { continue };
        let mut candidate = Candidate::new(field, Spot::Feed, moment.to_string());
        match dates::doubt(&moment, input.captured_at) {
            // Some feeds date an entry by a clock that is ahead, or by the Epoch.
            Some(doubt) => {
                candidate.flag = Some(doubt.flag());
                metadata.flag(doubt.flag());
            }
            None if field == Field::Published => metadata.published_at = Some(moment),
            None => metadata.modified_at = Some(moment),
        }
        candidate.chosen = candidate.flag.is_none();
        metadata.note(candidate);
    }
    let found = [
        (Field::Headline, metadata.headline.clone()),
        (Field::SiteName, metadata.site_name.clone()),
        (Field::CanonicalUrl, metadata.canonical_url.clone()),
        (Field::Language, metadata.declared_language.clone()),
        (Field::Byline, Some(entry.authors.join(", "))),
    ];
    for (field, value) in found {
        let mut candidate = Candidate::new(field, Spot::Feed, value.unwrap_or_default());
        candidate.chosen = field != Field::Byline || !metadata.byline.is_empty();
        metadata.note(candidate);
    }
    metadata
}

/// The entry's title without the site's name before or behind it: `Radio Rivière : La crue monte`.
fn headline(entry: &FeedEntry) -> Option<String> {
    let title = entry.title.as_deref().and_then(plain)?;
    let host = entry.url.as_deref().and_then(veille_model::host);
    let feed = entry.feed_title.as_deref().and_then(plain);
    // Feeds are called `Radio Rivière | World`: titles carry the part before the bar.
    let site = feed.as_deref().map(|feed| feed.split(['|', '–', '•']).next().unwrap_or(feed));
    let names = [feed.as_deref(), site, host.as_deref().map(|host| host.trim_start_matches("www."))];
    let names: Vec<String> =
        names.into_iter().flatten().map(letters).filter(|name| name.len() >= 3).collect();
    Some(without_site(&title, &names).to_owned())
}
